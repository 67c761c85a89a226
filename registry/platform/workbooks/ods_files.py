"""Sheets of OpenDocument spreadsheets (.ods), read here and not by calamine.

calamine gives no merged cells for them, and writes a cell as often as the file says it repeats, however often.
Source: OpenDocument 1.3 part 3, 9 (tables) and 19 (attributes).
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from registry.kernel.sheets import Cell, Sheet
from registry.platform.workbooks.cells import Merge, fill_merged_down
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_SHEETS, Room
from registry.platform.workbooks.packages import Package
from registry.platform.workbooks.xml_parts import UNREADABLE_XML, careful_parser

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
CELLS = {"table:table-cell", "table:covered-table-cell"}
BREAKS = {"text:tab": "\t", "text:line-break": "\n"}
MOST_SPACES = 100
"""Spaces that one element may stand for; a forged count would fill the memory."""
_DURATION = re.compile(r"PT?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d*)?S)?")


def read_ods(package: Package) -> list[Sheet]:
    """All sheets in order, hidden ones too. Raises Unreadable."""
    if MANIFEST in package and b"encryption-data" in package.read(MANIFEST):
        raise Unreadable(Problem.ENCRYPTED)
    tables, parser = _Tables(), careful_parser()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = tables.start, tables.end
    parser.CharacterDataHandler = tables.text
    try:
        parser.Parse(package.read(CONTENT), True)
    except UNREADABLE_XML as fault:
        raise Unreadable(Problem.DAMAGED) from fault
    if not tables.sheets:
        raise Unreadable(Problem.NO_SHEETS)
    return tables.sheets


class _Table:
    """The sheet that is being read; rows and cells that are empty are only counted until something follows them."""

    def __init__(self, name: str, room: Room) -> None:
        self.name, self._room = name, room
        self._rows: list[list[Cell]] = []
        self._merges: list[Merge] = []
        self._row: list[Cell] = []
        self._row_repeats = 1
        self._empty_rows = self._empty_cells = self._width = 0

    def begin_row(self, repeats: int) -> None:
        """A row that stands for `repeats` rows."""
        self._row, self._row_repeats, self._empty_cells = [], repeats, 0

    def add_cell(self, attributes: dict[str, str], text: str) -> None:
        """A cell with the text that it shows."""
        value, repeats = _value(attributes, text), int(attributes.get("table:number-columns-repeated", 1))
        if value == "":
            self._empty_cells += repeats
            return
        self._room.require(self.name, len(self._rows) + 1, len(self._row) + self._empty_cells + repeats)
        self._row.extend([""] * self._empty_cells)
        self._empty_cells = 0
        spanned = int(attributes.get("table:number-rows-spanned", 1))
        top, column = len(self._rows) + self._empty_rows, len(self._row)
        self._merges.append(((top, column), (top + spanned - 1, column)))
        self._row.extend([value] * repeats)

    def end_row(self) -> None:
        """The row is complete."""
        if not self._row:
            self._empty_rows += self._row_repeats
            return
        self._width = max(self._width, len(self._row))
        self._room.require(self.name, len(self._rows) + self._empty_rows + self._row_repeats, self._width)
        self._rows.extend([] for _ in range(self._empty_rows))
        self._rows.extend(list(self._row) for _ in range(self._row_repeats))
        self._empty_rows = 0

    def as_sheet(self) -> Sheet:
        """The whole sheet, all rows of the same length."""
        self._room.take(self.name, len(self._rows), self._width)
        for row in self._rows:
            row.extend([""] * (self._width - len(row)))
        fill_merged_down(self._rows, self._merges)
        return Sheet(self.name, self._rows)


class _Tables:
    """Takes the parser's events. Notes pinned to cells and tables inside cells are passed over."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._room = Room()
        self._table: _Table | None = None
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._in_paragraph = False
        self._passed_over = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._passed_over or tag == "office:annotation" or (tag == "table:table" and self._cell is not None):
            self._passed_over += 1
        elif tag == "table:table":
            if len(self.sheets) == MAX_SHEETS:
                raise Unreadable(Problem.TOO_MANY_SHEETS, limit=MAX_SHEETS)
            self._table = _Table(attributes.get("table:name", ""), self._room)
        elif tag == "table:table-row" and self._table is not None:
            self._table.begin_row(int(attributes.get("table:number-rows-repeated", 1)))
        elif tag in CELLS:
            self._cell, self._text = attributes, []
        elif tag == "text:p" and self._cell is not None:
            self._in_paragraph = True
            self._text.extend("\n" if self._text else "")
        elif tag == "text:s":
            self._text.append(" " * min(int(attributes.get("text:c", 1)), MOST_SPACES))
        elif tag in BREAKS:
            self._text.append(BREAKS[tag])

    def end(self, tag: str) -> None:
        """An element is complete."""
        if self._passed_over:
            self._passed_over -= 1
        elif self._table is None:
            return
        elif tag == "text:p":
            self._in_paragraph = False
        elif tag in CELLS and self._cell is not None:
            self._table.add_cell(self._cell, "".join(self._text))
            self._cell = None
        elif tag == "table:table-row":
            self._table.end_row()
        elif tag == "table:table":
            self.sheets.append(self._table.as_sheet())
            self._table = None

    def text(self, text: str) -> None:
        """Text of a paragraph; line breaks between elements are for the eye only."""
        if self._in_paragraph and not self._passed_over:
            self._text.append(text)


def _value(attributes: dict[str, str], text: str) -> Cell:
    kind = attributes.get("office:value-type")
    if kind is None:
        return ""
    if attributes.get("calcext:value-type") == "error":
        return text
    name, read = VALUES.get(kind, ("office:string-value", str))
    return read(attributes.get(name, text))


def _date(text: str) -> Cell:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.date() if found.time() == time() else found


def _time(text: str) -> Cell:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return span if span >= timedelta(days=1) else (datetime.combine(date.min, time()) + span).time()


VALUES: dict[str, tuple[str, Callable[[str], Cell]]] = {
    "float": ("office:value", float),
    "percentage": ("office:value", float),
    "currency": ("office:value", float),
    "boolean": ("office:boolean-value", lambda text: text == "true"),
    "date": ("office:date-value", _date),
    "time": ("office:time-value", _time),
}
"""Where each type of value is written, and how to read it; every other type is text."""
