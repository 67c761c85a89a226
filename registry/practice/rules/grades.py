"""Grades: who gives them and when, and how many may be excellent. Pure."""

from collections.abc import Iterable
from datetime import date

from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records.grades import ExcellentPlaces, Grade, GradeCap, GradePlacement, SetGradeCap
from registry.practice.rules.lifecycle import STATE_WORDS

S = PlacementState
WHOLE = 100
"""All participants, in percent."""

GRADE_WORDS = {Grade.EXCELLENT: "优秀", Grade.QUALIFIED: "合格", Grade.UNQUALIFIED: "不合格"}
GRADED_IN = frozenset({S.SUBMITTED, S.CONFIRMED})
"""The states in which a grade is given: handed in, and not yet recognised."""
TOOK_PART = frozenset({S.SUBMITTED, S.CONFIRMED, S.DISPUTED, S.RETURNED, S.VERIFIED, S.REJECTED})
"""The states of placements whose teachers took part in the school year's practice; the failed did, too."""
HOLDS_A_PLACE = TOOK_PART - {S.REJECTED}
"""The states in which an excellent placement keeps its place."""


def may_grade(state: PlacementState) -> Verdict:
    """A grade is given before recognition; afterwards it stands."""
    if state in GRADED_IN:
        return Verdict.yes()
    return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,提交之后、认定之前才能评定等级")


def grade_faults(command: GradePlacement) -> dict[str, str]:
    """An unqualified placement is rejected, and a rejection says why."""
    if command.grade is Grade.UNQUALIFIED and not command.words.strip():
        return {"words": "评为不合格即不予认定,请写明理由"}
    return {}


def cap_on(caps: Iterable[GradeCap], on: date) -> GradeCap | None:
    """Of a school's caps the one that holds for placements that end that day, voided ones left out."""
    holding = [cap for cap in caps if cap.voided_at is None and cap.started_on <= on]
    return max(holding, key=lambda cap: cap.started_on, default=None)


def most_excellent(participants: int, cap: GradeCap | None) -> int | None:
    """How many may be excellent, rounded down to whole persons; None without a cap."""
    return None if cap is None or cap.percent is None else participants * cap.percent // WHOLE


def excellent_fault(places: ExcellentPlaces) -> dict[str, str]:
    """One more excellent person must find a place. Those who have one keep it when fewer take part."""
    if places.most is None or places.taken < places.most:
        return {}
    told = f"本学年参加 {places.participants} 人,优秀最多 {places.most} 人,已评 {places.taken} 人"
    return {"grade": told}


def cap_faults(command: SetGradeCap) -> dict[str, str]:
    """A cap is a share of the whole, and rests on a rule of the school."""
    faults = {}
    if command.percent is not None and not 0 <= command.percent <= WHOLE:
        faults["percent"] = "优秀比例应为 0 到 100 的整数"
    if not command.reason.strip():
        faults["reason"] = "请写明依据,如本校企业实践管理办法的条款"
    return faults
