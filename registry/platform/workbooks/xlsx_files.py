"""Sheets of .xlsx and .xlsm workbooks.

The workbook's own list of sheets is read here, not by calamine: that finds two sheets of one name, sheets in unusual
folders and the 1904 date system wherever they are written. calamine gets a small package made from the checked parts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from posixpath import join, normpath

from registry.kernel.sheets import Sheet
from registry.platform.workbooks.cells import fill_merged_down, open_with_calamine, rows_of, sheet_at
from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_SHEETS, Room
from registry.platform.workbooks.packages import Package, clean_package
from registry.platform.workbooks.xlsx_scan import SheetXml, require_little_text, scanned
from registry.platform.workbooks.xml_parts import elements

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT_RELATIONS, USUAL_WORKBOOK = "_rels/.rels", "xl/workbook.xml"
_STRING = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?si[\s/>]")
_STRING_TABLE = re.compile(rb"<(?:[^\s<>/]*:)?sst[\s/>]")


@dataclass(frozen=True, slots=True)
class _ListedSheet:
    """A sheet as the workbook lists it."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class _Workbook:
    """The parts of a workbook that hold cells; `strings` and `styles` may be missing."""

    sheets: list[_ListedSheet]
    strings: str | None
    styles: str | None
    counts_from_1904: bool


def workbook_part(package: Package) -> str | None:
    """The part that lists the sheets, wherever a program put it; None in a package that is no .xlsx."""
    named = [USUAL_WORKBOOK]
    if ROOT_RELATIONS in package:
        relations = elements(package.read(ROOT_RELATIONS))
        named += [
            found.get("Target", "") for _, found in relations if found.get("Type", "").endswith("/officeDocument")
        ]
    return next((part.lstrip("/") for part in named if part.endswith("workbook.xml") and part in package), None)


def read_xlsx(package: Package, workbook_part: str) -> list[Sheet]:
    """All worksheets in order, hidden ones too, "very hidden" ones not. Raises Unreadable."""
    workbook = _workbook(package, workbook_part)
    strings = _shared_strings(package, workbook.strings)
    lengths = [len(text) for text in _STRING.split(strings)[1:]]
    room, scans = Room(), []
    room.keep(len(strings))
    for listed in workbook.sheets:
        scan = scanned(package.read(listed.part), listed.name, room)
        room.keep(len(scan.rows))
        scans.append(scan)
    require_little_text(scans, lengths)
    styles = package.read(workbook.styles) if workbook.styles else b"<styleSheet/>"
    return list(_sheets(workbook, scans, _clean_parts(workbook, scans, strings, styles), room))


def _sheets(
    workbook: _Workbook, scans: list[SheetXml], parts: Mapping[str, Iterable[bytes]], room: Room
) -> Iterator[Sheet]:
    book = open_with_calamine(clean_package(parts))
    for index, (listed, scan) in enumerate(zip(workbook.sheets, scans, strict=True)):
        sheet = sheet_at(book, index, listed.name)
        if sheet.end is None:
            yield Sheet(listed.name, [])
            continue
        room.take(listed.name, sheet.end[0] + 1, sheet.end[1] + 1)
        rows = rows_of(sheet)
        fill_merged_down(rows, scan.merges)
        yield Sheet(listed.name, rows)


def _workbook(package: Package, part: str) -> _Workbook:
    folder, _, file = part.rpartition("/")
    targets, kinds = {}, {}
    for tag, attributes in elements(package.read(join(folder, "_rels", file + ".rels"))):
        if tag == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = normpath(join("/" + folder, attributes.get("Target", ""))).lstrip("/")
            targets[attributes.get("Id", "")] = (kind, target)
            kinds[kind] = target
    sheets, counts_from_1904 = [], False
    for tag, attributes in elements(package.read(part)):
        if tag == "workbookPr":  # Excel writes a second one, for its extensions
            counts_from_1904 |= attributes.get("date1904") in ("1", "true")
        elif tag == "sheet" and attributes.get("state") != "veryHidden":
            kind, target = targets.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet":
                sheets.append(_ListedSheet(attributes.get("name", ""), target))
    if len(sheets) > MAX_SHEETS:
        raise Unreadable(Problem.TOO_MANY_SHEETS, limit=MAX_SHEETS)
    if not sheets:
        raise Unreadable(Problem.NO_SHEETS)
    strings, styles = kinds.get("sharedStrings"), kinds.get("styles")
    return _Workbook(
        sheets,
        strings if strings is not None and strings in package else None,
        styles if styles is not None and styles in package else None,
        counts_from_1904,
    )


def _shared_strings(package: Package, part: str | None) -> bytes:
    """The shared strings without the head of their list: a forged count there makes calamine ask for all memory."""
    if part is None:
        return b""
    xml = package.read(part)
    first = _STRING.search(xml)
    strings = xml[first.start() :] if first else b""
    if _STRING_TABLE.search(strings):
        raise Unreadable(Problem.DAMAGED)
    return strings


def _clean_parts(
    workbook: _Workbook, scans: list[SheetXml], strings: bytes, styles: bytes
) -> dict[str, Iterable[bytes]]:
    numbers = range(1, len(scans) + 1)
    relations = [("worksheet", f"worksheets/{number}.xml") for number in numbers]
    relations += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    properties = f'<workbookPr date1904="{int(workbook.counts_from_1904)}"/>'
    parts: dict[str, Iterable[bytes]] = {
        "_rels/.rels": [_relations([("officeDocument", "xl/workbook.xml")])],
        "xl/_rels/workbook.xml.rels": [_relations(relations)],
        "xl/workbook.xml": [f"<workbook>{properties}<sheets>{listed}</sheets></workbook>".encode()],
        "xl/styles.xml": [styles],
        "xl/sharedStrings.xml": [b"<sst>", strings or b"</sst>"],
    }
    return parts | {
        f"xl/worksheets/{number}.xml": scan.document() for number, scan in zip(numbers, scans, strict=True)
    }


def _relations(targets: list[tuple[str, str]]) -> bytes:
    rows = (
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{escape(target)}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"<Relationships>{''.join(rows)}</Relationships>".encode()
