"""The answers of a whole school on one day: each person's standing, this year's duty, and how far it has come."""

import asyncio
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import Scope
from registry.people.model.facts import RosterEntry
from registry.people.queries.careers import roster
from registry.practice.model import Standing, YearlyDuty
from registry.practice.queries.board_answers import Asked, answered
from registry.practice.queries.board_facts import known_of
from registry.practice.queries.board_truth import line_of, parted
from registry.practice.rules.progress import Progress

AT_ONCE = 100
"""Persons whose answers are worked out before other requests get their turn."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """One line of a school's list. `duty` None: no yearly duty was in force when the year began."""

    entry: RosterEntry
    standing: Standing
    duty: YearlyDuty | None
    progress: Progress


async def answers_at(reading: Reading, school_id: UUID, on: date, scope: Scope) -> tuple[PersonAnswer, ...]:
    """Everybody on the school's staff that day whom the scope reaches, by staff number. Raises NotFound.

    Under the rule of the school; for somebody who left since, as far as the scope still sees.
    """
    place = await school(reading, school_id, scope)
    staff = await roster(reading, school_id, on, scope)
    asked = Asked(line_of(reading.book, place.jurisdiction), on, reading.today)
    found: list[PersonAnswer] = []
    for part in parted(staff, AT_ONCE):
        known = await known_of(entry.person_id for entry in part)
        found += [PersonAnswer(entry, *answered(known[entry.person_id], scope, asked)) for entry in part]
        await asyncio.sleep(0)
    return tuple(found)
