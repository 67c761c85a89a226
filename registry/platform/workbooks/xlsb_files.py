"""Sheets of .xlsb workbooks, the binary sister of .xlsx.

Every record of a sheet is looked at before calamine is: calamine gives no merged cells for this format, reads error
cells as empty and fails on a string number out of range.
Source: [MS-XLSB] 2.1.4 and 2.4.
"""

import struct
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from registry.kernel.sheets import Cell, Sheet
from registry.platform.workbooks.cells import (
    ERRORS,
    UNKNOWN_ERROR,
    Merge,
    Place,
    fill_merged_down,
    numbers_as_floats,
    open_with_calamine,
    rows_of,
    sheet_at,
    wanted_sheets,
    write_errors,
)
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_MERGES, MAX_TEXT_BYTES, MEGABYTE, Room
from registry.platform.workbooks.packages import Package, clean_package
from registry.platform.workbooks.xml_parts import elements

WORKBOOK = "xl/workbook.bin"
STRINGS = "xl/sharedstrings.bin"
SHEETS = "xl/worksheets/"
STYLES = "xl/styles.bin"
RELATIONS = "xl/_rels/workbook.bin.rels"
OTHER_PARTS = ("_rels/.rels", RELATIONS, STYLES, STRINGS, WORKBOOK)
ROW, ERROR, SHARED_STRING, FORMULA_ERROR, STRING_ITEM, MERGE = 0, 3, 7, 11, 19, 176
PROPERTIES, LISTED_SHEET = 153, 156
END_OF_WORKBOOK = (b"\x90\x01\0", b"\x84\x01\0")
BEGIN_STRINGS = b"\x9f\x01\x08"
VALUES = range(2, 12)
"""The kinds of cells that hold a value."""
SMALLEST = {
    **{ROW: 4, 2: 12, 3: 9, 4: 9, 5: 16, 6: 12, 7: 12, 8: 12, 9: 16, 10: 9, 11: 9},
    **{STRING_ITEM: 5, PROPERTIES: 4, LISTED_SHEET: 16, MERGE: 16},
    **{44: 6, 47: 4, 615: 4, 617: 4},  # styles: a format, its use, and how many there are of each
    148: 16,  # the declared area
}
"""The bytes that a record needs at least; calamine does not look."""
NO_RELATION = 0xFFFFFFFF
MORE = 128
"""A byte from here on says that the number goes on in the next byte."""


@dataclass(slots=True)
class _SheetRecords:
    rows: int = 0
    columns: int = 0
    text_bytes: int = 0
    errors: list[tuple[Place, str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def read_xlsb(package: Package) -> list[Sheet]:
    """All worksheets in order, hidden ones too, "very hidden" ones not. Raises Unreadable."""
    wanted = [name.lower() for name in package.names() if name.lower().startswith((*OTHER_PARTS, SHEETS))]
    parts = {name: package.read(name) for name in wanted}
    try:
        listed = _listed_sheets(parts)
        strings = _raw_records(parts.get(STRINGS, b""), {STRING_ITEM})
        lengths = [len(string) for string in strings]
        found = [_looked_over(parts[part], lengths) if part in parts else _SheetRecords() for _, part in listed]
        # Only these: calamine reads names and formulas without looking where they end, and believes any count.
        parts[WORKBOOK] = b"".join([*_raw_records(parts[WORKBOOK], {PROPERTIES, LISTED_SHEET}), *END_OF_WORKBOOK])
        parts[STRINGS] = b"".join([BEGIN_STRINGS, struct.pack("<II", len(strings), len(strings)), *strings])
        for _ in _records(parts.get(STYLES, b"")):
            pass
    except (IndexError, KeyError, struct.error) as fault:
        raise Unreadable(Problem.DAMAGED) from fault
    room = Room()
    for (name, _), sheet in zip(listed, found, strict=True):
        room.take(name, sheet.rows, sheet.columns)
    if sum(sheet.text_bytes for sheet in found) > MAX_TEXT_BYTES:
        raise Unreadable(Problem.TOO_MUCH_TEXT, limit=MAX_TEXT_BYTES // MEGABYTE)
    return list(_sheets(parts, found))


def _sheets(parts: dict[str, bytes], found: list[_SheetRecords]) -> Iterator[Sheet]:
    book = open_with_calamine(clean_package({name: [part] for name, part in parts.items()}))
    for index, name in wanted_sheets(book):
        records = found[index]
        sheet = sheet_at(book, index, name)
        rows: list[list[Cell]] = [] if sheet.end is None else rows_of(sheet)
        numbers_as_floats(rows)
        write_errors(rows, records.errors)
        fill_merged_down(rows, records.merges)
        yield Sheet(name, rows)


def _listed_sheets(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """Name and part of each sheet in order. Raises KeyError or struct.error when the lists do not fit together."""
    relations = elements(parts[RELATIONS])
    targets = {relation["Id"]: relation["Target"] for tag, relation in relations if tag == "Relationship"}
    listed = []
    for kind, at, size in _records(parts[WORKBOOK]):
        if kind == LISTED_SHEET:
            record = parts[WORKBOOK][at : at + size]
            (length,) = struct.unpack_from("<8xI", record)
            if length != NO_RELATION:
                name_at = 12 + 2 * length
                relation = record[12:name_at].decode("utf-16-le", "replace")
                name = record[name_at + 4 :].decode("utf-16-le", "replace")
                listed.append((name, f"xl/{targets[relation]}".lower()))
    return listed


def _raw_records(content: bytes, kinds: Container[int]) -> list[bytes]:
    """The records of some kinds, each with its head."""
    kept, before = [], 0
    for kind, at, size in _records(content):
        if kind in kinds:
            kept.append(content[before : at + size])
        before = at + size
    return kept


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and size of each record. Raises IndexError when the last one is cut off."""
    at = 0
    while at < len(content):
        kind, at = content[at], at + 1
        if kind >= MORE:
            kind, at = kind % MORE + content[at] % MORE * MORE, at + 1
        size = 0
        for shift in range(0, 28, 7):
            byte, at = content[at], at + 1
            size |= byte % MORE << shift
            if byte < MORE:
                break
        if at + size > len(content) or size < SMALLEST.get(kind, 0):
            raise IndexError("a record is cut off")
        yield kind, at, size
        at += size


def _looked_over(content: bytes, lengths: list[int]) -> _SheetRecords:
    found, row = _SheetRecords(), 0
    for kind, at, _ in _records(content):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", content, at)
        elif kind in VALUES:
            (column,) = struct.unpack_from("<I", content, at)
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            if kind == SHARED_STRING:
                (number,) = struct.unpack_from("<I", content, at + 8)
                found.text_bytes += lengths[number]
            elif kind in (ERROR, FORMULA_ERROR):
                found.errors.append(((row, column), ERRORS.get(content[at + 8], UNKNOWN_ERROR)))
        elif kind == MERGE:
            if len(found.merges) == MAX_MERGES:
                raise IndexError("more merged cells than anybody makes")
            top, bottom, left, right = struct.unpack_from("<4I", content, at)
            found.merges.append(((top, left), (bottom, right)))
    return found
