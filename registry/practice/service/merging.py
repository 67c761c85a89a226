"""Placements and plans go with the record of their person or firm when two records become one, in every revision.

What a placement says stays as it is, so its revision stays, and the opinions and answers given to it still hold. The
database lets what stands verified or submitted move only between two records that are merged.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Process, Reading
from registry.institutions.model.events import change
from registry.institutions.model.merging import EnterprisePair, FirmFollower, FirmUse
from registry.people.model.merging import Follower, Obstacle, ObstacleKind, Pair, Part, Way
from registry.practice import tables
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement
from registry.practice.records.merging import PlacementMoved
from registry.practice.tables.planning import PracticePlan, PracticePlanLine

PLAN_LINE = "practice_plan_line"
UNCOUNTED = 0
"""The revision of what has none of its own."""


async def move_placements(process: Process, way: Way, ids: Sequence[UUID] | None = None) -> tuple[Part, ...]:
    """Move placements and lines of plans of the first record to the second, all or those of these keys.

    Both records are locked.
    """
    came_from, goes_to = way
    table = tables.Placement
    found = await placements_from(_narrowed(select_placements().where(table.person == came_from), table, ids))
    if found:
        await table.update({table.person: goes_to}).where(table.id.is_in(these(each.id for each in found)))
    for each in found:
        process.record(change(PlacementMoved, each, replace(each, person_id=goes_to)))
    lines = await _rewritten(PracticePlanLine, "person", came_from, goes_to, ids)
    return (
        *(Part(Placement.SUBJECT, each.id, each.revision) for each in found),
        *(Part(PLAN_LINE, each, UNCOUNTED) for each in lines),
    )


async def point_placements(process: Process, way: EnterprisePair, ids: Sequence[UUID] | None = None) -> list[UUID]:
    """Let placements and plans that name the first enterprise name the second, all or those of these keys.

    The name as written stays in each. Told is which they were.
    """
    came_from, goes_to = way
    table = tables.Placement
    found = await placements_from(_narrowed(select_placements().where(table.enterprise == came_from), table, ids))
    if found:
        await table.update({table.enterprise: goes_to}).where(table.id.is_in(these(each.id for each in found)))
    for each in found:
        process.record(change(PlacementMoved, each, replace(each, enterprise_id=goes_to)))
    moved = [each.id for each in found]
    for plans in (PracticePlan, PracticePlanLine):
        moved += await _rewritten(plans, "enterprise", came_from, goes_to, ids)
    return moved


async def firm_use(enterprise_id: UUID, ids: Sequence[UUID] | None = None) -> FirmUse:
    """How many placements and plans of each school name the enterprise; all, or of these keys, in any scope."""
    counted: Counter[UUID] = Counter()
    for table in (tables.Placement, PracticePlan):
        asked = table.select(table.school).where(table.enterprise == enterprise_id)
        counted.update(row["school"] for row in await _narrowed(asked, table, ids))
    return FirmUse(counted)


async def _obstacles(reading: Reading, pair: Pair) -> tuple[Obstacle, ...]:
    """A plan that has both records. Placements on the same days may stand in one: shared days count once."""
    line = PracticePlanLine
    columns = (line.person, line.plan, line.plan.name.as_alias("plan_name"))
    rows = await line.select(*columns).where(line.person.is_in(these(pair)))
    both = Counter((row["plan"], row["plan_name"]) for row in rows)
    words = "实践计划“{}”里两条记录都有,请先移出其中一条"
    return tuple(
        Obstacle(ObstacleKind.PLAN, words.format(name)) for (_, name), times in sorted(both.items()) if times > 1
    )


async def _subjects(reading: Reading, person_id: UUID) -> tuple[Subject, ...]:
    table = tables.Placement
    rows = await table.select(table.id).where(table.person == person_id)
    return tuple((Placement.SUBJECT, row["id"]) for row in rows)


async def _rewritten(
    table: Any, column: str, came_from: UUID, goes_to: UUID, ids: Sequence[UUID] | None
) -> list[UUID]:
    """Let a reference point elsewhere; in which rows it did."""
    of = table._meta.get_column_by_name(column)
    asked = _narrowed(table.update({of: goes_to}).where(of == came_from), table, ids)
    return [row["id"] for row in await asked.returning(table.id)]


def _narrowed(asked: Any, table: Any, ids: Sequence[UUID] | None) -> Any:
    return asked if ids is None else asked.where(table.id.is_in(these(ids)))


PLACEMENTS = Follower(_obstacles, move_placements, _subjects)
NAMED_FIRMS = FirmFollower(firm_use, point_placements)
