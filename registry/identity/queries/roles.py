"""Grants and delegations as facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.roles import Delegation, Role, RoleGrant
from registry.identity.rules.roles import is_over
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind


async def all_grants(account_ids: Sequence[UUID]) -> Mapping[UUID, tuple[RoleGrant, ...]]:
    """Every grant of these accounts, past ones too, by account and first day."""
    found: dict[UUID, tuple[RoleGrant, ...]] = defaultdict(tuple)
    if account_ids:
        table = tables.RoleGrant
        rows = select_grants().where(table.account.is_in(list(account_ids)))
        for row in await rows.order_by(table.started_on, table.role, table.id):
            grant = grant_of(row)
            found[grant.account_id] = (*found[grant.account_id], grant)
    return found


async def lasting_grants(account_id: UUID, on: date) -> tuple[RoleGrant, ...]:
    """The grants that the account holds or will hold."""
    grants = await all_grants([account_id])
    return tuple(grant for grant in grants[account_id] if not is_over(grant, on))


async def own_delegations(reading: Reading) -> tuple[Delegation, ...]:
    """What the actor has lent and borrowed, by first day, past ones too."""
    table, me = tables.Delegation, reading.actor.account_id
    if me is None:
        return ()
    rows = select_delegations().where((table.borrower == me) | (table.role_grant.account == me))
    return tuple(delegation_of(row) for row in await rows.order_by(table.started_on, table.id))


def select_grants() -> Select[Any]:
    """The select of grants as facts."""
    table = tables.RoleGrant
    return table.select(
        table.id,
        table.account.as_alias("account_id"),
        table.role,
        table.scope_kind,
        table.scope_id,
        table.school_id,
        table.started_on,
        table.finished_on,
        table.ended_at,
    )


def grant_of(row: dict[str, Any]) -> RoleGrant:
    """A row of `select_grants` as a fact."""
    values = dict(row)
    scope = scope_of(values.pop("scope_kind"), values.pop("scope_id"))
    return RoleGrant(**{**values, "role": Role(values["role"]), "scope": scope})


def select_delegations() -> Select[Any]:
    """The select of delegations as facts."""
    table = tables.Delegation
    return table.select(
        table.id,
        table.role_grant.as_alias("grant_id"),
        table.role_grant.account.as_alias("lender_id"),
        table.borrower.as_alias("borrower_id"),
        table.started_on,
        table.finished_on,
        table.ended_at,
    )


def delegation_of(row: dict[str, Any]) -> Delegation:
    """A row of `select_delegations` as a fact."""
    return Delegation(**row)


def scope_of(kind: str, scope_id: UUID | None) -> Scope | None:
    """A scope as it is stored; None: one's own."""
    if kind == ScopeKind.PERSON:
        return None
    return EVERYWHERE if kind == ScopeKind.SYSTEM else Scope(ScopeKind(kind), scope_id)
