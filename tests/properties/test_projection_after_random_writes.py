"""Whatever is written, and in whatever order: the stored timelines are those of the rule, told a second way.

`REGISTRY_WRITES` says how many changes are carried out for a seed (300), `REGISTRY_WRITES_SEED` which one.
"""

import json
import os
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from registry.kernel.periods import Period
from registry.policy.book import shipped_book
from registry.practice.model import AttendedDay, PlacementFact, PlacementState, PostHeld, PracticeForm, TeacherFacts
from registry.practice.model import PostCategory as Category
from registry.practice.projection import differences
from registry.practice.queries.standing import NATIONAL, states_on
from tests.builders.house import a_reading
from tests.practice.random_writing import World
from tests.properties import oracle
from tests.properties.diary import Diary

WRITES = int(os.environ.get("REGISTRY_WRITES", "300"))
SEED = int(os.environ.get("REGISTRY_WRITES_SEED", "1"))
LOOK_EVERY = 100
TEACHERS = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔"
SCHOOLS = ("S1", "S2", "S3")

Rows = dict[str, list[Any]]
"""By name what each question of FACTS found."""
FACTS = {
    "posts": """
        SELECT category, post_held.started_on, post_held.finished_on
        FROM post_held JOIN employment ON employment.id = post_held.employment
        WHERE employment.person = $1 AND post_held.voided_at IS NULL
    """,
    "leaves": "SELECT started_on, finished_on FROM leave WHERE person = $1 AND voided_at IS NULL",
    "placements": "SELECT * FROM placement WHERE person = $1 AND NOT is_replaced",
    "attended": """
        SELECT placement, attended_on, halves
        FROM placement_attended_day JOIN placement ON placement.id = placement_attended_day.placement
        WHERE placement.person = $1 ORDER BY attended_on
    """,
    "employments": """
        SELECT employment.started_on, employment.finished_on, school.jurisdiction, school.records_from
        FROM employment JOIN school ON school.id = employment.school
        WHERE employment.person = $1 AND voided_at IS NULL
    """,
    "own": "SELECT records_from FROM person WHERE id = $1",
}


async def test_after_every_part_of_the_writing_what_is_stored_is_the_truth(database):
    world = await World(Random(SEED)).build(TEACHERS, SCHOOLS)
    carried_out: dict[str, int] = {}
    while (done := sum(carried_out.values())) < WRITES:
        for _ in range(min(LOOK_EVERY, WRITES - done)):
            kind = None
            while kind is None:
                kind = await world.write()
            carried_out[kind] = carried_out.get(kind, 0) + 1
        assert await differences(a_reading()) == ()
        await _compare_with_the_oracle(database, world.persons)
    print(json.dumps({"seed": SEED, "carried out": WRITES, **carried_out}))
    assert len(carried_out) > 12


async def _compare_with_the_oracle(database: str, persons) -> None:
    """The stored national state of everybody today is what the rule told day by day gives from the rows alone."""
    on, versions = a_reading().today, shipped_book().practice_versions(NATIONAL)
    stored = await states_on(a_reading(), [person.id for person in persons], on, NATIONAL)
    for person in persons:
        found = await _rows(database, person.id)
        if not _is_employed(found, on):
            assert person.id not in stored
            continue
        facts = _facts(found, on)
        assert stored[person.id] is oracle.state_on(Diary(facts, versions, [on]), on), (person.name, facts)


async def _rows(database: str, person_id: UUID) -> Rows:
    connection = await asyncpg.connect(database)
    try:
        return {
            name: [dict(row) for row in await connection.fetch(asked, person_id)] for name, asked in FACTS.items()
        }
    finally:
        await connection.close()


def _is_employed(found: Rows, on: date) -> bool:
    return any(on in _days(row) for row in found["employments"])


def _facts(found: Rows, on: date) -> TeacherFacts:
    posts = tuple(
        PostHeld(Category(row["category"]), row["started_on"], row["finished_on"]) for row in found["posts"]
    )
    leaves = tuple(_days(row) for row in found["leaves"])
    placements = tuple(_placement(row, found["attended"]) for row in found["placements"])
    return TeacherFacts(posts, placements, leaves, _complete_from(found, on))


def _complete_from(found: Rows, on: date) -> date | None:
    """The person's own word, else the latest of the schools that employ on that day."""
    (own,) = found["own"]
    if own["records_from"]:
        return own["records_from"]
    employing = [row for row in found["employments"] if on in _days(row)]
    return max((row["records_from"] for row in employing if row["records_from"]), default=None)


def _placement(row: Any, attended: list[Any]) -> PlacementFact:
    days = tuple(
        AttendedDay(each["attended_on"], each["halves"]) for each in attended if each["placement"] == row["id"]
    )
    return PlacementFact(
        str(row["id"]),
        row["started_on"],
        row["finished_on"],
        row["share_percent"],
        days if row["is_by_attendance"] else None,
        PlacementState(row["state"]),
        PracticeForm(row["form"]),
    )


def _days(row: Any) -> Period:
    return Period(row["started_on"] or date.min, row["finished_on"] or date.max)
