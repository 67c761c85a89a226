"""The history of an account in words: what happened, to what, by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.audit.history import Change, Page, history_of
from registry.audit.process import Reading
from registry.home.accounts.words import Words
from registry.identity.model.roles import Role
from registry.identity.queries.listing import history_subjects
from registry.identity.queries.roles import scope_of
from registry.institutions.queries.names import scope_names
from registry.kernel.scopes import Scope

KIND_WORDS = {
    "AccountCreated": "建立账号",
    "AccountBound": "对应教职工",
    "PasswordReset": "重置口令",
    "PasswordChanged": "更换口令",
    "AccountLocked": "停用账号",
    "AccountUnlocked": "恢复使用",
    "RoleGranted": "授予角色",
    "RoleEnded": "结束角色",
    "RoleDelegated": "委托角色",
    "DelegationEnded": "结束委托",
    "SessionStarted": "登录",
    "SessionEnded": "退出",
    "TokenIssued": "签发接口令牌",
    "TokenRevoked": "吊销接口令牌",
    "SecondFactorSetUp": "启用第二步验证",
    "SecondFactorRemoved": "停用第二步验证",
    "SecondFactorReset": "重置第二步验证",
    "RecoveryCodesRenewed": "重新生成恢复码",
}
REASONS = ("lock_reason", "reason")


@dataclass(frozen=True, slots=True)
class Told:
    """A change as the page tells it."""

    at: datetime
    what: str
    parts: tuple[str, ...]
    reason: str
    by: str


async def told_history(reading: Reading, account_id: UUID, before: int | None) -> tuple[tuple[Told, ...], int | None]:
    """A part of the history, newest first, and where the next part begins. Raises NotFound.

    Reasons are opened: whoever keeps the account wrote them or answers for them.
    """
    subjects = await history_subjects(reading, account_id)
    found = await history_of(reading, subjects, True, Page(before))
    words = Words(await scope_names(reading, [_scope(change) for change in found.changes]))
    return tuple(_told(change, words) for change in found.changes), found.older


def _told(change: Change, words: Words) -> Told:
    after = change.after or {}
    reason = next((str(after[name]) for name in REASONS if after.get(name)), change.reason)
    return Told(change.at, KIND_WORDS.get(change.kind, change.kind), _parts(change, words), reason, change.actor_name)


def _parts(change: Change, words: Words) -> tuple[str, ...]:
    after: dict[str, Any] = change.after or {}
    match change.subject:
        case "role_grant":
            return words.role(Role(after["role"])), words.scope(_scope(change)), _days(after)
        case "delegation":
            return (_days(after),)
        case "api_token":
            return (str(after.get("label", "")),)
        case _:
            is_bound = change.kind == "AccountBound" and after.get("staff_no")
            return (str(after["staff_no"]),) if is_bound else ()


def _days(after: dict[str, Any]) -> str:
    return " – ".join(str(day) for day in (after.get("started_on"), after.get("finished_on")) if day)


def _scope(change: Change) -> Scope | None:
    after = change.after or {}
    if change.subject != "role_grant" or "scope_kind" not in after:
        return None
    return scope_of(after["scope_kind"], UUID(after["scope_id"]) if after.get("scope_id") else None)
