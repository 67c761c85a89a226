"""The stored states of teachers: the timeline of some, and the states of many on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached
from registry.people.rules import Reach
from registry.practice import tables
from registry.practice.model import StandingState, StateRange
from registry.practice.queries.rows import these

LOCAL = "local"
"""The line of the school that employs the person on each day."""
NATIONAL = "cn"
"""The line of the jurisdiction whose answer stands beside every local one."""


async def ranges_of(
    reading: Reading, person_ids: Iterable[UUID], line: str = LOCAL, scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[StateRange, ...]]:
    """Each person's stored timeline in order; days without employment have no range. Raises NotFound.

    A former employer sees the days of the employment there.
    """
    asked = await reached(reading, person_ids, scope)
    table = tables.StandingRange
    columns = (table.person, table.started_on, table.finished_on, table.state)
    rows = await table.select(*columns).where(table.person.is_in(these(asked)), table.line == line)
    found: dict[UUID, list[StateRange]] = {one: [] for one in asked}
    for row in rows:
        each = StateRange(row["started_on"], row["finished_on"], StandingState(row["state"]))
        found[row["person"]] += _seen(each, asked[row["person"]])
    return {one: tuple(sorted(ranges)) for one, ranges in found.items()}


async def states_on(
    reading: Reading, person_ids: Iterable[UUID], on: date, line: str = LOCAL, scope: Scope = EVERYWHERE
) -> dict[UUID, StandingState]:
    """Each person's stored state on a day, left out for whoever has none, or none to be seen. Raises NotFound."""
    asked = await reached(reading, person_ids, scope)
    table = tables.StandingRange
    rows = await table.select(table.person, table.state).where(
        table.person.is_in(these(asked)), table.line == line, table.started_on <= on, table.finished_on >= on
    )
    day = StateRange(on, on, StandingState.EXEMPT)
    return {row["person"]: StandingState(row["state"]) for row in rows if _seen(day, asked[row["person"]])}


def _seen(each: StateRange, reach: Reach) -> list[StateRange]:
    """The range as far as it may be seen."""
    if reach.keeps:
        return [each]
    days = Period(each.started_on, each.finished_on)
    seen = [common for own in reach.employments if (common := own.period.overlap(days))]
    return [StateRange(common.started_on, common.finished_on, each.state) for common in seen]
