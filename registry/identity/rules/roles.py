"""Which role goes with which scope, when it is in force, and who may lend it to whom."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from registry.identity.model.accounts import Account
from registry.identity.model.principals import HeldRole, Principal
from registry.identity.model.roles import Delegate, Delegation, Role, RoleGrant, RoleWanted
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict

SCOPES_OF_ROLES = {
    Role.TEACHER: frozenset({ScopeKind.PERSON}),
    Role.DEPARTMENT_HEAD: frozenset({ScopeKind.DEPARTMENT}),
    Role.HR_OFFICER: frozenset({ScopeKind.SCHOOL}),
    Role.SCHOOL_LEADER: frozenset({ScopeKind.SCHOOL}),
    Role.BUREAU_OFFICER: frozenset({ScopeKind.BUREAU}),
    Role.STAFFING_OFFICE: frozenset({ScopeKind.BUREAU}),
    Role.EVALUATOR: frozenset({ScopeKind.PERSON}),
    Role.OPERATOR: frozenset({ScopeKind.SYSTEM, ScopeKind.SCHOOL}),
}
LENDABLE = frozenset(
    {Role.DEPARTMENT_HEAD, Role.HR_OFFICER, Role.SCHOOL_LEADER, Role.BUREAU_OFFICER, Role.STAFFING_OFFICE}
)
"""Roles of an office. A teacher's records, an evaluator's judgement and the operator's keys are not lent."""

NO_TOKENS = "此操作须本人登录办理,不能使用接口令牌"


def role_fault(wanted: RoleWanted, today: date) -> str | None:
    """What is wrong with a role that is to be given; None when nothing is."""
    kind = wanted.scope.kind if wanted.scope else ScopeKind.PERSON
    if kind not in SCOPES_OF_ROLES[wanted.role]:
        return "该角色不适用于所选范围"
    if (wanted.school_id is not None) != (kind is ScopeKind.DEPARTMENT):
        return "部门角色须注明所属学校,其他角色不填"
    if wanted.scope and kind is ScopeKind.PERSON:
        return "本人范围不需指定对象"
    if wanted.started_on is not None and wanted.started_on < today:
        return "开始日期不能早于今天"
    if wanted.finished_on is not None and wanted.finished_on < (wanted.started_on or today):
        return "结束日期早于开始日期"
    return None


def is_in_force(grant: RoleGrant | Delegation, on: date) -> bool:
    """Both days count; what was ended is over at once."""
    has_begun = grant.started_on <= on
    return has_begun and grant.ended_at is None and (grant.finished_on is None or on <= grant.finished_on)


def is_over(grant: RoleGrant | Delegation, on: date) -> bool:
    """Ended, or past its last day: it will never be in force again."""
    return grant.ended_at is not None or (grant.finished_on is not None and grant.finished_on < on)


def last_day_fault(grant: RoleGrant, last_day: date, today: date) -> str | None:
    """What is wrong with a last day set for a role; None when nothing is. The past is not rewritten."""
    if last_day < max(today, grant.started_on):
        return "最后一天不能早于今天或开始日期"
    if grant.finished_on is not None and last_day > grant.finished_on:
        return f"该角色原定 {grant.finished_on} 结束;延长请另行授予"
    return None


def delegation_fault(grant: RoleGrant, command: Delegate, today: date) -> str | None:
    """What is wrong with the days of a delegation; None when nothing is. It lies within the grant's own days."""
    if command.finished_on < command.started_on:
        return "结束日期早于开始日期"
    if command.started_on < max(today, grant.started_on):
        return "开始日期不能早于今天或该角色的开始日期"
    if grant.finished_on is not None and command.finished_on > grant.finished_on:
        return f"该角色 {grant.finished_on} 结束,委托不能更长"
    return None


def may_delegate(
    principal: Principal, grant: RoleGrant, borrower: Account, borrower_scopes: Sequence[Scope]
) -> Verdict:
    """The holder of an office's role lends it to a colleague of the same office. A lent role is not lent on."""
    if principal.token_scopes is not None:
        return Verdict.no(NO_TOKENS)
    if grant.account_id != principal.account_id:
        return Verdict.no("受委托的角色不能再次委托")
    if grant.role not in LENDABLE:
        return Verdict.no("该角色不能委托他人")
    if borrower.id == principal.account_id or borrower.locked_on is not None:
        return Verdict.no("受托账号须为他人的有效账号")
    if not _is_colleague(grant, borrower, borrower_scopes):
        return Verdict.no("只能委托给本单位的同事")
    return Verdict.yes()


def may_end_delegation(principal: Principal, delegation: Delegation) -> bool:
    """Lender and borrower; to others it does not exist."""
    is_party = principal.account_id in (delegation.lender_id, delegation.borrower_id)
    return is_party and principal.token_scopes is None


def may_decide_about(principal: Principal, held: HeldRole, person_id: UUID | None) -> Verdict:
    """Nobody decides about themselves, and nobody about the person whose role they borrowed."""
    if person_id is not None and person_id == principal.person_id:
        return Verdict.no("不能审批本人的事项")
    if held.lent_by is not None and person_id is not None and person_id == held.lent_by.person_id:
        return Verdict.no("受委托期间不能审批委托人本人的事项")
    return Verdict.yes()


def _is_colleague(grant: RoleGrant, borrower: Account, borrower_scopes: Sequence[Scope]) -> bool:
    if grant.scope is None or grant.scope in borrower_scopes:
        return grant.scope is not None
    school_id = grant.school_id or (grant.scope.id if grant.scope.kind is ScopeKind.SCHOOL else None)
    return school_id is not None and borrower.school_id == school_id
