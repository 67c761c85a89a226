"""How what a file says of somebody becomes facts and rows, for whoever writes many at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.writing import as_row
from registry.kernel.periods import ONE_DAY, Period
from registry.people.model.bulk import LeaveWanted, Newcomer, PostWanted
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.people.queries.rows import id_number_place
from registry.people.rules import written

ID_NUMBER = frozenset({"id_number"})


def new_person(newcomer: Newcomer) -> PersonRecord:
    """The person of a newcomer whom nobody knows."""
    told = newcomer.person
    particulars = (told.sex, told.birth_on, written(told.id_number or "") or None, told.records_from)
    return PersonRecord(uuid4(), told.name.strip(), *particulars, revision=1)


def new_employment(school_id: UUID, person_id: UUID, newcomer: Newcomer) -> Employment:
    """The employment that a newcomer begins."""
    days = (newcomer.started_on, newcomer.finished_on)
    place = (person_id, school_id, newcomer.staff_no.strip(), newcomer.department_id)
    return Employment(uuid4(), *place, *days, voided_at=None, voided_reason=None, revision=1)


def new_post(employment: Employment, wanted: PostWanted) -> Post:
    """A post; a date left out is that of the employment."""
    started_on = wanted.started_on or employment.started_on
    finished_on = wanted.finished_on or employment.finished_on
    return Post(uuid4(), employment.id, wanted.category, started_on, finished_on, None, None, revision=1)


def new_leave(process: Process, person_id: UUID, wanted: LeaveWanted, period: Period) -> Leave:
    """The days of a leave that are not leave already, approved by whoever brings it."""
    days = (period.started_on, period.finished_on)
    return Leave(uuid4(), person_id, wanted.kind, *days, process.actor.name, process.now, None, None, revision=1)


def days_outside(period: Period, taken: Iterable[Period]) -> list[Period]:
    """The days of a leave that are not leave already: two leaves on one day are one."""
    left = [period]
    for other in taken:
        left = [piece for each in left for piece in _without(each, other)]
    return left


def person_row(process: Process, person: PersonRecord) -> dict[str, object]:
    """The columns of a person; the identity number sealed for the row, and hashed for finding."""
    vault, number = process.reading.house.vault, person.id_number
    return {
        **as_row(person, ID_NUMBER),
        "id_number_sealed": None if number is None else vault.seal(number, id_number_place(person.id)),
        "id_number_index": None if number is None else vault.index(number),
    }


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of these days; None, since ever, where one of them is open."""
    known = list(days)
    return min((day for day in known if day), default=None) if all(known) else None


def _without(period: Period, other: Period) -> list[Period]:
    if period.overlap(other) is None:
        return [period]
    pieces = []
    if period.started_on < other.started_on:
        pieces.append(Period(period.started_on, other.started_on - ONE_DAY))
    if other.finished_on < period.finished_on:
        pieces.append(Period(other.finished_on + ONE_DAY, period.finished_on))
    return pieces
