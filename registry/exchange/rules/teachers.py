"""The rows of a teachers sheet: who there is, which posts they held, since when their records are complete.

A faulty cell marks the teacher incomplete and is taken as empty; the teacher's other facts count. A row that
cannot be tied to a staff number makes nobody.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.cells import Memo, compact, person_name, staff_number, text_of
from registry.exchange.rules.dates import DateRead, first_day, last_day
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.people import People, Person, excel_error_in
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.tables import Records, Table
from registry.exchange.rules.words import read_category
from registry.kernel.id_numbers import may_be_valid
from registry.kernel.sheets import Cell
from registry.practice.model import PostCategory, PostHeld

_POST_FIELDS = frozenset({Field.CATEGORY, Field.DUTY_FROM, Field.DUTY_TO})


class TeacherReading(NamedTuple):
    """What one row says, each cell as a value or a fault."""

    staff_no: str
    name: str
    department: str
    school_code: str
    category: PostCategory | Fault
    duty_from: DateRead
    duty_to: DateRead
    records_from: DateRead
    id_number: Fault | None


def read_teachers(table: Table, people: People, problems: Problems) -> None:
    """Enter everybody on the sheet. Rows of one staff number are posts held one after another."""
    records = table.records()
    states_posts = not _POST_FIELDS.isdisjoint(table.columns)
    for number, row, reading in zip(records.numbers, records.rows, _readings(records), strict=False):
        if not (reading.staff_no or reading.name) and table.names_nothing(row):
            continue
        person, faults = _person(reading, people)
        faults += _faults(reading)
        for fault in faults:
            problems.error(table, number, row, fault)
        if person is None:
            continue
        person.is_incomplete = person.is_incomplete or bool(faults)
        _add_facts(person, reading)
        if states_posts:
            person.posts.append(_post(reading))


def _readings(records: Records) -> Iterator[TeacherReading]:
    texts = Memo(text_of)
    columns = zip(
        map(staff_number, records.column(Field.STAFF_NO)),
        map(person_name, records.column(Field.NAME)),
        map(texts.__getitem__, records.column(Field.DEPARTMENT)),
        map(texts.__getitem__, records.column(Field.SCHOOL_CODE)),
        map(Memo(read_category).__getitem__, records.column(Field.CATEGORY)),
        map(first_day, records.column(Field.DUTY_FROM)),
        map(last_day, records.column(Field.DUTY_TO)),
        map(first_day, records.column(Field.RECORDS_FROM)),
        map(_fault_of_id_number, records.column(Field.ID_NUMBER)),
        strict=False,
    )
    return map(TeacherReading._make, columns)


def _person(reading: TeacherReading, people: People) -> tuple[Person | None, list[RowFault]]:
    number, name = reading.staff_no, reading.name
    broken = excel_error_in(number, name)
    if broken:
        people.doubt(name)
        return (people.enter(number, "") if broken.field is Field.NAME and number else None), [broken]
    if not number:
        if name:
            people.doubt(name)
            return None, [RowFault(Field.STAFF_NO, Fault.STAFF_NO_EMPTY)]
        return None, [RowFault(field, Fault.REQUIRED_EMPTY) for field in (Field.STAFF_NO, Field.NAME)]
    person = people.enter(number, name)
    if not name:
        return person, [RowFault(Field.NAME, Fault.REQUIRED_EMPTY)]
    if name != person.name:
        return person, [RowFault(Field.NAME, Fault.NAME_DIFFERS, {"expected": person.name})]
    people.know(number, name)
    return person, []


def _add_facts(person: Person, reading: TeacherReading) -> None:
    """The facts that are not a post; where several rows give one, the last row holds, of records the latest day."""
    person.department = reading.department or person.department
    person.school_code = reading.school_code or person.school_code
    records_from = _known(reading.records_from)
    if records_from is not None:
        person.records_from = max(person.records_from or records_from, records_from)


def _post(reading: TeacherReading) -> PostHeld:
    category, begun, ended = reading.category, _known(reading.duty_from), _known(reading.duty_to)
    if begun and ended and ended < begun:
        ended = None
    return PostHeld(PostCategory.PROFESSIONAL if isinstance(category, Fault) else category, begun, ended)


def _faults(reading: TeacherReading) -> list[RowFault]:
    """Everything wrong with the row besides who it names."""
    cells = (
        (Field.CATEGORY, reading.category),
        (Field.DUTY_FROM, reading.duty_from),
        (Field.DUTY_TO, reading.duty_to),
        (Field.RECORDS_FROM, reading.records_from),
        (Field.ID_NUMBER, reading.id_number),
    )
    faults = [RowFault(field, cell) for field, cell in cells if isinstance(cell, Fault)]
    begun, ended = _known(reading.duty_from), _known(reading.duty_to)
    if begun and ended and ended < begun:
        details = {"started_on": begun.isoformat(), "finished_on": ended.isoformat()}
        faults.append(RowFault(Field.DUTY_TO, Fault.END_BEFORE_START, details))
    return faults


def _fault_of_id_number(cell: Cell) -> Fault | None:
    """A number cell has lost the digits beyond its fifteenth, so its check digit says nothing."""
    if isinstance(cell, int | float):
        return Fault.ID_NUMBER_AS_NUMBER
    number = compact(cell).upper()
    return None if not number or may_be_valid(number) else Fault.ID_NUMBER_WRONG


def _known(read: DateRead) -> date | None:
    return read if isinstance(read, date) else None
