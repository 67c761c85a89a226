"""A printed form as a workbook that prints on A4 like the page: merged boxes, head on every page, page n of m."""

import io
from datetime import UTC, datetime, time
from itertools import accumulate
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.practice.documents.printed_forms import COLUMNS, HEIGHTS_CM, Box, BoxKind, FormLine, PrintedForm

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,
    # Column widths are measured in the default font's digits: one that every office has keeps the seal its size.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
_FONT: dict[str, Any] = {"font_name": "宋体", "font_size": 10.5}
_BOX: dict[str, Any] = {**_FONT, "text_wrap": True, "valign": "vcenter"}
_LOOKS: dict[str, dict[str, Any]] = {
    "school": {**_FONT, "font_size": 14, "align": "center", "valign": "vcenter"},
    "title": {**_FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "number": {**_FONT, "font_size": 9, "align": "right"},
    "signatures": {**_FONT, "align": "left", "valign": "vcenter"},
    BoxKind.LABEL: {**_BOX, "border": 1, "align": "center"},
    BoxKind.VALUE: {**_BOX, "border": 1, "align": "center"},
    BoxKind.LONG: {**_BOX, "border": 1, "valign": "top"},
    BoxKind.SEAL: {**_BOX, "border": 1, "align": "center", "font_color": "#767676"},
    "long_above": {**_BOX, "top": 1, "left": 1, "right": 1, "valign": "top"},
    "foot": {**_BOX, "bottom": 1, "left": 1, "right": 1, "align": "right"},
}
POINTS_A_CM = 28.35
FOOT_POINTS = 22.0
POINTS_A_LINE = 15.0
HIGHEST_POINTS = 400.0
"""Excel's rows end at 409."""
LETTERS_A_COLUMN = 3.8
"""Chinese letters of this font that fit into one of the twelve columns."""
COLUMN_WIDTH = 7.3
A4 = 9


def form_as_workbook(form: PrintedForm) -> bytes:
    """The form as an .xlsx file. Equal forms give equal bytes."""
    content = io.BytesIO()
    workbook = Workbook(content, _OPTIONS)
    made_on = datetime.combine(form.printed_on, time(), tzinfo=UTC)
    workbook.set_properties({"title": form.title, "created": made_on})
    looks = {name: workbook.add_format(look) for name, look in _LOOKS.items()}
    sheet = workbook.add_worksheet(form.title[-10:].replace("教师企业实践", ""))
    _set_up(sheet)
    last = COLUMNS - 1
    sheet.merge_range(0, 0, 0, last, form.school_name, looks["school"])
    sheet.merge_range(1, 0, 1, last, form.title, looks["title"])
    told = f"姓名:{form.person_name}    登记编号:{form.number}    打印日期:{form.printed_on}"
    sheet.merge_range(2, 0, 2, last, told, looks["number"])
    sheet.set_row(0, 24)
    sheet.set_row(1, 32)
    sheet.repeat_rows(0, 2)
    row = 3
    for line in form.lines:
        row = _write(sheet, row, line, looks)
    sheet.set_row(row, 30)
    signed = "填表人:            审核人:            负责人:            (公章)       年   月   日"
    sheet.merge_range(row, 0, row, last, signed, looks["signatures"])
    workbook.close()
    return content.getvalue()


def _set_up(sheet: Worksheet) -> None:
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.hide_gridlines(2)
    sheet.set_column(0, COLUMNS - 1, COLUMN_WIDTH)


def _write(sheet: Worksheet, row: int, line: FormLine, looks: dict[str, Format]) -> int:
    """Write one line and return the row below it; a long text takes several rows, a signature one more."""
    has_foot = any(box.foot for box in line.boxes)
    least = HEIGHTS_CM[line.height] * POINTS_A_CM - (FOOT_POINTS if has_foot else 0)
    points = max(least, *(_points(box) for box in line.boxes))
    rows = ceil(points / HIGHEST_POINTS)
    last_of_text = row + rows - 1
    below = last_of_text + 1 if has_foot else last_of_text
    for each in range(row, last_of_text + 1):
        sheet.set_row(each, points / rows)
    if has_foot:
        sheet.set_row(below, FOOT_POINTS)
    starts = accumulate((box.columns for box in line.boxes), initial=0)
    for box, first in zip(line.boxes, starts, strict=False):
        last = first + box.columns - 1
        if box.foot:
            _fill(sheet, (row, first, last_of_text, last), box.text, looks["long_above"])
            _fill(sheet, (below, first, below, last), box.foot, looks["foot"])
        else:
            _fill(sheet, (row, first, below, last), box.text, looks[box.kind])
    return below + 1


def _fill(sheet: Worksheet, area: tuple[int, int, int, int], text: str, look: Format) -> None:
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, text, look)
    else:
        sheet.merge_range(*area, text, look)


def _points(box: Box) -> float:
    """The height that a text takes in its box, in points."""
    letters = box.columns * LETTERS_A_COLUMN
    return sum(max(1, ceil(len(line) / letters)) for line in box.text.split("\n")) * POINTS_A_LINE
