"""Sheets in, a ledger out: which sheet is what, in which order they are read, and what becomes of it.

Refuses a source without a placements sheet, and one with a sheet whose rows would be dropped because its header
row lacks a column. Everything else is collected, with sheet, row and column.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.exchange.model import Ledger, Particulars
from registry.exchange.rules.cells import person_name, staff_number
from registry.exchange.rules.headers import Field, SheetKind
from registry.exchange.rules.leave import read_leave
from registry.exchange.rules.lengths import find_long_cells
from registry.exchange.rules.particulars import particulars_in
from registry.exchange.rules.people import People
from registry.exchange.rules.placements import read_placements
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.tables import NearMiss, Table, table_in
from registry.exchange.rules.teachers import read_teachers
from registry.exchange.rules.wording import say_lacking, say_none_of_kind
from registry.kernel.errors import BadInput
from registry.kernel.sheets import Sheet


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read a ledger.

    `records_from`: the school's records are complete since that day (a teacher's own day goes before it).
    `language`: `zh` or `en`, for the line that refuses a source. `particulars`: also read what no answer needs.
    `only`: the one kind of sheet that is read; None: all. `roster`: who there is where no teachers sheet says it, by
    staff number with every name they have or had, the present one first; None: whoever is seen.
    """

    records_from: date | None = None
    language: str = "zh"
    particulars: bool = False
    only: SheetKind | None = None
    roster: Mapping[str, tuple[str, ...]] | None = None


class HeadersMissing(BadInput):
    """No sheet is a placements sheet, or a sheet lacks columns that its kind requires."""

    def __init__(self, line: str, missing: dict[str, list[Field]]) -> None:
        super().__init__(line)
        self.missing = missing


def read_ledger(sheets: Sequence[Sheet], options: ReadingOptions) -> Ledger:
    """Read a school's own record. Raises HeadersMissing where the source as a whole cannot be used."""
    tables = _tables(sheets, options)
    teachers = [table for table in tables if table.kind is SheetKind.TEACHERS]
    records = [table for table in tables if table.kind is not SheetKind.TEACHERS]
    is_closed = bool(teachers) or options.roster is not None
    people, problems = People(is_closed=is_closed), Problems()
    for table in teachers:
        read_teachers(table, people, problems)
    if not teachers and options.roster is not None:
        people.call(options.roster)
    elif not teachers:
        _learn_numbers(records, people)
    for table in records:
        _READERS[table.kind](table, people, problems)
    particulars = Particulars()
    if options.particulars:
        particulars = particulars_in(tables, people, problems)
        find_long_cells(tables, problems)
    known = people.teachers(options.records_from)
    return Ledger(known, problems.errors(), problems.warnings(), particulars)


_READERS: dict[SheetKind, Callable[[Table, People, Problems], None]] = {
    SheetKind.PLACEMENTS: read_placements,
    SheetKind.LEAVE: read_leave,
}


def _tables(sheets: Sequence[Sheet], options: ReadingOptions) -> list[Table]:
    language, only = options.language, options.only
    found = [table_in(sheet, place) for place, sheet in enumerate(sheets)]
    wanted = [each for each in found if each is not None and only in (None, each.kind)]
    tables = [each for each in wanted if isinstance(each, Table)]
    near = [each for each in wanted if isinstance(each, NearMiss)]
    required = only or SheetKind.PLACEMENTS
    if not any(table.kind is required for table in tables):
        seen = [
            (sheet.name, each.kind if isinstance(each, Table) else None)
            for sheet, each in zip(sheets, found, strict=True)
        ]
        raise _refusal([say_none_of_kind(required, seen, language)], near, language)
    if lacking := [each for each in near if each.is_unmistakable]:
        raise _refusal([], lacking, language)
    return tables


def _refusal(lines: list[str], lacking: Iterable[NearMiss], language: str) -> HeadersMissing:
    lines += [say_lacking(each.sheet.name, each.kind, each.missing, language) for each in lacking]
    separator = "; " if language == "en" else ";"
    return HeadersMissing(separator.join(lines), {each.sheet.name: each.missing for each in lacking})


def _learn_numbers(tables: Sequence[Table], people: People) -> None:
    """Where no teachers sheet does it, the sheets with staff numbers tell the others whose a name is."""
    if all(Field.STAFF_NO in table.columns for table in tables):
        return
    for table in tables:
        records = table.records()
        cells = zip(records.column(Field.STAFF_NO), records.column(Field.NAME), records.rows, strict=False)
        for number_cell, name_cell in {(number, name): None for number, name, _ in cells}:
            number, name = staff_number(number_cell), person_name(name_cell)
            if number and name:
                people.know(number, name)
