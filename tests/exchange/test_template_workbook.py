"""The workbooks to fill in, read back; and what the reader of ledgers and the rules make of the example."""

import io
from datetime import date, datetime, timedelta
from functools import cache

import openpyxl
import pytest

from registry.exchange.documents.template_columns import LEAVES, PLACEMENTS, TEACHERS
from registry.exchange.documents.template_workbook import template_workbook
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.service import CheckQuestion, check_ledger
from registry.platform.language import Language
from registry.platform.workbooks.reading import read_source
from registry.policy.book import shipped_book
from registry.practice.model import PostCategory, StandingState

NAMES = ["填写说明", "教师名册", "企业实践台账", "请假"]
TEACHERS_IN_EXAMPLE = 60
LONGEST_LIST = 255


@cache
def _book(language=Language.ZH, example=False):
    return openpyxl.load_workbook(io.BytesIO(template_workbook(language, example=example)))


def _headers(sheet):
    return [cell.value for cell in sheet[3]]


def _column(sheet, header):
    return openpyxl.utils.get_column_letter(_headers(sheet).index(header) + 1)


def _rule_for(sheet, header):
    letter = _column(sheet, header)
    return next((rule for rule in sheet.data_validations.dataValidation if f"{letter}4" in rule.sqref), None)


def _ledger(tmp_path, language, example):
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(template_workbook(language, example=example))
    return read_ledger(read_source(file), ReadingOptions())


def test_the_sheets_and_headers_are_those_of_the_contract():
    book = _book()

    assert book.sheetnames == NAMES
    assert _headers(book["教师名册"]) == [
        "工号*", "姓名*", "部门", "教师类别", "任教开始", "任教结束", "资料起始", "学校代码", "身份证件号码",
    ]  # fmt: skip
    assert _headers(book["企业实践台账"]) == [
        "工号*", "姓名", "企业名称*", "统一社会信用代码", "岗位", "实践形式", "开始日期*", "结束日期*", "天数",
        "工作量比例", "脱产方式", "出勤日期", "状态",
    ]  # fmt: skip
    assert _headers(book["请假"]) == ["工号*", "姓名", "类型", "开始日期*", "结束日期*"]


@pytest.mark.parametrize(
    ("sheet", "header", "words"),
    [
        ("教师名册", "教师类别", "专业课教师,实习指导教师,公共基础课教师"),
        ("企业实践台账", "实践形式", "顶岗,挂职,考察观摩,技能培训,研发,指导实习,实训基地,线上,其他"),
        ("企业实践台账", "脱产方式", "脱产,半脱产,不脱产"),
        ("企业实践台账", "状态", "已认定,待审核,已退回,未通过,作废,已撤回"),
        ("请假", "类型", "产假,病假,脱产学习,其他"),
    ],
)
def test_words_are_picked_from_a_list(sheet, header, words):
    rule = _rule_for(_book()[sheet], header)

    assert (rule.type, rule.formula1) == ("list", f'"{words}"')


@pytest.mark.parametrize("language", list(Language))
def test_no_list_is_longer_than_a_cell_rule_may_be(language):
    lists = [column.choices for sheet in (TEACHERS, PLACEMENTS, LEAVES) for column in sheet.columns if column.choices]

    assert all(len(",".join(word.to(language) for word in words)) <= LONGEST_LIST for words in lists)


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("教师名册", "任教开始"),
        ("教师名册", "资料起始"),
        ("企业实践台账", "开始日期*"),
        ("企业实践台账", "结束日期*"),
        ("请假", "开始日期*"),
    ],
)
def test_date_columns_take_dates_and_warn_of_others(sheet, header):
    page = _book()[sheet]
    rule = _rule_for(page, header)

    assert (rule.type, rule.errorStyle) == ("date", "warning")
    assert page[f"{_column(page, header)}4"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("教师名册", "工号*"),
        ("教师名册", "身份证件号码"),
        ("企业实践台账", "工号*"),
        ("企业实践台账", "统一社会信用代码"),
        ("企业实践台账", "出勤日期"),
        ("请假", "工号*"),
    ],
)
def test_numbers_that_are_names_stay_text(sheet, header):
    page = _book()[sheet]

    assert page[f"{_column(page, header)}4"].number_format == "@"
    assert page.column_dimensions[_column(page, header)].number_format == "@"


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_sheet_is_ready_to_fill_in_and_to_print(name):
    sheet = _book()[name]

    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "C4"
    assert all(cell.comment for cell in sheet[3])
    required = {cell.fill.fgColor.rgb for cell in sheet[3] if cell.value.endswith("*")}
    optional = {cell.fill.fgColor.rgb for cell in sheet[3] if not cell.value.endswith("*")}
    assert len(required) == len(optional) == 1
    assert required != optional


def test_the_notes_explain_every_column():
    explained = [(row[0], row[1]) for row in _book()["填写说明"].iter_rows(min_row=7, values_only=True)]

    assert explained == [
        (sheet.name.zh, column.header.zh) for sheet in (TEACHERS, PLACEMENTS, LEAVES) for column in sheet.columns
    ]


def test_the_workbook_is_always_the_same():
    assert template_workbook(Language.ZH, example=True) == template_workbook(Language.ZH, example=True)


def test_the_example_writes_dates_in_many_ways():
    sheet = _book(example=True)["企业实践台账"]
    column = _headers(sheet).index("开始日期*")
    written = [row[column] for row in sheet.iter_rows(min_row=4, values_only=True) if row[column]]
    texts = {
        "".join("9" if letter.isdigit() else letter for letter in each) for each in written if isinstance(each, str)
    }

    assert {type(each) for each in written} == {str, datetime}
    assert {"9999-99-99", "9999/9/9", "9999.9.9", "9999年9月9日", "99999999", "9999年9月"} <= texts


def test_the_example_names_nobody():
    book = _book(example=True)
    roster = [row[8] for row in book["教师名册"].iter_rows(min_row=4, values_only=True)]
    enterprises = [row[2] for row in book["企业实践台账"].iter_rows(min_row=4, values_only=True) if row[2]]

    assert set(roster) == {None}
    assert all("示例" in enterprise for enterprise in enterprises)


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_template_reads_as_an_empty_ledger(tmp_path, language):
    ledger = _ledger(tmp_path, language, example=False)

    assert (ledger.teachers, ledger.errors, ledger.warnings) == ((), (), ())


@pytest.mark.parametrize("language", list(Language))
def test_the_example_reads_without_a_fault(tmp_path, language):
    ledger = _ledger(tmp_path, language, example=True)

    assert (ledger.errors, ledger.warnings) == ((), ())
    assert len({teacher.staff_no for teacher in ledger.teachers}) == TEACHERS_IN_EXAMPLE
    assert len({teacher.name for teacher in ledger.teachers}) == TEACHERS_IN_EXAMPLE
    assert [teacher.name for teacher in ledger.teachers[:3]] == ["王䶮", "李㛃", "娜仁·乌云其其格"]
    assert {post.category for teacher in ledger.teachers for post in teacher.facts.posts} == set(PostCategory)
    assert any(teacher.facts.records_from for teacher in ledger.teachers)
    assert sum(len(teacher.facts.leaves) for teacher in ledger.teachers) == 4


def test_both_languages_tell_the_same_facts(tmp_path):
    chinese, english = (_ledger(tmp_path, language, example=True) for language in Language)

    plain = [
        [
            [(each.started_on, each.finished_on, each.share_percent, each.attended, each.state, each.form)]
            for teacher in ledger.teachers
            for each in teacher.facts.placements
        ]
        for ledger in (chinese, english)
    ]

    assert plain[0] == plain[1]


@pytest.mark.parametrize("on", [date(2026, 11, 22), *[date(2026, 1, 1) + timedelta(days=91 * n) for n in range(9)]])
def test_the_example_shows_every_state_on_any_day_of_two_years(tmp_path, on):
    ledger = _ledger(tmp_path, Language.ZH, example=True)

    answer = check_ledger(ledger, CheckQuestion("cn-liaoning-panjin", on), shipped_book())

    assert {teacher.standing.state for teacher in answer.teachers} == set(StandingState)
