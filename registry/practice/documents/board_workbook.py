"""The board's paper as a workbook: A4 across, head on every page, page n of m, room to sign and for the seal.

Staff numbers are text and keep their zeros, figures are figures, days are dates; nothing typed becomes a formula.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from fractions import Fraction
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.kernel.quantities import HUNDREDTHS
from registry.practice.documents.board_paper import (
    SEAL,
    SEALED,
    SIGNERS,
    BoardPaper,
    Cell,
    Kind,
    PaperRow,
    cell_words,
)
from registry.practice.model import StandingState

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    # Column widths are measured in the default font's digits: one that every office has keeps the seal its size.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
_FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_CELL: dict[str, Any] = {**_FONT, "border": 1}
_STATES = {
    StandingState.MET: ("#0B5D2A", "#DDF2E3"),
    StandingState.AT_RISK: ("#7A4B00", "#FFF0C9"),
    StandingState.LAPSED: ("#8B0F1A", "#F9D3D3"),
    StandingState.SHORT: ("#A3161F", "#FDE7E7"),
    StandingState.UNKNOWN: ("#4B2C7A", "#ECE4F8"),
    StandingState.NOT_YET_DUE: ("#1C4E80", "#E1EDF8"),
    StandingState.EXEMPT: ("#555555", "#EFEFEF"),
}
_LOOKS: dict[str, dict[str, Any]] = {
    "school": {**_FONT, "font_size": 14, "align": "center"},
    "title": {**_FONT, "font_size": 18, "bold": True, "align": "center"},
    "line": {**_FONT, "font_size": 9, "text_wrap": True},
    "head": {**_CELL, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E6F0F0"},
    Kind.TEXT: {**_CELL, "num_format": "@", "text_wrap": True},
    Kind.CENTRED: {**_CELL, "align": "center"},
    Kind.FIGURE: {**_CELL, "align": "right"},
    Kind.MONTHS: {**_CELL, "align": "right", "num_format": "0.00"},
    Kind.DATE: {**_CELL, "align": "center", "num_format": "yyyy-mm-dd"},
    "empty": {**_CELL, "align": "center", "font_color": "#767676"},
    "words": {**_CELL, "align": "right"},
    "sums": {**_CELL, "bold": True, "text_wrap": True, "bg_color": "#E6F0F0"},
    "signed": {**_FONT, "font_size": 11, "text_wrap": True},
    "seal": {**_FONT, "border": 4, "align": "center", "valign": "top", "font_color": "#767676"},
    **{
        f"state:{state}": {**_CELL, "align": "center", "font_color": ink, "bg_color": ground}
        for state, (ink, ground) in _STATES.items()
    },
}
_A4 = 9
_LINE_POINTS, _SEAL_POINTS, _ROW_POINTS = 13.5, 155.0, 16.5
_SEAL_WIDTH = 26.0
"""Latin characters of columns that hold a seal of 4.5 cm with room around it."""
_LETTERS_A_CHINESE = 2
_LONGEST_NAME, _NOT_IN_NAMES = 31, re.compile(r"[\[\]:*?/\\']")
"""What the name of a sheet may hold."""


def papers_as_workbook(papers: Sequence[BoardPaper]) -> bytes:
    """The papers as an .xlsx file, a sheet for each. Equal papers give equal bytes."""
    content = io.BytesIO()
    workbook = Workbook(content, _OPTIONS)
    made_on = datetime.combine(papers[0].printed_on, time(), tzinfo=UTC)
    workbook.set_properties({"title": papers[0].title, "created": made_on})
    looks = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
    taken: set[str] = set()
    for paper in papers:
        sheet = workbook.add_worksheet(_sheet_name(paper.name, taken))
        _write(sheet, paper, looks)
    workbook.close()
    return content.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook takes, told apart from those taken whatever their case."""
    plain = _NOT_IN_NAMES.sub(" ", name).strip() or "Sheet"
    found, number = plain[:_LONGEST_NAME], 1
    while found.lower() in taken:
        number += 1
        end = f" {number}"
        found = plain[: _LONGEST_NAME - len(end)] + end
    taken.add(found.lower())
    return found


def _write(sheet: Worksheet, paper: BoardPaper, looks: dict[str, Format]) -> None:
    last = len(paper.columns) - 1
    width = sum(column.width for column in paper.columns)
    sheet.set_default_row(_ROW_POINTS)
    for place, column in enumerate(paper.columns):
        sheet.set_column(place, place, column.width)
    row = 0
    heads = [(paper.school_name, "school", 24.0), (paper.title, "title", 32.0)]
    heads += [(line, "line", _height(line, width)) for line in paper.lines]
    for words, look, height in heads:
        sheet.set_row(row, height)
        sheet.merge_range(row, 0, row, last, words, looks[look])
        row += 1
    heading = row
    sheet.set_row(row, _LINE_POINTS * 2)
    for place, column in enumerate(paper.columns):
        sheet.write_string(row, place, column.heading, looks["head"])
    for each in paper.rows:
        row += 1
        _write_row(sheet, row, each, paper, looks)
    sheet.autofilter(heading, 0, max(row, heading + 1), last)
    sheet.repeat_rows(heading)
    sheet.freeze_panes(heading + 1, 0)
    row += 1
    sheet.set_row(row, _height(paper.sums, width))
    sheet.merge_range(row, 0, row, last, paper.sums, looks["sums"])
    _sign(sheet, row + 1, paper, looks)
    _set_up(sheet, paper, row + 1)


def _write_row(sheet: Worksheet, row: int, told: PaperRow, paper: BoardPaper, looks: dict[str, Format]) -> None:
    wrapped = [
        _lines(cell, column.width)
        for cell, column in zip(told.cells, paper.columns, strict=True)
        if column.kind is Kind.TEXT and isinstance(cell, str)
    ]
    if (lines := max(wrapped, default=1)) > 1:
        sheet.set_row(row, lines * _LINE_POINTS + 3)
    for place, (cell, column) in enumerate(zip(told.cells, paper.columns, strict=True)):
        look = f"state:{told.state}" if column.kind is Kind.STATE else column.kind
        _write_cell(sheet, (row, place), cell, look, looks)


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: str, looks: dict[str, Format]) -> None:
    if cell is None or cell == "":
        sheet.write_string(*at, cell_words(None), looks["empty"])
    elif isinstance(cell, str):
        is_figure = look in (Kind.FIGURE, Kind.MONTHS)
        sheet.write_string(*at, cell, looks["words" if is_figure else look])
    elif isinstance(cell, int | Fraction):
        sheet.write_number(*at, _floored(Fraction(cell)), looks[look])
    else:
        sheet.write_datetime(*at, datetime.combine(cell, time()), looks[look])


def _sign(sheet: Worksheet, row: int, paper: BoardPaper, looks: dict[str, Format]) -> None:
    """One tall row, which is never split between pages: who signs, and a free round for the seal."""
    first, room = len(paper.columns), 0.0
    while first > 1 and room < _SEAL_WIDTH:
        first -= 1
        room += paper.columns[first].width
    line = "            ".join(SIGNERS)
    words = f"{paper.title} {paper.people}\n\n\n{line}\n\n\n{paper.school_name}{SEALED}"
    sheet.set_row(row, _SEAL_POINTS)
    sheet.merge_range(row, 0, row, first - 1, words, looks["signed"])
    sheet.merge_range(row, first, row, len(paper.columns) - 1, SEAL, looks["seal"])


def _set_up(sheet: Worksheet, paper: BoardPaper, last_row: int) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, len(paper.columns) - 1)
    sheet.hide_gridlines(2)
    about = f"{paper.school_name} {paper.title}".replace("&", "&&")
    sheet.set_footer(f"&L&8{about}&C&9第 &P 页 共 &N 页&R&8打印日期 {paper.printed_on}")


def _height(words: str, width: float) -> float:
    return max(_ROW_POINTS, _lines(words, width) * _LINE_POINTS + 3)


def _lines(words: str, width: float) -> int:
    letters = sum(_LETTERS_A_CHINESE if ord(letter) > 0x2E80 else 1 for letter in words)
    return max(1, ceil(letters / (width - 1)))


def _floored(figure: Fraction) -> float:
    """With two decimals at most, rounded down, as every page shows it."""
    return (figure.numerator * HUNDREDTHS // figure.denominator) / HUNDREDTHS
