"""From calamine's sheets to ours: the one module that asks calamine for cells.

What comes here was checked before: the used area is known to be small enough. Rows are handed on as calamine made
them, without a copy; merged cells are filled in place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar, cast

from registry.kernel.sheets import Cell
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_CELLS, MAX_ROWS_BELOW, MAX_SHEETS

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Place = tuple[int, int]
"""Row and column of a cell, both counted from 0."""
Merge = tuple[Place, Place]
"""The first and the last cell of a merged block."""
Result = TypeVar("Result")
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Error values by their code in the binary formats; calamine gives such cells as empty."""
UNKNOWN_ERROR = "#ERROR!"


def open_with_calamine(content: BytesIO) -> "CalamineWorkbook":
    """Open a checked workbook. Raises Unreadable when calamine cannot."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 -- slow import

    return _guarded(lambda: CalamineWorkbook.from_filelike(content), Problem.DAMAGED, {})


def sheet_at(book: "CalamineWorkbook", index: int, name: str) -> "CalamineSheet":
    """Parse one sheet. `name` is for the error."""
    return _guarded(lambda: book.get_sheet_by_index(index), Problem.SHEET_DAMAGED, {"sheet": name})


def rows_of(sheet: "CalamineSheet") -> list[list[Cell]]:
    """All rows from row 1 and column A to the last cell with a value."""
    return cast(list[list[Cell]], sheet.to_python(skip_empty_area=False))


def _guarded(read: Callable[[], Result], problem: Problem, facts: Mapping[str, str]) -> Result:
    from python_calamine import CalamineError  # noqa: PLC0415 -- slow import

    try:
        return read()
    except BaseException as fault:
        # A panic inside calamine arrives as pyo3's PanicException, which cannot be imported by name.
        if isinstance(fault, CalamineError) or type(fault).__name__ == "PanicException":
            raise Unreadable(problem, **facts) from fault
        raise


def wanted_sheets(book: "CalamineWorkbook") -> Iterator[tuple[int, str]]:
    """Place and name of each worksheet that is not "very hidden". Raises Unreadable for two of one name or none."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 -- slow import

    names = set()
    for index, listed in enumerate(book.sheets_metadata):
        if listed.typ != SheetTypeEnum.WorkSheet or listed.visible == SheetVisibleEnum.VeryHidden:
            continue
        if listed.name in names:  # calamine finds sheets by name and would give the same one twice
            raise Unreadable(Problem.SAME_NAME, sheet=listed.name)
        names.add(listed.name)
        yield index, listed.name
    if len(names) > MAX_SHEETS:
        raise Unreadable(Problem.TOO_MANY_SHEETS, limit=MAX_SHEETS)
    if not names:
        raise Unreadable(Problem.NO_SHEETS)


def numbers_as_floats(rows: list[list[Cell]]) -> None:
    """Turn whole numbers into floats in place: some formats give 5 where .xlsx gives 5.0."""
    for row in rows:
        for column, value in enumerate(row):
            if type(value) is int:
                row[column] = float(value)


def write_errors(rows: list[list[Cell]], errors: Iterable[tuple[Place, str]]) -> None:
    """Write error values as text into the cells where calamine gives nothing."""
    for (row, column), text in errors:
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = text


def fill_merged_down(rows: list[list[Cell]], merges: Iterable[Merge]) -> None:
    """Write the value of every cell merged downwards into all rows it covers, in its first column.

    Rows that a merged cell covers below the last used row are added, but not for one drawn to the sheet's end.
    """
    used, left = len(rows), MAX_CELLS
    for (top, column), (bottom, _) in merges:
        if bottom <= top or top >= used or column >= len(rows[top]) or rows[top][column] == "":
            continue
        last = bottom if bottom < used + MAX_ROWS_BELOW else used - 1
        left -= last - top
        if left < 0:  # blocks that overlap a million times over are no office's work
            raise Unreadable(Problem.DAMAGED)
        while len(rows) <= last:
            rows.append([""] * len(rows[0]))
        value = rows[top][column]
        for row in rows[top + 1 : last + 1]:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = value
