"""What somebody has lent and borrowed, and to whom a role can be lent."""

from typing import NamedTuple
from uuid import UUID

from piccolo.columns.combination import Or, Where

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import HeldRole, principal_of
from registry.identity.model.roles import Delegation, Role
from registry.identity.queries.accounts import account_of, select_accounts
from registry.identity.queries.roles import delegation_of, scope_of, select_delegations
from registry.identity.rules.roles import LENDABLE, is_over
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind


class Lending(NamedTuple):
    """A delegation with its role and the names of both sides. `is_mine`: the actor is the lender."""

    delegation: Delegation
    role: Role
    scope: Scope | None
    lender: str
    borrower: str
    is_mine: bool
    is_over: bool


async def lendings(reading: Reading) -> tuple[Lending, ...]:
    """What the actor has lent and borrowed, the latest first."""
    table, me = tables.Delegation, reading.actor.account_id
    if me is None:
        return ()
    rows = (
        await select_delegations()
        .columns(
            table.role_grant.role.as_alias("role"),
            table.role_grant.scope_kind.as_alias("scope_kind"),
            table.role_grant.scope_id.as_alias("scope_id"),
            table.role_grant._.account._.display_name.as_alias("lender"),
            table.borrower.display_name.as_alias("borrower"),
        )
        .where((table.borrower == me) | (table.role_grant.account == me))
        .order_by(table.started_on, ascending=False)
        .order_by(table.id)
    )
    found = []
    for row in rows:
        role, scope = Role(row.pop("role")), scope_of(row.pop("scope_kind"), row.pop("scope_id"))
        lender, borrower = row.pop("lender"), row.pop("borrower")
        one = delegation_of(row)
        found.append(Lending(one, role, scope, lender, borrower, one.lender_id == me, is_over(one, reading.today)))
    return tuple(found)


def lendable_roles(reading: Reading) -> tuple[HeldRole, ...]:
    """The offices that the actor holds in person and may lend."""
    roles = principal_of(reading.actor).roles
    return tuple(held for held in roles if held.lent_by is None and held.grant_id and held.role in LENDABLE)


async def possible_borrowers(reading: Reading, grant_id: UUID) -> tuple[Account, ...]:
    """The colleagues to whom the actor's own role can be lent, by name. Raises NotFound for a role not one's own."""
    held = next((each for each in lendable_roles(reading) if each.grant_id == grant_id), None)
    if held is None:
        raise NotFound("没有找到该角色")
    table, grants, today = tables.Account, tables.RoleGrant, reading.today
    in_same_office = (
        grants.select(grants.account)
        .where(grants.scope_kind == held.scope.kind.value, grants.scope_id == held.scope.id)
        .where(grants.ended_at.is_null(), grants.started_on <= today)
        .where(grants.finished_on.is_null() | (grants.finished_on >= today))
    )
    are_colleagues: Where | Or = table.id.is_in(in_same_office)
    school_id = held.school_id or (held.scope.id if held.scope.kind is ScopeKind.SCHOOL else None)
    if school_id is not None:
        are_colleagues = are_colleagues | (table.school_id == school_id)
    others = table.locked_on.is_null() & (table.id != reading.actor.account_id)
    rows = await select_accounts().where(others & are_colleagues).order_by(table.display_name).order_by(table.login)
    return tuple(account_of(row) for row in rows)
