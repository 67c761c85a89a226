"""CSV files and folders of them."""

import subprocess
import sys
from pathlib import Path

import pytest

from registry.kernel.sheets import Sheet
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import refusal

HEADER = ["工号", "姓名", "企业名称"]
ROW = ["0017", " 张三 ", "某某机械厂"]


def written(content: bytes, folder: Path, name: str = "placements.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_encoding_and_delimiter_is_read(tmp_path, encoding, delimiter):
    text = "".join(delimiter.join(row) + "\r\n" for row in (HEADER, ROW))

    assert read_source(written(text.encode(encoding), tmp_path)) == [Sheet("placements.csv", [HEADER, ROW])]


def test_utf_16_with_the_other_byte_order_is_read(tmp_path):
    content = b"\xfe\xff" + "工号,姓名\n1,李四".encode("utf-16-be")

    assert read_source(written(content, tmp_path))[0].rows == [["工号", "姓名"], ["1", "李四"]]


def test_rare_characters_of_gb18030_are_read(tmp_path):
    assert read_source(written("姓名\n㐀𠮷".encode("gb18030"), tmp_path))[0].rows == [["姓名"], ["㐀𠮷"]]


def test_empty_lines_are_kept_and_need_no_line_numbers(tmp_path):
    sheet = read_source(written("甲,乙\n\n1,2\n".encode(), tmp_path))[0]

    assert (sheet.rows, sheet.line_numbers) == ([["甲", "乙"], [], ["1", "2"]], [])


def test_rows_after_a_line_break_inside_quotes_carry_their_line_numbers(tmp_path):
    sheet = read_source(written('甲,乙\n"上\n下",2\r\n"a ""b"", c",\n'.encode(), tmp_path))[0]

    assert sheet.rows == [["甲", "乙"], ["上\n下", "2"], ['a "b", c', ""]]
    assert sheet.line_numbers == [1, 2, 4]


def test_lines_that_end_as_on_old_macs_are_read(tmp_path):
    assert read_source(written("甲,乙\r1,2\r".encode(), tmp_path))[0].rows == [["甲", "乙"], ["1", "2"]]


def test_the_delimiter_is_that_of_the_header_not_of_a_cell_full_of_dates(tmp_path):
    text = "某校2024年台账\n工号,姓名,出勤日期\n1,张三,2024-07-01;2024-07-02;2024-07-03;2024-07-04\n"

    assert read_source(written(text.encode(), tmp_path))[0].rows[1:] == [
        ["工号", "姓名", "出勤日期"],
        ["1", "张三", "2024-07-01;2024-07-02;2024-07-03;2024-07-04"],
    ]


def test_text_saved_under_the_name_of_a_workbook_is_read_as_text(tmp_path):
    path = written("工号\t姓名\n1\t张三\n".encode("gbk"), tmp_path, "台账.xls")

    assert read_source(path) == [Sheet("台账.xls", [["工号", "姓名"], ["1", "张三"]])]


def test_a_damaged_byte_in_utf_8_is_refused_and_not_read_as_another_encoding(tmp_path):
    content = "工号,姓名\n0001,某某职业技术学院\n0002,".encode() + b"\xff\xfe\n"

    assert "第 3 行" in refusal(written(content, tmp_path))


def test_bytes_that_fit_no_encoding_are_refused(tmp_path):
    assert "编码" in refusal(written(b"a,b\nc,\xff\n", tmp_path))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    assert "文本" in refusal(written(bytes(range(256)) * 8, tmp_path))


@pytest.mark.parametrize("tail", ["\n2,李四,乙厂\n", "\n2,李四,乙厂\n" * 20_000], ids=["short", "long"])
def test_a_quote_that_never_closes_is_refused_with_its_line(tmp_path, tail):
    text = '工号,姓名,企业名称\n1,张三,"甲厂' + tail

    assert "第 2 行" in refusal(written(text.encode(), tmp_path))


def test_too_many_lines_are_refused(tmp_path):
    assert "行数" in refusal(written(b"\n" * 1_048_577, tmp_path))


def test_a_folder_gives_its_files_in_order_and_leaves_others_alone(tmp_path):
    for name in ("leave.csv", "Placements.CSV", "teachers.csv", "备注.txt", "old.xlsx"):
        written(f"{name},1".encode(), tmp_path, name)

    assert read_source(tmp_path) == [
        Sheet(name, [[name, "1"]]) for name in ("teachers.csv", "Placements.CSV", "leave.csv")
    ]


def test_a_folder_without_placements_is_refused(tmp_path):
    written(b"1", tmp_path, "teachers.csv")

    assert "placements.csv" in refusal(tmp_path)


def test_a_folder_with_the_same_file_twice_is_refused(tmp_path):
    for name in ("placements.csv", "PLACEMENTS.csv"):
        written(b"1", tmp_path, name)
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("the file system knows no upper and lower case")

    assert "两份" in refusal(tmp_path)


def test_the_fault_of_a_file_in_a_folder_names_the_file(tmp_path):
    written(b"1", tmp_path)
    written(b"", tmp_path, "leave.csv")

    assert "“leave.csv”是空文件" in refusal(tmp_path)


def test_reading_a_csv_does_not_load_the_readers_of_workbooks(tmp_path):
    path = written(b"1,2", tmp_path)
    code = f"""
import sys
from pathlib import Path
from registry.platform.workbooks.reading import read_source
read_source(Path({str(path)!r}))
print(sorted({{"python_calamine", "zipfile", "openpyxl", "numpy"}} & set(sys.modules)))
"""

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True
    )

    assert done.stdout == "[]\n"
