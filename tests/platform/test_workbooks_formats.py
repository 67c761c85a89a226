"""The old format of workbooks: .xls."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt

from registry.kernel.sheets import Sheet
from registry.platform.workbooks.reading import read_source

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
