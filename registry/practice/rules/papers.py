"""Which papers a placement's folder should hold, what is missing, and who may add and remove. Pure.

Source of the kinds: the archive sets of schools' own rules (企业实践管理办法), of which none is general law; so what
is asked for is a list that a school could state, and the constants here are the default.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records.papers import Paper, PaperKind
from registry.practice.rules.lifecycle import NOT_YOURS, Part

KIND_WORDS = {
    PaperKind.APPLICATION: "申请(审批)表",
    PaperKind.TASK_SHEET: "目标任务书",
    PaperKind.AGREEMENT: "实践协议或企业接收函",
    PaperKind.JOURNAL: "实践日志(周志)",
    PaperKind.ATTENDANCE: "考勤表",
    PaperKind.INSPECTION: "巡查记录",
    PaperKind.SUMMARY: "实践总结(报告)",
    PaperKind.APPRAISAL: "鉴定(考核)表(企业盖章)",
    PaperKind.OTHER: "其他佐证材料",
}
REQUIRED_KINDS = frozenset({PaperKind.APPRAISAL})
"""The stamped paper is the default confirmation; without archived proof a placement counts as not done.

Source: the rule of one college ("no archived material = treated as not done"), taken as the registry's default.
"""
CONFIRMED_OTHERWISE = frozenset({PaperKind.APPRAISAL})
"""The kinds whose place another confirmation takes: the enterprise's own answer over its one-time link, proof that
stands in for the stamp, or a file that was taken over whole."""
NEVER_MISSED = frozenset({PaperKind.OTHER})
"""The kinds that nobody asks for."""
LONGEST_NOTE = 500

_AT_AN_END = {
    PlacementState.VERIFIED: "该实践已认定,材料由人事处补充或移除",
    PlacementState.VOIDED: "该实践已作废,材料不再增减;如有疑问请联系人事处",
    PlacementState.WITHDRAWN: "该实践已撤回,材料不再增减",
}


class Demand(StrEnum):
    """How much a kind of paper is wanted."""

    REQUIRED = "required"
    USUAL = "usual"
    FREE = "free"


class PaperLine(NamedTuple):
    """One kind in the list of a folder: how much it is wanted, and the papers that are there.

    `is_answered`: confirmed without paper, as over the enterprise's link, so that none of this kind is needed.
    """

    kind: PaperKind
    demand: Demand
    papers: tuple[Paper, ...]
    is_answered: bool

    @property
    def is_missing(self) -> bool:
        """Whether nothing of this kind is there that is wanted."""
        return not self.papers and not self.is_answered and self.demand is not Demand.FREE


class PaperList(NamedTuple):
    """A folder kind by kind, in the order in which papers come about; removed papers are left out."""

    lines: tuple[PaperLine, ...]

    @property
    def missing(self) -> tuple[PaperKind, ...]:
        """The kinds without which the placement is not recognised."""
        return tuple(line.kind for line in self.lines if line.is_missing and line.demand is Demand.REQUIRED)

    @property
    def usually_there(self) -> tuple[PaperKind, ...]:
        """The kinds that are not there though offices usually keep them; nothing depends on them."""
        return tuple(line.kind for line in self.lines if line.is_missing and line.demand is Demand.USUAL)


def paper_list(
    papers: Iterable[Paper], is_confirmed_otherwise: bool, required: frozenset[PaperKind] = REQUIRED_KINDS
) -> PaperList:
    """The list of a folder. Papers that were removed do not count. `required`: the kinds that the school asks for."""
    standing = [paper for paper in papers if paper.removed_at is None]
    answered = CONFIRMED_OTHERWISE if is_confirmed_otherwise else frozenset()
    there = {kind: tuple(paper for paper in standing if paper.kind is kind) for kind in PaperKind}
    return PaperList(
        tuple(PaperLine(kind, _demand(kind, required), there[kind], kind in answered) for kind in PaperKind)
    )


def may_keep_papers(state: PlacementState, parts: frozenset[Part]) -> Verdict:
    """The teacher of a placement fills the folder until it is verified; the school's office always.

    Whoever is the teacher of it is that only, whatever offices they hold.
    """
    if Part.TEACHER in parts:
        return Verdict.no(_AT_AN_END[state]) if state in _AT_AN_END else Verdict.yes()
    return Verdict.yes() if Part.OFFICE in parts else Verdict.no(NOT_YOURS)


def paper_faults(note: str) -> dict[str, str]:
    """What is wrong with what is told of a paper."""
    return {"note": f"说明不超过 {LONGEST_NOTE} 字"} if len(note) > LONGEST_NOTE else {}


def removal_faults(reason: str) -> dict[str, str]:
    """Nothing is taken out without a reason."""
    if not reason.strip():
        return {"reason": "请写明移除理由"}
    return {"reason": f"理由不超过 {LONGEST_NOTE} 字"} if len(reason) > LONGEST_NOTE else {}


def _demand(kind: PaperKind, required: frozenset[PaperKind]) -> Demand:
    if kind in required:
        return Demand.REQUIRED
    return Demand.FREE if kind in NEVER_MISSED else Demand.USUAL
