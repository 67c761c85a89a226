"""The records of an .xls workbook: where cells are, and making harmless what calamine would take on trust.

calamine reserves memory for the area that a sheet declares and reads formulas and names without looking whether they
end; none of that is needed here, so it is blanked out in the stream before calamine sees it.
Runs of ordinary cells inside a declared area that fits are passed over by a regular expression, which makes looking
over 60,000 rows of 10 columns five times faster; elsewhere every cell is measured.
Source: [MS-XLS] 2.4.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from registry.platform.workbooks.cells import ERRORS, UNKNOWN_ERROR, Place
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_CELLS, MAX_MERGES


class Kind(IntEnum):
    """The kinds of records that matter."""

    FORMULA = 0x06
    EOF = 0x0A
    EXTERN_SHEET = 0x17
    NAME = 0x18
    DATE_1904 = 0x22
    FILE_PASS = 0x2F
    CONTINUE = 0x3C
    CODE_PAGE = 0x42
    BOUND_SHEET = 0x85
    MUL_RK = 0xBD
    MERGE_CELLS = 0xE5
    SST = 0xFC
    LABEL_SST = 0xFD
    DIMENSIONS = 0x200
    NUMBER = 0x203
    LABEL = 0x204
    BOOL_ERR = 0x205
    RK = 0x27E
    BOF = 0x809


HEAD = 4
NOTHING = 0x0FFF
"""A kind of record that no program knows."""
CELLS = {Kind.FORMULA, Kind.MUL_RK, Kind.LABEL_SST, Kind.NUMBER, Kind.LABEL, Kind.BOOL_ERR, Kind.RK}
SMALLEST = {
    Kind.FORMULA: 22,
    Kind.DATE_1904: 2,
    Kind.CODE_PAGE: 2,
    Kind.BOUND_SHEET: 8,
    Kind.MUL_RK: 12,
    Kind.MERGE_CELLS: 2,
    Kind.LABEL_SST: 10,
    Kind.NUMBER: 14,
    Kind.LABEL: 8,
    Kind.BOOL_ERR: 8,
    Kind.RK: 10,
    Kind.BOF: 4,
}
"""The bytes that a record needs at least."""
LONG_SHEET = 2_000
"""Rows from which on it pays to pass over runs of cells; in shorter sheets every cell is measured."""
MAX_XLS_ROWS, MAX_XLS_COLUMNS = 65_536, 256
ERROR_RESULT = 2
SINGLE_CELLS = ((rb"\xfd\x00\x0a\x00", 6), (rb"\x03\x02\x0e\x00", 10), (rb"\x7e\x02\x0a\x00", 6))
"""Cells with a shared string, a number and a packed number: their heads, and their bytes after the place."""
_NO_RUN = re.compile(b"(?!)")


@dataclass(slots=True)
class SheetRecords:
    """What was found in the records of one sheet: where they are, the used area, and error cells."""

    start: int
    size: int = 0
    rows: int = 0
    columns: int = 0
    merges: int = 0
    errors: list[tuple[Place, str]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Make the used area hold this cell, counted from 0."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def records(stream: bytearray, at: int, run: re.Pattern[bytes] = _NO_RUN) -> Iterator[tuple[int, int, int]]:
    """Kind, start and size of each record to the end of its part, without runs. Raises Unreadable or struct.error."""
    while True:
        if skipped := run.match(stream, at):
            at = skipped.end()
        if at == len(stream):  # some programs forget the record that ends the part
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        at += HEAD
        if at + size > len(stream) or size < SMALLEST.get(kind, 0):
            raise Unreadable(Problem.DAMAGED)
        if kind == Kind.EOF:
            return
        yield kind, at, size
        at += size


def blank_out_names(stream: bytearray) -> None:
    """Make the workbook's defined names unknown records."""
    for kind, at, _ in records(stream, 0):
        if kind in (Kind.NAME, Kind.EXTERN_SHEET):
            struct.pack_into("<H", stream, at - HEAD, NOTHING)


def looked_over(stream: bytearray, start: int) -> SheetRecords:
    """Look at every record of a sheet; its formulas and its declared area are blanked out in `stream`."""
    found, run, resumed_at = SheetRecords(start), _NO_RUN, start
    for kind, at, size in records(stream, start):
        if kind == Kind.DIMENSIONS and size == 14:
            rows, columns = struct.unpack_from("<4xI2xH", stream, at)
            run, resumed_at = _run_within(rows, columns, found), at - HEAD
        if kind == Kind.DIMENSIONS or kind in CELLS:
            break
    for kind, at, size in records(stream, resumed_at, run):
        if kind in CELLS:
            _note_cell(stream, kind, at, size, found)
        elif kind == Kind.DIMENSIONS:
            stream[at : at + size] = bytes(size)
        elif kind == Kind.MERGE_CELLS:
            (merges,) = struct.unpack_from("<H", stream, at)
            found.merges += merges
            if size < 2 + 8 * merges or found.merges > MAX_MERGES:
                raise Unreadable(Problem.DAMAGED)
        found.size = at + size - start
    return found


def _run_within(rows: int, columns: int, found: SheetRecords) -> re.Pattern[bytes]:
    """Ordinary cells inside the declared area, if that is long and fits; the whole area counts as used then."""
    high = max(rows - 1, 0) >> 8
    if not (LONG_SHEET <= rows <= MAX_XLS_ROWS and 0 < columns <= MAX_XLS_COLUMNS):
        return _NO_RUN
    if (high + 1) * 256 * columns > MAX_CELLS // 4:
        return _NO_RUN
    found.reach(high * 256 + 255, columns - 1)
    column = rb"[\x00-\x%02x]\x00" % (columns - 1)
    place = rb".[\x00-\x%02x]%b" % (high, column)
    row, blank = rb"\x08\x02\x10\x00.{16}", rb"\x01\x02\x06\x00.{6}"
    single = [rb"%b%b.{%d}" % (head, place, rest) for head, rest in SINGLE_CELLS]
    several = [rb"\xbd\x00\x%02x\x00%b.{%d}%b" % (6 + 6 * n, place, 6 * n, column) for n in range(2, 13)]
    return re.compile(rb"(?:%b)++" % b"|".join([*single, row, blank, *several]), re.DOTALL)


def _note_cell(stream: bytearray, kind: int, at: int, size: int, found: SheetRecords) -> None:
    row, column = struct.unpack_from("<HH", stream, at)
    last_column = column + (size - 12) // 6 if kind == Kind.MUL_RK else column
    if last_column >= MAX_XLS_COLUMNS:
        raise Unreadable(Problem.DAMAGED)
    found.reach(row, last_column)
    if kind == Kind.BOOL_ERR and stream[at + 7] == 1:
        found.errors.append(((row, column), ERRORS.get(stream[at + 6], UNKNOWN_ERROR)))
    elif kind == Kind.FORMULA:
        stream[at + 20 : at + 22] = b"\0\0"  # the formula's length
        if stream[at + 6] == ERROR_RESULT and stream[at + 12 : at + 14] == b"\xff\xff":
            found.errors.append(((row, column), ERRORS.get(stream[at + 8], UNKNOWN_ERROR)))
