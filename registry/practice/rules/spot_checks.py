"""Who records a check, and what is wrong with it. A check that nobody recorded counts as none. Pure."""

import re
from datetime import date

from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records import Placement
from registry.practice.records.spot_checks import RecordSpotCheck
from registry.practice.rules.entry import OUT_OF_THE_RUNNING
from registry.practice.rules.lifecycle import NOT_YOUR_OWN, NOT_YOURS, STATE_WORDS, Part

DIGEST = re.compile(r"[0-9a-f]{64}")


def may_check(state: PlacementState, parts: frozenset[Part]) -> Verdict:
    """The office, the department's head and leaders check; nobody themselves."""
    if Part.TEACHER in parts:
        return Verdict.no(NOT_YOUR_OWN)
    if not parts & {Part.OFFICE, Part.APPROVER}:
        return Verdict.no(NOT_YOURS)
    if state in OUT_OF_THE_RUNNING:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,不再登记巡查")
    return Verdict.yes()


def spot_check_faults(command: RecordSpotCheck, told: Placement, today: date) -> dict[str, str]:
    """A check is made on a day that has come, and not before the practice began."""
    faults = {}
    if command.checked_on > today:
        faults["checked_on"] = "巡查日期在今天之后"
    elif command.checked_on < told.started_on:
        faults["checked_on"] = f"实践自 {told.started_on} 开始,巡查日期早于开始日期"
    if command.photograph is not None and not DIGEST.fullmatch(command.photograph):
        faults["photograph"] = "照片摘要应为 64 位十六进制小写"
    return faults
