"""Which persons a change concerns that names only an employment or a school."""

from collections.abc import Iterable
from uuid import UUID

from registry.people import tables as people
from registry.practice import tables
from registry.practice.queries.rows import these


async def persons_of_employments(employment_ids: Iterable[UUID]) -> set[UUID]:
    """Whose employments these are."""
    table = people.Employment
    rows = await table.select(table.person).where(table.id.is_in(these(employment_ids)))
    return {row["person"] for row in rows}


async def persons_of_schools(school_ids: Iterable[UUID]) -> set[UUID]:
    """Everybody who was, is or will be on the staff of these schools."""
    table = people.Employment
    rows = await table.select(table.person).where(table.school.is_in(these(school_ids)))
    return {row["person"] for row in rows}


async def everybody(after: UUID | None, limit: int) -> list[UUID]:
    """The next persons by id who have an employment or a stored state; for going through all of them in parts."""
    first = str(after or UUID(int=0))
    rows = await tables.StandingRange.raw(
        "SELECT person FROM (SELECT person FROM employment UNION SELECT person FROM standing_range) AS known "
        "WHERE person > {} ORDER BY person LIMIT {}",
        first,
        limit,
    )
    return [row["person"] for row in rows]
