"""Operators give and end roles; holders lend theirs."""

from dataclasses import replace
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.events import (
    DelegationEnded,
    RoleDelegated,
    RoleEnded,
    RoleGranted,
    delegation_values,
    grant_values,
)
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import (
    Delegate,
    Delegation,
    EndDelegation,
    EndRole,
    GrantRole,
    RoleGrant,
    RoleWanted,
)
from registry.identity.queries.principals import standing_of
from registry.identity.queries.roles import delegation_of, lasting_grants, select_delegations
from registry.identity.rules.accounts import may_grant
from registry.identity.rules.roles import (
    delegation_fault,
    is_over,
    last_day_fault,
    may_delegate,
    may_end_delegation,
    role_fault,
)
from registry.identity.service.loading import (
    account_for_update,
    grant_for_update,
    managed_account,
    needed_reason,
)
from registry.identity.service.refusals import REFUSALS
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.scopes import ScopeKind
from registry.kernel.verdicts import require
from registry.platform.refusals import in_plain_words


async def grant_role(process: Process, command: GrantRole) -> RoleGrant:
    """An operator gives an account a role. Raises NotFound, NotPermitted, InvalidFields."""
    account = await account_for_update(process, command.account_id)
    grants = await lasting_grants(account.id, process.today)
    require(may_grant(principal_of(process.actor), account, grants, command.wanted))
    fault = role_fault(command.wanted, process.today)
    if fault:
        raise InvalidFields({"role": fault})
    return await write_grant(process, account, command.wanted)


async def write_grant(process: Process, account: Account, wanted: RoleWanted) -> RoleGrant:
    """Write and record a grant that was permitted and judged; part of the use cases that give roles."""
    grant = RoleGrant(
        id=uuid4(),
        account_id=account.id,
        role=wanted.role,
        scope=wanted.scope,
        started_on=wanted.started_on or process.today,
        finished_on=wanted.finished_on,
        school_id=wanted.school_id,
    )
    with in_plain_words(REFUSALS):
        await tables.RoleGrant.insert(_row(process, grant))
    process.record(RoleGranted("role_grant", str(grant.id), None, grant_values(grant)))
    return grant


async def end_role(process: Process, command: EndRole) -> RoleGrant:
    """An operator ends a role; the same last day again changes nothing.

    Raises NotFound, NotPermitted, InvalidFields, StaleEdit.
    """
    before = await grant_for_update(command.grant_id)
    await managed_account(process, before.account_id)
    if is_over(before, process.today):
        raise StaleEdit("该角色已经结束")
    reason = needed_reason(command.reason)
    if command.last_day is None:
        after = replace(before, ended_at=process.now)
    else:
        fault = last_day_fault(before, command.last_day, process.today)
        if fault:
            raise InvalidFields({"last_day": fault})
        after = replace(before, finished_on=command.last_day)
    if after == before:
        return before
    table = tables.RoleGrant
    await table.update({table.finished_on: after.finished_on, table.ended_at: after.ended_at}).where(
        table.id == after.id
    )
    process.record(
        RoleEnded("role_grant", str(after.id), grant_values(before), grant_values(after), {"reason": reason})
    )
    return after


async def delegate(process: Process, command: Delegate) -> Delegation:
    """The holder lends an office's role to a colleague. Raises NotFound, NotPermitted, InvalidFields."""
    grant = await _held_grant(process, command.grant_id)
    found = await standing_of(process.reading, command.borrower_id)
    if found is None:
        raise NotFound("没有找到该账号")
    borrower, borrower_scopes = found.account, [held.scope for held in found.roles if held.lent_by is None]
    require(may_delegate(principal_of(process.actor), grant, borrower, borrower_scopes))
    fault = delegation_fault(grant, command, process.today)
    if fault:
        raise InvalidFields({"finished_on": fault})
    delegation = Delegation(uuid4(), grant.id, grant.account_id, borrower.id, command.started_on, command.finished_on)
    with in_plain_words(REFUSALS):
        await tables.Delegation.insert(
            tables.Delegation(
                id=delegation.id,
                role_grant=grant.id,
                borrower=borrower.id,
                started_on=delegation.started_on,
                finished_on=delegation.finished_on,
                delegated_at=process.now,
            )
        )
    process.record(RoleDelegated("delegation", str(delegation.id), None, delegation_values(delegation)))
    return delegation


async def end_delegation(process: Process, command: EndDelegation) -> Delegation:
    """Lender, borrower or an operator ends it at once. Raises NotFound, NotPermitted, StaleEdit."""
    table = tables.Delegation
    rows = await table.select(table.id).where(table.id == command.delegation_id).lock_rows("UPDATE")
    if not rows:
        raise NotFound("没有找到该委托")
    before = delegation_of((await select_delegations().where(table.id == command.delegation_id))[0])
    if not may_end_delegation(principal_of(process.actor), before):
        await managed_account(process, before.lender_id)
    if is_over(before, process.today):
        raise StaleEdit("该委托已经结束")
    after = replace(before, ended_at=process.now)
    await table.update({table.ended_at: after.ended_at}).where(table.id == after.id)
    process.record(DelegationEnded("delegation", str(after.id), delegation_values(before), delegation_values(after)))
    return after


async def _held_grant(process: Process, grant_id: UUID) -> RoleGrant:
    """A grant that the actor acts in, owned or lent, today. Others do not learn that it exists."""
    grant = await grant_for_update(grant_id)
    if all(held.grant_id != grant_id for held in principal_of(process.actor).roles):
        raise NotFound("没有找到该角色")
    return grant


def _row(process: Process, grant: RoleGrant) -> tables.RoleGrant:
    return tables.RoleGrant(
        id=grant.id,
        account=grant.account_id,
        role=grant.role.value,
        scope_kind=(grant.scope.kind if grant.scope else ScopeKind.PERSON).value,
        scope_id=grant.scope.id if grant.scope else None,
        school_id=grant.school_id,
        started_on=grant.started_on,
        finished_on=grant.finished_on,
        granted_by=process.actor.account_id,
        granted_at=process.now,
    )
