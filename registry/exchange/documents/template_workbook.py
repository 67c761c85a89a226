"""An empty ledger to fill in, or one of an invented school: headers, notes, lists, and digits kept as typed."""

import io
from collections.abc import Sequence
from datetime import date

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.exchange.documents.answer_workbook import new_workbook
from registry.exchange.documents.example_school import example_rows, roster_rows
from registry.exchange.documents.printed_sheet import height_for, print_on_a4_across
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.template_columns import (
    LEAVES,
    PLACEMENTS,
    ROSTER,
    TEACHERS,
    TemplateColumn,
    TemplateSheet,
)
from registry.exchange.documents.template_notes import write_notes
from registry.exchange.documents.words import Words
from registry.exchange.model.imports import ImportKind
from registry.platform.language import Language

EntryRow = Sequence[str | float | date | None]

SHEETS_OF = {
    ImportKind.TEACHERS: (ROSTER,),
    ImportKind.PLACEMENTS: (PLACEMENTS,),
    ImportKind.LEAVE: (LEAVES,),
    ImportKind.LEDGER: (ROSTER, PLACEMENTS, LEAVES),
}
"""The sheets of each kind of file."""

_TITLE = Words("教师企业实践登记表", "Enterprise practice ledger")
_MADE_ON = date(2026, 1, 1)
_HINT_ROW, _HEADING_ROW = 1, 2
_ROWS_RULED, _ROWS_CHECKED = 26, 5000
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)


def template_workbook(language: Language, example: bool) -> bytes:
    """The workbook that `registry check` reads: notes, teachers, placements, leave. Always the same bytes."""
    content = io.BytesIO()
    workbook = new_workbook(content, _TITLE.to(language), _MADE_ON)
    looks = Looks(workbook, language)
    write_notes(workbook, (TEACHERS, PLACEMENTS, LEAVES), looks)
    rows = example_rows(language) if example else ([], [], [])
    for sheet, entries in zip((TEACHERS, PLACEMENTS, LEAVES), rows, strict=True):
        _write_sheet(workbook, sheet, entries, looks)
    workbook.close()
    return content.getvalue()


def import_template(kind: ImportKind, language: Language, example: bool) -> bytes:
    """The workbook for bringing one kind of rows in, or a whole ledger. Always the same bytes."""
    content = io.BytesIO()
    workbook = new_workbook(content, _TITLE.to(language), _MADE_ON)
    looks = Looks(workbook, language)
    sheets = SHEETS_OF[kind]
    write_notes(workbook, sheets, looks, imports=True)
    rows = _examples(language) if example else {}
    for sheet in sheets:
        _write_sheet(workbook, sheet, rows.get(sheet.title.zh, []), looks)
    workbook.close()
    return content.getvalue()


def _examples(language: Language) -> dict[str, Sequence[EntryRow]]:
    _, placements, leaves = example_rows(language)
    return {ROSTER.title.zh: roster_rows(language), PLACEMENTS.title.zh: placements, LEAVES.title.zh: leaves}


def _write_sheet(workbook: Workbook, template: TemplateSheet, entries: Sequence[EntryRow], looks: Looks) -> None:
    language, columns = looks.language, template.columns
    sheet = workbook.add_worksheet(template.name.to(language))
    last = len(columns) - 1
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, template.title.to(language), looks["title"])
    sheet.set_row(_HINT_ROW, height_for(_HINT.to(language), sum(column.width for column in columns)))
    sheet.merge_range(_HINT_ROW, 0, _HINT_ROW, last, _HINT.to(language), looks["hint"])
    sheet.set_row(_HEADING_ROW, 30)
    for place, column in enumerate(columns):
        _write_column(sheet, place, column, looks)
    for place, entry in enumerate(entries, start=_HEADING_ROW + 1):
        _write_entry(sheet, place, entry, columns, looks)
    bottom = max(_HEADING_ROW + len(entries), _ROWS_RULED)
    for row in range(_HEADING_ROW + 1 + len(entries), bottom + 1):
        _write_entry(sheet, row, [None] * len(columns), columns, looks)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.repeat_rows(_HEADING_ROW)
    print_on_a4_across(sheet)
    sheet.set_footer("&C&9" + Words("第 &P 页 共 &N 页", "Page &P of &N").to(language))


_HINT = Words(
    "说明:橙色列必填,其余可以不填;鼠标停在表头上可看填法。不要改表头文字;可以插入空行,列的顺序可以变。",
    "Note: orange columns are required, the others may stay empty; point at a header to see what belongs there.",
)


def _write_column(sheet: Worksheet, place: int, column: TemplateColumn, looks: Looks) -> None:
    """The header with its note, the width, the format of the whole column and what may be entered."""
    language = looks.language
    header, hint = column.header.to(language), column.hint.to(language)
    heading = looks["required_heading" if column.required else "optional_heading"]
    sheet.set_column(place, place, column.width, looks[f"{column.look}_column"])
    sheet.write_string(_HEADING_ROW, place, f"{header}*" if column.required else header, heading)
    must = Words("必填。", "Required. ").to(language) if column.required else ""
    sheet.write_comment(_HEADING_ROW, place, must + hint, {"author": "", "x_scale": 1.6, "y_scale": 0.8})
    if rule := _validation(column, looks):
        first = _HEADING_ROW + 1
        sheet.data_validation(first, place, first + _ROWS_CHECKED, place, rule)


def _validation(column: TemplateColumn, looks: Looks) -> dict[str, object] | None:
    """A list to pick from, or a plausible date. Both warn and give way: the reader knows more than Excel does."""
    language = looks.language
    told = {
        "input_title": column.header.to(language),
        "input_message": column.hint.to(language),
        "error_type": "warning",
        "error_title": column.header.to(language),
    }
    if column.choices:
        words = [choice.to(language) for choice in column.choices]
        return {"validate": "list", "source": words, "error_message": _NOT_IN_LIST.to(language), **told}
    if column.look == "entry_date":
        between = {"criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        return {"validate": "date", **between, "error_message": _NOT_A_DATE.to(language), **told}
    return None


_NOT_IN_LIST = Words(
    "不在列表中的写法可能读不出来。仍要保留吗?", "A word outside the list may not be understood. Keep it?"
)
_NOT_A_DATE = Words(
    "这里不是日期。请写成 2021-07-01;像 2021.1 这样的数分不清是 1 月还是 10 月,读取时算错误。",
    "This is no date. Write 2021-07-01; a number such as 2021.1 (January or October?) is an error.",
)


def _write_entry(
    sheet: Worksheet, row: int, entry: EntryRow, columns: Sequence[TemplateColumn], looks: Looks
) -> None:
    tallest = max(height_for(str(value or ""), column.width) for value, column in zip(entry, columns, strict=True))
    sheet.set_row(row, tallest)
    for place, (value, column) in enumerate(zip(entry, columns, strict=True)):
        look = looks[column.look]
        if value is None or value == "":
            sheet.write_blank(row, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, place, value, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, look)
        else:
            sheet.write_number(row, place, value, look)
