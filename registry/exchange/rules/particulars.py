"""What a ledger says besides what decides an answer: identity numbers, sex, positions, credit codes, kinds of leave.

Read in a walk of its own after the ledger, and only for bringing it into the registry: an answer needs none of it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from registry.exchange.model import Particulars, PersonParticulars, PlacementParticulars
from registry.exchange.rules.cells import compact, staff_number, text_of
from registry.exchange.rules.headers import Field, SheetKind
from registry.exchange.rules.people import People
from registry.exchange.rules.spans import spans
from registry.exchange.rules.tables import Table
from registry.exchange.rules.words import read_leave_kind, read_sex
from registry.kernel.periods import Period
from registry.people.model.facts import LeaveKind


def particulars_in(tables: Iterable[Table], people: People) -> Particulars:
    """The particulars of all sheets. Of several that say something of one person the last that does so holds."""
    persons: dict[str, PersonParticulars] = {}
    placements: dict[str, PlacementParticulars] = {}
    leave_kinds: dict[tuple[str, Period], LeaveKind] = {}
    for table in tables:
        if table.kind is SheetKind.TEACHERS:
            for number, told in _persons(table):
                persons[number] = _with(persons.get(number, PersonParticulars()), told)
        elif table.kind is SheetKind.PLACEMENTS:
            placements.update(_placements(table))
        else:
            leave_kinds.update(_leave_kinds(table, people))
    return Particulars(persons, placements, leave_kinds)


def _persons(table: Table) -> Iterator[tuple[str, PersonParticulars]]:
    records = table.records()
    sexes = _column_of_sex(table)
    cells = zip(records.column(Field.STAFF_NO), records.column(Field.ID_NUMBER), records.rows, strict=False)
    for number, id_number, row in cells:
        sex = read_sex(row[sexes]) if sexes is not None else None
        yield staff_number(number), PersonParticulars(compact(id_number).upper(), sex)


def _placements(table: Table) -> Iterator[tuple[str, PlacementParticulars]]:
    records = table.records()
    cells = zip(records.numbers, records.column(Field.POSITION), records.column(Field.CREDIT_CODE), strict=False)
    for number, position, credit_code in cells:
        told = PlacementParticulars(text_of(position), compact(credit_code).upper())
        if any(told):
            yield f"{table.sheet.name}!{number}", told


def _leave_kinds(table: Table, people: People) -> Iterator[tuple[tuple[str, Period], LeaveKind]]:
    records = table.records()
    kinds, read = records.column(Field.KIND), spans(records, table.columns)
    for found, kind, (begun, ended, _) in zip(people.named_in(table, records), kinds, read, strict=False):
        if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended):
            continue
        if found.person is not None:
            yield (found.person.staff_no, Period(begun, ended)), read_leave_kind(kind)


def _column_of_sex(table: Table) -> int | None:
    """Sex is no field of the reader: no sheet is known by it."""
    header = table.sheet.rows[table.header]
    return next((place for place, cell in enumerate(header) if compact(cell) in ("性别", "sex")), None)


def _with(known: PersonParticulars, told: PersonParticulars) -> PersonParticulars:
    birth_on = told.birth_on or known.birth_on
    return PersonParticulars(told.id_number or known.id_number, told.sex or known.sex, birth_on)
