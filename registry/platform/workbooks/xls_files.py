"""Sheets of .xls workbooks (BIFF5 and BIFF8).

The stream of records is looked over and put into a new container; only then does calamine read it. Error cells,
which calamine gives as empty, are written in afterwards.
Source: [MS-XLS] 2.4.
"""

import struct
from collections.abc import Iterator

from registry.kernel.sheets import Cell, Sheet
from registry.platform.workbooks.cells import (
    fill_merged_down,
    numbers_as_floats,
    open_with_calamine,
    rows_of,
    sheet_at,
    wanted_sheets,
    write_errors,
)
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_TEXT_BYTES, MEGABYTE, Room
from registry.platform.workbooks.ole_files import OleFile, container_of
from registry.platform.workbooks.xls_records import Kind, SheetRecords, blank_out_names, looked_over, records
from registry.platform.workbooks.xls_strings import string_lengths

SHORTEST_STRING_CELL = 14
BYTES_A_CHARACTER = 2


def read_xls(ole: OleFile) -> list[Sheet]:
    """All worksheets in order, hidden ones too, "very hidden" ones not. Raises Unreadable."""
    stream = bytearray(ole.read("Workbook" if "Workbook" in ole else "Book"))
    try:
        found = _checked(stream)
    except (struct.error, IndexError) as fault:
        raise Unreadable(Problem.DAMAGED) from fault
    return list(_sheets(bytes(stream), found))


def _sheets(stream: bytes, found: list[SheetRecords]) -> Iterator[Sheet]:
    book = open_with_calamine(container_of(stream))
    for index, name in wanted_sheets(book):
        sheet = sheet_at(book, index, name)
        rows: list[list[Cell]] = [] if sheet.end is None else rows_of(sheet)
        numbers_as_floats(rows)
        write_errors(rows, found[index].errors)
        fill_merged_down(rows, sheet.merged_cell_ranges or [])
        yield Sheet(name, rows)


def _checked(stream: bytearray) -> list[SheetRecords]:
    """Look over the whole workbook; what calamine must not see is blanked out in `stream`."""
    listed, table, follows_strings = [], [], False
    for kind, at, size in records(stream, 0):
        if kind == Kind.FILE_PASS:
            raise Unreadable(Problem.ENCRYPTED)
        if kind == Kind.BOUND_SHEET:
            listed.append(at)
        follows_strings = kind == Kind.SST or (follows_strings and kind == Kind.CONTINUE)
        if follows_strings:
            table.append((at, at + size))
    blank_out_names(stream)
    lengths = string_lengths(stream, table) if table else []
    found, room = [], Room()
    for at in listed:
        (start,) = struct.unpack_from("<I", stream, at)
        sheet = looked_over(stream, start)
        if not room.has(sheet.rows, sheet.columns):
            # The declared area is blanked out by now, so that this time every cell is measured.
            sheet = looked_over(stream, start)
        room.take(_sheet_name(stream, at), sheet.rows, sheet.columns)
        found.append(sheet)
    _require_little_text(stream, found, lengths)
    return found


def _sheet_name(stream: bytearray, at: int) -> str:
    length, wide = stream[at + 6], stream[at + 7] & 1
    return stream[at + 8 : at + 8 + (length << wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _require_little_text(stream: bytearray, sheets: list[SheetRecords], lengths: list[int]) -> None:
    """A long shared string that very many cells name would fill the memory."""
    most_cells = sum(sheet.size for sheet in sheets) // SHORTEST_STRING_CELL
    if most_cells * max(lengths, default=0) * BYTES_A_CHARACTER <= MAX_TEXT_BYTES:
        return
    characters = 0
    for sheet in sheets:
        for kind, at, _ in records(stream, sheet.start):
            if kind == Kind.LABEL_SST:
                (number,) = struct.unpack_from("<6xI", stream, at)
                characters += lengths[number] if number < len(lengths) else 0
    if characters * BYTES_A_CHARACTER > MAX_TEXT_BYTES:
        raise Unreadable(Problem.TOO_MUCH_TEXT, limit=MAX_TEXT_BYTES // MEGABYTE)
