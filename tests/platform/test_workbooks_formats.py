"""The other formats of workbooks: .xls, .xlsb, .ods."""

import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlwt

from registry.kernel.sheets import Sheet
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import ods_of, refusal, xlsb_cell, xlsb_of

NOT_AVAILABLE = 0x2A
HALF_PAST_TEN = datetime.fromisoformat("2021-03-05T10:30")


def saved(workbook: xlwt.Workbook, folder: Path) -> Path:
    path = folder / "台账.xls"
    workbook.save(str(path))
    return path


def written(name: str, content: bytes, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("from_1904", [False, True])
def test_xls_cells_come_as_those_of_xlsx_do(tmp_path, from_1904):
    workbook = xlwt.Workbook()
    workbook.dates_1904 = from_1904
    sheet, day = workbook.add_sheet("甲"), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, value in enumerate(["工号", 1001, 1002, 1.5, True]):
        sheet.write(1, column, value)
    sheet.write(1, 5, date(2021, 3, 5), day)
    sheet.write(1, 6, HALF_PAST_TEN, day)

    assert read_source(saved(workbook, tmp_path)) == [
        Sheet("甲", [[""] * 7, ["工号", 1001.0, 1002.0, 1.5, True, date(2021, 3, 5), HALF_PAST_TEN]])
    ]


def test_xls_whole_numbers_come_as_floats(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    for column in range(3):
        sheet.write(0, column, 1001 + column)

    assert [type(cell) for cell in read_source(saved(workbook, tmp_path))[0].rows[0]] == [float] * 3


def test_xls_cells_merged_downwards_hold_for_all_their_rows(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    sheet.write_merge(0, 2, 0, 0, "张三")
    sheet.write(0, 1, "甲厂")
    sheet.write(1, 1, "乙厂")

    assert read_source(saved(workbook, tmp_path))[0].rows == [["张三", "甲厂"], ["张三", "乙厂"], ["张三", ""]]


def test_xls_error_cells_come_as_their_text(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    sheet.write(0, 0, "x")
    sheet.row(0).set_cell_error(1, NOT_AVAILABLE)
    sheet.row(1).set_cell_error(3, 0x07)

    assert read_source(saved(workbook, tmp_path))[0].rows == [["x", "#N/A", "", ""], ["", "", "", "#DIV/0!"]]


def test_xls_hidden_sheets_are_read_and_very_hidden_ones_are_not(tmp_path):
    workbook = xlwt.Workbook()
    for name, visibility in (("今年", 0), ("往年", 1), ("程序用", 2)):
        workbook.add_sheet(name).visibility = visibility

    assert [sheet.name for sheet in read_source(saved(workbook, tmp_path))] == ["今年", "往年"]


def test_xls_of_many_rows_is_read_past_the_runs_of_ordinary_cells(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    for row in range(3000):
        for column, value in enumerate([f"T{row}", row, row + 1, row / 7]):
            sheet.write(row, column, value)
    sheet.row(2999).set_cell_error(30, NOT_AVAILABLE)

    rows = read_source(saved(workbook, tmp_path))[0].rows

    assert [row[:4] for row in rows] == [[f"T{row}", row, row + 1, row / 7] for row in range(3000)]
    assert rows[2999][30] == "#N/A"


def test_xlsb_cells_come_as_those_of_xlsx_do(tmp_path):
    cells = [
        xlsb_cell(0, 0, 7, struct.pack("<I", 1)),
        xlsb_cell(1, 1, 5, struct.pack("<d", 1.5)),
        xlsb_cell(2, 0, 2, struct.pack("<i", 7 << 2 | 2)),
        xlsb_cell(3, 0, 3, bytes([NOT_AVAILABLE])),
        xlsb_cell(4, 2, 11, bytes([7]) + bytes(8)),
    ]

    content = xlsb_of(b"".join(cells), ["一", "工号"], merges=[(1, 2, 1, 1)])

    rows = [["工号", ""], ["", 1.5], [7.0, 1.5], ["#N/A", ""], ["", "", "#DIV/0!"]]
    assert read_source(written("台账.xlsb", content, tmp_path)) == [Sheet("甲", rows)]


def test_xlsb_with_a_cell_far_off_is_refused(tmp_path):
    content = xlsb_of(xlsb_cell(1_048_575, 16_383, 5, struct.pack("<d", 1.5)))

    assert "XFD1048576" in refusal(written("远.xlsb", content, tmp_path))


def test_xlsb_that_names_a_string_it_does_not_have_is_refused(tmp_path):
    content = xlsb_of(xlsb_cell(0, 0, 7, struct.pack("<I", 5)), ["一"])

    assert "损坏" in refusal(written("坏.xlsb", content, tmp_path))


def test_ods_cells_come_as_those_of_xlsx_do(tmp_path):
    cells = """<table:table-cell office:value-type="string">
<text:p>甲<text:s text:c="2"/>乙</text:p><text:p>下行</text:p>
<office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>
<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2021-03-05"/>
<table:table-cell office:value-type="date" office:date-value="2021-03-05T10:30:00"/>
<table:table-cell office:value-type="time" office:time-value="PT08H15M00S"/>
<table:table-cell office:value-type="time" office:time-value="PT30H00M00S"/>
<table:table-cell office:value-type="boolean" office:boolean-value="true"/>
<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated="16000"/>"""

    content = ods_of(f'<table:table table:name="甲"><table:table-row>{cells}</table:table-row></table:table>')

    rows = [
        [
            "甲  乙\n下行",
            5.0,
            date(2021, 3, 5),
            HALF_PAST_TEN,
            time(8, 15),
            timedelta(hours=30),
            True,
            "#N/A",
        ]
    ]
    assert read_source(written("台账.ods", content, tmp_path)) == [Sheet("甲", rows)]


def test_ods_repeated_and_merged_cells_hold_for_all_their_rows(tmp_path):
    def cell(text: str, attributes: str = "") -> str:
        return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'

    rows = f"""<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row>{cell("张三", 'table:number-rows-spanned="2"')}{cell("厂", 'table:number-columns-repeated="2"')}
</table:table-row>
<table:table-row><table:covered-table-cell/>{cell("乙厂")}</table:table-row>
<table:table-row table:number-rows-repeated="2">{cell("同")}</table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>"""

    content = ods_of(f'<table:table table:name="甲">{rows}</table:table>')

    assert read_source(written("台账.ods", content, tmp_path))[0].rows == [
        ["", "", ""], ["", "", ""], ["张三", "厂", "厂"], ["张三", "乙厂", ""], ["同", "", ""], ["同", "", ""]
    ]  # fmt: skip


@pytest.mark.parametrize("repeated", ["rows", "columns"])
def test_ods_that_repeats_without_end_is_refused(tmp_path, repeated):
    attribute = f'table:number-{repeated}-repeated="99999999999"'
    row, cell = (attribute, "") if repeated == "rows" else ("", attribute)
    value = f'<table:table-cell office:value-type="float" office:value="5" {cell}/>'
    table = f"<table:table-row {row}>{value}</table:table-row>"

    assert "太大" in refusal(
        written("多.ods", ods_of(f'<table:table table:name="甲">{table}</table:table>'), tmp_path)
    )


def test_ods_with_a_password_is_refused(tmp_path):
    content = ods_of(
        "", **{"META-INF/manifest.xml": "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"}
    )

    assert "密码" in refusal(written("密.ods", content, tmp_path))
