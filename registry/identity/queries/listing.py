"""Accounts as operators look for them: a part of the list, one account with everything, who has none yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from piccolo.query.functions.aggregate import Count

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role, RoleGrant
from registry.identity.model.sign_in import Outcome
from registry.identity.queries.accounts import account, account_of, select_accounts
from registry.identity.queries.roles import all_grants
from registry.identity.rules.accounts import folded_login, may_manage_account
from registry.identity.rules.roles import is_in_force, is_over
from registry.kernel.scopes import ScopeKind
from registry.kernel.verdicts import Verdict
from registry.platform.database import these

PAGE_SIZE = 50


class AccountState(StrEnum):
    """How an account stands."""

    OPEN = "open"
    FIRST_PASSWORD = "first_password"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class AccountsWanted:
    """Which accounts: words in login, name or staff number; a school; a role in force; a state; a page from 1."""

    words: str = ""
    school_id: UUID | None = None
    role: Role | None = None
    state: AccountState | None = None
    page: int = 1


class AccountLine(NamedTuple):
    """An account with its roles in force and its last sign-in; None: never, or longer ago than tries are kept."""

    account: Account
    roles: tuple[RoleGrant, ...]
    signed_in_at: datetime | None


class AccountsPart(NamedTuple):
    """A page of the list, and how many accounts there are in all."""

    lines: tuple[AccountLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One account with all its grants. `managing`: whether the actor may change it, or why not."""

    account: Account
    grants: tuple[RoleGrant, ...]
    managing: Verdict
    password_set_at: datetime


async def accounts_part(reading: Reading, wanted: AccountsWanted) -> AccountsPart:
    """The accounts that the actor operates and that are wanted, by login; none for those who operate none."""
    table = tables.Account
    condition = _wanted(reading, wanted)
    if condition is None:
        return AccountsPart((), 0)
    total = await table.count().where(condition)
    rows = (
        await select_accounts()
        .where(condition)
        .order_by(table.login)
        .limit(PAGE_SIZE)
        .offset((wanted.page - 1) * PAGE_SIZE)
    )
    found = [account_of(row) for row in rows]
    grants, seen = await all_grants([one.id for one in found]), await _last_sign_ins([one.id for one in found])
    return AccountsPart(
        tuple(
            AccountLine(
                one,
                tuple(grant for grant in grants[one.id] if is_in_force(grant, reading.today)),
                seen.get(one.id),
            )
            for one in found
        ),
        total,
    )


async def account_card(reading: Reading, account_id: UUID) -> AccountCard:
    """One account that the actor may see. Raises NotFound."""
    found = await account(reading, account_id)
    table = tables.Account
    rows = await table.select(table.password_set_at).where(table.id == account_id)
    grants = (await all_grants([account_id]))[account_id]
    lasting = [grant for grant in grants if not is_over(grant, reading.today)]
    managing = may_manage_account(principal_of(reading.actor), found, lasting)
    return AccountCard(found, grants, managing, rows[0]["password_set_at"])


async def accounts_by_school(reading: Reading) -> dict[UUID, int]:
    """How many accounts each school has, of those that the actor operates."""
    condition, table = _wanted(reading, AccountsWanted()), tables.Account
    if condition is None:
        return {}
    rows = await (
        table.select(table.school_id, Count(table.id, alias="accounts"))
        .where(condition & table.school_id.is_not_null())
        .group_by(table.school_id)
    )
    return {row["school_id"]: row["accounts"] for row in rows}


async def history_subjects(reading: Reading, account_id: UUID) -> tuple[tuple[str, UUID], ...]:
    """What the history of an account is made of: itself, its roles, what it lent and borrowed, its tokens.

    Raises NotFound.
    """
    await account(reading, account_id)
    grants, lent, tokens = tables.RoleGrant, tables.Delegation, tables.Token
    of_grants = await grants.select(grants.id).where(grants.account == account_id)
    of_lent = await lent.select(lent.id).where(
        (lent.borrower == account_id) | lent.role_grant.is_in(these(row["id"] for row in of_grants))
    )
    of_tokens = await tokens.select(tokens.id).where(tokens.account == account_id)
    return (
        ("account", account_id),
        *(("role_grant", row["id"]) for row in of_grants),
        *(("delegation", row["id"]) for row in of_lent),
        *(("api_token", row["id"]) for row in of_tokens),
    )


async def staff_with_accounts(
    reading: Reading, school_id: UUID, person_ids: Iterable[UUID]
) -> tuple[frozenset[UUID], frozenset[str]]:
    """Which of these persons have an account anywhere, and which staff numbers of the school have one.

    Whether the actor may know is the caller's to judge: it has found the school in a scope.
    """
    table = tables.Account
    persons = await table.select(table.person_id).where(table.person_id.is_in(these(person_ids)))
    numbers = await table.select(table.staff_no).where((table.school_id == school_id) & table.staff_no.is_not_null())
    return frozenset(row["person_id"] for row in persons), frozenset(row["staff_no"] for row in numbers)


async def accounts_named(reading: Reading, logins: list[str]) -> tuple[Account, ...]:
    """The accounts with these logins that the actor operates."""
    condition = _wanted(reading, AccountsWanted())
    if condition is None or not logins:
        return ()
    table = tables.Account
    rows = await select_accounts().where(condition & table.login.is_in([folded_login(login) for login in logins]))
    return tuple(account_of(row) for row in rows)


def _wanted(reading: Reading, wanted: AccountsWanted) -> Any:
    """The condition of a list; None where the actor operates nothing."""
    table, scopes = tables.Account, principal_of(reading.actor).scopes_of(Role.OPERATOR)
    condition: Any = table.id.is_not_null()
    if not any(scope.kind is ScopeKind.SYSTEM for scope in scopes):
        schools = [scope.id for scope in scopes if scope.kind is ScopeKind.SCHOOL]
        if not schools:
            return None
        condition = condition & table.school_id.is_in(schools)
    if wanted.words.strip():
        pattern = f"%{_literal(wanted.words.strip())}%"
        found = table.login.ilike(pattern) | table.display_name.ilike(pattern) | table.staff_no.ilike(pattern)
        condition = condition & found
    if wanted.school_id:
        condition = condition & (table.school_id == wanted.school_id)
    if wanted.role:
        condition = condition & table.id.is_in(_holders(wanted.role, reading))
    match wanted.state:
        case AccountState.LOCKED:
            condition = condition & table.locked_on.is_not_null()
        case AccountState.FIRST_PASSWORD:
            condition = condition & table.locked_on.is_null() & (table.must_change_password == True)  # noqa: E712 -- SQL
        case AccountState.OPEN:
            condition = condition & table.locked_on.is_null() & (table.must_change_password == False)  # noqa: E712 -- SQL
    return condition


def _holders(role: Role, reading: Reading) -> Any:
    table, today = tables.RoleGrant, reading.today
    return table.select(table.account).where(
        (table.role == role.value)
        & table.ended_at.is_null()
        & (table.started_on <= today)
        & (table.finished_on.is_null() | (table.finished_on >= today))
    )


def _literal(words: str) -> str:
    """What was typed, with the signs that `LIKE` understands taken as they are."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def _last_sign_ins(account_ids: list[UUID]) -> dict[UUID, datetime]:
    if not account_ids:
        return {}
    rows = await tables.Attempt.raw(
        "SELECT account, max(attempted_at) AS at FROM sign_in_attempt "
        "WHERE account = ANY({}::uuid[]) AND outcome = {} GROUP BY account",
        account_ids,
        Outcome.SUCCEEDED.value,
    )
    return {row["account"]: row["at"] for row in rows}
