"""Whose accounts there are, by the person recorded; who binds them is judged elsewhere."""

from collections.abc import Iterable
from uuid import UUID

from registry.identity import tables
from registry.platform.database import these


async def accounts_of_people(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The login of each of these persons; who has no account is left out. No scope: the caller found the persons."""
    table = tables.Account
    rows = await table.select(table.person_id, table.login).where(table.person_id.is_in(these(person_ids)))
    return {row["person_id"]: row["login"] for row in rows}
