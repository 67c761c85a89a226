"""Files made to use up memory or time, and large ones that are honest. Read in a child process with little memory."""

import struct
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt

from registry.platform.workbooks import limits, packages, reading
from registry.platform.workbooks.ole_files import OleFile, container_of
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import read_in_child, refusal, sheet_xml, xlsx_of, xlsx_parts, zip_of

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1"><v>2</v></c></row>'


def written(content: bytes, folder: Path, name: str = "台账.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def rows_of(cell: str, columns: str, first: int, last: int) -> str:
    return "".join(
        f'<row r="{row}">{"".join(cell.format(place=f"{column}{row}") for column in columns)}</row>'
        for row in range(first, last + 1)
    )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576" t="str"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c>',
    ],
)
@pytest.mark.parametrize("before", ["", HEADER], ids=["alone", "with others"])
def test_a_cell_at_the_far_corner_is_refused_by_its_name(tmp_path, cell, before):
    content = xlsx_of(("甲", sheet_xml(f'{before}<row r="1048576">{cell}</row>')))

    assert "XFD1048576" in str(read_in_child(written(content, tmp_path)))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" r="XFD1048576"><v>1</v></c>',
        '<c r="A2" t=">" r="XFD1048576"><v>1</v></c>',
        '<z:c r="XFD1048576"><z:v>1</z:v></z:c>',
        '<c\tr="XFD1048576"><v>1</v></c>',
        '<c r="A4294967297"><v>1</v></c>',
        '<c r="A99999999999999999999"><v>1</v></c>',
    ],
)
def test_a_far_cell_in_disguise_does_not_end_the_process(tmp_path, cell):
    content = xlsx_of(("甲", sheet_xml(f'{HEADER}<row r="2">{cell}</row>')))

    answer = read_in_child(written(content, tmp_path))

    assert answer == [[1, [["姓名", 2.0]]]] or "太大" in answer or "损坏" in answer


@pytest.mark.parametrize("last", [1, 9, 10, 26, 27, 130, 701, 702, 703, 1377, 1378, 16_384])
@pytest.mark.parametrize("rows", [1, 9, 10, 26, 99, 100, 4567, 60_001, 99_999, 100_000, 1_048_576])
def test_the_quick_proof_of_smallness_never_passes_a_cell_outside(rows, last):
    from registry.platform.workbooks import xlsx_scan

    limit, row_pattern = xlsx_scan._rows_about(rows)
    outside = xlsx_scan._cell_outside(row_pattern, xlsx_scan._columns_up_to(last))

    def passes(row: int, column: int) -> bool:
        return outside.search(b'<c r="%b%d" s="1">' % (limits.column_letters(column).encode(), row)) is None

    assert limit >= rows
    assert passes(1, 1)
    assert passes(rows, 1)
    assert not passes(limit + 1, 1)
    assert not passes(limit * 10, 1)
    assert not any(passes(1, column) for column in {*range(last + 1, last + 60), *range(last + 1, 18_279, 97)})


def test_a_stray_cell_far_below_a_narrow_sheet_is_read(tmp_path):
    content = xlsx_of(("甲", sheet_xml(HEADER + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')))

    assert read_in_child(written(content, tmp_path)) == [[1_048_576, [["姓名", 2.0], ["", ""]]]]


def test_a_million_empty_formatted_rows_are_no_rows(tmp_path):
    empty = rows_of('<c r="{place}" s="0" />', "A", 2, 1_000_000)

    assert read_in_child(written(xlsx_of(("甲", sheet_xml(HEADER + empty))), tmp_path)) == [[1, [["姓名", 2.0]]]]


def test_formatted_columns_far_to_the_right_are_no_columns(tmp_path):
    empty = (
        '<row r="2">'
        + "".join(f'<c r="{limits.column_letters(at)}2" s="0"></c>' for at in range(1, 16_385))
        + "</row>"
    )
    last = '<row r="5000"><c r="A5000"><v>1</v></c></row>'

    rows = read_source(written(xlsx_of(("甲", sheet_xml(HEADER + empty + last))), tmp_path))[0].rows

    assert (len(rows), rows[0], rows[-1]) == (5000, ["姓名", 2.0], [1.0, ""])


def test_a_hundred_thousand_rows_are_read(tmp_path):
    rows = rows_of('<c r="{place}" t="s"><v>0</v></c>', "ABCDE", 2, 100_000)

    content = xlsx_of(("甲", sheet_xml(HEADER + rows)), strings="<sst><si><t>某某机械厂</t></si></sst>")

    factories = ["某某机械厂"] * 5
    assert read_in_child(written(content, tmp_path)) == [[100_000, [["姓名", 2.0, "", "", ""], factories]]]


def test_a_long_text_named_by_very_many_cells_is_refused(tmp_path):
    rows = rows_of('<c r="{place}" t="s"><v>0</v></c>', "ABCDE", 1, 20_000)

    content = xlsx_of(("甲", sheet_xml(rows)), strings=f"<sst><si><t>{'长' * 32_000}</t></si></sst>")

    assert "文字太多" in str(read_in_child(written(content, tmp_path)))


def test_a_forged_count_of_strings_is_not_believed(tmp_path):
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    strings = '<sst count="4294967295" uniqueCount="4294967295"><si><t>一</t></si></sst>'

    assert read_in_child(written(xlsx_of(("甲", sheet_xml(rows)), strings=strings), tmp_path)) == [[1, [["一"]]]]


def test_a_forged_count_behind_a_comment_is_refused(tmp_path):
    strings = '<!-- <si> --><sst uniqueCount="4294967295"><si><t>一</t></si></sst>'

    assert "损坏" in str(read_in_child(written(xlsx_of(("甲", sheet_xml(HEADER)), strings=strings), tmp_path)))


def bomb(declared: int | None = None) -> bytes:
    """A sheet of ten gigabytes of zeros; the archive may say that it is smaller."""
    parts = xlsx_parts([("甲", "")])
    del parts["xl/worksheets/sheet1.xml"]
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.writestr("xl/worksheets/sheet1.xml", bytes(20 * limits.MEGABYTE))
    forged = bytearray(content.getvalue())
    entry = forged.rindex(b"PK\x01\x02")
    struct.pack_into("<I", forged, entry + 24, 4_000_000_000 if declared is None else declared)
    return bytes(forged)


@pytest.mark.parametrize(("declared", "word"), [(None, "太大"), (20 * limits.MEGABYTE, "太大"), (1000, "损坏")])
def test_a_zip_bomb_is_refused_whatever_it_says_of_its_size(tmp_path, declared, word):
    assert word in str(read_in_child(written(bomb(declared), tmp_path)))


def test_a_bomb_among_the_pictures_is_not_touched(tmp_path):
    parts = xlsx_parts([("甲", sheet_xml(HEADER))])

    content = zip_of(parts | {"xl/media/image1.png": bytes(100 * limits.MEGABYTE)})

    assert read_in_child(written(content, tmp_path)) == [[1, [["姓名", 2.0]]]]


def test_all_parts_together_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", 1000)

    assert "解压后太大" in refusal(written(xlsx_of(("甲", sheet_xml(HEADER * 10))), tmp_path))


def test_all_sheets_together_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 3)

    assert "“乙”太大" in refusal(written(xlsx_of(("甲", sheet_xml(HEADER)), ("乙", sheet_xml(HEADER))), tmp_path))


def test_too_many_sheets_are_refused(tmp_path):
    sheets = [(f"S{number}", sheet_xml("")) for number in range(limits.MAX_SHEETS + 1)]

    assert "工作表太多" in refusal(written(xlsx_of(*sheets), tmp_path))


def test_too_many_parts_are_refused(tmp_path):
    entries = b"PK\x01\x02" * (limits.MAX_PARTS + 1)

    assert "内部文件太多" in refusal(written(xlsx_of(("甲", sheet_xml(HEADER))) + entries, tmp_path))


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 10)

    assert "太大" in refusal(written(b"1,2\n" * 10, tmp_path))


def test_merged_cells_that_overlap_a_thousand_times_are_refused(tmp_path):
    merges = '<mergeCells><mergeCell ref="A1:A1048576"/>' + '<mergeCell ref="A1:A99999"/>' * 2000 + "</mergeCells>"
    rows = HEADER + '<row r="100000"><c r="B100000"><v>1</v></c></row>'

    assert "损坏" in str(read_in_child(written(xlsx_of(("甲", sheet_xml(rows, merges))), tmp_path)))


def xls_with(change: dict[int, tuple[int, bytes]]) -> bytes:
    """An .xls of 30 rows in which the first record of each kind is changed at a place."""
    content = BytesIO()
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    for row in range(30):
        sheet.write(row, 0, f"文{row}")
        sheet.write(row, 1, row / 7)
        sheet.write(row, 2, xlwt.Formula("A1"))
    sheet.merge(28, 29, 5, 5)
    workbook.save(content)
    stream, at, seen = bytearray(OleFile(content.getvalue()).read("Workbook")), 0, set()
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind in change and kind not in seen:
            seen.add(kind)
            place, value = change[kind]
            stream[at + 4 + place : at + 4 + place + len(value)] = value
        at += 4 + size
    assert seen == set(change)
    return container_of(bytes(stream)).getvalue()


def test_an_unchanged_xls_is_read(tmp_path):
    content = xls_with({})

    assert read_in_child(written(content, tmp_path, "台账.xls")) == [[30, [["文0", 0.0, ""], ["文1", 1 / 7, ""]]]]


@pytest.mark.parametrize(
    ("kind", "place", "value"),
    [
        (0x200, 4, b"\xff\xff\xff\x7f"),
        (0x200, 10, b"\xff\xff"),
        (0x0FC, 4, b"\xff\xff\xff\x7f"),
        (0x0FC, 4, b"\xff\xff\xff\xff"),
        (0x0FC, 8, b"\xff\xff"),
        (0x085, 0, b"\xff\xff\xff\x7f"),
        (0x0E5, 0, b"\xff\xff"),
        (0x006, 20, b"\xff\xff"),
        (0x203, 2, b"\xff\xff"),
        (0x203, 0, b"\xff\xff"),
        (0x0FD, 2, b"\xff\xff"),
        (0x0FD, 6, b"\xff\xff\xff\xff"),
    ],
)
def test_a_forged_number_in_an_xls_does_not_end_the_process(tmp_path, kind, place, value):
    answer = read_in_child(written(xls_with({kind: (place, value)}), tmp_path, "台账.xls"))

    assert isinstance(answer, list) or "损坏" in str(answer)


def test_a_ring_of_sectors_in_an_ole_file_is_refused(tmp_path):
    content = bytearray(xls_with({}))
    struct.pack_into("<I", content, 4096 + 4 * 2, 2)

    assert "损坏" in str(read_in_child(written(bytes(content), tmp_path, "台账.xls")))
