"""Accounts as facts, and lists of them for those who may see them."""

from typing import Any, NamedTuple
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role, RoleGrant
from registry.identity.model.sign_in import Attempt, Outcome
from registry.identity.queries.roles import all_grants
from registry.identity.rules.accounts import folded_login, may_see_account
from registry.identity.rules.roles import is_in_force
from registry.kernel.errors import NotFound
from registry.kernel.scopes import ScopeKind

NO_ACCOUNT = "没有找到该账号"
HISTORY_LENGTH = 50
"""Attempts that the history shows."""


class AccountLine(NamedTuple):
    """An account with its roles in force, as lists show it."""

    account: Account
    roles: tuple[RoleGrant, ...]


async def account(reading: Reading, account_id: UUID) -> Account:
    """One account that the actor may see. Raises NotFound."""
    rows = await select_accounts().where(tables.Account.id == account_id)
    return seen_by(reading, rows)


async def account_by_login(reading: Reading, login: str) -> Account:
    """One account by its login, that the actor may see. Raises NotFound."""
    rows = await select_accounts().where(tables.Account.login == folded_login(login))
    return seen_by(reading, rows)


async def accounts(reading: Reading) -> tuple[AccountLine, ...]:
    """The accounts that the actor operates, by login, with their roles of today."""
    scopes = principal_of(reading.actor).scopes_of(Role.OPERATOR)
    select = select_accounts().order_by(tables.Account.login)
    if not any(scope.kind is ScopeKind.SYSTEM for scope in scopes):
        schools = [scope.id for scope in scopes if scope.kind is ScopeKind.SCHOOL]
        if not schools:
            return ()
        select = select.where(tables.Account.school_id.is_in(schools))
    found = [account_of(row) for row in await select]
    grants = await all_grants([one.id for one in found])
    return tuple(
        AccountLine(one, tuple(grant for grant in grants[one.id] if is_in_force(grant, reading.today)))
        for one in found
    )


async def sign_in_history(reading: Reading, account_id: UUID) -> tuple[Attempt, ...]:
    """The last attempts to sign in, newest first. Raises NotFound for an account that the actor may not see."""
    await account(reading, account_id)
    table = tables.Attempt
    rows = (
        await table.select(table.attempted_at, table.address, table.user_agent, table.outcome)
        .where(table.account == account_id)
        .order_by(table.attempted_at, ascending=False)
        .limit(HISTORY_LENGTH)
    )
    return tuple(Attempt(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)


async def role_history(reading: Reading, account_id: UUID) -> tuple[RoleGrant, ...]:
    """Every grant of an account that the actor may see, by first day. Raises NotFound."""
    await account(reading, account_id)
    return (await all_grants([account_id]))[account_id]


async def colleagues(reading: Reading, school_id: UUID) -> tuple[Account, ...]:
    """Whom a role of a school can be lent to: its other accounts, by name. None for those who are not of it."""
    me = principal_of(reading.actor)
    if me.school_id != school_id or me.account_id is None:
        return ()
    table = tables.Account
    others = (table.school_id == school_id) & table.locked_on.is_null() & (table.id != me.account_id)
    rows = await select_accounts().where(others).order_by(table.display_name, table.login)
    return tuple(account_of(row) for row in rows)


async def taken_logins(logins: list[str]) -> frozenset[str]:
    """Which of these logins some account has already."""
    if not logins:
        return frozenset()
    rows = await tables.Account.select(tables.Account.login).where(tables.Account.login.is_in(logins))
    return frozenset(row["login"] for row in rows)


def select_accounts() -> Select[Any]:
    """The select of accounts as facts, without their secrets."""
    table = tables.Account
    return table.select(
        table.id,
        table.login,
        table.display_name,
        table.must_change_password,
        table.locked_on,
        table.lock_reason,
        table.person_id,
        table.school_id,
        table.staff_no,
    )


def account_of(row: dict[str, Any]) -> Account:
    """A row of `select_accounts` as a fact."""
    return Account(**row)


def seen_by(reading: Reading, rows: list[dict[str, Any]]) -> Account:
    """The one account, if there is one and the actor may see it. Raises NotFound for both alike."""
    found = account_of(rows[0]) if rows else None
    if found is None or not may_see_account(principal_of(reading.actor), found):
        raise NotFound(NO_ACCOUNT)
    return found
