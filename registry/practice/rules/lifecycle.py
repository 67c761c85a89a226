"""How a placement passes from state to state, who may move it, and who may change what it says.

Only the office recognises, and nobody their own. A verified placement is never edited: it is corrected by a new
revision, or voided. Whoever disputes, returns, rejects or voids says why, and so does whoever undoes a rejection.
"""

from enum import StrEnum
from typing import NamedTuple

from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records import Step

S = PlacementState

STATE_WORDS = {
    S.PLANNED: "计划中",
    S.APPROVED: "已批准",
    S.SUBMITTED: "已提交",
    S.CONFIRMED: "企业已确认",
    S.DISPUTED: "企业有异议",
    S.VERIFIED: "已认定",
    S.RETURNED: "已退回",
    S.REJECTED: "未通过",
    S.VOIDED: "已作废",
    S.WITHDRAWN: "已撤回",
}
NOT_YOUR_OWN = "不能审批、确认或认定本人的实践,请由另一位经办人办理"
NOT_YOURS = "没有办理此操作的权限,请联系保管该记录的学校人事处"


class Part(StrEnum):
    """The part somebody plays towards one placement."""

    TEACHER = "teacher"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    OFFICE = "office"


class Move(NamedTuple):
    """From which states a step leads to which, by whom, and whether it needs a reason."""

    starts_from: frozenset[PlacementState]
    leads_to: PlacementState
    by: frozenset[Part]
    needs_reason: bool = False


_TEACHER_OR_OFFICE = frozenset({Part.TEACHER, Part.OFFICE})
_OFFICE = frozenset({Part.OFFICE})
_HANDED_IN = frozenset({S.SUBMITTED, S.CONFIRMED, S.DISPUTED})

MOVES: dict[Step, Move] = {
    Step.APPROVE: Move(frozenset({S.PLANNED}), S.APPROVED, frozenset({Part.APPROVER, Part.OFFICE})),
    Step.SUBMIT: Move(frozenset({S.PLANNED, S.APPROVED, S.RETURNED, S.DISPUTED}), S.SUBMITTED, _TEACHER_OR_OFFICE),
    Step.CONFIRM: Move(frozenset({S.SUBMITTED, S.DISPUTED}), S.CONFIRMED, frozenset({Part.SUPERVISOR, Part.OFFICE})),
    Step.DISPUTE: Move(
        frozenset({S.SUBMITTED, S.CONFIRMED}), S.DISPUTED, frozenset({Part.SUPERVISOR}), needs_reason=True
    ),
    Step.VERIFY: Move(frozenset({S.CONFIRMED}), S.VERIFIED, _OFFICE),
    Step.RETURN: Move(_HANDED_IN, S.RETURNED, _OFFICE, needs_reason=True),
    Step.REJECT: Move(_HANDED_IN, S.REJECTED, _OFFICE, needs_reason=True),
    Step.UNDO_REJECTION: Move(frozenset({S.REJECTED}), S.SUBMITTED, _OFFICE, needs_reason=True),
    Step.WITHDRAW: Move(frozenset({S.PLANNED, S.APPROVED, S.SUBMITTED, S.RETURNED}), S.WITHDRAWN, _TEACHER_OR_OFFICE),
    Step.VOID: Move(frozenset({S.VERIFIED}), S.VOIDED, _OFFICE, needs_reason=True),
}
ENTERED_AS = frozenset({S.PLANNED, S.SUBMITTED})
"""The states in which a placement may be entered."""
MENDED_IN = frozenset({S.PLANNED, S.APPROVED, S.SUBMITTED, S.RETURNED, S.DISPUTED})
"""The states in which what a placement says may be changed: not yet confirmed, and not at an end."""


def may_move(step: Step, state: PlacementState, parts: frozenset[Part], reason: str) -> Verdict:
    """Whether somebody who plays these parts may take this step now.

    Who is the teacher of the placement plays no other part towards it, whatever offices they hold.
    """
    move = MOVES[step]
    if not _acting(parts) & move.by:
        return Verdict.no(NOT_YOUR_OWN if parts & move.by else NOT_YOURS)
    if state not in move.starts_from:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,不能执行此操作;请刷新后再看")
    if move.needs_reason and not reason.strip():
        return Verdict.no("请写明理由")
    return Verdict.yes()


def may_enter(state: PlacementState, parts: frozenset[Part]) -> Verdict:
    """Teachers enter their own; the office that keeps it may enter for a teacher."""
    if not _acting(parts) & _TEACHER_OR_OFFICE:
        return Verdict.no("只能登记本人的实践;代为登记由教师所在学校人事处办理")
    if state not in ENTERED_AS:
        return Verdict.no("登记时只能存为计划或直接提交")
    return Verdict.yes()


def may_mend(state: PlacementState, parts: frozenset[Part]) -> Verdict:
    """The teacher and the office change what is not confirmed yet; later it is returned first, or corrected."""
    if not _acting(parts) & _TEACHER_OR_OFFICE:
        return Verdict.no(NOT_YOURS)
    if state is S.VERIFIED:
        return Verdict.no("已认定的实践不能直接修改,请由人事处更正")
    if state is S.CONFIRMED:
        return Verdict.no("企业已确认,修改前请由人事处退回")
    if state not in MENDED_IN:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,不能修改")
    return Verdict.yes()


def may_correct(state: PlacementState, parts: frozenset[Part], reason: str) -> Verdict:
    """The office corrects what it verified, and says why; nobody their own."""
    if not _acting(parts) & _OFFICE:
        return Verdict.no(NOT_YOUR_OWN if parts & _OFFICE else NOT_YOURS)
    if state is not S.VERIFIED:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[state]}”,只有已认定的才需要更正")
    return Verdict.yes() if reason.strip() else Verdict.no("请写明更正理由")


def is_decision(step: Step) -> bool:
    """Whether the step is one that nobody takes about themselves or about whom they stand in for."""
    return Part.TEACHER not in MOVES[step].by


def _acting(parts: frozenset[Part]) -> frozenset[Part]:
    return frozenset({Part.TEACHER}) if Part.TEACHER in parts else parts
