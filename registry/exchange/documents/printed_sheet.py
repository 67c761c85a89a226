"""A sheet made to be printed: A4 across, one page wide, headings repeated, page n of m, room to sign and seal.

Knows paper and XlsxWriter; knows nothing of teachers. Rows are written from top to bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.words import NONE, Words

SEAL_CM = 5.4
"""A round seal is 4.5 cm wide; more lets it be set by hand, and lets a program measure columns a little wider."""

_A4 = 9
_PAPER_WIDTH_CM, _SIDE_CM, _TOP_CM, _FOOT_CM = 29.7, 1.0, 1.3, 1.5
_CM_PER_INCH, _PIXELS_PER_INCH, _POINTS_PER_INCH = 2.54, 96, 72
_PIXELS_PER_CHARACTER, _PIXELS_BESIDE = 7, 5
_LINE_POINTS, _ROW_POINTS, _TITLE_POINTS = 13.5, 16.5, 36
_LONGEST_TEXT, _TALLEST_ROW_POINTS = 32_767, 409
"""What a cell and a row of a workbook can hold."""
_WIDE_FROM = 0x2E80
"""The first code point of the Chinese blocks: from here on a character is as wide as two Latin ones."""


class SheetColumn(NamedTuple):
    """A heading, its width in Latin characters, and the look that its cells usually have."""

    heading: str
    width: float
    look: str


@dataclass(frozen=True, slots=True)
class Styled:
    """A value that looks otherwise than its column does."""

    value: str | float | date | None
    look: str


Cell = str | float | date | Styled | None


class PrintedSheet:
    """One sheet, filled from the top: title, heading, rows, total, signatures; then `close`."""

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[SheetColumn], looks: Looks) -> None:
        self._sheet, self._columns, self._looks = workbook.add_worksheet(name), columns, looks
        self._next = self._heading_row = 0
        self._last_column = len(columns) - 1
        self._usual = [column.look for column in columns]
        self._wrapping = [(place, column.width) for place, column in enumerate(columns) if column.look == "wrapped"]
        self._none = NONE.to(looks.language)
        self._sheet.set_default_row(_ROW_POINTS)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)

    def title(self, title: str, lines: Sequence[str]) -> None:
        """The title and the lines under it, each across the whole sheet."""
        self._across(title, "title", _TITLE_POINTS)
        width = sum(column.width for column in self._columns)
        for line in lines:
            self._across(line, "line", height_for(line, width))

    def heading(self) -> None:
        """The heading row: repeated on every page, and always in view."""
        self._heading_row = self._next
        lines = max(_lines_needed(column.heading, column.width - 1) for column in self._columns)
        self._sheet.set_row(self._next, _height(lines) + _LINE_POINTS)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(self._next, place, column.heading, self._looks["heading"])
        self._sheet.repeat_rows(self._next)
        self._next += 1
        self._sheet.freeze_panes(self._next, 0)

    def row(self, cells: Sequence[Cell], look: str = "") -> None:
        """One row under the headings; an empty cell reads 无. `look` goes before that of the columns."""
        needed = max((_lines_needed(_text(cells[place]), width) for place, width in self._wrapping), default=1)
        if needed > 1:
            self._sheet.set_row(self._next, _height(needed))
        for place, cell in enumerate(cells):
            if isinstance(cell, Styled):
                self._write(place, cell.value, cell.look)
            else:
                self._write(place, cell, look or self._usual[place])
        self._next += 1

    def filter(self) -> None:
        """Let the rows written so far be filtered by any column."""
        self._sheet.autofilter(self._heading_row, 0, max(self._next - 1, self._heading_row + 1), self._last_column)

    def total(self, lines: Sequence[str]) -> None:
        """Sums across the whole sheet."""
        text, width = "\n".join(lines), sum(column.width for column in self._columns)
        self._across(text, "sum_wrapped", height_for(text, width) + _LINE_POINTS / 2)

    def signatures(self, about: str) -> None:
        """Who filled in, checked and answers for the sheet, the date, and a free round for the seal.

        It is one tall row, because a row is never split between two pages; `about` says what is signed, for the
        case that the row stands on a page of its own.
        """
        size = SEAL_CM / printed_scale([column.width for column in self._columns]) / _CM_PER_INCH
        first = self._seal_from(size * _PIXELS_PER_INCH)
        row, looks = self._next, self._looks
        self._sheet.set_row(row, size * _POINTS_PER_INCH)
        words = f"{about}\n\n\n{_SIGNATURES.to(looks.language)}"
        self._sheet.merge_range(row, 0, row, first - 1, words, looks["signature"])
        seal = Words("(公章处)", "(seal)").to(looks.language)
        self._sheet.merge_range(row, first, row, self._last_column, seal, looks["seal"])
        self._next += 1

    def close(self, footer: str) -> None:
        """Set up the printing of what was written. `footer` stands at the left of the page's number."""
        sheet, language = self._sheet, self._looks.language
        sheet.print_area(0, 0, self._next - 1, self._last_column)
        print_on_a4_across(sheet)
        page = Words("第 &P 页 共 &N 页", "Page &P of &N").to(language)
        sheet.set_footer(f"&L&9{footer.replace('&', '&&')}&C&9{page}", {"margin": _FOOT_CM / _CM_PER_INCH / 2})

    def _across(self, text: str, look: str, height: float) -> None:
        self._sheet.set_row(self._next, height)
        self._sheet.merge_range(self._next, 0, self._next, self._last_column, text, self._looks[look])
        self._next += 1

    def _write(self, place: int, value: str | float | date | None, look: str) -> None:
        if value is None or value == "":
            empty = look if look.startswith("sum") else "empty"
            self._sheet.write_string(self._next, place, self._none, self._looks[empty])
        elif isinstance(value, str):
            self._sheet.write_string(self._next, place, value[:_LONGEST_TEXT], self._looks[look])
        elif isinstance(value, float | int):
            self._sheet.write_number(self._next, place, value, self._looks[look])
        else:
            self._sheet.write_datetime(self._next, place, value, self._looks[look])

    def _seal_from(self, pixels: float) -> int:
        """The first of the last columns that together are at least so wide."""
        first = self._last_column
        while first > 1 and _pixels([column.width for column in self._columns[first:]]) < pixels:
            first -= 1
        return first


_SIGNATURES = Words(
    "填表人:________________        审核人:________________        负责人:________________"
    "\n\n\n\n学校全称(公章):________________________                年        月        日",
    "Filled in by: ______________      Checked by: ______________      Responsible: ______________"
    "\n\n\n\nSchool (seal): ________________________      Date: ______________",
)


def print_on_a4_across(sheet: Worksheet) -> None:
    """A4, landscape, one page wide and as many pages long as it takes."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    side = _SIDE_CM / _CM_PER_INCH
    sheet.set_margins(left=side, right=side, top=_TOP_CM / _CM_PER_INCH, bottom=_FOOT_CM / _CM_PER_INCH)


def printed_scale(widths: Sequence[float]) -> float:
    """How much a sheet with columns of these widths shrinks to fit across the page; never more than 1."""
    room = (_PAPER_WIDTH_CM - 2 * _SIDE_CM) / _CM_PER_INCH * _PIXELS_PER_INCH
    return min(1.0, room / _pixels(widths))


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * _PIXELS_PER_CHARACTER + _PIXELS_BESIDE for width in widths)


def height_for(text: str, width: float) -> float:
    """The points of height that a text takes in a cell of so many Latin characters of width."""
    return _height(_lines_needed(text, width))


def _height(lines: int) -> float:
    return min(max(_ROW_POINTS, lines * _LINE_POINTS + 3), _TALLEST_ROW_POINTS)


def _text(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Styled) else cell
    return value if isinstance(value, str) else ""


def _lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in so many Latin characters of width."""
    if 2 * len(text) <= width and "\n" not in text:
        return 1
    lines = [sum(2 if ord(letter) >= _WIDE_FROM else 1 for letter in line) for line in text.split("\n")]
    return sum(max(1, -(-line // max(1, int(width)))) for line in lines)
