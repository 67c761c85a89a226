"""What the cells of an .xlsx come out as."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from registry.kernel.sheets import Sheet
from registry.platform.workbooks.reading import read_source
from tests.platform.workbook_makers import sheet_xml, xlsx_of, xlsx_parts, zip_of

STYLES = """<styleSheet>
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="164"/></cellXfs></styleSheet>"""


def saved(workbook: Workbook, folder: Path) -> Path:
    path = folder / "台账.xlsx"
    workbook.save(path)
    return path


def written(content: bytes, folder: Path) -> Path:
    path = folder / "台账.xlsx"
    path.write_bytes(content)
    return path


def test_text_numbers_and_booleans_come_as_they_are(tmp_path):
    workbook = Workbook()
    workbook.active.title = "甲"
    workbook.active.append(["工号", " 两端有空格 ", 1001, 1.5, True, None, "上\n下"])

    assert read_source(saved(workbook, tmp_path)) == [
        Sheet("甲", [["工号", " 两端有空格 ", 1001.0, 1.5, True, "", "上\n下"]])
    ]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_dates_come_as_dates_in_both_date_systems(tmp_path, epoch):
    workbook = Workbook()
    if epoch is not None:
        workbook.epoch = epoch
    day, half_past_ten = date(2021, 3, 5), datetime.fromisoformat("2021-03-05T10:30")
    workbook.active.append(
        [day, datetime.fromisoformat("2021-03-05"), half_past_ten, time(8, 15), timedelta(hours=30)]
    )

    rows = read_source(saved(workbook, tmp_path))[0].rows

    assert rows == [[day, day, half_past_ten, time(8, 15), timedelta(hours=30)]]
    assert [type(cell) for cell in rows[0]] == [date, date, datetime, time, timedelta]


def test_the_date_system_is_not_forgotten_over_an_extension(tmp_path):
    properties = '<workbookPr date1904="1"/><x15:workbookPr chartTrackingRefBase="1"/>'
    sheet = sheet_xml('<row r="1"><c r="A1" s="1"><v>42798</v></c></row>')

    content = xlsx_of(("甲", sheet), styles=STYLES, properties=properties)

    assert read_source(written(content, tmp_path))[0].rows == [[date(2021, 3, 5)]]


def test_dates_written_as_text_come_as_dates(tmp_path):
    workbook = Workbook(iso_dates=True)
    half_past_ten = datetime.fromisoformat("2021-03-05T10:30")
    workbook.active.append([date(2021, 3, 5), datetime.fromisoformat("2021-03-05"), half_past_ten])

    assert read_source(saved(workbook, tmp_path))[0].rows == [[date(2021, 3, 5), date(2021, 3, 5), half_past_ten]]


def test_chinese_date_formats_are_dates(tmp_path):
    cells = '<c r="A1" s="1"><v>44260</v></c><c r="B1" s="2"><v>44256</v></c><c r="C1"><v>44260</v></c>'

    content = xlsx_of(("甲", sheet_xml(f'<row r="1">{cells}</row>')), styles=STYLES)

    assert read_source(written(content, tmp_path))[0].rows == [[date(2021, 3, 5), date(2021, 3, 1), 44260.0]]


def test_rows_and_columns_are_counted_from_the_corner(tmp_path):
    workbook = Workbook()
    workbook.active["C3"] = "x"
    workbook.active["C5"] = "y"

    assert read_source(saved(workbook, tmp_path))[0].rows == [
        ["", "", ""], ["", "", ""], ["", "", "x"], ["", "", ""], ["", "", "y"]
    ]  # fmt: skip


def test_a_cell_merged_downwards_holds_for_all_its_rows(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in (["标题", None], ["张三", "甲厂"], [None, "乙厂"], [None, None], ["李四", "丙厂"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("A5:A6")

    assert read_source(saved(workbook, tmp_path))[0].rows == [
        ["标题", ""], ["张三", "甲厂"], ["张三", "乙厂"], ["张三", ""], ["李四", "丙厂"], ["李四", ""]
    ]  # fmt: skip


def test_a_block_merged_both_ways_fills_its_first_column(tmp_path):
    workbook = Workbook()
    workbook.active["B1"] = "合并"
    workbook.active["D3"] = "末"
    workbook.active.merge_cells("B1:C3")

    assert read_source(saved(workbook, tmp_path))[0].rows == [
        ["", "合并", "", ""], ["", "合并", "", ""], ["", "合并", "", "末"]
    ]  # fmt: skip


def test_a_cell_merged_to_the_end_of_the_sheet_stops_at_the_last_used_row(tmp_path):
    rows = "".join(f'<row r="{row}"><c r="B{row}"><v>{row}</v></c></row>' for row in (2, 3))
    merged = '<mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells>'
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>某校</t></is></c></row>'

    content = xlsx_of(("甲", sheet_xml(first + rows, merged)))

    assert read_source(written(content, tmp_path))[0].rows == [["某校", ""], ["某校", 2.0], ["某校", 3.0]]


def test_formulas_give_the_stored_value_and_nothing_where_none_was_stored(tmp_path):
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>T(1)</f><v>甲厂</v></c>'

    content = xlsx_of(("甲", sheet_xml(f'<row r="1">{cells}</row>')))

    assert read_source(written(content, tmp_path))[0].rows == [[2.0, "", "甲厂"]]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#SPILL!"])
def test_error_cells_come_as_their_text(tmp_path, error):
    cells = f'<c r="A1" t="e"><f>VLOOKUP(1,B:B,1)</f><v>{error}</v></c><c r="B1" s="0" t="e"><v>{error}</v></c>'

    content = xlsx_of(("甲", sheet_xml(f'<row r="1">{cells}</row>')))

    assert read_source(written(content, tmp_path))[0].rows == [[error, error]]


def test_hidden_sheets_are_read_and_very_hidden_ones_are_not(tmp_path):
    workbook = Workbook()
    workbook.active.title = "今年"
    workbook.create_sheet("往年").sheet_state = "hidden"
    workbook.create_sheet("程序用").sheet_state = "veryHidden"

    assert [sheet.name for sheet in read_source(saved(workbook, tmp_path))] == ["今年", "往年"]


def test_sheets_with_nothing_but_a_chart_are_passed_over(tmp_path):
    workbook = Workbook()
    workbook.active.title = "甲"
    workbook.create_chartsheet("图").add_chart(BarChart())

    assert read_source(saved(workbook, tmp_path)) == [Sheet("甲", [])]


def test_two_sheets_of_one_name_are_both_read(tmp_path):
    one, two = (sheet_xml(f'<row r="1"><c r="A1"><v>{value}</v></c></row>') for value in (1, 2))

    assert read_source(written(xlsx_of(("甲", one), ("甲", two)), tmp_path)) == [
        Sheet("甲", [[1.0]]), Sheet("甲", [[2.0]])
    ]  # fmt: skip


def test_shared_strings_keep_their_numbers_and_leave_out_phonetic_guides(tmp_path):
    strings = (
        '<sst count="9" uniqueCount="4"><si/><si><t>二</t></si>'
        "<si><r><t>三</t></r><r><t>之二</t></r><rPh><t>san</t></rPh></si><si><t>甲&amp;乙_x000D_</t></si></sst>"
    )
    cells = "".join(f'<c r="{column}1" t="s"><v>{number}</v></c>' for number, column in enumerate("ABCD"))

    content = xlsx_of(("甲", sheet_xml(f'<row r="1">{cells}</row>')), strings=strings)

    assert read_source(written(content, tmp_path))[0].rows == [["", "二", "三之二", "甲&乙\r"]]


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml('<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>'),
        sheet_xml(
            '<row r="1"><c s="0" r="A1"><v>1</v></c><c r="C1"><v>3</v></c></row>'
            '<row r="2"><c r="A2"><v>4</v></c></row>'
        ),
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        '<x:c r="C1"><x:v>3</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>4</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>",
        "<worksheet>\n<sheetData>\n<row r='1'>\n<c r='A1'>\n<v>1</v>\n</c>\n<c r='C1'><v>3</v></c></row>\n"
        "<row r='2'><c r='A2'><v>4</v></c></row></sheetData></worksheet>",
    ],
    ids=["without references", "attributes in another order", "with a prefix", "single quotes and line breaks"],
)  # fmt: skip
def test_sheets_that_are_written_in_unusual_ways_are_read_alike(tmp_path, xml):
    assert read_source(written(xlsx_of(("甲", xml)), tmp_path))[0].rows == [[1.0, "", 3.0], [4.0, "", ""]]


def test_rows_that_are_out_of_order_keep_their_numbers(tmp_path):
    rows = '<row r="12"><c r="A12"><v>12</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'

    assert read_source(written(xlsx_of(("甲", sheet_xml(rows))), tmp_path))[0].rows == [[1.0], *[[""]] * 10, [12.0]]


def test_parts_are_found_in_unusual_places(tmp_path):
    parts = xlsx_parts(
        [("甲", sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))], "<sst><si><t>一</t></si></sst>"
    )
    moved = {
        name.replace("xl/worksheets/sheet1.xml", "XL\\data\\One.xml").replace("xl/", "XL\\"): part.replace(
            "worksheets/sheet1.xml", "/xl/data/one.xml"
        )
        for name, part in parts.items()
    }

    assert read_source(written(zip_of(moved), tmp_path)) == [Sheet("甲", [["一"]])]


def test_a_workbook_named_as_a_csv_is_read_as_a_workbook(tmp_path):
    path = tmp_path / "placements.csv"
    path.write_bytes(xlsx_of(("甲", sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))))

    assert read_source(path) == [Sheet("甲", [[1.0]])]
