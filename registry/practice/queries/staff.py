"""Going through everybody in parts."""

from uuid import UUID

from registry.practice import tables


async def everybody(after: UUID | None, limit: int) -> list[UUID]:
    """The next persons by id who have an employment or a stored state; for going through all of them in parts."""
    first = str(after or UUID(int=0))
    rows = await tables.StandingRange.raw(
        "SELECT person FROM (SELECT person FROM employment UNION SELECT person FROM standing_range "
        "UNION SELECT person FROM standing_course) AS known WHERE person > {} ORDER BY person LIMIT {}",
        first,
        limit,
    )
    return [row["person"] for row in rows]
