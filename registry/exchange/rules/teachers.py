"""The rows of a teachers sheet: who there is, which posts they held, since when their records are complete.

A faulty cell marks the teacher incomplete and is taken as empty; the teacher's other facts count. A row that
cannot be tied to a staff number makes nobody.
"""

from datetime import date
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.cells import compact, person_name, staff_number, text_of
from registry.exchange.rules.dates import DateRead, first_day, last_day
from registry.exchange.rules.headers import Field
from registry.exchange.rules.people import People, Person
from registry.exchange.rules.problems import Problems, RowFault
from registry.exchange.rules.tables import Table
from registry.exchange.rules.words import read_category
from registry.kernel.id_numbers import has_right_check_digit
from registry.kernel.sheets import Cell
from registry.practice.model import PostCategory, PostHeld

_POST_FIELDS = frozenset({Field.CATEGORY, Field.DUTY_FROM, Field.DUTY_TO})


class TeacherCells(NamedTuple):
    """The cells of one row; each is empty where the sheet has no such column."""

    staff_no: Cell
    name: Cell
    department: Cell
    category: Cell
    duty_from: Cell
    duty_to: Cell
    records_from: Cell
    school_code: Cell
    id_number: Cell


def read_teachers(table: Table, people: People, problems: Problems) -> None:
    """Enter everybody on the sheet. Rows of one staff number are posts held one after another."""
    pick = table.picker(TeacherCells._fields)
    states_posts = not _POST_FIELDS.isdisjoint(table.columns)
    for number, row in table.rows():
        if table.names_nothing(row):
            continue
        cells = TeacherCells._make(pick(row))
        person, faults = _person(cells, people)
        faults += _faults(cells)
        for fault in faults:
            problems.error(table, number, row, fault)
        if person is None:
            continue
        person.is_incomplete = person.is_incomplete or bool(faults)
        _add_facts(person, cells)
        if states_posts:
            person.posts.append(_post(cells))


def _person(cells: TeacherCells, people: People) -> tuple[Person | None, list[RowFault]]:
    number, name = staff_number(cells.staff_no), person_name(cells.name)
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
    return person, []


def _add_facts(person: Person, cells: TeacherCells) -> None:
    """The facts that are not a post; where several rows give one, the last row holds, of records the latest day."""
    person.department = text_of(cells.department) or person.department
    person.school_code = text_of(cells.school_code) or person.school_code
    records_from = first_day(cells.records_from)
    if isinstance(records_from, date):
        person.records_from = max(person.records_from or records_from, records_from)


def _post(cells: TeacherCells) -> PostHeld:
    category = read_category(cells.category)
    begun, ended = _known(first_day(cells.duty_from)), _known(last_day(cells.duty_to))
    if begun and ended and ended < begun:
        ended = None
    return PostHeld(PostCategory.PROFESSIONAL if isinstance(category, Fault) else category, begun, ended)


def _faults(cells: TeacherCells) -> list[RowFault]:
    """Everything wrong with the row besides who it names."""
    begun, ended = first_day(cells.duty_from), last_day(cells.duty_to)
    readings = (
        (Field.CATEGORY, read_category(cells.category)),
        (Field.DUTY_FROM, begun),
        (Field.DUTY_TO, ended),
        (Field.RECORDS_FROM, first_day(cells.records_from)),
        (Field.ID_NUMBER, _fault_of_id_number(cells.id_number)),
    )
    faults = [RowFault(field, reading) for field, reading in readings if isinstance(reading, Fault)]
    if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
        details = {"started_on": begun.isoformat(), "finished_on": ended.isoformat()}
        faults.append(RowFault(Field.DUTY_TO, Fault.END_BEFORE_START, details))
    return faults


def _fault_of_id_number(cell: Cell) -> Fault | None:
    """A number cell has lost digits beyond the fifteenth, so it is refused before its check digit is looked at."""
    if isinstance(cell, int | float):
        return Fault.ID_NUMBER_AS_NUMBER
    number = compact(cell).upper()
    return None if not number or has_right_check_digit(number) else Fault.ID_NUMBER_WRONG


def _known(reading: DateRead) -> date | None:
    return reading if isinstance(reading, date) else None
