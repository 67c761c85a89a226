"""Titles go with the record of their person when two records become one."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Process, Reading
from registry.institutions.model.events import change
from registry.people.model.merging import Follower, Obstacle, ObstacleKind, Pair, Part, Way
from registry.people.queries.rows import these
from registry.portfolio import tables
from registry.portfolio.model import Title, TitleMoved
from registry.portfolio.queries.titles import select_titles, titles_from


async def move_titles(process: Process, way: Way, ids: Sequence[UUID] | None = None) -> tuple[Part, ...]:
    """Move the titles of the first record to the second, voided ones too; all or those of these keys."""
    came_from, goes_to = way
    table = tables.Title
    asked = select_titles().where(table.person == came_from)
    found = await titles_from(asked if ids is None else asked.where(table.id.is_in(these(ids))))
    if found:
        await table.update({table.person: goes_to}).where(table.id.is_in(these(each.id for each in found)))
    for each in found:
        process.record(change(TitleMoved, each, replace(each, person_id=goes_to)))
    return tuple(Part(Title.SUBJECT, each.id, each.revision) for each in found)


async def _obstacles(reading: Reading, pair: Pair) -> tuple[Obstacle, ...]:
    """The same title entered in both records."""
    held = {one: await _standing(one) for one in pair}
    known = {_what(each) for each in held[pair.survivor_id]}
    twice = [each for each in held[pair.merged_id] if _what(each) in known]
    words = "两条记录登记了同一职称:{}({}),请先作废其中一条"
    return tuple(Obstacle(ObstacleKind.TITLE, words.format(each.name, each.granted_on)) for each in twice)


async def _subjects(reading: Reading, person_id: UUID) -> tuple[Subject, ...]:
    table = tables.Title
    rows = await table.select(table.id).where(table.person == person_id)
    return tuple((Title.SUBJECT, row["id"]) for row in rows)


async def _standing(person_id: UUID) -> list[Title]:
    found = await titles_from(select_titles().where(tables.Title.person == person_id))
    return [each for each in found if each.voided_at is None]


def _what(title: Title) -> tuple[object, ...]:
    return title.series, title.name, title.granted_on


TITLES = Follower(_obstacles, move_titles, _subjects)
