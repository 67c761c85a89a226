"""What is stored of every teacher: refreshed with each change, rebuilt by one function, compared with the truth.

Two timelines for each person: `local`, by the rule of the school that employs on each day, and the national one.
From the first day of the rule to ten years ahead; days without employment have no range. What is stored was true on
the day `projected_on`; a verified placement that runs on past that day adds credit later, so a job rebuilds at night.
Beside them the course that the board looks up, and a stamp for each school that grows with every change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process, Reading
from registry.institutions.model import events as institutions
from registry.institutions.model.facts import School
from registry.people.model import events as people
from registry.people.model.facts import Employment, Leave, Post
from registry.people.queries.reach import standing_for
from registry.people.queries.staff import persons_of_employments, persons_of_schools
from registry.platform.copying import copy_records
from registry.platform.turns import in_turns
from registry.practice import tables
from registry.practice.model import StandingState, StateRange
from registry.practice.queries.board_truth import Lines, Truth, horizon_of, parted, true_answers
from registry.practice.queries.staff import everybody
from registry.practice.queries.standing import LOCAL, NATIONAL
from registry.practice.records import Placement
from registry.practice.rules.course import Course
from registry.practice.service.loading import lock_persons

PART = 500
"""Persons that are brought up to date with one set of statements."""
ABOUT_A_PERSON = (people.PersonRecordsFromStated, people.PersonRenamed, people.PersonCorrected)
LINES = (LOCAL, NATIONAL)
STATE, LAPSE, PROGRESS = "board_state", "board_lapse", "board_progress"
"""What a difference in the course calls its line."""
_RANGES = ("id", "person", "line", "started_on", "finished_on", "state", "projected_on")
_COURSE = ("person", *Course._fields, "initials", "is_shared", "projected_on")
_STATES = {each.value: each for each in StandingState}
_STAMP = """
WITH place AS (
    SELECT person, school FROM employment WHERE person = ANY ({}::uuid[])
    UNION SELECT person, school FROM board_change WHERE person = ANY ({}::uuid[])
), raised AS (
    INSERT INTO board_stamp (school, stamp) SELECT school, 1 FROM place GROUP BY school ORDER BY school
    ON CONFLICT (school) DO UPDATE SET stamp = board_stamp.stamp + 1 RETURNING school, stamp
)
INSERT INTO board_change (id, person, school, stamp)
SELECT gen_random_uuid(), person, school, stamp FROM place JOIN raised USING (school)
ON CONFLICT (person, school) DO UPDATE SET stamp = excluded.stamp
"""


class Step(NamedTuple):
    """Days on which a part of the course holds one value, as words."""

    started_on: date
    state: str


class Difference(NamedTuple):
    """A person of whom something is stored that is not the truth: a timeline, or a part of the course."""

    person_id: UUID
    line: str
    stored: tuple[StateRange | Step, ...]
    true: tuple[StateRange | Step, ...]


class Stored(NamedTuple):
    """What is stored of a person, and the day on which it was made (None: nothing is)."""

    truth: Truth
    projected_on: date | None


async def standing_projector(process: Process, events: Sequence[Event]) -> None:
    """Bring what is stored of everybody whom these events concern up to date, in their transaction."""
    concerned = await _touched(events)
    standing = await standing_for(concerned) if concerned else set()
    touched = sorted(concerned | standing)
    if not touched:
        return
    await lock_persons(process, standing)
    await tables.StandingRange.raw("LOCK TABLE standing_range IN ROW EXCLUSIVE MODE")
    for part in parted(touched, PART):
        await _refresh(process.reading, part)
    await _stamp(touched)


async def rebuild(process: Process) -> int:
    """Make everything stored anew; how many persons' was not as it should be. Other changes wait meanwhile."""
    await tables.StandingRange.raw("LOCK TABLE standing_range IN SHARE ROW EXCLUSIVE MODE")
    changed, last = 0, None
    while part := await everybody(last, PART):
        wrong = await _refresh(process.reading, part)
        await _stamp(wrong)
        changed += len(wrong)
        last = part[-1]
    return changed


async def differences(reading: Reading) -> tuple[Difference, ...]:
    """Every person and line where what is stored is not the truth of today, up to the stored horizon."""
    found: list[Difference] = []
    last = None
    while part := await everybody(last, PART):
        stored, true = await _stored(part), await true_answers(reading, part)
        for one in part:
            found += _differences(one, stored[one], true[one], reading.today)
        last = part[-1]
    return tuple(found)


async def true_lines(reading: Reading, person_ids: Collection[UUID]) -> dict[UUID, Lines]:
    """The timelines as the rules give them today. Raises NotFound."""
    return {one: each.lines for one, each in (await true_answers(reading, list(person_ids))).items()}


async def _touched(events: Iterable[Event]) -> set[UUID]:
    """Everybody of whom something stored may change by these events."""
    named: set[str] = set()
    persons: set[UUID] = set()
    employments: set[UUID] = set()
    schools: set[UUID] = set()
    async for event in in_turns(events):
        values = event.after or event.before or {}
        if event.subject in (Placement.SUBJECT, Leave.SUBJECT, Employment.SUBJECT):
            named.update(str(told["person_id"]) for told in (event.before, event.after) if told)
        elif event.subject == Post.SUBJECT:
            employments.add(UUID(str(values["employment_id"])))
        elif isinstance(event, ABOUT_A_PERSON):
            persons.add(UUID(event.subject_id))
        elif event.subject == School.SUBJECT and not isinstance(event, institutions.SchoolOpened):
            schools.add(UUID(event.subject_id))
    persons.update(map(UUID, named))
    if employments:
        persons |= await persons_of_employments(employments)
    return persons | await persons_of_schools(schools) if schools else persons


async def _refresh(reading: Reading, person_ids: Sequence[UUID]) -> list[UUID]:
    """Store the truth about these persons; of whom something else was stored."""
    stored, true = await _stored(person_ids), await true_answers(reading, person_ids)
    stale = [one for one in person_ids if stored[one] != Stored(true[one], reading.today)]
    moved = [one for one in stale if stored[one].truth.lines != true[one].lines or _is_older(stored[one], reading)]
    await _write(true, stale, moved, reading.today)
    return [one for one in stale if stored[one].truth != true[one]]


def _is_older(stored: Stored, reading: Reading) -> bool:
    return stored.projected_on != reading.today


async def _write(true: Mapping[UUID, Truth], stale: list[UUID], moved: list[UUID], today: date) -> None:
    """Replace the courses of all that are stale, and the timelines of those that moved."""
    if moved:
        await tables.StandingRange.raw("DELETE FROM standing_range WHERE person = ANY ({}::uuid[])", moved)
        ranges = [
            (uuid4(), one, line, each.started_on, each.finished_on, each.state.value, today)
            for one in moved
            for line, found in true[one].lines.items()
            for each in found
        ]
        await copy_records(tables.StandingRange, _RANGES, ranges)
    if stale:
        await tables.StandingCourse.raw("DELETE FROM standing_course WHERE person = ANY ({}::uuid[])", stale)
        courses = [(one, *true[one].course, true[one].initials, true[one].is_shared, today) for one in stale]
        await copy_records(tables.StandingCourse, _COURSE, courses)


async def _stamp(person_ids: Sequence[UUID]) -> None:
    """Tell the boards of all schools where these persons are, were or will be that they changed."""
    if person_ids:
        await tables.BoardStamp.raw(_STAMP, person_ids, person_ids)


async def _stored(person_ids: Sequence[UUID]) -> dict[UUID, Stored]:
    lines: dict[UUID, dict[str, list[StateRange]]] = {one: {LOCAL: [], NATIONAL: []} for one in person_ids}
    made: dict[UUID, date] = {}
    for row in await tables.StandingRange.raw(
        "SELECT person, line, started_on, finished_on, state, projected_on FROM standing_range "
        "WHERE person = ANY ({}::uuid[]) ORDER BY person, started_on",
        list(person_ids),
    ):
        one = row["person"]
        each = StateRange(row["started_on"], row["finished_on"], _STATES[row["state"]])
        lines[one].setdefault(row["line"], []).append(each)
        made[one] = min(row["projected_on"], made.get(one, date.max))
    courses = {row["person"]: row for row in await _courses(person_ids)}
    return {one: _stored_of(own, courses.get(one), made.get(one)) for one, own in lines.items()}


async def _courses(person_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await tables.StandingCourse.raw(
        "SELECT * FROM standing_course WHERE person = ANY ({}::uuid[])", list(person_ids)
    )
    return found


def _stored_of(lines: dict[str, list[StateRange]], row: dict[str, Any] | None, made: date | None) -> Stored:
    own = {line: tuple(ranges) for line, ranges in lines.items()}
    if row is None:
        return Stored(Truth(own, Course(), "", False), made)
    course = Course(*(tuple(row[name]) for name in Course._fields))
    day = row["projected_on"] if made is None else min(made, row["projected_on"])
    return Stored(Truth(own, course, row["initials"], row["is_shared"]), day)


def _differences(person_id: UUID, stored: Stored, true: Truth, today: date) -> list[Difference]:
    """Compared as far ahead as both look: time passing alone is no difference."""
    upto = horizon_of(min(stored.projected_on or today, today))
    found = [
        Difference(person_id, line, _up_to(ranges, upto), _up_to(true.lines.get(line, ()), upto))
        for line, ranges in stored.truth.lines.items()
    ]
    parts = zip(_parts_of(stored.truth, upto), _parts_of(true, upto), strict=True)
    found += [Difference(person_id, line, was, should) for (line, was), (_, should) in parts]
    return [each for each in found if each.stored != each.true]


def _parts_of(truth: Truth, upto: date) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The course as words, as far as a day, with what is stored beside it."""
    course = truth.course.up_to(upto)
    for line, since, values in (
        (STATE, course.states_since, course.states),
        (LAPSE, course.lapses_since, course.lapses_on),
        (PROGRESS, course.progress_since, course.progress),
    ):
        told = zip_longest(since, values)
        yield line, tuple(Step(day, str(value or "")) for day, value in told)
    words = f"{truth.initials} {truth.is_shared}" if course.states_since or truth.initials else ""
    yield "board_words", (Step(date.min, words),) if words else ()


def _up_to(ranges: Iterable[StateRange], last: date) -> tuple[StateRange, ...]:
    begun = (each for each in ranges if each.started_on <= last)
    return tuple(each._replace(finished_on=min(each.finished_on, last)) for each in begun)
