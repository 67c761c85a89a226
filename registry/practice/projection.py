"""The stored timeline of every teacher: refreshed with each change, rebuilt by one function, compared with the truth.

Two lines for each person: `local`, by the rule of the school that employs on each day, and the national one. From
the first day of the rule to ten years ahead; days without employment have no range. What is stored was true on the
day `projected_on`; a verified placement that runs on past that day adds credit later, so a job rebuilds at night.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process, Reading
from registry.institutions.model import events as institutions
from registry.institutions.model.facts import School
from registry.kernel.periods import years_before
from registry.people.model import events as people
from registry.people.model.facts import Employment, Leave, Post
from registry.people.queries.staff import persons_of_employments, persons_of_schools
from registry.policy.book import Book
from registry.practice import tables
from registry.practice.model import StandingState, StateRange
from registry.practice.queries.facts import spells_of, teacher_facts
from registry.practice.queries.rows import these
from registry.practice.queries.staff import everybody
from registry.practice.queries.standing import LOCAL, NATIONAL
from registry.practice.records import Placement
from registry.practice.rules.career import states_through
from registry.practice.rules.counting import RuleLine
from registry.practice.service.loading import lock_persons

YEARS_AHEAD = 10
PART = 500
"""Persons that are brought up to date at a time, and rows that are written with one statement."""

Each = TypeVar("Each")
Lines = dict[str, tuple[StateRange, ...]]
"""A person's timeline under each line."""


class Difference(NamedTuple):
    """A person whose stored timeline is not the true one, under one line."""

    person_id: UUID
    line: str
    stored: tuple[StateRange, ...]
    true: tuple[StateRange, ...]


class Stored(NamedTuple):
    """What is stored of a person, and the day on which it was made (None: nothing is)."""

    lines: Lines
    projected_on: date | None


async def standing_projector(process: Process, events: Sequence[Event]) -> None:
    """Bring the timelines of everybody whom these events concern up to date, in their transaction."""
    touched = sorted(await _touched(events))
    if not touched:
        return
    await lock_persons(process, touched)
    await tables.StandingRange.raw("LOCK TABLE standing_range IN ROW EXCLUSIVE MODE")
    for part in _parts(touched):
        await _refresh(process.reading, part)


async def rebuild(process: Process) -> int:
    """Make all timelines anew; how many persons' were not as they should be. Other changes wait meanwhile."""
    await tables.StandingRange.raw("LOCK TABLE standing_range IN SHARE ROW EXCLUSIVE MODE")
    changed, last = 0, None
    while part := await everybody(last, PART):
        changed += await _refresh(process.reading, part)
        last = part[-1]
    return changed


async def differences(reading: Reading) -> tuple[Difference, ...]:
    """Every person and line where what is stored is not the truth of today, up to the stored horizon."""
    found: list[Difference] = []
    last = None
    while part := await everybody(last, PART):
        stored, true = await _stored(part), await true_lines(reading, part)
        for one in part:
            found += _differences(one, stored[one], true[one], reading.today)
        last = part[-1]
    return tuple(found)


async def true_lines(reading: Reading, person_ids: Collection[UUID]) -> dict[UUID, Lines]:
    """The timelines as the rules give them today. Raises NotFound."""
    facts, spells = await teacher_facts(reading, person_ids), await spells_of(reading, person_ids)
    today = reading.today
    horizon = _horizon(today)
    found: dict[UUID, Lines] = {}
    for one in person_ids:
        national = tuple(spell._replace(jurisdiction=NATIONAL) for spell in spells[one])
        lines = {
            name: _rule_line(reading.book, name) for name in {each.jurisdiction for each in spells[one]} | {NATIONAL}
        }
        found[one] = {
            LOCAL: states_through(facts[one], spells[one], lines, today, horizon),
            NATIONAL: states_through(facts[one], national, lines, today, horizon),
        }
    return found


async def _touched(events: Iterable[Event]) -> set[UUID]:
    """Everybody whose standing these events may change."""
    persons: set[UUID] = set()
    employments: set[UUID] = set()
    schools: set[UUID] = set()
    for event in events:
        values = event.after or event.before or {}
        if event.subject in (Placement.SUBJECT, Leave.SUBJECT, Employment.SUBJECT):
            persons.add(UUID(str(values["person_id"])))
        elif event.subject == Post.SUBJECT:
            employments.add(UUID(str(values["employment_id"])))
        elif isinstance(event, people.PersonRecordsFromStated):
            persons.add(UUID(event.subject_id))
        elif event.subject == School.SUBJECT and not isinstance(event, institutions.SchoolOpened):
            schools.add(UUID(event.subject_id))
    if employments:
        persons |= await persons_of_employments(employments)
    return persons | await persons_of_schools(schools) if schools else persons


async def _refresh(reading: Reading, person_ids: Sequence[UUID]) -> int:
    """Store the true timelines of these persons; how many were stored otherwise."""
    stored, true = await _stored(person_ids), await true_lines(reading, person_ids)
    wrong = [one for one in person_ids if stored[one] != Stored(true[one], reading.today)]
    table = tables.StandingRange
    await table.delete().where(table.person.is_in(these(wrong)))
    rows = [
        table(id=uuid4(), person=one, line=line, **each._asdict(), projected_on=reading.today)
        for one in wrong
        for line, ranges in true[one].items()
        for each in ranges
    ]
    for part in _parts(rows):
        await table.insert(*part)
    return sum(1 for one in wrong if stored[one].lines != true[one])


async def _stored(person_ids: Iterable[UUID]) -> dict[UUID, Stored]:
    table = tables.StandingRange
    lines: dict[UUID, Lines] = {one: {LOCAL: (), NATIONAL: ()} for one in person_ids}
    made: dict[UUID, date] = {}
    for row in await table.select().where(table.person.is_in(these(lines))).order_by(table.started_on):
        own = lines[row["person"]]
        each = StateRange(row["started_on"], row["finished_on"], StandingState(row["state"]))
        own[row["line"]] = (*own.get(row["line"], ()), each)
        made[row["person"]] = min(row["projected_on"], made.get(row["person"], date.max))
    return {one: Stored(own, made.get(one)) for one, own in lines.items()}


def _differences(
    person_id: UUID, stored: Stored, true: Mapping[str, tuple[StateRange, ...]], today: date
) -> list[Difference]:
    """Compared as far ahead as both look: time passing alone is no difference."""
    upto = _horizon(min(stored.projected_on or today, today))
    pairs = [(line, _up_to(stored.lines[line], upto), _up_to(true.get(line, ()), upto)) for line in stored.lines]
    return [Difference(person_id, *pair) for pair in pairs if pair[1] != pair[2]]


def _up_to(ranges: Iterable[StateRange], last: date) -> tuple[StateRange, ...]:
    begun = (each for each in ranges if each.started_on <= last)
    return tuple(each._replace(finished_on=min(each.finished_on, last)) for each in begun)


def _horizon(today: date) -> date:
    return years_before(today, -YEARS_AHEAD)


@lru_cache(maxsize=256)
def _rule_line(book: Book, jurisdiction: str) -> RuleLine:
    return RuleLine(book.practice_versions(jurisdiction))


def _parts(whole: Sequence[Each]) -> Iterable[Sequence[Each]]:
    return (whole[start : start + PART] for start in range(0, len(whole), PART))
