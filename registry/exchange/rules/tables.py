"""A sheet whose header row was found: its columns, its rows beneath, and where its faults stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from registry.exchange.rules.cells import compact, shown, text_of
from registry.exchange.rules.headers import (
    Columns,
    Field,
    SheetKind,
    columns_of,
    is_unmistakable,
    kind_resembled,
    missing_fields,
)
from registry.kernel.sheets import Cell, Sheet

Row = Sequence[Cell]

FOOT_WORDS = ("合计", "总计", "小计", "填表人", "审核人", "备注", "说明")
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

_ABSENT = -1
"""The index of a column that the sheet does not have: rows are read with one empty cell at their end."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of one kind. `place` is the sheet's place in the source, `header` the index of its header row."""

    sheet: Sheet
    place: int
    kind: SheetKind
    header: int
    columns: Columns

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows that may be records, each with its number; blank, foot and repeated header rows left out."""
        rows = self.sheet.rows
        is_no_record = self._recognises_no_record()
        width = max(self.columns.values()) + 1
        for number, row in islice(zip(self._numbers(), rows, strict=False), self.header + 1, None):
            for cell in row:
                if cell != "" and not (cell.__class__ is str and not str(cell).strip()):
                    break
            else:
                continue
            if cell.__class__ is str and is_no_record(cell):
                continue
            yield number, row if len(row) >= width else [*row, *[""] * (width - len(row))]

    def picker(self, fields: Sequence[str]) -> Callable[[Row], tuple[Cell, ...]]:
        """A function that takes these columns out of a row, in this order, empty where the sheet has no such one."""
        take: Callable[[Row], tuple[Cell, ...]] = itemgetter(
            *(self.columns.get(Field(field), _ABSENT) for field in fields)
        )
        return lambda row: take((*row, ""))

    def cell(self, row: Row, field: Field) -> Cell:
        """One cell of a row; empty for a column that the sheet does not have."""
        return row[self.columns[field]] if field in self.columns else ""

    def names_nothing(self, row: Row) -> bool:
        """Whether the row names neither a person nor a date."""
        indexes = (self.columns[field] for field in _NAMING if field in self.columns)
        return not any(text_of(row[index]) for index in indexes)

    def header_of(self, field: Field) -> str:
        """The column's header as written there; empty for a column that the sheet does not have."""
        if field not in self.columns:
            return ""
        return shown(self.sheet.rows[self.header][self.columns[field]])

    def _numbers(self) -> Sequence[int]:
        return self.sheet.line_numbers or range(1, len(self.sheet.rows) + 1)

    def _recognises_no_record(self) -> Callable[[Cell], bool]:
        """A test of a row's first word: does it open a foot row, or repeat the header?"""
        header_row = self.sheet.rows[self.header]
        header_start = next(word for word in map(compact, header_row) if word)

        @lru_cache(maxsize=65536)
        def is_no_record(first: Cell) -> bool:
            word = compact(first)
            return word.startswith(FOOT_WORDS) or word == header_start

        return is_no_record


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
        if kind is None:
            continue
        missing = missing_fields(kind, columns)
        if not missing:
            return _lowest(Table(sheet, place, kind, index, columns))
        if nearest is None or nearest.known < len(columns):
            nearest = NearMiss(sheet, kind, missing, len(columns), is_unmistakable(kind, columns))
    return nearest


def _lowest(table: Table) -> Table:
    """The header row that stands lowest where several follow each other."""
    below = table.header + 1
    while below < len(table.sheet.rows):
        columns = columns_of(table.sheet.rows[below])
        kind = kind_resembled(columns)
        if kind is None or missing_fields(kind, columns):
            break
        table = Table(table.sheet, table.place, kind, below, columns)
        below += 1
    return table
