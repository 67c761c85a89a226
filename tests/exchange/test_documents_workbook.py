"""The printable workbook, read back: what stands in it, how it prints, and that its sums are those of the answer."""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest

from registry.exchange.documents.answer_workbook import answer_as_workbook
from registry.exchange.rules.wording import say
from registry.platform.language import Language
from registry.practice.model import (
    AttendedDay,
    Credit,
    NotCounted,
    PlacementState,
    PostCategory,
    PostHeld,
    StandingState,
    TeacherFacts,
)
from tests.exchange.test_documents_figures import (
    AT_RISK,
    DIFFERS,
    EVERY_STATE,
    EXEMPT,
    MET,
    NOT_YET_DUE,
    ON,
    SHORT,
    UNKNOWN,
    UNREAD,
    WINDOW,
    YEARLY,
    a_count,
    a_ledger_answer,
    an_answer_for,
    incomplete,
)

A4 = 9
CM_PER_POINT = 2.54 / 72
SEAL_CM = 4.6


def _book(answer, language=Language.ZH):
    return openpyxl.load_workbook(io.BytesIO(answer_as_workbook(answer, language)))


def _heading_row(sheet):
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value and sheet.cell(row, 3).value)


def _table(sheet):
    """The rows under the headings as dicts, until the first that has no second cell."""
    top = _heading_row(sheet)
    headings = [cell.value for cell in sheet[top]]
    rows = []
    for cells in sheet.iter_rows(min_row=top + 1):
        if cells[1].value is None:
            break
        rows.append(dict(zip(headings, [cell.value for cell in cells], strict=True)))
    return rows


def test_the_sheets_stand_in_their_order():
    assert _book(a_ledger_answer()).sheetnames == ["达标情况", "天数明细", "数据问题"]
    assert _book(a_ledger_answer(), Language.EN).sheetnames == ["Standing", "Days", "Problems"]


@pytest.mark.parametrize("name", ["达标情况", "天数明细", "数据问题"])
def test_every_sheet_prints_on_a4_across(name):
    sheet = _book(a_ledger_answer(errors=(UNREAD,)))[name]
    heading = _heading_row(sheet)

    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == A4
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(None, 0), (1, 0)}
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.freeze_panes == f"A{heading + 1}"
    assert "第 &P 页 共 &N 页" in (sheet.oddFooter.center.text or "").replace("&[Page]", "&P").replace(
        "&[Pages]", "&N"
    )


def test_the_first_sheet_says_date_basis_and_sources_above_the_table():
    sheet = _book(a_ledger_answer())["达标情况"]
    above = [sheet.cell(row, 1).value for row in range(1, _heading_row(sheet))]

    assert above[0] == "教师企业实践达标情况表"
    assert above[1].startswith("截止日期:2026-06-30")
    assert above[2].startswith("计算口径:整日计 1/30 个月")
    assert above[4].startswith("依据:盘政发〔2021〕4号 三(七)")
    assert above[5].endswith("待核实)")


def test_a_row_holds_figures_as_numbers_and_states_as_words():
    [row] = _table(_book(a_ledger_answer([AT_RISK]))["达标情况"])

    assert row.pop("到期日").date() == date(2026, 7, 2)
    assert row == {
        "序号": 1,
        "工号": "R",
        "姓名": "教师R",
        "部门": "无",
        "教师类别": "无",
        "认定天数": 301,
        "折合月数": 10.03,
        "要求(月)": 10,
        "统计窗口": "2021-07-01 至 2026-06-30",
        "状态": "◐ 预警",
        "还需天数": 182,
        "本学年(月)": "进行中 0.60",
        "上学年(月)": "未完成 0.00",
        "全国标准": "◐ 预警",
        "备注": "无",
    }


def test_months_are_rounded_down_before_the_spreadsheet_sees_them():
    nearly = an_answer_for("X", SHORT.standing._replace(credit=Credit(Fraction(2999, 10), Fraction(2999, 300))))

    [row] = _table(_book(a_ledger_answer([nearly]))["达标情况"])

    assert (row["认定天数"], row["折合月数"]) == (299.9, 9.99)


def test_exempt_has_no_figures():
    [row] = _table(_book(a_ledger_answer([EXEMPT]))["达标情况"])

    assert {row[key] for key in ("认定天数", "折合月数", "要求(月)", "统计窗口", "到期日", "还需天数")} == {"无"}
    assert row["状态"] == "· 不作要求"


def test_unknown_reads_at_least_and_stays_a_number():
    sheet = _book(a_ledger_answer([UNKNOWN]))["达标情况"]
    days = sheet.cell(_heading_row(sheet) + 1, 6)

    assert days.value == 292
    assert days.number_format == '"至少 "General'


def test_what_is_required_is_aligned_alike_in_every_row():
    sheet = _book(a_ledger_answer())["达标情况"]
    cells = [sheet.cell(_heading_row(sheet) + place, 8) for place in range(1, len(EVERY_STATE) + 1)]

    assert {cell.value for cell in cells} == {10, 1.4, "无"}
    assert {cell.alignment.horizontal for cell in cells} == {"center"}


@pytest.mark.parametrize(
    ("language", "shown"), [(Language.ZH, "专业课教师、公共基础课教师"), (Language.EN, "professional, public")]
)
def test_the_posts_held_on_the_day_are_named_once_each(language, shown):
    before, after = date(2026, 6, 29), date(2026, 7, 1)
    posts = (
        PostHeld(PostCategory.INSTRUCTOR, finished_on=before),
        PostHeld(PostCategory.PROFESSIONAL, started_on=ON),
        PostHeld(PostCategory.PUBLIC, finished_on=ON),
        PostHeld(PostCategory.PROFESSIONAL),
        PostHeld(PostCategory.INSTRUCTOR, started_on=after),
    )
    held = replace(MET, teacher=replace(MET.teacher, facts=TeacherFacts(posts)))
    sheet = _book(a_ledger_answer([held]), language).worksheets[0]

    assert sheet.cell(_heading_row(sheet) + 1, 5).value == shown


@pytest.mark.parametrize("name", ["达标情况", "天数明细"])
def test_the_source_of_the_yearly_duty_stands_on_the_sheets_with_figures(name):
    line = "本学年任务:国发〔2019〕4号 四(十二)(2019-01-24 起,待核实)"

    assert line in [cell.value for cell in _book(a_ledger_answer(yearly_citation=YEARLY))[name]["A"]]
    assert line not in [cell.value for cell in _book(a_ledger_answer())[name]["A"]]


def test_every_state_has_a_word_a_shape_and_a_colour_of_its_own():
    sheet = _book(a_ledger_answer())["达标情况"]
    cells = [sheet.cell(_heading_row(sheet) + place, 10) for place in range(1, len(EVERY_STATE) + 1)]

    assert [cell.value for cell in cells] == [
        "● 达标",
        "◐ 预警",
        "◌ 不再达标",
        "○ 未达标",
        "? 资料待补",
        "– 未到考核期",
        "· 不作要求",
    ]
    assert len({cell.fill.fgColor.rgb for cell in cells}) == len(StandingState)


def test_notes_say_what_is_unusual():
    moved = an_answer_for("X", MET.standing._replace(window=replace(WINDOW, started_on=date(2020, 1, 1))))

    rows = _table(_book(a_ledger_answer([MET, SHORT, incomplete(UNKNOWN), NOT_YET_DUE, moved]))["达标情况"])

    assert [row["备注"] for row in rows] == [
        "无",
        "无",
        "资料不全*;以前的实践待补录",
        "要求按在岗时间折算",
        "因请假窗口前移",
    ]


def test_out_of_reach_is_said_in_words():
    [row] = _table(
        _book(a_ledger_answer([an_answer_for("X", SHORT.standing._replace(days_needed=None))]))["达标情况"]
    )

    assert row["还需天数"] == "期内补不足"


def test_totals_and_signatures_stand_under_the_table():
    sheet = _book(a_ledger_answer())["达标情况"]
    under = [cell.value for cell in sheet["A"] if isinstance(cell.value, str)]

    assert under[-2].startswith("合计 7 人:")
    assert all(word in under[-1] for word in ("填表人", "审核人", "负责人", "(公章)", "年", "月", "日"))


def test_a_round_seal_has_room_on_one_page():
    sheet = _book(a_ledger_answer())["达标情况"]
    seal = next(area for area in sheet.merged_cells.ranges if area.start_cell.value == "(公章处)")
    letters = [openpyxl.utils.get_column_letter(column) for column in range(1, sheet.max_column + 1)]
    pixels = {letter: sheet.column_dimensions[letter].width * 7 for letter in letters}
    scale = min(1, (29.7 - 2) / 2.54 * 96 / sum(pixels.values()))
    wide = sum(pixels[letters[column - 1]] for column in range(seal.min_col, seal.max_col + 1)) / 96 * 2.54 * scale

    assert seal.min_row == seal.max_row  # a row is never split between pages
    assert sheet.row_dimensions[seal.min_row].height * CM_PER_POINT * scale >= SEAL_CM
    assert wide >= SEAL_CM


def test_credit_since_a_day_has_columns_of_its_own():
    asked = replace(MET, since=Credit(Fraction(31, 2), Fraction(31, 60)))

    [row] = _table(_book(a_ledger_answer([asked], since=date(2025, 7, 1)))["达标情况"])

    assert (row["2025-07-01 起天数"], row["2025-07-01 起月数"]) == (15.5, 0.51)


def test_under_the_national_rule_the_column_beside_falls_away():
    [row] = _table(_book(a_ledger_answer([replace(MET, also=())]))["达标情况"])

    assert "全国标准" not in row


def test_the_days_sheet_tells_where_each_day_went():
    half = Fraction(1, 2)
    attended = (AttendedDay(date(2026, 3, 6), 2), AttendedDay(date(2026, 3, 13), 1))
    counts = (
        a_count(300, {NotCounted.OUTSIDE_WINDOW: Fraction(30), NotCounted.LEAVE: half}),
        a_count(0, {NotCounted.NOT_VERIFIED: Fraction(62)}, state=PlacementState.REJECTED, share_percent=50),
        a_count(1, {NotCounted.COVERED_ALREADY: half}, attended=attended, started_on=date(2026, 3, 6)),
        a_count(0, {}, share_percent=80, started_on=date(2026, 4, 1)),
    )

    rows = _table(_book(a_ledger_answer([replace(AT_RISK, counts=counts)]))["天数明细"])

    assert rows[0] == {
        "工号": "R",
        "姓名": "教师R",
        "出处(表!行)": "企业实践台账!4",
        "企业名称": "示例厂",
        "起止时间": "2021-06-01 至 2022-04-27",
        "方式": "脱产",
        "认定状态": "已认定",
        "应计天数": 330.5,
        "计入天数": 300,
        "未计天数": 30.5,
        "未计原因": "统计窗口外 30 天;请假 0.5 天",
    }
    assert [row["方式"] for row in rows[1:4]] == ["半脱产(50%)", "不脱产,出勤 1.5 天", "按 80%"]
    assert [row["未计原因"] for row in rows[1:4]] == ["未认定 62 天", "已由其他实践覆盖 0.5 天", "无"]
    assert rows[1]["认定状态"] == "未通过"


def test_a_subtotal_equals_the_total_of_the_first_sheet():
    counts = (a_count(200), a_count(101, {NotCounted.AFTER_DATE: Fraction(10)}))
    book = _book(a_ledger_answer([replace(AT_RISK, counts=counts), SHORT, EXEMPT]))

    subtotals = [row for row in _table(book["天数明细"]) if str(row["出处(表!行)"]).startswith("小计")]

    assert [(row["应计天数"], row["计入天数"], row["未计天数"]) for row in subtotals[:1]] == [(311, 301, 10)]
    assert subtotals[0]["计入天数"] == _table(book["达标情况"])[0]["认定天数"]
    assert [row["未计原因"] for row in subtotals] == ["301 天(10.03 个月)", "181 天(6.03 个月)", "· 不作要求"]
    assert subtotals[1]["出处(表!行)"] == "小计(无实践记录)"


@pytest.mark.parametrize("language", list(Language))
def test_the_problems_sheet_lists_every_fault_and_every_warning(language):
    faults = tuple(replace(UNREAD, row=row) for row in range(1, 31))

    rows = list(_book(a_ledger_answer(errors=faults, warnings=(DIFFERS,)), language).worksheets[2].values)[3:]

    assert len(rows) == 31
    assert rows[29][1:] == ("企业实践台账", 30, "结束日期", "2023-02-30", say(UNREAD, language))
    assert rows[30][1:] == ("企业实践台账", 9, "天数", "61", say(DIFFERS, language))


def test_without_faults_the_problems_sheet_says_so():
    sheet = _book(a_ledger_answer())["数据问题"]

    assert sheet.cell(sheet.max_row, 1).value == "没有发现问题。"


def test_text_never_becomes_a_formula_or_a_link():
    hostile = replace(MET, teacher=replace(MET.teacher, name='=HYPERLINK("http://x")', staff_no="http://x"))
    sheet = _book(a_ledger_answer([hostile]))["达标情况"]
    staff_no, name = sheet.cell(_heading_row(sheet) + 1, 2), sheet.cell(_heading_row(sheet) + 1, 3)

    assert (name.value, name.data_type) == ('=HYPERLINK("http://x")', "s")
    assert staff_no.hyperlink is None


def test_equal_answers_give_equal_bytes():
    assert answer_as_workbook(a_ledger_answer(), Language.ZH) == answer_as_workbook(a_ledger_answer(), Language.ZH)


def test_an_answer_without_teachers_is_still_a_workbook():
    assert _table(_book(a_ledger_answer([]))["天数明细"]) == []


def test_a_very_long_cell_does_not_break_the_sheet():
    sheet = _book(a_ledger_answer([], errors=(replace(UNREAD, value="长" * 40_000),)))["数据问题"]

    assert sheet.row_dimensions[4].height <= 409
