"""Grades, a school's caps on the excellent, and the places left in a school year."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.periods import year_of
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.placements import placement
from registry.practice.queries.rows import these
from registry.practice.records.grades import ExcellentPlaces, Grade, GradeCap, PlacementGrade
from registry.practice.rules.grades import HOLDS_A_PLACE, TOOK_PART, cap_on, most_excellent

_PLACES = """
SELECT count(DISTINCT p.person) AS participants,
    count(DISTINCT p.person) FILTER (
        WHERE g.grade = 'excellent' AND p.state = ANY({}) AND p.person IS DISTINCT FROM {}
    ) AS taken
FROM placement p LEFT JOIN placement_grade g ON g.placement = p.chain
WHERE p.school = {} AND NOT p.is_replaced AND p.state = ANY({}) AND p.finished_on BETWEEN {} AND {}
"""


async def grade_of(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> PlacementGrade | None:
    """The grade of a placement, None before it has one. Raises NotFound."""
    chain_id = (await placement(reading, placement_id, scope)).chain_id
    return (await grades_among([chain_id])).get(chain_id)


async def grades_among(chain_ids: Iterable[UUID]) -> dict[UUID, PlacementGrade]:
    """The grades of placements that somebody may know already, by chain; those without one are left out."""
    table = tables.PlacementGrade
    who = (table.graded_by, table.graded_by_name, table.graded_at, table.revision)
    asked = table.select(table.id, table.placement.as_alias("placement_id"), table.grade, table.words, *who)
    rows = await asked.where(table.placement.is_in(these(chain_ids)))
    return {row["placement_id"]: PlacementGrade(**{**row, "grade": Grade(row["grade"])}) for row in rows}


async def grade_caps(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[GradeCap, ...]:
    """Every cap the school set, oldest first, voided ones among them. Raises NotFound."""
    await school(reading, school_id, scope)
    table = tables.GradeCap
    rows = await select_caps().where(table.school == school_id).order_by(table.started_on, table.set_at, table.id)
    return tuple(GradeCap(**row) for row in rows)


async def excellent_places(reading: Reading, school_id: UUID, on: date, scope: Scope = EVERYWHERE) -> ExcellentPlaces:
    """The places for the excellent in the school year that holds the day. Raises NotFound, PolicyGap."""
    await school(reading, school_id, scope)
    return await places_in(reading, school_id, on, besides=None)


async def places_in(reading: Reading, school_id: UUID, on: date, besides: UUID | None) -> ExcellentPlaces:
    """The same for a school already found; the place that the person `besides` may hold is not counted as taken."""
    kept_at = await school(reading, school_id)
    year = year_of(on, reading.book.practice(kept_at.jurisdiction, on).year_start.value)
    cap = cap_on(await grade_caps(reading, school_id), on)
    held, took_part = ([state.value for state in states] for states in (HOLDS_A_PLACE, TOOK_PART))
    days = (year.started_on, year.finished_on)
    (row,) = await tables.Placement.raw(_PLACES, held, besides, school_id, took_part, *days)
    return ExcellentPlaces(year, row["participants"], most_excellent(row["participants"], cap), row["taken"])


def select_caps() -> Select[Any]:
    """The select of caps, to be narrowed."""
    table = tables.GradeCap
    told = (table.id, table.school.as_alias("school_id"), table.started_on, table.percent, table.reason)
    return table.select(*told, table.set_by_name, table.set_at, table.voided_at, table.voided_reason, table.revision)
