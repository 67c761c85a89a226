"""Shares, duty modes, attendance, and the words for states, forms and categories."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exchange.model import Fault
from registry.exchange.rules.attendance import UnreadableDays, read_attended
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.shares import read_duty_mode, read_share
from registry.exchange.rules.terms import TermCells, Terms, read_terms
from registry.exchange.rules.words import read_category, read_form, read_state
from registry.practice.model import AttendedDay, PlacementState, PostCategory, PracticeForm


@pytest.mark.parametrize(
    ("written", "percent"),
    [
        (50.0, 50), ("50", 50), ("50%", 50), ("50 %", 50), ("５０％", 50), (0.5, 50), ("0.5", 50), (".5", 50),
        ("50.0", 50), ("半职", 50), ("half", 50), ("Half-Time", 50),
        (1.0, 100), ("1", 100), ("1.0", 100), (100.0, 100), ("100", 100), ("100%", 100), ("全职", 100), ("full", 100),
        ("1%", 1), (0.01, 1), ("0.01", 1), ("2", 2), (2.0, 2), ("99%", 99), (0.99, 99), (0.57, 57), (0.29, 29),
        (0.1 + 0.2, 30), ("", None), (" ", None),
    ],
    ids=repr,
)  # fmt: skip
def test_a_number_up_to_one_is_a_fraction_and_above_one_a_percentage(written, percent):
    assert read_share(written) == percent


@pytest.mark.parametrize("written", [0.0, "0", "0%", "101", "150%", 150.0, "-50", "-0.5", -1.0, "1000000%"], ids=repr)
def test_a_share_outside_one_to_a_hundred_percent_is_refused(written):
    assert read_share(written) is Fault.SHARE_OUT_OF_RANGE


@pytest.mark.parametrize(
    "written",
    ["0.5%", "33.3%", 0.335, 1.5, "1.5", "一半", "50天", "50/100", True, False, date(2021, 3, 5), 1 / 3, 1e-9],
    ids=repr,
)
def test_only_whole_percents_are_shares(written):
    assert read_share(written) is Fault.SHARE_UNREADABLE


@given(st.integers(1, 100))
def test_every_whole_percent_reads_exactly_in_every_writing(percent):
    fraction = float(Fraction(percent, 100))

    assert (read_share(fraction), read_share(repr(fraction)), read_share(f"{percent}%")) == (percent,) * 3


@pytest.mark.parametrize(
    ("written", "share"),
    [("脱产", 100), ("半脱产", 50), ("不脱产", 0), ("off-duty", 100), ("Half duty", 50), ("on_duty", 0), ("", None)],
)
def test_a_duty_mode_stands_for_a_share(written, share):
    assert read_duty_mode(written) == share


def _terms(**cells):
    return read_terms(TermCells(**(dict.fromkeys(TermCells._fields, "") | cells)))


VERIFIED, OTHER = PlacementState.VERIFIED, PracticeForm.OTHER


@pytest.mark.parametrize(
    ("share", "mode", "percent", "is_on_duty"),
    [
        ("", "", 100, False),
        ("40", "", 40, False),
        ("", "半脱产", 50, False),
        ("", "脱产", 100, False),
        ("50%", "半脱产", 50, False),
        (1.0, "脱产", 100, False),
        ("", "不脱产", 100, True),
        ("30", "不脱产", 30, True),
    ],
)
def test_share_and_duty_mode_agree(share, mode, percent, is_on_duty):
    assert _terms(share=share, duty_mode=mode) == Terms(percent, is_on_duty, VERIFIED, OTHER)


@pytest.mark.parametrize(("share", "mode", "percent"), [("100", "半脱产", "50"), ("50", "脱产", "100")])
def test_share_and_duty_mode_that_disagree_are_a_fault_of_the_share(share, mode, percent):
    assert _terms(share=share, duty_mode=mode).faults == (
        RowFault(Field.SHARE, Fault.SHARE_DISAGREES, {"percent": percent}),
    )


def test_every_fault_among_the_terms_is_told():
    faults = _terms(share="0", duty_mode="全天候", status="?", appraisal="?").faults

    assert [(each.field, each.fault) for each in faults] == [
        (Field.SHARE, Fault.SHARE_OUT_OF_RANGE),
        (Field.DUTY_MODE, Fault.UNKNOWN_DUTY_MODE),
        (Field.STATUS, Fault.UNKNOWN_STATUS),
        (Field.APPRAISAL, Fault.UNKNOWN_STATUS),
    ]


@pytest.mark.parametrize(
    ("status", "appraisal", "state"),
    [
        ("已认定", "合格", PlacementState.VERIFIED),
        ("", "不合格", PlacementState.REJECTED),
        ("已认定", "不合格", PlacementState.REJECTED),
        ("待审核", "合格", PlacementState.SUBMITTED),
        ("作废", "不合格", PlacementState.VOIDED),
    ],
)
def test_a_placement_with_status_and_appraisal_is_verified_only_if_both_say_so(status, appraisal, state):
    assert _terms(status=status, appraisal=appraisal).state is state


STATES = {
    PlacementState.VERIFIED: ["已认定", "已核验", "已审核", "合格", "优秀", "通过", "", " ", "已 认定", "Verified"],
    PlacementState.SUBMITTED: ["待审核", "待认定", "已提交", "submitted"],
    PlacementState.RETURNED: ["已退回", "退回", "returned"],
    PlacementState.REJECTED: ["未通过", "不通过", "不合格", "rejected"],
    PlacementState.VOIDED: ["作废", "撤销", "voided"],
    PlacementState.WITHDRAWN: ["已撤回", "withdrawn"],
    PlacementState.PLANNED: ["planned"],
    PlacementState.APPROVED: ["approved"],
    PlacementState.CONFIRMED: ["confirmed"],
    PlacementState.DISPUTED: ["disputed"],
}
FORMS = {
    PracticeForm.POST_WORK: ["顶岗", "post_work", "post work"],
    PracticeForm.SECONDMENT: ["挂职", "secondment"],
    PracticeForm.VISIT: ["考察观摩", "考察", "观摩", "visit"],
    PracticeForm.SKILL_TRAINING: ["技能培训", "培训", "skill_training"],
    PracticeForm.RESEARCH: ["研发", "技术研发", "research"],
    PracticeForm.TRAINING_BASE: ["实训基地", "training_base", "Training base"],
    PracticeForm.ONLINE: ["线上", "网络", "online"],
    PracticeForm.INTERN_SUPERVISION: ["指导实习", "实习指导", "intern_supervision"],
    PracticeForm.OTHER: ["", "其他", "other", "别的", 1.0],
}
CATEGORIES = {
    PostCategory.PROFESSIONAL: ["专业课教师", "professional", "", "专业课"],
    PostCategory.INSTRUCTOR: ["实习指导教师", "instructor", "实习指导"],
    PostCategory.PUBLIC: ["公共基础课教师", "public", "公共基础课", "公共课教师"],
}


def _pairs(table):
    return [(word, meaning) for meaning, words in table.items() for word in words]


@pytest.mark.parametrize(("word", "state"), _pairs(STATES))
def test_the_words_for_states(word, state):
    assert read_state(word) is state


@pytest.mark.parametrize(("word", "form"), _pairs(FORMS))
def test_the_words_for_forms(word, form):
    assert read_form(word) is form


@pytest.mark.parametrize(("word", "category"), _pairs(CATEGORIES))
def test_the_words_for_categories(word, category):
    assert read_category(word) is category


@pytest.mark.parametrize("word", ["差不多吧", "确认", "良好", 1.0, True])
def test_unknown_words_are_refused(word):
    assert (read_state(word), read_category(word), read_duty_mode(word)) == (
        Fault.UNKNOWN_STATUS,
        Fault.UNKNOWN_CATEGORY,
        Fault.UNKNOWN_DUTY_MODE,
    )


FIFTH, SIXTH = date(2021, 3, 5), date(2021, 3, 6)
BOTH = (AttendedDay(FIFTH, 2), AttendedDay(SIXTH, 1))


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-05;2021-03-06/0.5",
        "2021-03-06/0.5;2021-03-05",
        "2021-03-05；2021-03-06/0.5；",
        "2021-03-05，2021-03-06／0.5",
        "2021-03-05,2021-03-06/.5",
        "2021-03-05、2021-03-06/0.5",
        "2021-03-05/1; 2021-03-06 / 0.5",
        "2021-03-05\n2021-03-06/0.5",
        "2021-03-05 2021-03-06/0.5",
        "2021年3月5日; 2021年 3月 6日/0.5",
        "2021/3/5;2021/3/6/0.5",
        "2021.3.5/1.0;20210306/0.5",
        "2021-03-05/0.5;2021-03-05/0.5;2021-03-06/0.5",
        "2021-03-05;2021-03-05/0.5;2021-03-06/0.5",
    ],
    ids=repr,
)
def test_attended_days_are_whole_or_half_and_add_up_to_a_day_at_most(written):
    assert read_attended(written) == BOTH


@pytest.mark.parametrize("cell", [FIFTH, 44260.0, "2021-03-05", "44260"], ids=repr)
def test_a_single_date_is_an_attended_day(cell):
    assert read_attended(cell) == (AttendedDay(FIFTH, 2),)


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_an_empty_cell_lists_nothing(blank):
    assert read_attended(blank) is None


@pytest.mark.parametrize(
    ("written", "unreadable"),
    [
        ("2021-03", UnreadableDays("2021-03", 1)),
        ("2021-03-05;昨天;2021-02-30;2021-03-06/2", UnreadableDays("昨天", 3)),
        ("2021-03-05/半天", UnreadableDays("2021-03-05/半天", 1)),
        ("2021-03-05至2021-03-09", UnreadableDays("2021-03-05至2021-03-09", 1)),
        (";", UnreadableDays(";", 0)),
        (2021.3, UnreadableDays("2021.3", 1)),
        ("2021-03-05;2021-03-06/0", UnreadableDays("2021-03-06/0", 1)),
    ],
)
def test_entries_that_name_no_day_are_counted_and_the_first_is_told(written, unreadable):
    assert read_attended(written) == unreadable


@given(st.dictionaries(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 2), min_size=1))
def test_a_list_of_days_reads_as_it_was_written(days):
    written = ";".join(f"{on}/0.5" if halves == 1 else str(on) for on, halves in days.items())

    assert read_attended(written) == tuple(AttendedDay(on, days[on]) for on in sorted(days))


def test_a_long_list_of_days_stays_in_order():
    days = [FIFTH + timedelta(days=number) for number in range(400)]

    assert [day.on for day in read_attended(";".join(map(str, reversed(days))))] == days
