"""Of whom a kind of chasing wants something, which kind a filter means, and who may chase where. Pure."""

from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict
from registry.practice.model import StandingState
from registry.practice.rules.board import BoardRow, BoardWish
from registry.practice.rules.progress import Progress
from registry.reminders.model.messages import TO_TEACHERS, BatchKind

RECENT_DAYS = 7
"""Whoever was chased so lately is left out unless the sender says otherwise."""
LACKING = frozenset({StandingState.SHORT, StandingState.LAPSED, StandingState.UNKNOWN})
TO_BEGIN = frozenset({Progress.NOT_BEGUN, Progress.UNDER_WAY})
CHASING_ROLES = {
    ScopeKind.SCHOOL: Role.HR_OFFICER,
    ScopeKind.DEPARTMENT: Role.DEPARTMENT_HEAD,
    ScopeKind.BUREAU: Role.BUREAU_OFFICER,
}


def is_asked(kind: BatchKind, row: BoardRow) -> bool:
    """Whether this kind wants something of this person: nobody is told to begin who has enough."""
    match kind:
        case BatchKind.YEARLY:
            return row.progress in TO_BEGIN
        case BatchKind.PAPERS:
            return row.progress is Progress.WAITING or row.standing.state is StandingState.UNKNOWN
        case BatchKind.LAPSE:
            return row.standing.lapses_on is not None
        case BatchKind.SHORT:
            return row.standing.state in LACKING
    return True


def kind_of(wish: BoardWish) -> BatchKind:
    """What the people behind a filter are most likely to be told."""
    if wish.progress is Progress.WAITING or wish.state is StandingState.UNKNOWN:
        return BatchKind.PAPERS
    if wish.progress is None and (wish.state is StandingState.AT_RISK or wish.lapses_before):
        return BatchKind.LAPSE
    if wish.progress is None and wish.state in LACKING:
        return BatchKind.SHORT
    return BatchKind.YEARLY


def kinds_in(scope: Scope) -> tuple[BatchKind, ...]:
    """What may be sent from a scope: a bureau writes to schools, schools and departments to their teachers."""
    return (BatchKind.REPORT,) if scope.kind is ScopeKind.BUREAU else TO_TEACHERS


def may_chase(principal: Principal, scope: Scope, kind: BatchKind) -> Verdict:
    """The personnel office its school, the head a department, the bureau its schools' offices."""
    role = CHASING_ROLES.get(scope.kind)
    if role is None or not principal.holds(role, scope):
        return Verdict.no("催办由本校人事处、系部负责人或主管教育局发出")
    if kind not in kinds_in(scope):
        return Verdict.no("教育局向学校人事处催报,学校向教师催办")
    return Verdict.yes()
