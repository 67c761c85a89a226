"""A file that could not be taken, as a workbook to mend and bring in again: cells as they were, reasons.

Faulty cells are marked, and a column at the end says what is wrong. All rows, or as a list to hand round only the
failed ones and the teachers whom they name: since nothing was written, those alone are not the file.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from registry.exchange.documents.answer_workbook import new_workbook
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.model import CellProblem
from registry.exchange.rules.headers import Field, SheetKind
from registry.exchange.rules.tables import Row, Table, table_in
from registry.exchange.rules.wording import say
from registry.kernel.sheets import Cell, Sheet
from registry.platform.language import Language

REASON = "错误原因"
"""The header of the column with the reasons; no reader of ledgers knows it, so it may stay."""
_TITLE = "未导入的行"
_MADE_ON = date(2026, 1, 1)
_WIDTH, _REASON_WIDTH = 16, 60

Faulty = Mapping[int, Sequence[CellProblem]]
"""The problems of each row, by its number in the source."""


def failed_rows_workbook(
    sheets: Sequence[Sheet], problems: Iterable[CellProblem], language: Language, is_whole: bool = False
) -> bytes:
    """The failed rows of a source, or all of them, with their reasons, under the headers that stood above them.

    `sheets` is the source as `sheets_of_kept` gives it. CPU work: call it in a thread.
    """
    faulty: dict[str, dict[int, list[CellProblem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        faulty[problem.sheet][problem.row].append(problem)
    tables = [table for place, sheet in enumerate(sheets) if isinstance(table := table_in(sheet, place), Table)]
    named = _named_in(tables, faulty)
    content = io.BytesIO()
    workbook = new_workbook(content, _TITLE, _MADE_ON)
    looks = Looks(workbook, language)
    for table in tables:
        of_sheet = faulty.get(table.sheet.name, {})
        rows = {
            number: row
            for number, row in _rows(table).items()
            if is_whole or number in of_sheet or _is_named(table, row, named)
        }
        if rows or is_whole:
            _write(workbook, table, (rows, of_sheet), looks)
    if not workbook.worksheets():
        workbook.add_worksheet(_TITLE)
    workbook.close()
    return content.getvalue()


def _write(workbook: Workbook, table: Table, failed: tuple[Mapping[int, Row], Faulty], looks: Looks) -> None:
    rows, faulty = failed
    sheet = workbook.add_worksheet(table.sheet.name)
    headers = _without_reasons(table.sheet.rows[table.header])
    last = len(headers)
    sheet.set_column(0, last - 1, _WIDTH)
    sheet.set_column(last, last, _REASON_WIDTH)
    for place, header in enumerate(headers):
        _write_cell(sheet, (0, place), header, looks, "optional_heading")
    sheet.write_string(0, last, REASON, looks["required_heading"])
    sheet.freeze_panes(1, 0)
    for at, (number, row) in enumerate(rows.items(), 1):
        problems = faulty.get(number, ())
        marked = {problem.column for problem in problems}
        for place, cell in enumerate(row[:last]):
            is_marked = str(headers[place]) in marked
            _write_cell(sheet, (at, place), cell, looks, "faulty" if is_marked else "entry")
        said = ";".join(f"{problem.column}:{say(problem, looks.language.value)}" for problem in problems)
        sheet.write_string(at, last, said, looks["wrapped"])


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, looks: Looks, look: str) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell, looks[look])
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell, looks[look])
    elif isinstance(cell, datetime | date):
        sheet.write_datetime(*at, cell, looks[f"{look}_date" if look in {"entry", "faulty"} else look])
    elif isinstance(cell, time | timedelta):
        sheet.write_datetime(*at, cell, looks[look])
    elif cell == "":
        sheet.write_blank(*at, None, looks[look])
    else:
        sheet.write_string(*at, cell, looks[f"{look}_text" if look == "entry" else look])


def _without_reasons(headers: Row) -> Row:
    """The headers but for a last column of reasons that an earlier download put there."""
    return headers[:-1] if headers and headers[-1] == REASON else headers


def _rows(table: Table) -> dict[int, Row]:
    """The rows beneath the header, by their number in the source."""
    numbers = table.sheet.line_numbers or range(1, len(table.sheet.rows) + 1)
    below = slice(table.header + 1, None)
    return dict(zip(numbers[below], table.sheet.rows[below], strict=False))


def _named_in(tables: Iterable[Table], faulty: Mapping[str, Faulty]) -> frozenset[Cell]:
    """The staff numbers and names of faulty rows outside the teachers sheet, as written there."""
    named: set[Cell] = set()
    for table in tables:
        if table.kind is not SheetKind.TEACHERS:
            rows = _rows(table)
            for number in faulty.get(table.sheet.name, {}).keys() & rows.keys():
                named.update(_who(table, rows[number]))
    return frozenset(named - {""})


def _is_named(table: Table, row: Row, named: frozenset[Cell]) -> bool:
    return table.kind is SheetKind.TEACHERS and not named.isdisjoint(_who(table, row))


def _who(table: Table, row: Row) -> list[Cell]:
    """Staff number and name as written in a row."""
    places = [table.columns[field] for field in (Field.STAFF_NO, Field.NAME) if field in table.columns]
    return [row[place] for place in places if place < len(row)]
