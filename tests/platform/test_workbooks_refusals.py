"""Files that cannot be used: one clear line each, and what to do next."""

import os
import re
import struct
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from registry.kernel.errors import BadInput
from registry.platform.language import Language
from registry.platform.workbooks.failures import _WORDS, Problem, Unreadable
from registry.platform.workbooks.ole_files import OleFile, container_of
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import refusal, sheet_xml, xlsx_of, xlsx_parts, zip_of

ONE_CELL = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')


def written(content: bytes, folder: Path, name: str = "台账.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def xlsx_bytes() -> bytes:
    content = BytesIO()
    workbook = Workbook()
    for row in range(200):
        workbook.active.append([f"T{row}", "张三", row])
    workbook.save(content)
    return content.getvalue()


def xls_bytes() -> bytes:
    content = BytesIO()
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    for row in range(200):
        sheet.write(row, 0, f"T{row}")
    workbook.save(content)
    return content.getvalue()


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "没有.xlsx").startswith("找不到“没有.xlsx”")


@pytest.mark.parametrize("name", ["a/b\0c.xlsx", "x" * 300, "file.txt/under.xlsx"])
def test_an_impossible_path_is_refused(tmp_path, name):
    (tmp_path / "file.txt").write_text("1")

    with pytest.raises(BadInput):
        read_source(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "不是文件" in refusal(tmp_path / "pipe")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = written(b"1", tmp_path)
    path.chmod(0)

    assert "权限" in refusal(path)


def test_a_file_that_the_system_will_not_open_is_refused(tmp_path, monkeypatch):
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert "权限" in refusal(written(b"1", tmp_path))


def test_an_empty_file_is_refused(tmp_path):
    assert "空文件" in refusal(written(b"", tmp_path))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "JPEG"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (bytes(range(256)) * 20, "文本"),
        ("<html><body><table><tr><td>工号</td></tr></table></body></html>".encode("gbk"), "HTML"),
        (b"\n  <TABLE border=1><tr><td>1</td></tr></TABLE>", "HTML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
        (zip_of({"a.txt": "1"}), "压缩包"),
        (zip_of({"word/document.xml": "<w/>"}), "Word"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
        (zip_of({"xl/workbook.bin": "x"}), ".xlsb"),
        (zip_of({}), "压缩包"),
    ],
    ids=[
        "pdf",
        "png",
        "jpeg",
        "rar",
        "bytes",
        "html",
        "table",
        "mhtml",
        "xml",
        "zip",
        "docx",
        "odt",
        "xlsb",
        "empty zip",
    ],
)
def test_what_is_no_workbook_is_told_what_it_is(tmp_path, content, word):
    assert word in refusal(written(content, tmp_path, "台账.xls"))


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
@pytest.mark.parametrize("make", [xlsx_bytes, xls_bytes])
def test_a_file_that_was_cut_off_is_refused(tmp_path, make, share):
    content = make()

    assert "损坏" in refusal(written(content[: int(len(content) * share)], tmp_path))


def test_an_xlsx_with_a_password_is_refused(tmp_path):
    locked = BytesIO()
    OOXMLFile(BytesIO(xlsx_bytes())).encrypt("123456", locked)

    assert "密码" in refusal(written(locked.getvalue(), tmp_path))


def test_an_xls_with_a_password_is_refused(tmp_path):
    stream = OleFile(xls_bytes()).read("Workbook")
    first_end = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = stream[:first_end] + struct.pack("<HHHHH", 0x2F, 6, 1, 1, 1) + stream[first_end:]

    assert "密码" in refusal(written(container_of(locked).getvalue(), tmp_path, "台账.xls"))


def test_a_zip_entry_with_a_password_is_refused(tmp_path):
    content = bytearray(xlsx_of(("甲", ONE_CELL)))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert "密码" in refusal(written(bytes(content), tmp_path))


def test_an_ole_file_that_is_no_workbook_is_refused(tmp_path):
    content = (
        container_of(b"x" * 5000).getvalue().replace("Workbook".encode("utf-16-le"), "WorkBook".encode("utf-16-le"))
    )

    assert "OLE" in refusal(written(content, tmp_path, "旧.xls"))


def test_a_damaged_sheet_is_named(tmp_path):
    content = xlsx_of(("好", ONE_CELL), ("坏", sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')))

    assert "“坏”已损坏" in refusal(written(content, tmp_path))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_a_part_it_needs_is_refused(tmp_path, part):
    parts = xlsx_parts([("甲", ONE_CELL)])
    del parts[part]

    assert "损坏" in refusal(written(zip_of(parts), tmp_path))


def test_a_workbook_without_sheets_is_refused(tmp_path):
    assert "没有可读的工作表" in refusal(written(xlsx_of(), tmp_path))


def test_a_part_that_differs_from_its_checksum_is_refused(tmp_path):
    content = zip_of(xlsx_parts([("甲", ONE_CELL)]), packed=False)

    assert "损坏" in refusal(written(content.replace(b"<v>1</v>", b"<v>2</v>"), tmp_path))


@pytest.mark.parametrize(
    ("part", "word"),
    [("xl/workbook.xml", "实体"), ("xl/_rels/workbook.xml.rels", "实体"), ("xl/worksheets/sheet1.xml", "损坏")],
)
def test_entities_that_grow_without_end_are_refused(tmp_path, part, word):
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    parts = xlsx_parts([("甲", sheet_xml('<row r="1"><c r="A1" t="str"><v>&e11;</v></c></row>'))])
    parts[part] = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>' + parts[part]

    assert word in refusal(written(zip_of(parts), tmp_path))


def test_a_name_with_line_breaks_still_makes_one_line(tmp_path):
    assert refusal(tmp_path / "两\n行\u2028\x1b[31m.xlsx") == "找不到“两�行��[31m.xlsx”：请检查路径和文件名。"


def test_the_words_are_in_english_when_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_LANGUAGE", "en")

    assert refusal(tmp_path / "a.xlsx") == "“a.xlsx” was not found: check the path and the name."


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words_in_both_languages_with_the_same_facts(problem):
    chinese, english = (_WORDS[language][problem] for language in Language)

    assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))
    assert "{name}" in chinese


def test_facts_from_the_file_cannot_break_the_line():
    assert "\n" not in str(Unreadable(Problem.SHEET_DAMAGED, sheet="a\nb").as_bad_input("台账.xlsx"))
