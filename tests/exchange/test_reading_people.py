"""Staff numbers, names, and whom a row means."""

import pytest

from registry.exchange.rules.cells import person_name, staff_number
from tests.exchange.test_reading_ledger import (
    ROW,
    errors,
    facts_of,
    incomplete,
    leave,
    listed,
    placements,
    read,
    row_with,
    teachers,
)

NAMED = ["姓名", "企业名称", "起止时间"]


def named(*names, period="2021-03-01至2021-03-31", **options):
    return placements(*([name, "华锦", period] for name in names), header=NAMED, **options)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1001.0, "1001"), ("1001.0", "1001"), (" 1001 ", "1001"), ("１００１", "1001"), ("1001\t", "1001"),
        ("\u30001001\u200b", "1001"), ("0012", "0012"), ("T-1", "T-1"), ("same-months-twice", "same-months-twice"),
        ("1001.5", "1001.5"), (20050000.0, "20050000"), ("", ""), (" ", ""),
    ],
)  # fmt: skip
def test_staff_numbers_are_text_without_decimals(cell, number):
    assert staff_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张三", "张三"), (" 张三 ", "张三"), ("张 三", "张三"), ("张\u3000三", "张三"), ("张\u00a0 三\n", "张三"),
        ("娜仁·乌云其其格", "娜仁·乌云其其格"), ("娜仁 • 乌云其其格", "娜仁·乌云其其格"),
        ("王䶮", "王䶮"), ("赵𬭎", "赵𬭎"), ("John  Smith ", "John Smith"),
        ("John\u3000Smith", "John Smith"), ("", ""), ("\u3000", ""),
    ],
)  # fmt: skip
def test_names_lose_their_padding_and_nothing_else(cell, name):
    assert person_name(cell) == name


def test_one_person_in_many_writings_is_one_person():
    ledger = read(
        teachers([1001.0, "张三"]),
        placements(
            *(row_with(工号=number, 姓名=name) for number, name in [("1001 ", "张 三"), ("１００１", "张\u3000三")])
        ),
    )

    assert (listed(ledger), errors(ledger)) == (["1001"], [])
    assert len(facts_of(ledger, "1001").placements) == 2


def test_somebody_missing_from_the_teachers_sheet_is_an_error_and_is_not_listed():
    ledger = read(teachers(["1001", "林一"]), placements(row_with(工号="9999", 状态="?"), ROW))

    assert errors(ledger) == [("台账", 2, "工号", "person_unknown"), ("台账", 2, "状态", "unknown_status")]
    assert (listed(ledger), incomplete(ledger)) == (["1001"], [])


def test_a_name_that_is_not_the_numbers_marks_the_teacher_of_the_number():
    ledger = read(
        teachers(["1001", "林一"], ["1002", "高二"]),
        placements(row_with(姓名="高二")),
        leave(["1001", "高二", "", "2022-01-01", "2022-01-31"]),
    )

    assert errors(ledger) == [("台账", 2, "姓名", "name_differs"), ("请假", 2, "姓名", "name_differs")]
    assert ledger.errors[0].details == {"expected": "林一"}
    assert incomplete(ledger) == ["1001"]
    assert (facts_of(ledger, "1001").placements, facts_of(ledger, "1001").leaves) == ((), ())


def test_a_number_alone_names_its_teacher():
    ledger = read(teachers(["1001", "林一"]), placements(row_with(姓名="")))

    assert (errors(ledger), len(facts_of(ledger, "1001").placements)) == ([], 1)


def test_without_a_number_column_the_name_finds_the_teacher():
    ledger = read(teachers(["1001", "林一"], ["1002", "高 二"]), named("高二", "林\u3000一", "陌生人"))

    assert errors(ledger) == [("台账", 4, "姓名", "person_unknown")]
    assert [len(teacher.facts.placements) for teacher in ledger.teachers] == [1, 1]


def test_a_name_that_fits_two_teachers_marks_both():
    ledger = read(
        teachers(["1001", "林一"], ["1002", "高二"], ["1003", "林一"]),
        named("林一"),
        leave(["高二", "2022-01-01", "2022-01-31"], header=["姓名", "开始日期", "结束日期"]),
        leave(["林一", "2022-01-01", "2022-01-31"], header=["姓名", "开始日期", "结束日期"], name="病假"),
    )

    assert errors(ledger) == [("台账", 2, "姓名", "name_ambiguous"), ("病假", 2, "姓名", "name_ambiguous")]
    assert ledger.errors[0].details == {"staff_nos": "1001、1003"}
    assert incomplete(ledger) == ["1001", "1003"]


def test_two_posts_of_one_teacher_do_not_make_the_name_ambiguous():
    ledger = read(teachers(["1001", "林一"], ["1001", "林一"]), named("林一"))

    assert (errors(ledger), len(facts_of(ledger, "1001").placements)) == ([], 1)


@pytest.mark.parametrize("has_teachers", [True, False])
def test_a_name_beside_an_empty_number_marks_everybody_of_that_name(has_teachers):
    sheets = [
        placements(row_with(工号=""), ROW, row_with(工号="1002", 姓名="高二"), row_with(工号="1003", 姓名="林 一"))
    ]
    if has_teachers:
        sheets.append(teachers(["1001", "林一"], ["1002", "高二"], ["1003", "林一"]))

    ledger = read(*sheets)

    assert errors(ledger) == [("台账", 2, "工号", "staff_no_empty")]
    assert (listed(ledger), incomplete(ledger)) == (["1001", "1002", "1003"], ["1001", "1003"])


def test_an_empty_number_in_a_leave_sheet_is_the_same_error():
    ledger = read(teachers(["1001", "林一"]), placements(ROW), leave(["", "林一", "", "2022-01-01", "2022-01-31"]))

    assert errors(ledger) == [("请假", 2, "工号", "staff_no_empty")]
    assert incomplete(ledger) == ["1001"]


def test_a_row_with_a_date_and_nobody_is_an_error_that_marks_nobody():
    ledger = read(teachers(["1001", "林一"]), placements(row_with(工号="", 姓名="")), named("", name="无工号"))

    assert errors(ledger) == [("台账", 2, "工号", "required_empty"), ("无工号", 2, "姓名", "required_empty")]
    assert incomplete(ledger) == []


def test_without_staff_numbers_the_name_is_the_staff_number():
    ledger = read(named("高二", "林 一", "高二"))

    assert [(each.staff_no, each.name, len(each.facts.placements)) for each in ledger.teachers] == [
        ("高二", "高二", 2),
        ("林一", "林一", 1),
    ]


def test_without_a_teachers_sheet_the_first_name_of_a_number_holds():
    ledger = read(placements(row_with(姓名=""), ROW, row_with(姓名="林壹")))

    assert [(each.staff_no, each.name) for each in ledger.teachers] == [("1001", "林一")]
    assert (errors(ledger), len(facts_of(ledger, "1001").placements)) == ([], 3)


def test_sheets_with_numbers_tell_sheets_without_whose_a_name_is():
    ledger = read(
        named("高二", "林一", "孙三", name="旧"),
        placements(ROW, row_with(工号="1002", 姓名="高二"), row_with(工号="1003", 姓名="高二")),
    )

    assert errors(ledger) == [("旧", 2, "姓名", "name_ambiguous")]
    assert [(each.staff_no, each.incomplete, len(each.facts.placements)) for each in ledger.teachers] == [
        ("1001", False, 2),
        ("孙三", False, 1),
        ("1002", True, 1),
        ("1003", True, 1),
    ]
