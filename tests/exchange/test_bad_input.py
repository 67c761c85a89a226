"""Whatever is handed to `registry check`: an answer or one clear line on stderr, never a traceback."""

import io
import json
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlwt

from tests.exchange.test_check_command import run

HEADERS = ["工号", "姓名", "企业名称", "开始日期", "结束日期", "状态"]
ROW = ["T1", "王䶮", "示例机械有限公司", "2025-01-01", "2025-10-27", "已认定"]
AS_OF = ["--as-of", "2026-06-30"]


def _workbook(*sheets):
    """A workbook of (name, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def _bytes(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


LEDGER = _bytes(_workbook(("台账", [HEADERS, ROW])))


def _encrypted():
    stream = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(LEDGER)).encrypt("secret", stream)
    return stream.getvalue()


def _zip_bomb():
    """A workbook whose sheet unpacks to two gigabytes of spaces."""
    parts = zipfile.ZipFile(io.BytesIO(LEDGER))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in parts.namelist():
            if "sheet1" not in name:
                bomb.writestr(name, parts.read(name))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(256):
                sheet.write(b" " * 8_000_000)
    return stream.getvalue()


def _answer(path, *more):
    done = run("check", path, *AS_OF, "--format", "json", *more)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def _refusal(path):
    done = run("check", path, *AS_OF)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done
    return done.stderr


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.xlsx", b"", "空"),
        ("empty.csv", b"", "空"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        ("form.xlsx", b"%PDF-1.7\n" + bytes(200), "PDF"),
        ("noise.xlsx", bytes(range(256)) * 8, "noise.xlsx"),
        ("cut.xlsx", LEDGER[: len(LEDGER) // 2], "cut.xlsx"),
        ("locked.xlsx", _encrypted(), "密码"),
        ("bomb.xlsx", _zip_bomb(), "bomb.xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, name, content, word):
    file = tmp_path / name
    file.write_bytes(content)

    assert word in _refusal(file)


def test_a_missing_file_is_named():
    assert "nowhere.xlsx" in _refusal("nowhere.xlsx")


@pytest.mark.parametrize("missing", ["企业名称", "开始日期", "结束日期"])
def test_a_missing_header_is_named(tmp_path, missing):
    headers = [header for header in HEADERS if header != missing]
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(_bytes(_workbook(("台账", [headers, ROW[: len(headers)]]))))

    line = _refusal(file)

    assert missing in line
    assert "台账" in line


def test_a_workbook_without_a_ledger_says_which_sheets_it_saw(tmp_path):
    file = tmp_path / "other.xlsx"
    file.write_bytes(_bytes(_workbook(("课表", [["星期", "课程"], ["一", "钳工"]]), ("通讯录", [["电话"], ["1"]]))))

    line = _refusal(file)

    assert "课表" in line
    assert "通讯录" in line


def test_a_folder_without_placements_is_refused(tmp_path):
    (tmp_path / "teachers.csv").write_text("工号,姓名\nT1,王䶮\n", encoding="utf-8")

    assert "placements.csv" in _refusal(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_usual_encoding_is_read(tmp_path, encoding):
    file = tmp_path / "placements.csv"
    file.write_text(f"{','.join(HEADERS)}\n{','.join(ROW)}\n", encoding=encoding)

    code, answer = _answer(file)

    assert (code, [(teacher["name"], teacher["days_exact"]) for teacher in answer["teachers"]]) == (
        0,
        [("王䶮", "300")],
    )


def test_bytes_in_no_encoding_are_refused(tmp_path):
    file = tmp_path / "placements.csv"
    file.write_bytes("工号,姓名\n".encode() + b"\xff\xfe\xfa\x81")

    assert "placements.csv" in _refusal(file)


def test_an_old_xls_is_read(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    for number, row in enumerate((HEADERS, ROW)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    file = tmp_path / "ledger.xls"
    book.save(str(file))

    code, answer = _answer(file)

    assert (code, answer["teachers"][0]["days_exact"]) == (0, "300")


def test_formulas_count_by_the_value_last_seen_and_without_one_the_cell_is_empty(tmp_path):
    book = _workbook(("台账", [HEADERS, ROW]))
    book["台账"]["E2"] = "=DATE(2025,10,27)"
    file = tmp_path / "ledger.xlsx"
    book.save(file)

    code, answer = _answer(file)

    assert code == 3
    assert [(error["row"], error["column"]) for error in answer["errors"]] == [(2, "结束日期")]


def test_names_merged_downwards_hold_for_all_their_rows(tmp_path):
    rows = [HEADERS, ROW, [None, None, "另一家有限公司", "2025-11-01", "2025-11-30", None]]
    book = _workbook(("台账", rows))
    book["台账"].merge_cells("A2:A3")
    book["台账"].merge_cells("B2:B3")
    file = tmp_path / "ledger.xlsx"
    book.save(file)

    code, answer = _answer(file)

    assert (code, [teacher["days_exact"] for teacher in answer["teachers"]]) == (0, ["330"])


def test_two_sheets_of_one_name_are_both_read(tmp_path):
    second = ["T1", "王䶮", "示例机械有限公司", "2025-11-01", "2025-11-30", None]
    content = zipfile.ZipFile(io.BytesIO(_bytes(_workbook(("甲", [HEADERS, ROW]), ("乙", [HEADERS, second])))))
    file = tmp_path / "ledger.xlsx"
    with zipfile.ZipFile(file, "w") as twice:
        for name in content.namelist():
            twice.writestr(name, content.read(name).replace('name="乙"'.encode(), 'name="甲"'.encode()))

    code, answer = _answer(file)

    assert (code, answer["teachers"][0]["days_exact"]) == (0, "330")


def test_a_hundred_thousand_rows_are_answered(tmp_path):
    file = tmp_path / "placements.csv"
    lines = (
        f"T{row % 9000},教师{row % 9000},示例机械有限公司,2025-01-01,2025-01-30,已认定" for row in range(100_000)
    )
    file.write_text("\n".join([",".join(HEADERS), *lines]), encoding="utf-8")

    code, answer = _answer(file)

    assert code == 0
    assert {teacher["days_exact"] for teacher in answer["teachers"]} == {"30"}
    assert len(answer["teachers"]) == 9000


def test_a_million_empty_formatted_rows_are_no_rows(tmp_path):
    parts = zipfile.ZipFile(io.BytesIO(LEDGER))
    file = tmp_path / "ledger.xlsx"
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="F{row}" s="0"/></row>' for row in range(3, 1_000_000))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as large:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", empty.encode() + b"</sheetData>")
            large.writestr(name, content)

    code, answer = _answer(file)

    assert (code, [teacher["days_exact"] for teacher in answer["teachers"]]) == (0, ["300"])
