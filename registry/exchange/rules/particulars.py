"""What a ledger says besides what decides an answer: identity numbers, sex, positions, credit codes, kinds of leave.

Read in a walk of its own after the ledger, and only for bringing it into the registry: an answer needs none of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from registry.exchange.model import Fault, Particulars, PersonParticulars, Place, PlacementParticulars
from registry.exchange.rules.cells import Memo, compact, shown, staff_number, text_of
from registry.exchange.rules.dates import exact_day
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field, SheetKind, header_word
from registry.exchange.rules.people import People
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.spans import spans
from registry.exchange.rules.tables import Table
from registry.exchange.rules.words import read_leave_kind, read_sex
from registry.kernel.periods import Period
from registry.kernel.sheets import Cell
from registry.people.model.facts import LeaveKind

_SEX = ("性别", "sex")
_BIRTH = ("出生日期", "出生年月日", "出生年月", "birthon", "birthdate")
_POST_FIELDS = frozenset({Field.CATEGORY, Field.DUTY_FROM, Field.DUTY_TO})


def particulars_in(tables: Sequence[Table], people: People, problems: Problems) -> Particulars:
    """The particulars of all sheets. Of several that say something of one person the last that does so holds."""
    persons: dict[str, PersonParticulars] = {}
    places: dict[str, Place] = {}
    placements: dict[str, PlacementParticulars] = {}
    leaves: dict[tuple[str, Period], tuple[LeaveKind, Place]] = {}
    for table in tables:
        if table.kind is SheetKind.TEACHERS:
            for number, told, place in _persons(table, problems):
                persons[number] = _with(persons.get(number, PersonParticulars()), told)
                places.setdefault(number, place)
        elif table.kind is SheetKind.PLACEMENTS:
            placements.update(_placements(table))
        else:
            leaves.update(_leaves(table, people))
    return Particulars(
        persons,
        placements,
        leave_kinds={key: kind for key, (kind, _) in leaves.items()},
        places=places,
        leave_places={key: place for key, (_, place) in leaves.items()},
        headers={table.sheet.name: _headers(table) for table in tables},
        states_posts=_states_posts(tables),
    )


def _headers(table: Table) -> dict[str, str]:
    """How the sheet writes the header of each column, by the column's English name."""
    found = {field.value: table.header_of(field) for field in table.columns}
    header = table.sheet.rows[table.header]
    places = {"sex": _column_of(table, _SEX), "birth_on": _column_of(table, _BIRTH)}
    return found | {name: shown(header[place]) for name, place in places.items() if place is not None}


def _states_posts(tables: Sequence[Table]) -> bool:
    rosters = [table for table in tables if table.kind is SheetKind.TEACHERS]
    return not rosters or any(not _POST_FIELDS.isdisjoint(table.columns) for table in rosters)


def _persons(table: Table, problems: Problems) -> Iterator[tuple[str, PersonParticulars, Place]]:
    records = table.records()
    sexes, births = _column_of(table, _SEX), _column_of(table, _BIRTH)
    numbers = zip(records.numbers, records.column(Field.STAFF_NO), records.column(Field.ID_NUMBER), strict=False)
    for (at, number, id_number), row in zip(numbers, records.rows, strict=False):
        sex = read_sex(row[sexes]) if sexes is not None and sexes < len(row) else None
        birth_on = exact_day(row[births]) if births is not None and births < len(row) else None
        if isinstance(birth_on, Fault):
            problems.error_in(table, at, row, (births or 0, RowFault(Field.NAME, birth_on)))
            birth_on = None
        told = PersonParticulars(compact(id_number).upper(), sex, birth_on)
        yield staff_number(number), told, Place(table.sheet.name, at)


def _placements(table: Table) -> Iterator[tuple[str, PlacementParticulars]]:
    records = table.records()
    name = table.sheet.name
    positions, codes = Memo(text_of), Memo(_code)
    cells = zip(records.numbers, records.column(Field.POSITION), records.column(Field.CREDIT_CODE), strict=False)
    for number, position, credit_code in cells:
        told = PlacementParticulars(positions[position], codes[credit_code])
        if told.position or told.credit_code:
            yield f"{name}!{number}", told


def _code(cell: Cell) -> str:
    return compact(cell).upper()


def _leaves(table: Table, people: People) -> Iterator[tuple[tuple[str, Period], tuple[LeaveKind, Place]]]:
    records = table.records()
    kinds, read = records.column(Field.KIND), spans(records, table.columns)
    walk = zip(records.numbers, people.named_in(table, records), kinds, read, strict=False)
    for number, found, kind, (begun, ended, _) in walk:
        if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended):
            continue
        if found.person is not None:
            key = (found.person.staff_no, Period(begun, ended))
            yield key, (read_leave_kind(kind), Place(table.sheet.name, number))


def _column_of(table: Table, words: Sequence[str]) -> int | None:
    """Sex and birth are no fields of the reader: no sheet is known by them."""
    header = table.sheet.rows[table.header]
    return next((place for place, cell in enumerate(header) if header_word(cell) in words), None)


def _with(known: PersonParticulars, told: PersonParticulars) -> PersonParticulars:
    birth_on = told.birth_on or known.birth_on
    return PersonParticulars(told.id_number or known.id_number, told.sex or known.sex, birth_on)
