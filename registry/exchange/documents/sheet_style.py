"""How printed sheets look: A4 across, fonts, colours of the states, repeated headings, and room for the seal.

Knows XlsxWriter and paper; knows nothing of teachers. Colours come with words wherever they are used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.exchange.documents.words import NONE, Words
from registry.platform.language import Language
from registry.practice.model import StandingState

ROW_HEIGHT = 18
"""Points of a row of one line."""

_A4 = 9
_PAPER_WIDTH_CM, _PAPER_HEIGHT_CM, _SIDE_CM, _TOP_CM, _FOOT_CM = 29.7, 21.0, 1.0, 1.3, 1.5
_CM_PER_INCH, _PIXELS_PER_INCH, _POINTS_PER_INCH = 2.54, 96, 72
_PIXELS_PER_CHARACTER, _PIXELS_BESIDE = 7, 5
_LARGEST_ROW_POINTS = 409
SEAL_CM = 5.0
"""A round seal is 4.5 cm wide; a little more lets it be set by hand."""

_TEAL, _PALE, _RULE, _GREY = "#0F5C63", "#E6F0F0", "#9AA9AB", "#8A8A8A"
_STATE_COLOURS = {
    StandingState.MET: ("#0B5D2A", "#DDF2E3"),
    StandingState.AT_RISK: ("#7A4B00", "#FFF0C9"),
    StandingState.LAPSED: ("#8B0F1A", "#F9D3D3"),
    StandingState.SHORT: ("#A3161F", "#FDE7E7"),
    StandingState.UNKNOWN: ("#4B2C7A", "#ECE4F8"),
    StandingState.NOT_YET_DUE: ("#1C4E80", "#E1EDF8"),
    StandingState.EXEMPT: ("#555555", "#EFEFEF"),
}

_CELL: dict[str, Any] = {"border": 1, "border_color": _RULE, "valign": "vcenter", "font_size": 10}
_WRAPPED: dict[str, Any] = {**_CELL, "text_wrap": True}
_RIGHT: dict[str, Any] = {**_CELL, "align": "right"}
_SUM: dict[str, Any] = {**_CELL, "bold": True, "bg_color": _PALE}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"},
    "line": {"font_size": 10, "text_wrap": True, "valign": "vcenter"},
    "heading": {**_WRAPPED, "bold": True, "align": "center", "font_color": "#FFFFFF", "bg_color": _TEAL},
    "text": _CELL,
    "wrapped": _WRAPPED,
    "centred": {**_CELL, "align": "center"},
    "empty": {**_CELL, "align": "center", "font_color": _GREY},
    "figure": _RIGHT,
    "months": {**_RIGHT, "num_format": "0.00"},
    "date": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd"},
    "sum": _SUM,
    "sum_figure": {**_SUM, "align": "right"},
    "sum_line": {**_SUM, "text_wrap": True},
    "signature": {"font_size": 11, "valign": "vcenter", "text_wrap": True},
    "seal": {"font_size": 10, "font_color": _GREY, "align": "center", "valign": "top", "border": 4, "border_color": _RULE},
}


@dataclass(frozen=True, slots=True)
class Styled:
    """A value that looks otherwise than its column does."""

    value: str | float | date
    look: str


Cell = str | float | date | Styled | None


class Looks:
    """The formats of one workbook by name, made when first asked for. `state:met` is the colour of a state."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook, self._language = workbook, language
        self._made: dict[str, Format] = {}
        self._font = Words("宋体", "Calibri").to(language)
        self.none = NONE.to(language)

    def __getitem__(self, look: str) -> Format:
        if look not in self._made:
            self._made[look] = self._workbook.add_format({"font_name": self._font, **self._properties(look)})
        return self._made[look]

    def _properties(self, look: str) -> dict[str, Any]:
        kind, _, detail = look.partition(":")
        if kind == "state":
            ink, ground = _STATE_COLOURS[StandingState(detail)]
            return {**_CELL, "align": "center", "font_color": ink, "bg_color": ground}
        if kind == "at_least":
            number = "0.00" if detail == "months" else "General"
            return {**_RIGHT, "num_format": f'"{Words("至少", "at least").to(self._language)} "{number}'}
        return _LOOKS[look]


def new_sheet(workbook: Workbook, name: str, widths: Sequence[float], footer: str) -> Worksheet:
    """A sheet that prints on A4 across, one page wide, with page n of m at its foot."""
    sheet = workbook.add_worksheet(name)
    sheet.set_default_row(ROW_HEIGHT)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    side = _SIDE_CM / _CM_PER_INCH
    sheet.set_margins(left=side, right=side, top=_TOP_CM / _CM_PER_INCH, bottom=_FOOT_CM / _CM_PER_INCH)
    sheet.set_footer(footer, {"margin": _FOOT_CM / _CM_PER_INCH / 2})
    return sheet


def footer(left: str, language: Language) -> str:
    """Page n of m in the middle, `left` at the left. An ampersand is Excel's sign for a code and is doubled."""
    return f"&L&9{left.replace('&', '&&')}&C&9" + Words("第 &P 页 共 &N 页", "Page &P of &N").to(language)


def write_lines(sheet: Worksheet, title: str, lines: Sequence[str], widths: Sequence[float], looks: Looks) -> int:
    """The title and the lines under it, each across the whole sheet. Answers with the next free row."""
    last = len(widths) - 1
    sheet.set_row(0, 2 * ROW_HEIGHT)
    sheet.merge_range(0, 0, 0, last, title, looks["title"])
    for row, line in enumerate(lines, start=1):
        sheet.set_row(row, ROW_HEIGHT * lines_needed(line, sum(widths)))
        sheet.merge_range(row, 0, row, last, line, looks["line"])
    return len(lines) + 1


def write_heading(sheet: Worksheet, row: int, headings: Sequence[str], looks: Looks) -> None:
    """The heading row: repeated on every page, and always in view."""
    sheet.set_row(row, 2 * ROW_HEIGHT)
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, looks["heading"])
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)


def write_cells(sheet: Worksheet, row: int, cells: Sequence[Cell], usual: Sequence[str], looks: Looks) -> None:
    """One row. `usual` names the look of each column; an empty cell reads 无."""
    for column, cell in enumerate(cells):
        value, look = (cell.value, cell.look) if isinstance(cell, Styled) else (cell, usual[column])
        if value is None or value == "":
            sheet.write_string(row, column, looks.none, looks["empty"])
        elif isinstance(value, str):
            sheet.write_string(row, column, value, looks[look])
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, looks[look])
        else:
            sheet.write_number(row, column, value, looks[look])


def write_signatures(sheet: Worksheet, row: int, widths: Sequence[float], looks: Looks, language: Language) -> None:
    """Who filled in, checked and answers for the sheet, the date, and a free round for the seal.

    It is one tall row, because a row is never split between two pages.
    """
    scale = printed_scale(widths)
    first = _seal_from(widths, SEAL_CM / scale)
    height = SEAL_CM / scale / _CM_PER_INCH * _POINTS_PER_INCH
    sheet.set_row(row, min(height, _LARGEST_ROW_POINTS))
    words = Words(
        "填表人:______________      审核人:______________      负责人:______________"
        "\n\n\n\n单位(公章):                                        年      月      日",
        "Filled in by: ______________    Checked by: ______________    Responsible: ______________"
        "\n\n\n\nSchool (seal):                              Date:        -      -      ",
    )
    sheet.merge_range(row, 0, row, first - 1, words.to(language), looks["signature"])
    sheet.merge_range(row, first, row, len(widths) - 1, Words("公章处", "Seal").to(language), looks["seal"])


def printed_scale(widths: Sequence[float]) -> float:
    """How much a sheet of these column widths shrinks to fit across the page; never more than 1."""
    room = (_PAPER_WIDTH_CM - 2 * _SIDE_CM) / _CM_PER_INCH * _PIXELS_PER_INCH
    return min(1.0, room / _pixels(widths))


def lines_needed(text: str, width: float) -> int:
    """How many lines `text` takes in a column of `width` characters, Chinese counted as two."""
    return sum(max(1, -(-columns_wide(line) // max(1, int(width)))) for line in text.split("\n"))


def columns_wide(text: str) -> int:
    """The width of a text in Latin characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * _PIXELS_PER_CHARACTER + _PIXELS_BESIDE for width in widths)


def _seal_from(widths: Sequence[float], centimetres: float) -> int:
    """The first of the last columns that together are at least so wide."""
    wanted = centimetres / _CM_PER_INCH * _PIXELS_PER_INCH
    first = len(widths) - 1
    while first > 1 and _pixels(widths[first:]) < wanted:
        first -= 1
    return first
