"""Codes of an authenticator application (TOTP, RFC 6238), recovery codes, and who must have a second factor. Pure."""

import hmac
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pyotp

from registry.identity.model.accounts import Account
from registry.identity.model.principals import HeldRole, Principal
from registry.identity.model.roles import Role, RoleGrant
from registry.identity.model.second_factor import RuleKind, SignInRule
from registry.identity.model.sign_in import Session
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.kernel.verdicts import Verdict

STEP = timedelta(seconds=30)
STEPS_OFF = 1
"""A telephone's clock may be half a minute off, and typing takes its time."""
DIGITS = 6
RECOVERY_CODES = 10
REPLACING = timedelta(minutes=10)
"""How long a new application may be confirmed after a code of the old one was given."""
HALF_OPEN = timedelta(minutes=5)
"""How long a right password waits for the code."""
SHOWN_AGAIN = timedelta(minutes=1)
"""A form sent twice by a double click shows the same codes again; later nobody sees them any more."""
ISSUER = "教师企业实践登记"
NOT_ONESELF = "不能重置自己的第二步验证;请另一位运维人员或人事处办理"
ONLY_KEEPERS = "只有人事处或运维人员可以重置第二步验证"
_HR_RESETS = frozenset({Role.TEACHER, Role.DEPARTMENT_HEAD, Role.HR_OFFICER, Role.SCHOOL_LEADER, Role.EVALUATOR})
"""Roles no wider than the school. Whoever operates is helped by an operator."""
OF_A_SCHOOL = (Role.TEACHER, Role.DEPARTMENT_HEAD, Role.HR_OFFICER, Role.SCHOOL_LEADER, Role.OPERATOR)
"""Of whom a school may ask for a second factor; the whole installation of every role."""


class Required(NamedTuple):
    """A role that must have a second factor, in one school or (None) everywhere."""

    role: Role
    school_id: UUID | None


def step_of(now: datetime) -> int:
    """The number of the half minute, since 1970."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def fitting_step(secret: str, typed: str, now: datetime, last_step: int | None) -> int | None:
    """The half minute whose code was typed; None for a wrong code and for one that was good already.

    Codes of the half minute before and after are good, too; none up to `last_step` is.
    """
    code, present, found = plain_code(typed), step_of(now), None
    for step in range(present - STEPS_OFF, present + STEPS_OFF + 1):
        is_same = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), code)
        if is_same and (last_step is None or step > last_step):
            found = step
    return found


def is_replacing(begun_at: datetime, now: datetime) -> bool:
    """Whether a new application may still be confirmed beside the one that counts."""
    return begun_at <= now < begun_at + REPLACING


def plain_code(typed: str) -> str:
    """A code as it was meant: no blanks, no strokes, half-width, small letters. Anything but ASCII is dropped."""
    folded = unicodedata.normalize("NFKC", typed).lower()
    return "".join(char for char in folded if char.isascii() and char.isalnum())


def is_recovery_code(typed: str) -> bool:
    """Whether what was typed is meant as a recovery code: they are longer."""
    return len(plain_code(typed)) > DIGITS


def address_of(secret: str, login: str) -> str:
    """What the QR code says to the application."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def is_required(rules: Iterable[Required], roles: Sequence[HeldRole], school_id: UUID | None) -> bool:
    """Whether somebody with these roles, lent ones too, must have a second factor. `school_id`: the account's own."""
    places = {(held.role, _school_of(held, school_id)) for held in roles}
    names = {role for role, _ in places}
    return any(rule.role in names if rule.school_id is None else rule in places for rule in rules)


def lacks_second_factor(session: Session, has_second_factor: bool) -> bool:
    """A session that was begun before the account had its second factor is good no longer."""
    return has_second_factor and session.second_factor_at is None


def may_set_up(principal: Principal) -> Verdict:
    """Somebody signed in, with a password of their own, for the own account."""
    if principal.account_id is None:
        return Verdict.no("请先登录")
    if principal.token_scopes is not None:
        return Verdict.no("此操作须本人登录办理,不能使用接口令牌")
    if principal.must_change_password:
        return Verdict.no("请先修改初始口令")
    return Verdict.yes()


def may_reset(principal: Principal, account: Account, grants: Sequence[RoleGrant], managing: Verdict) -> Verdict:
    """Whoever manages the account, and HR of its school for people whose roles do not reach further."""
    if principal.token_scopes is not None:
        return Verdict.no("此操作须本人登录办理,不能使用接口令牌")
    if principal.account_id == account.id:
        return Verdict.no(NOT_ONESELF)
    if managing.allowed:
        return managing
    of_school = account.school_id is not None and principal.holds(Role.HR_OFFICER, Scope.school(account.school_id))
    if not of_school:
        return Verdict.no(ONLY_KEEPERS)
    narrow = all(grant.role in _HR_RESETS and _lies_in(grant, account.school_id) for grant in grants)
    return Verdict.yes() if narrow else Verdict.no("该账号的角色超出本校范围;请联系系统运维人员")


def may_require(principal: Principal, school_id: UUID | None) -> Verdict:
    """HR of the school and its operators; for the whole installation its operators."""
    if principal.token_scopes is not None:
        return Verdict.no("此操作须本人登录办理,不能使用接口令牌")
    if principal.holds(Role.OPERATOR, EVERYWHERE):
        return Verdict.yes()
    of_school = school_id is not None and any(
        principal.holds(role, Scope.school(school_id)) for role in (Role.HR_OFFICER, Role.OPERATOR)
    )
    return Verdict.yes() if of_school else Verdict.no("只有人事处或运维人员可以设定登录要求")


def required_by(rules: Iterable[SignInRule]) -> tuple[Required, ...]:
    """The roles that these rules name."""
    return tuple(
        Required(rule.role, rule.school_id) for rule in rules if rule.kind is RuleKind.SECOND_FACTOR and rule.role
    )


def _school_of(held: HeldRole, school_id: UUID | None) -> UUID | None:
    if held.scope.kind is ScopeKind.SCHOOL:
        return held.scope.id
    if held.scope.kind is ScopeKind.DEPARTMENT:
        return held.school_id
    return school_id if held.scope.kind is ScopeKind.PERSON else None


def _lies_in(grant: RoleGrant, school_id: UUID | None) -> bool:
    if grant.scope is None:
        return True
    return school_id in (grant.school_id, grant.scope.id if grant.scope.kind is ScopeKind.SCHOOL else None)
