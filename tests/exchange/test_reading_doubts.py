"""What an office writes that could be taken for something else."""

from datetime import date

import pytest

from registry.exchange.rules import HeadersMissing
from registry.kernel.sheets import Sheet
from registry.practice.model import PostCategory, PostHeld, PracticeForm
from tests.exchange.test_reading_ledger import (
    ROW,
    errors,
    facts_of,
    incomplete,
    listed,
    only_placement,
    placements,
    read,
    row_with,
    teachers,
)


@pytest.mark.parametrize("header", ["企业", "企业全称", "实践地点", "接收企业"])
def test_other_words_for_the_enterprise_make_a_ledger_not_leave(header):
    second = Sheet(
        "旧账",
        [["工号", "姓名", header, "开始日期", "结束日期"], ["1001", "林一", "某厂", "2023-01-01", "2023-06-30"]],
    )

    facts = facts_of(read(placements(ROW), second), "1001")

    assert (len(facts.placements), facts.leaves) == (2, ())


def test_dates_with_an_appraisal_are_refused_rather_than_taken_for_leave():
    second = Sheet(
        "旧账",
        [["工号", "姓名", "开始日期", "结束日期", "考核结果"], ["1001", "林一", "2023-01-01", "2023-06-30", "合格"]],
    )

    with pytest.raises(HeadersMissing, match="旧账"):
        read(placements(ROW), second)


@pytest.mark.parametrize("header", ["职务", "培训项目", "课程名称", "合同编号"])
def test_posts_courses_and_contracts_are_no_leave(header):
    other = Sheet(
        "其他", [["工号", "姓名", header, "开始日期", "结束日期"], ["1001", "林一", "甲", "2015-01-01", "2023-06-30"]]
    )

    assert facts_of(read(placements(ROW), other), "1001").leaves == ()


@pytest.mark.parametrize("words", ["制表人:张三", "注:以上为本学年数据", "(盖章)", "单位负责人:", "经办人 李四"])
def test_foot_lines_are_nobody(words):
    assert listed(read(placements(ROW, [words, *[""] * 6]))) == ["1001"]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("实训基地", PracticeForm.TRAINING_BASE),
        ("校内实训基地", PracticeForm.TRAINING_BASE),
        ("线上实践", PracticeForm.ONLINE),
        ("在线", PracticeForm.ONLINE),
        ("顶岗", PracticeForm.POST_WORK),
        ("车间轮岗", PracticeForm.OTHER),
    ],
)
def test_forms_that_a_pack_may_leave_out_are_known_by_a_part_of_the_word(written, form):
    ledger = read(
        placements(
            [*ROW, written],
            header=["工号", "姓名", "企业名称", "开始日期", "结束日期", "工作量比例", "状态", "实践形式"],
        )
    )

    assert only_placement(ledger).form is form


def test_a_post_without_an_end_is_over_when_the_next_begins():
    ledger = read(
        teachers(["1001", "林一", "专业课教师", "2015-09-01"], ["1001", "林一", "公共基础课教师", "2022-09-01"]),
        placements(ROW),
    )

    assert facts_of(ledger, "1001").posts == (
        PostHeld(PostCategory.PROFESSIONAL, date(2015, 9, 1), date(2022, 8, 31)),
        PostHeld(PostCategory.PUBLIC, date(2022, 9, 1), None),
    )


@pytest.mark.parametrize("column", ["工号", "姓名", "企业名称"])
def test_an_error_value_of_excel_is_nobodys_name(column):
    ledger = read(teachers(["1001", "林一"]), placements(row_with(**{column: "#REF!"})))

    assert errors(ledger) == [("台账", 2, column, "excel_error")]
    assert incomplete(ledger) == ["1001"]


@pytest.mark.parametrize(
    ("days", "differ"), [("31.0", False), (31.0, False), ("31天", False), ("30", True), ("一月", True)]
)
def test_days_are_compared_as_numbers(days, differ):
    header = ["工号", "姓名", "企业名称", "开始日期", "结束日期", "天数"]

    ledger = read(placements([*ROW[:5], days], header=header))

    assert [each.fault.value for each in ledger.warnings] == (["days_differ"] if differ else [])
