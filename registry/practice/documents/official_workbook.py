"""An official list as a workbook that prints like the page: A4 across, headings repeated, page n of m, seal."""

import io
from datetime import UTC, datetime, time
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.practice.documents.official_table import SEAL, SIGNATURES, Align, OfficialTable

A4 = 9
LETTERS_ACROSS = 150
"""Letters of the default font that all columns are wide together."""
LETTERS_A_SIGN = 2.05
"""What a Chinese letter of the cells' font takes of that width."""
POINTS_A_LINE, LEAST_POINTS, HIGHEST_POINTS = 13.5, 18.0, 400.0
SEAL_POINTS = 150.0
"""A round of 4.5 cm, made a little larger because the sheet shrinks to the page's width."""
LINES_A_ROW_OF_SEAL = "\n\n\n"
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
_FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 10}
_CELL: dict[str, Any] = {**_FONT, "border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
_LOOKS: dict[str, dict[str, Any]] = {
    "school": {**_FONT, "font_size": 14, "align": "center", "valign": "vcenter"},
    "title": {**_FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "line": {**_FONT, "text_wrap": True, "valign": "vcenter"},
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#EEF2F2"},
    "signatures": {**_FONT, "font_size": 11, "valign": "top", "text_wrap": True},
    "seal": {**_FONT, "border": 4, "align": "center", "valign": "vcenter", "font_color": "#767676"},
    Align.LEFT: {**_CELL, "align": "left"},
    Align.CENTRE: {**_CELL, "align": "center"},
    Align.RIGHT: {**_CELL, "align": "right"},
}


def table_as_workbook(table: OfficialTable) -> bytes:
    """The list as an .xlsx file. Equal lists give equal bytes."""
    content = io.BytesIO()
    workbook = Workbook(content, _OPTIONS)
    made_on = datetime.combine(table.printed_on, time(), tzinfo=UTC)
    workbook.set_properties({"title": table.title, "created": made_on})
    looks = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
    sheet = workbook.add_worksheet(table.tab)
    widths = _widths(table)
    _set_up(sheet, widths)
    row = _head(sheet, table, looks)
    for cells in table.rows:
        sheet.set_row(row, _height(cells, widths))
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            sheet.write_string(row, place, cell, looks[column.align])
        row += 1
    row = _across(sheet, row, table.notes, looks["line"], len(widths))
    _signatures(sheet, row, looks, len(widths))
    workbook.close()
    return content.getvalue()


def _widths(table: OfficialTable) -> list[float]:
    whole = sum(column.width for column in table.columns)
    return [column.width * LETTERS_ACROSS / whole for column in table.columns]


def _set_up(sheet: Worksheet, widths: list[float]) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.hide_gridlines(2)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)


def _head(sheet: Worksheet, table: OfficialTable, looks: dict[str, Format]) -> int:
    """Write school, title, lines and headings; return the row below them."""
    last = len(table.columns) - 1
    sheet.merge_range(0, 0, 0, last, table.school_name, looks["school"])
    sheet.merge_range(1, 0, 1, last, table.title, looks["title"])
    sheet.set_row(0, 22)
    sheet.set_row(1, 30)
    row = _across(sheet, 2, table.lines, looks["line"], last + 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(row, place, column.heading, looks["head"])
    sheet.set_row(row, _height([column.heading for column in table.columns], _widths(table)))
    sheet.repeat_rows(row)
    sheet.freeze_panes(row + 1, 0)
    return row + 1


def _across(sheet: Worksheet, row: int, lines: tuple[str, ...], look: Format, columns: int) -> int:
    for line in lines:
        sheet.merge_range(row, 0, row, columns - 1, line, look)
        sheet.set_row(row, _height([line], [LETTERS_ACROSS]))
        row += 1
    return row


def _signatures(sheet: Worksheet, row: int, looks: dict[str, Format], columns: int) -> None:
    """Who signs, and the free place of the seal, in one tall row that no page break splits."""
    beside = columns - max(2, columns // 5)
    filled_in, checked, responsible, school, signed_on = SIGNATURES
    gap = " " * 20
    words = f"\n{gap.join((filled_in, checked, responsible))}{LINES_A_ROW_OF_SEAL}{gap.join((school, signed_on))}"
    sheet.set_row(row, SEAL_POINTS)
    sheet.merge_range(row, 0, row, beside - 1, words, looks["signatures"])
    sheet.merge_range(row, beside, row, columns - 1, SEAL, looks["seal"])


def _height(cells: list[str] | tuple[str, ...], widths: list[float]) -> float:
    """The points that the tallest cell takes."""
    lines = [
        sum(max(1, ceil(_letters(line) / max(1.0, width - 1))) for line in cell.split("\n"))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return min(HIGHEST_POINTS, max(LEAST_POINTS, max(lines) * POINTS_A_LINE + 4))


def _letters(line: str) -> float:
    return sum(1.1 if letter.isascii() else LETTERS_A_SIGN for letter in line)
