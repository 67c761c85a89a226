"""Many people taken on by one school at once, as its roster names them: persons, employments, posts and leave.

Known people are found by the staff number at that school, then by the identity number, never by name alone; the
name must be one that they have or had. What stands of them is left as it is: only what is missing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.model.facts import School
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_valid
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.bulk import Newcomer, PostWanted, TakenOn, TakeOnMany
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.people.rules import birth_fault, days_fault, id_number_fault, leave_fault, may_keep_people, written
from registry.people.service.known import Known, known_of
from registry.people.service.loading import locked_persons
from registry.people.service.making import days_outside, new_employment, new_leave, new_person, new_post, person_row
from registry.platform.copying import copy_rows


@dataclass(slots=True)
class _Writing:
    """What is to be written, in the order of the tables."""

    persons: list[PersonRecord] = field(default_factory=list)
    employments: list[Employment] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    leaves: list[Leave] = field(default_factory=list)


async def take_on_many(process: Process, command: TakeOnMany, scope: Scope = EVERYWHERE) -> TakenOn:
    """Put these people on a school's staff, all or none, entering whoever is not known.

    Of somebody known only an employment, posts and leave are added where they are missing; an identity number that
    the person lacks is not: that is `record_id_number`. Raises NotFound, NotPermitted, InvalidFields with each
    one's fault by the staff number.
    """
    school = await changeable_school(command.school_id, scope)
    require(may_keep_people(scope))
    require_valid(*(_faults(process, each) for each in command.newcomers), _twice(command.newcomers))
    known = await known_of(process, school, command.newcomers)
    require_valid(*(known.fault(each) for each in command.newcomers))
    await locked_persons(process, known.names)
    writing = _Writing()
    person_ids = {each.staff_no: _add(process, (school, known), each, writing) for each in command.newcomers}
    await _write(process, writing)
    counts = (len(writing.persons), len(writing.employments), len(writing.posts), len(writing.leaves))
    return TakenOn(person_ids, *counts)


def _faults(process: Process, newcomer: Newcomer) -> dict[str, str]:
    """What is wrong with one newcomer, in one line under the staff number."""
    person, days = newcomer.person, [(newcomer.started_on, newcomer.finished_on)]
    days += [(post.started_on, post.finished_on) for post in newcomer.posts]
    found = [
        *empty_fields(staff_no=newcomer.staff_no, name=person.name).values(),
        *id_number_fault(written(person.id_number or "") or None, process.today).values(),
        *birth_fault(person.birth_on, process.today).values(),
        *(words for each in days for words in order_fault(*each).values()),
        *(words for each in days for words in days_fault(*each, process.today).values()),
        *(words for each in newcomer.leaves for words in order_fault(*each[1:]).values()),
        *(words for each in newcomer.leaves for words in leave_fault(*each[1:], process.today).values()),
    ]
    if not found and any(one.overlap(other) for one, other in combinations(map(_days, newcomer.posts), 2)):
        found.append("同一时期有两个教师岗位")
    return {newcomer.staff_no: ";".join(found)} if found else {}


def _days(post: PostWanted) -> Period:
    return Post(uuid4(), uuid4(), *post, None, None, revision=1).period


def _twice(newcomers: Iterable[Newcomer]) -> dict[str, str]:
    """One staff number, and one identity number, is one person's."""
    faults, numbers, holders = {}, set(), dict[str, str]()
    for each in newcomers:
        id_number = written(each.person.id_number or "")
        holder = holders.setdefault(id_number, each.staff_no) if id_number else each.staff_no
        if holder != each.staff_no:
            faults[each.staff_no] = f"身份证件号码与工号 {holder} 的相同"
        elif each.staff_no in numbers:
            faults[each.staff_no] = "同一工号列了两次"
        numbers.add(each.staff_no)
    return faults


def _add(process: Process, where: tuple[School, Known], newcomer: Newcomer, writing: _Writing) -> UUID:
    """Plan what is missing of one newcomer; whose it is."""
    school, known = where
    employment = known.employments.get(newcomer.staff_no)
    person_id = known.person_of(newcomer)
    if person_id is None:
        person = new_person(newcomer)
        writing.persons.append(person)
        person_id = person.id
    if employment is None:
        employment = new_employment(school.id, person_id, newcomer)
        writing.employments.append(employment)
    if employment.id not in known.with_posts:
        writing.posts += [new_post(employment, each) for each in newcomer.posts]
    taken = list(known.leaves.get(person_id, ()))
    for each in sorted(newcomer.leaves, key=lambda leave: (leave.started_on, leave.finished_on)):
        for period in days_outside(Period(each.started_on, each.finished_on), taken):
            taken.append(period)
            writing.leaves.append(new_leave(process, person_id, each, period))
    return person_id


async def _write(process: Process, writing: _Writing) -> None:
    with in_plain_words(REFUSALS):
        await copy_rows(tables.Person, [person_row(process, each) for each in writing.persons])
        await copy_rows(tables.Employment, [as_row(each) for each in writing.employments])
        await copy_rows(tables.PostHeld, [as_row(each) for each in writing.posts])
        await copy_rows(tables.Leave, [as_row(each) for each in writing.leaves])
    told: list[Event] = [change(events.PersonRegistered, None, each) for each in writing.persons]
    told += [change(events.EmploymentBegun, None, each) for each in writing.employments]
    told += [change(events.PostBegun, None, each) for each in writing.posts]
    told += [change(events.LeaveRecorded, None, each) for each in writing.leaves]
    for event in told:
        process.record(event)
