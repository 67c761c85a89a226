"""What a placement row says, and every fault that it can have."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.kernel.sheets import Sheet
from registry.practice.model import AttendedDay, PlacementFact, PlacementState, PracticeForm
from tests.exchange.test_reading_ledger import (
    MARCH,
    PLACEMENT_HEADER,
    ROW,
    errors,
    incomplete,
    only_placement,
    placements,
    read,
    row_with,
    teachers,
)

FULL_HEADER = [
    "序号", "工号", "姓名", "企业名称", "统一社会信用代码", "岗位", "实践形式", "开始日期", "结束日期", "起止时间",
    "天数", "工作量比例", "脱产方式", "出勤日期", "状态",
]  # fmt: skip
FULL_ROW = [1.0, "1001", "林一", "华锦", "", "质检员", "", "2021-03-01", "2021-03-31", "", "", "", "", "", ""]


def full(**cells):
    row = [cells.get(header, cell) for header, cell in zip(FULL_HEADER, FULL_ROW, strict=True)]
    return placements(row, header=FULL_HEADER)


def test_every_column_of_a_placement_is_read():
    ledger = read(full(实践形式="实训基地", 工作量比例=0.5, 脱产方式="半脱产", 状态="待审核", 天数=31.0))

    assert only_placement(ledger) == PlacementFact(
        "台账!2", *MARCH, 50, None, PlacementState.SUBMITTED, PracticeForm.TRAINING_BASE, "华锦"
    )


def test_months_reach_from_the_first_day_to_the_last():
    placement = only_placement(read(full(开始日期="2021.3", 结束日期="2021年3月")))

    assert (placement.started_on, placement.finished_on) == MARCH


def test_the_period_holds_where_start_and_end_are_empty():
    placement = only_placement(read(full(开始日期=" ", 结束日期="", 起止时间="2021年3-4月")))

    assert (placement.started_on, placement.finished_on) == (date(2021, 3, 1), date(2021, 4, 30))


def test_a_period_that_says_something_else_than_start_and_end_is_a_fault():
    agreeing = only_placement(read(full(起止时间="2021年3月1日-31日")))
    ledger = read(teachers(["1001", "林一"]), full(起止时间="2021年5-6月"))

    assert (agreeing.started_on, agreeing.finished_on) == MARCH
    assert errors(ledger) == [("台账", 2, "起止时间", "period_disagrees")]


def test_listed_days_are_the_only_ones_that_count_whatever_the_duty_mode():
    for mode in ("不脱产", "脱产", ""):
        placement = only_placement(read(full(脱产方式=mode, 出勤日期="2021-03-02;2021-03-31/0.5")))

        assert placement.attended == (AttendedDay(date(2021, 3, 2), 2), AttendedDay(date(2021, 3, 31), 1))


@pytest.mark.parametrize(
    ("cells", "column", "fault"),
    [
        ({"企业名称": ""}, "企业名称", "required_empty"),
        ({"企业名称": "\u3000"}, "企业名称", "required_empty"),
        ({"开始日期": ""}, "开始日期", "required_empty"),
        ({"结束日期": ""}, "结束日期", "required_empty"),
        ({"结束日期": "", "起止时间": "2021年3-4月"}, "结束日期", "required_empty"),
        ({"开始日期": "暑假"}, "开始日期", "not_a_date"),
        ({"结束日期": "2021-02-30"}, "结束日期", "not_a_date"),
        ({"开始日期": 2021.1}, "开始日期", "number_as_month"),
        ({"结束日期": "2021-02-28"}, "结束日期", "end_before_start"),
        ({"开始日期": "", "结束日期": "", "起止时间": "2021-03-05"}, "起止时间", "not_a_period"),
        ({"开始日期": "", "结束日期": "", "起止时间": 2021.7}, "起止时间", "not_a_period"),
        ({"开始日期": "", "结束日期": "", "起止时间": "2020.12.20-1.15"}, "起止时间", "end_before_start"),
        ({"工作量比例": "150%"}, "工作量比例", "share_out_of_range"),
        ({"工作量比例": "0.5%"}, "工作量比例", "share_unreadable"),
        ({"工作量比例": "50", "脱产方式": "脱产"}, "工作量比例", "share_disagrees"),
        ({"脱产方式": "全天候"}, "脱产方式", "unknown_duty_mode"),
        ({"脱产方式": "不脱产"}, "脱产方式", "attendance_missing"),
        ({"出勤日期": "2021-03-05;下旬"}, "出勤日期", "attendance_unreadable"),
        ({"出勤日期": "2021-02-28;2021-03-05"}, "出勤日期", "attendance_outside"),
        ({"出勤日期": "2021-03-05;2021-04-01/0.5"}, "出勤日期", "attendance_outside"),
        ({"状态": "差不多吧"}, "状态", "unknown_status"),
    ],
)  # fmt: skip
def test_each_fault_keeps_the_row_from_counting_and_marks_its_teacher(cells, column, fault):
    ledger = read(teachers(["1001", "林一"], ["1002", "高二"]), full(**cells))

    assert errors(ledger) == [("台账", 2, column, fault)]
    assert incomplete(ledger) == ["1001"]
    assert [teacher.facts.placements for teacher in ledger.teachers] == [(), ()]


def test_all_faults_of_a_row_are_told_at_once():
    ledger = read(
        teachers(["1001", "林一"]),
        full(
            姓名="高二", 企业名称="", 开始日期="?", 结束日期="", 工作量比例="0", 脱产方式="?", 出勤日期="?", 状态="?"
        ),
    )

    assert errors(ledger) == [
        ("台账", 2, "姓名", "name_differs"),
        ("台账", 2, "企业名称", "required_empty"),
        ("台账", 2, "开始日期", "not_a_date"),
        ("台账", 2, "结束日期", "required_empty"),
        ("台账", 2, "工作量比例", "share_out_of_range"),
        ("台账", 2, "脱产方式", "unknown_duty_mode"),
        ("台账", 2, "出勤日期", "attendance_unreadable"),
        ("台账", 2, "状态", "unknown_status"),
    ]


@pytest.mark.parametrize("status", ["未通过", "作废", "已撤回", "已退回", "待审核"])
def test_rows_that_would_not_count_are_examined_too(status):
    ledger = read(placements(row_with(状态=status, 结束日期="2021-02-01")))

    assert errors(ledger) == [("台账", 2, "结束日期", "end_before_start")]
    assert incomplete(ledger) == ["1001"]


def test_a_problem_tells_the_cell_as_it_was_read():
    ledger = read(full(开始日期=2021.1, 结束日期="2021-02-30", 工作量比例=1.5, 出勤日期=date(2020, 1, 1), 状态="?"))

    assert [each.value for each in ledger.errors] == ["2021.1", "2021-02-30", "1.5", "?"]


def test_the_details_of_a_problem_name_its_figures():
    outside = read(full(出勤日期="2021-04-02;2021-04-01;2021-03-05")).errors[0]
    unreadable = read(full(出勤日期="2021-03-05;上旬;下旬")).errors[0]
    reversed_ends = read(full(结束日期="2021-02")).errors[0]

    assert outside.details == {"first": "2021-04-01", "count": "2"}
    assert unreadable.details == {"first": "上旬", "count": "2"}
    assert reversed_ends.details == {"started_on": "2021-03-01", "finished_on": "2021-02-28"}


@pytest.mark.parametrize("days", [31.0, "31", "31天", " 31 ", "３１", ""])
def test_days_that_agree_with_the_dates_pass_in_silence(days):
    assert read(full(天数=days)).warnings == ()


@pytest.mark.parametrize("days", [30.0, "22", "约一个月", 31.5])
def test_days_that_differ_are_a_warning_and_change_nothing(days):
    ledger = read(full(天数=days))

    assert [(each.row, each.column, each.fault, each.details) for each in ledger.warnings] == [
        (2, "天数", "days_differ", {"calendar": "31"})
    ]
    assert (errors(ledger), incomplete(ledger)) == ([], [])
    assert only_placement(ledger).finished_on == date(2021, 3, 31)


def test_days_are_compared_also_in_rows_that_do_not_count():
    assert len(read(full(天数=30.0, 状态="?")).warnings) == 1
    assert read(full(天数=30.0, 结束日期="?")).warnings == ()


def test_true_is_no_share_even_beside_a_one():
    ledger = read(placements(row_with(工作量比例=1.0), row_with(工作量比例=True), row_with(工作量比例=1.0)))

    assert errors(ledger) == [("台账", 3, "工作量比例", "share_unreadable")]


CELLS = st.sampled_from(
    ["", " ", "1001", "林一", "华锦", "2021-03-01", "2021.3", "2021年3-4月", "2021-03-05;2021-03-06", "脱产",
     "不脱产", "50", "已认定", "作废", "?", "0", 1.0, 0.5, 44260.0, 2021.1, True, date(2021, 3, 9)]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=15, max_size=15), max_size=5))
def test_every_row_that_names_somebody_is_a_placement_or_an_error(rows):
    rows = [["-", "1001", "林一", *row[3:]] for row in rows]

    ledger = read(Sheet("台账", [FULL_HEADER, FULL_ROW, *rows]))

    counted = {int(each.reference.split("!")[1]) for each in ledger.teachers[0].facts.placements}
    refused = {error.row for error in ledger.errors}
    assert counted | refused == set(range(2, len(rows) + 3))
    assert counted & refused == set()
    assert ledger.teachers[0].incomplete == bool(refused)


@given(st.lists(st.lists(CELLS | st.text(max_size=12), max_size=9), max_size=8))
def test_no_content_of_cells_breaks_the_reading(rows):
    read(
        Sheet("台账", [PLACEMENT_HEADER, ROW, *rows]),
        teachers(*rows, header=["工号", "姓名", "教师类别", *"甲乙丙丁戊己"]),
    )
