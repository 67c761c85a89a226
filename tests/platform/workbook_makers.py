"""Small workbooks for the tests, written by hand where no program would write them so."""

import json
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
