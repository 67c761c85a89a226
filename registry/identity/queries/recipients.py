"""Who can be told something: open accounts of persons, and those that hold an office. For slices that send messages.

Whom the actor may write to is the caller's to judge; nothing but keys leaves here.
"""

from collections.abc import Iterable
from uuid import UUID

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.roles import Role
from registry.kernel.scopes import ScopeKind
from registry.platform.database import these

_HOLDERS = """
    SELECT DISTINCT g.scope_id, g.role, a.id
    FROM role_grant g
    LEFT JOIN delegation d ON d.role_grant = g.id AND d.ended_at IS NULL AND {} BETWEEN d.started_on AND d.finished_on
    JOIN account a ON a.id IN (g.account, d.borrower)
    WHERE g.role = ANY({}::text[]) AND g.scope_kind = {} AND g.scope_id = ANY({}::uuid[]) AND g.ended_at IS NULL
        AND g.started_on <= {} AND (g.finished_on IS NULL OR g.finished_on >= {}) AND a.locked_on IS NULL
    ORDER BY g.scope_id, a.id
"""


async def open_accounts_of(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The account of each of these persons that has one; locked ones left out."""
    table = tables.Account
    rows = await table.select(table.id, table.person_id).where(
        table.person_id.is_in(these(person_ids)), table.locked_on.is_null()
    )
    return {row["person_id"]: row["id"] for row in rows}


async def holders_in(
    reading: Reading, roles: Iterable[Role], kind: ScopeKind, scope_ids: Iterable[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """For each of these schools, departments or bureaus the open accounts in one of the roles today.

    Whoever the role is lent to is among them.
    """
    asked, today = list(scope_ids), reading.today
    words = [role.value for role in roles]
    rows = await tables.RoleGrant.raw(_HOLDERS, today, words, kind.value, asked, today, today)
    found: dict[UUID, dict[UUID, None]] = {one: {} for one in asked}
    for row in rows:
        found[row["scope_id"]][row["id"]] = None
    return {one: tuple(accounts) for one, accounts in found.items()}
