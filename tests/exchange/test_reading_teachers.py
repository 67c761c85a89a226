"""The rows of teachers sheets and leave sheets, and the ID numbers in them."""

from datetime import date

import pytest

from registry.kernel.id_numbers import has_right_check_digit, masked
from registry.kernel.periods import Period
from registry.practice.model import PostCategory, PostHeld
from tests.exchange.test_reading_ledger import (
    OBLIGED,
    ROW,
    TEACHERS_HEADER,
    errors,
    facts_of,
    incomplete,
    leave,
    listed,
    placements,
    read,
    teachers,
)

RIGHT, WITH_X, WRONG = "211117198608133581", "21110919900325959X", "211104197703122225"
ID_HEADER = ["工号", "姓名", "身份证件号码"]
PROFESSIONAL, INSTRUCTOR, PUBLIC = PostCategory.PROFESSIONAL, PostCategory.INSTRUCTOR, PostCategory.PUBLIC
SINCE_2020 = PostHeld(PROFESSIONAL, date(2020, 9, 1))


def ledger_of(*rows, header=TEACHERS_HEADER):
    return read(teachers(*rows, header=header), placements(header=["工号", "企业名称", "起止时间"]))


def test_rows_of_one_staff_number_are_posts_held_one_after_another():
    ledger = ledger_of(
        ["1001", "林一", "公共基础课教师", "2015-09", "2018-07"],
        ["1002", "高二", "", "", ""],
        [1001.0, "林 一", "实习指导教师", "2018-08-01", ""],
    )

    assert facts_of(ledger, "1001").posts == (
        PostHeld(PUBLIC, date(2015, 9, 1), date(2018, 7, 31)),
        PostHeld(INSTRUCTOR, date(2018, 8, 1)),
    )
    assert facts_of(ledger, "1002").posts == OBLIGED
    assert listed(ledger) == ["1001", "1002"]


def test_a_list_of_names_alone_adds_no_post_to_those_who_have_one():
    ledger = read(
        teachers(["1001", "林一"], ["1002", "高二"], header=["工号", "姓名"], name="花名册"),
        teachers(["1001", "林一", "公共基础课教师"]),
        placements(ROW),
    )

    assert facts_of(ledger, "1001").posts == (PostHeld(PUBLIC),)
    assert facts_of(ledger, "1002").posts == OBLIGED


def test_department_and_school_are_kept_the_last_row_holds():
    header = ["教工号", "姓名", "二级学院", "学校代码"]

    ledger = ledger_of(["1", "林一", "机电系", 4121.0], ["1", "林一", "信息系", ""], header=header)

    assert [(each.department, each.school_code) for each in ledger.teachers] == [("信息系", "4121")]


def test_of_several_days_of_complete_records_the_latest_holds():
    ledger = ledger_of(
        ["1001", "林一", "", "", "", "2021-09-01"],
        ["1001", "林一", "", "", "", "2020-09-01"],
        ["1001", "林一", "", "", "", ""],
    )

    assert facts_of(ledger, "1001").records_from == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("row", "column", "fault", "post"),
    [
        (["1001", "林一", "班主任", "2020-09-01"], "教师类别", "unknown_category", SINCE_2020),
        (["1001", "林一", "公共基础课教师", "开学"], "任教开始", "not_a_date", PostHeld(PUBLIC)),
        (["1001", "林一", "", 2020.9], "任教开始", "number_as_month", PostHeld(PROFESSIONAL)),
        (["1001", "林一", "", "2020-09-01", "至今"], "任教结束", "not_a_date", SINCE_2020),
        (["1001", "林一", "", "2020-09-01", "2020-08-31"], "任教结束", "end_before_start", SINCE_2020),
        (["1001", "林一", "", "", "", "?"], "资料起始", "not_a_date", PostHeld(PROFESSIONAL)),
        (["1001", "", "公共基础课教师"], "姓名", "required_empty", PostHeld(PUBLIC)),
    ],
)  # fmt: skip
def test_a_faulty_cell_is_taken_as_empty_and_marks_the_teacher(row, column, fault, post):
    ledger = ledger_of(row, ["1002", "高二"])

    assert errors(ledger) == [("教师名册", 2, column, fault)]
    assert incomplete(ledger) == ["1001"]
    assert facts_of(ledger, "1001").posts == (post,)
    assert facts_of(ledger, "1001").records_from is None


def test_another_name_for_the_same_number_is_an_error_and_the_post_counts():
    ledger = ledger_of(["1001", "林一", "", "", "2018-07-31"], ["1001", "高二", "公共基础课教师", "2018-08-01"])

    assert errors(ledger) == [("教师名册", 3, "姓名", "name_differs")]
    assert [(each.name, each.incomplete, len(each.facts.posts)) for each in ledger.teachers] == [("林一", True, 2)]


def test_a_name_without_a_number_makes_nobody_and_marks_whoever_has_that_name():
    ledger = ledger_of(["1001", "林一"], ["", "林一", "公共基础课教师"], ["", "高二"], ["", "", "", "2020-09-01"])

    assert errors(ledger) == [
        ("教师名册", 3, "工号", "staff_no_empty"),
        ("教师名册", 4, "工号", "staff_no_empty"),
        ("教师名册", 5, "工号", "required_empty"),
        ("教师名册", 5, "姓名", "required_empty"),
    ]
    assert (listed(ledger), incomplete(ledger)) == (["1001"], ["1001"])


@pytest.mark.parametrize(
    "cell", [RIGHT, WITH_X, WITH_X.lower(), f" {RIGHT} ", "２１１１１７１９８６０８１３３５８１", ""]
)
def test_an_id_number_with_the_right_check_digit_passes(cell):
    ledger = ledger_of(["1001", "林一", cell], header=ID_HEADER)

    assert (errors(ledger), incomplete(ledger)) == ([], [])


@pytest.mark.parametrize(
    ("cell", "fault", "value"),
    [
        (WRONG, "id_number_wrong", "211104**********25"),
        ("21110219800128483", "id_number_wrong", "211102*********83"),
        (211102198001011200.0, "id_number_as_number", "211102**********00"),
    ],
)
def test_a_wrong_id_number_marks_the_teacher_and_is_never_shown_whole(cell, fault, value):
    ledger = ledger_of(["1001", "林一", cell], header=ID_HEADER)

    assert [(each.column, each.fault, each.value) for each in ledger.errors] == [("身份证件号码", fault, value)]
    assert incomplete(ledger) == ["1001"]


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("110105194912310021", False),
        ("11010519491231002x", False),
        ("440524188001010013", False),
        ("440524188001010", False),
        ("44052418800101001４", False),
        ("", False),
    ],
)
def test_the_check_digit_is_that_of_gb_11643(number, is_right):
    assert has_right_check_digit(number) is is_right


def test_every_single_wrong_digit_is_noticed():
    changed = [RIGHT[:place] + digit + RIGHT[place + 1 :] for place in range(17) for digit in "0123456789"]

    assert {number for number in changed if has_right_check_digit(number)} == {RIGHT}


@pytest.mark.parametrize(("number", "shown"), [(RIGHT, "211117**********81"), ("12345678", "********"), ("", "")])
def test_a_masked_number_keeps_its_district_and_its_end(number, shown):
    assert masked(number) == shown


def test_every_row_of_a_leave_sheet_is_approved_whatever_its_kind():
    ledger = read(
        placements(ROW),
        leave(
            ["1001", "", "产假", "2022.1", "2022.3"],
            ["1001", "林一", "", date(2023, 1, 1), 44936.0],
            ["1001", "", "?", "20240101", "2024/1/1"],
        ),
    )

    assert facts_of(ledger, "1001").leaves == (
        Period(date(2022, 1, 1), date(2022, 3, 31)),
        Period(date(2023, 1, 1), date(2023, 1, 10)),
        Period(date(2024, 1, 1), date(2024, 1, 1)),
    )


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2022-01-31", "2022-01-01"], [("结束日期", "end_before_start")]),
        (["", "?"], [("开始日期", "required_empty"), ("结束日期", "not_a_date")]),
        ([2022.1, 2022.3], [("开始日期", "number_as_month"), ("结束日期", "number_as_month")]),
    ],
)
def test_a_faulty_leave_row_counts_for_nothing_and_marks_the_teacher(dates, expected):
    ledger = read(teachers(["1001", "林一"]), placements(ROW), leave(["1001", "", "", *dates]))

    assert errors(ledger) == [("请假", 2, *each) for each in expected]
    assert incomplete(ledger) == ["1001"]
    assert facts_of(ledger, "1001").leaves == ()


def test_leave_of_somebody_unknown_is_an_error():
    ledger = read(teachers(["1001", "林一"]), placements(ROW), leave(["1009", "", "", "2022-01-01", "2022-01-31"]))

    assert errors(ledger) == [("请假", 2, "工号", "person_unknown")]


@pytest.mark.parametrize("cell", ["211104770312222", "E12345678", "H1234567890"])
def test_a_number_that_has_no_check_digit_cannot_fail_it(cell):
    assert errors(ledger_of(["1001", "林一", cell], header=ID_HEADER)) == []
