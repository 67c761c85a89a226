"""Which persons a change concerns that names only an employment or a school."""

from collections.abc import Iterable
from uuid import UUID

from registry.people import tables
from registry.people.queries.rows import these


async def persons_of_employments(employment_ids: Iterable[UUID]) -> set[UUID]:
    """Whose employments these are."""
    table = tables.Employment
    rows = await table.select(table.person).where(table.id.is_in(these(employment_ids)))
    return {row["person"] for row in rows}


async def persons_of_schools(school_ids: Iterable[UUID]) -> set[UUID]:
    """Everybody who was, is or will be on the staff of these schools."""
    table = tables.Employment
    rows = await table.select(table.person).where(table.school.is_in(these(school_ids)))
    return {row["person"] for row in rows}
