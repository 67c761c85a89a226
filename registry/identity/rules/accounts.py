"""What a login and a password must be, and who may manage which account."""

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID

from registry.identity.model.accounts import Account, CreateAccount
from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role, RoleGrant, RoleWanted
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.kernel.verdicts import Verdict

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
SHORTEST_PASSWORD = 10
"""Characters. Longer than the eight of common advice, so that no mix of kinds need be asked for."""
LONGEST_PASSWORD = 200
FEWEST_KINDS = 5
"""Different characters: refuses `aaaaaaaaaa` and `1212121212`."""
LONGEST_NAME = 100

ONLY_OPERATORS = "只有运维人员可以管理账号;请联系学校或系统的运维人员"
NOT_ONESELF = "不能管理自己的账号;口令请用“修改口令”,其他事项请另一位运维人员办理"
WIDER_THAN_OWN = "该账号的角色超出您的管理范围;请联系系统运维人员"
NO_TOKENS = "此操作须本人登录办理,不能使用接口令牌"


def folded_login(login: str) -> str:
    """One spelling for each login: full-width and capital letters are the same as plain ones."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def folded_password(password: str) -> str:
    """What is hashed: input methods that type full-width letters make no other password of it."""
    return unicodedata.normalize("NFKC", password)


def account_faults(command: CreateAccount) -> dict[str, str]:
    """What is wrong with a new account, by field; empty when nothing is."""
    faults = {}
    if not LOGIN.fullmatch(folded_login(command.login)):
        faults["login"] = "登录名须为 2 至 64 位小写字母、数字或 . _ @ -,以字母或数字开头"
    name = command.display_name.strip()
    if not name or len(name) > LONGEST_NAME:
        faults["display_name"] = f"姓名须为 1 至 {LONGEST_NAME} 个字"
    return faults


def password_fault(password: str, account: Account) -> str | None:
    """What is wrong with a new password; None when nothing is."""
    typed = folded_password(password)
    if len(typed) < SHORTEST_PASSWORD:
        return f"口令至少 {SHORTEST_PASSWORD} 位"
    if len(typed) > LONGEST_PASSWORD:
        return f"口令最多 {LONGEST_PASSWORD} 位"
    if len(set(typed)) < FEWEST_KINDS:
        return f"口令至少包含 {FEWEST_KINDS} 种不同的字符"
    if account.login in typed.lower():
        return "口令不能包含登录名"
    return None


def binding_faults(staff_no: str | None, school_id: UUID | None) -> dict[str, str]:
    """A staff number says something only beside its school."""
    if staff_no is None:
        return {}
    if not staff_no.strip():
        return {"staff_no": "工号不能为空白"}
    return {} if school_id else {"school_id": "填了工号须同时填学校"}


def may_see_account(principal: Principal, account: Account) -> bool:
    """Its owner, and the operators of its school or of the system. To others it does not exist."""
    return principal.account_id == account.id or _operates(principal, _home(account.school_id))


def may_create_account(principal: Principal, command: CreateAccount) -> Verdict:
    """Operators, for their own school or the system, with roles no wider than their own scope."""
    if principal.token_scopes is not None:
        return Verdict.no(NO_TOKENS)
    home = _home(command.school_id)
    if not _operates(principal, home):
        return Verdict.no(ONLY_OPERATORS)
    return _within(principal, command.roles, home)


def may_manage_account(principal: Principal, account: Account, grants: Sequence[RoleGrant]) -> Verdict:
    """Reset, lock, unlock, end roles: an operator, not the owner, over an account with no role beyond the operator's.

    `grants` are all that the account holds or will hold: else a school's operator could become the bureau's.
    """
    if principal.token_scopes is not None:
        return Verdict.no(NO_TOKENS)
    if principal.account_id == account.id:
        return Verdict.no(NOT_ONESELF)
    home = _home(account.school_id)
    if not _operates(principal, home):
        return Verdict.no(ONLY_OPERATORS)
    return _within(principal, grants, home)


def may_grant(principal: Principal, account: Account, grants: Sequence[RoleGrant], wanted: RoleWanted) -> Verdict:
    """Whoever may manage the account, for a scope within their own."""
    managing = may_manage_account(principal, account, grants)
    return managing if not managing.allowed else _within(principal, [wanted], _home(account.school_id))


def may_bind(principal: Principal, account: Account, grants: Sequence[RoleGrant], school_id: UUID | None) -> Verdict:
    """Whoever may manage the account and operates the school that it is bound to."""
    managing = may_manage_account(principal, account, grants)
    if managing.allowed and not _operates(principal, _home(school_id)):
        return Verdict.no(WIDER_THAN_OWN)
    return managing


def _within(principal: Principal, roles: Sequence[RoleGrant | RoleWanted], home: Scope) -> Verdict:
    if all(_operates(principal, _reach(role, home)) for role in roles):
        return Verdict.yes()
    return Verdict.no(WIDER_THAN_OWN)


def _reach(role: RoleGrant | RoleWanted, home: Scope) -> Scope:
    """The scope that an operator must have to give or take this role."""
    if role.scope is None:
        return home
    is_department = role.scope.kind is ScopeKind.DEPARTMENT
    return _home(role.school_id) if is_department else role.scope


def _home(school_id: UUID | None) -> Scope:
    """Where an account belongs: its school, or else the whole system."""
    return Scope.school(school_id) if school_id else EVERYWHERE


def _operates(principal: Principal, scope: Scope) -> bool:
    return principal.holds(Role.OPERATOR, scope)
