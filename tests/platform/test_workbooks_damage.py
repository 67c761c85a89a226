"""Whatever bytes are changed, cut out or put in: a file is read or refused in words, nothing else."""

import contextlib
from io import BytesIO

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kernel.errors import BadInput
from registry.platform.workbooks.ole_files import OleFile, container_of
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import sheet_xml, xlsx_parts, zip_of

DAMAGES = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 1, 4, 30]), st.binary(max_size=4)), min_size=1, max_size=6
)
"""Where (as a share of the length), how many bytes go, and which come."""


def damaged(content: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, come in damages:
        at = int(share * len(content))
        content = content[:at] + come + content[at + max(gone, len(come)) :]
    return content


def xls_stream() -> bytes:
    content, workbook = BytesIO(), xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    for row in range(20):
        for column, value in enumerate([f"文{row}", row, row / 7, row % 2 == 0, xlwt.Formula("A1&B2")]):
            sheet.write(row, column, value)
    sheet.write_merge(21, 23, 0, 1, "合并")
    sheet.row(1).set_cell_error(7, 0x2A)
    workbook.save(content)
    return OleFile(content.getvalue()).read("Workbook")


XLS = xls_stream()
XLSX = xlsx_parts(
    [
        (
            "甲",
            sheet_xml(
                '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44260</v></c>'
                '<c r="C1" t="e"><v>#N/A</v></c></row>'
                '<row r="2"><c r="A2" t="inlineStr"><is><t>内</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row>',
                '<mergeCells><mergeCell ref="C1:C2"/></mergeCells>',
            ),
        )
    ],
    strings="<sst><si><t>一</t></si></sst>",
    styles='<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
)


def xlsx_damaged(damages: list[tuple[float, int, bytes]], *names: str) -> bytes:
    hit = [part for part in XLSX if any(name in part for name in names)]
    return zip_of(XLSX | {part: damaged(XLSX[part].encode(), damages) for part in hit})


@pytest.mark.parametrize(
    "make",
    [
        lambda damages: container_of(damaged(XLS, damages)).getvalue(),
        lambda damages: damaged(container_of(XLS).getvalue(), damages),
        lambda damages: xlsx_damaged(damages, "sheet1", "trings"),
        lambda damages: xlsx_damaged(damages, "workbook", "styles"),
        lambda damages: damaged(zip_of(XLSX), damages),
        lambda damages: damaged("工号,姓名\n1,\"张\n三\"\n".encode() * 5, damages),
    ],
    ids=["xls records", "xls container", "xlsx sheet", "xlsx workbook", "zip", "csv"],
)  # fmt: skip
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(damages=DAMAGES)
def test_damage_is_read_or_refused(tmp_path, make, damages):
    path = tmp_path / "台账"
    path.write_bytes(make(damages))

    with contextlib.suppress(BadInput):
        read_source(path)
