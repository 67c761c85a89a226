"""The answers of a whole school on one day: each person's standing, this year's duty, and how far it has come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import Scope
from registry.people.model.facts import RosterEntry
from registry.people.queries.careers import roster
from registry.practice.model import Standing, YearlyDuty
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.rules import Reckoning, rule_line, standing, yearly_answers
from registry.practice.rules.progress import Progress, progress_of, this_year


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
    persons = [entry.person_id for entry in staff]
    facts = await teacher_facts(reading, persons, on, scope)
    placements = await placements_of(reading, persons, scope)
    line = rule_line(reading.book.practice_versions(place.jurisdiction))
    found = []
    for entry in staff:
        reckoning = Reckoning(facts[entry.person_id])
        duty = this_year(yearly_answers(reckoning, line, on), on)
        progress = progress_of(duty, placements[entry.person_id])
        found.append(PersonAnswer(entry, standing(reckoning, line, on), duty, progress))
    return tuple(found)
