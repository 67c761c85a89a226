"""A sheet whose header row was found: its columns, and the rows beneath that may be records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from registry.exchange.rules.cells import Memo, compact, shown, text_of
from registry.exchange.rules.headers import (
    Columns,
    Field,
    SheetKind,
    columns_of,
    is_unmistakable,
    kind_resembled,
    missing_fields,
    speaks_of_other_things,
)
from registry.kernel.sheets import Cell, Sheet

Row = Sequence[Cell]

FOOT_WORDS = (
    *("合计", "总计", "小计", "填表人", "审核人", "备注", "说明"),
    *("制表人", "填报人", "经办人", "负责人", "单位负责人", "部门负责人", "审批人", "注:", "(盖章)", "(公章)"),
)
"""A row that begins with one of these is no record."""

_NAMING = (
    Field.STAFF_NO,
    Field.NAME,
    Field.STARTED_ON,
    Field.FINISHED_ON,
    Field.PERIOD,
    Field.ATTENDED,
    Field.DUTY_FROM,
    Field.DUTY_TO,
)
"""The columns of persons and dates: a row in which all are empty is no record."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of one kind. `place` is the sheet's place in the source, `header` the index of its header row."""

    sheet: Sheet
    place: int
    kind: SheetKind
    header: int
    columns: Columns

    def records(self) -> "Records":
        """The rows that may be records: blank rows, foot rows and repeated header rows are left out."""
        opens_no_record = Memo(self._opens_no_record)
        width = max(self.columns.values()) + 1
        numbers = self.sheet.line_numbers or range(1, len(self.sheet.rows) + 1)
        records = Records(self.columns)
        for index in range(self.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            first = row[0] if row else ""
            # A running number in front is by far the commonest start, and never in the way.
            if first.__class__ is str and not str(first)[:1].isdigit():
                first = next((cell for cell in row if text_of(cell)), "")
                if opens_no_record[first]:
                    continue
            records.numbers.append(numbers[index])
            records.rows.append(row if len(row) >= width else [*row, *[""] * (width - len(row))])
        return records

    def names_nothing(self, row: Row) -> bool:
        """Whether the row names neither a person nor a date."""
        return not any(text_of(row[self.columns[field]]) for field in _NAMING if field in self.columns)

    def cell(self, row: Row, field: Field) -> Cell:
        """One cell of a row; empty for a column that the sheet does not have."""
        return row[self.columns[field]] if field in self.columns else ""

    def header_of(self, field: Field) -> str:
        """The column's header as written there; empty for a column that the sheet does not have."""
        return shown(self.cell(self.sheet.rows[self.header], field))

    def _opens_no_record(self, first: Cell) -> bool:
        word = compact(first)
        header_start = next(start for start in map(compact, self.sheet.rows[self.header]) if start)
        return not word or word.startswith(FOOT_WORDS) or word == header_start


class Records:
    """Rows with their numbers, to be walked column beside column; each row is at least as wide as the header."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.numbers: list[int] = []
        self.rows: list[Row] = []

    def column(self, field: Field) -> Iterable[Cell]:
        """The cells of one column; endless empty ones where the sheet has no such column."""
        if field not in self._columns:
            return repeat("")
        return map(itemgetter(self._columns[field]), self.rows)


class NearMiss(NamedTuple):
    """A sheet that resembles a kind and lacks required columns."""

    sheet: Sheet
    kind: SheetKind
    missing: list[Field]
    known: int
    is_unmistakable: bool


def table_in(sheet: Sheet, place: int) -> Table | NearMiss | None:
    """The table that the sheet holds; of header rows directly beneath each other (two storeys) the last holds."""
    nearest = None
    for index, row in enumerate(sheet.rows):
        columns = columns_of(row)
        kind = kind_resembled(columns)
        if kind is None or (kind is SheetKind.LEAVE and Field.KIND not in columns and speaks_of_other_things(row)):
            continue
        missing = missing_fields(kind, columns)
        if not missing:
            return _lowest(Table(sheet, place, kind, index, columns))
        if nearest is None or nearest.known < len(columns):
            nearest = NearMiss(sheet, kind, missing, len(columns), is_unmistakable(kind, columns))
    return nearest


def _lowest(table: Table) -> Table:
    """The header row that stands lowest where several follow each other."""
    for below in range(table.header + 1, len(table.sheet.rows)):
        columns = columns_of(table.sheet.rows[below])
        kind = kind_resembled(columns)
        if kind is None or missing_fields(kind, columns):
            break
        table = Table(table.sheet, table.place, kind, below, columns)
    return table
