"""Rows taken for change: locked until the process ends, and not found by those who may not see them."""

from uuid import UUID

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import RoleGrant
from registry.identity.queries.accounts import seen_by, select_accounts
from registry.identity.queries.roles import grant_of, lasting_grants, select_grants
from registry.identity.rules.accounts import may_manage_account
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.verdicts import Verdict, require


async def account_for_update(process: Process, account_id: UUID) -> Account:
    """An account that the actor may see. Raises NotFound."""
    rows = await select_accounts().where(tables.Account.id == account_id).lock_rows("NO KEY UPDATE")
    return seen_by(process.reading, rows)


async def managed_account(process: Process, account_id: UUID) -> Account:
    """An account that the actor may manage. Raises NotFound, NotPermitted."""
    account = await account_for_update(process, account_id)
    require(await managing(process, account))
    return account


async def managing(process: Process, account: Account) -> Verdict:
    """Whether the actor may manage an account."""
    grants = await lasting_grants(account.id, process.today)
    return may_manage_account(principal_of(process.actor), account, grants)


async def grant_for_update(grant_id: UUID) -> RoleGrant:
    """A grant. Raises NotFound."""
    rows = await select_grants().where(tables.RoleGrant.id == grant_id).lock_rows("NO KEY UPDATE")
    if not rows:
        raise NotFound("没有找到该角色")
    return grant_of(rows[0])


def needed_reason(reason: str) -> str:
    """The reason without blanks around it. Raises InvalidFields when none is given."""
    if not reason.strip():
        raise InvalidFields({"reason": "请写明原因"})
    return reason.strip()
