"""Small workbooks for the tests, written by hand where no program would write them so."""

import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from registry.kernel.errors import BadInput
from registry.platform.workbooks.reading import read_source

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT_RELATIONS = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="%s"/></Relationships>'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def refusal(path: Path) -> str:
    """The words of the refusal; asserts that they are one line that names the file without its folder."""
    with pytest.raises(BadInput) as caught:
        read_source(path)
    words = str(caught.value)
    assert len(words.splitlines()) == 1
    assert str(path.parent) not in words
    return words


def zip_of(parts: Mapping[str, str | bytes], packed: bool = True) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED if packed else ZIP_STORED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def sheet_xml(rows: str, after: str = "") -> str:
    return f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>"


def xlsx_parts(sheets: Iterable[tuple[str, str]], strings: str = "", styles: str = "", properties: str = "") -> dict:
    """The parts of a workbook; each sheet is its name and its XML."""
    listed, relations, parts = "", "", {}
    for number, (name, xml) in enumerate(sheets, 1):
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        relations += f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    for kind, xml in (("sharedStrings", strings), ("styles", styles)):
        if xml:
            relations += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
            parts[f"xl/{kind}.xml"] = xml
    workbook = f'<workbook xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    return {
        "_rels/.rels": ROOT_RELATIONS % "xl/workbook.xml",
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        **parts,
    }


def xlsx_of(*sheets: tuple[str, str], **others: str) -> bytes:
    return zip_of(xlsx_parts(sheets, **others))


def ods_of(tables: str, **others: str) -> bytes:
    content = f"<office:document-content><office:body>{tables}</office:body></office:document-content>"
    return zip_of({"mimetype": ODS_TYPE, "content.xml": content, **others})


def xlsb_record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, length = b"", len(content)
    while length >= 128:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return head + size + bytes([length]) + content


def xlsb_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_cell(row: int, column: int, kind: int, value: bytes) -> bytes:
    """A row of its own with one cell."""
    return xlsb_record(0, struct.pack("<I13x", row)) + xlsb_record(kind, struct.pack("<II", column, 0) + value)


def xlsb_of(cells: bytes, strings: Iterable[str] = (), merges: Iterable[tuple[int, int, int, int]] = ()) -> bytes:
    """One sheet named 甲; a merge is top, bottom, left, right."""
    merged = b"".join(xlsb_record(176, struct.pack("<4I", *merge)) for merge in merges)
    sheet = xlsb_record(129) + xlsb_record(148, bytes(16)) + xlsb_record(145) + cells + xlsb_record(146)
    listed = xlsb_record(156, struct.pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text("甲"))
    items = [xlsb_record(19, b"\0" + xlsb_text(text)) for text in strings]
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    return zip_of(
        {
            "_rels/.rels": ROOT_RELATIONS % "xl/workbook.bin",
            "xl/_rels/workbook.bin.rels": f"<Relationships>{relation}</Relationships>",
            "xl/workbook.bin": b"".join(map(xlsb_record, (131, 143))) + listed + xlsb_record(144) + xlsb_record(132),
            "xl/sharedStrings.bin": xlsb_record(159, struct.pack("<II", len(items), len(items))) + b"".join(items),
            "xl/worksheets/sheet1.bin": sheet + xlsb_record(177, bytes(4)) + merged + xlsb_record(130),
        }
    )


_CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from registry.kernel.errors import BadInput
from registry.platform.workbooks.reading import read_source
try:
    print(json.dumps([[len(sheet.rows), sheet.rows[:2]] for sheet in read_source(Path(sys.argv[1]))]))
except BadInput as refused:
    print(json.dumps(str(refused)))
"""


def read_in_child(path: Path) -> object:
    """Read with 1.5 GB of address space: rows and the first two of them per sheet, or the words of the refusal."""
    pytest.importorskip("resource")
    command = [sys.executable, "-c", _CHILD, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)
