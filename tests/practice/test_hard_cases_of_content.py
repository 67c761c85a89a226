"""Hard cases of the research on the rules that turn on what a placement is, each by its number there. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.kernel.periods import Period
from registry.practice.model import (
    AttendedDay,
    IndustryHire,
    NotCounted,
    PlacementState,
    PostCategory,
    PracticeForm,
    StandingState,
    YearlyState,
)
from registry.practice.records import Notice, NoticeKind
from registry.practice.rules import placement_counts, standing_on, timeline, yearly_duties
from registry.practice.rules.content import ContentAnswers, content_objections
from registry.practice.rules.entry import notices
from registry.practice.rules.notice_words import notice_words
from tests.builders.practice import a_placement, a_policy, a_post, a_teacher, an_attendance
from tests.practice.test_content_rules import POLICY, TOLD

ON = date(2026, 6, 30)
NATIONAL_DAY_WEEK = ("2025-10-01", "2025-10-08")
SATURDAY, MAKE_UP_SUNDAY = date(2025, 5, 3), date(2025, 9, 28)


def _days(*placements, policy=None):
    return standing_on(a_teacher(*placements), [policy or a_policy()], ON).credit.days


def test_hard_case_9_practice_beside_teaching_counts_the_free_days_that_were_attended():
    span = replace(TOLD, started_on=date(2026, 3, 2), finished_on=date(2026, 7, 10), state=PlacementState.PLANNED)
    by_attendance = replace(span, attended=(AttendedDay(date(2026, 3, 4), 2),))
    winter, summer = Period(date(2026, 1, 17), date(2026, 3, 1)), Period(date(2026, 7, 11), date(2026, 8, 31))

    assert notices(span, [], [], ON, (winter, summer)) == (Notice(NoticeKind.IN_TERM, span.period, None),)
    assert notices(by_attendance, [], [], ON, (winter, summer)) == ()
    assert _days(an_attendance([("2026-03-04", 2), ("2026-03-11", 1)])) == Fraction(3, 2)


def test_hard_case_12_weekend_work_counts_where_the_firm_listed_it_and_is_told():
    attended = replace(
        TOLD, started_on=SATURDAY, finished_on=SATURDAY + timedelta(2), attended=(AttendedDay(SATURDAY, 2),)
    )

    (found,) = notices(attended, [], [], ON)

    assert _days(an_attendance([(SATURDAY, 2)])) == 1
    assert notice_words(found) == "出勤日期 2025-05-03 是周六,请确认企业出勤记录"


def test_hard_case_12_a_span_counts_its_weekends_as_calendar_days():
    assert _days(a_placement("2025-05-01", "2025-05-07")) == 7


def test_hard_case_13_a_public_holiday_counts_in_a_span_and_by_attendance_only_where_listed():
    around = [("2025-09-30", 2), ("2025-10-09", 2)]

    assert _days(a_placement(*NATIONAL_DAY_WEEK)) == 8
    assert _days(an_attendance(around)) == 2
    assert _days(an_attendance([*around, ("2025-10-01", 2)])) == 3


def test_hard_case_14_a_make_up_day_at_the_weekend_counts_like_any_listed_day():
    listed = replace(
        TOLD, started_on=MAKE_UP_SUNDAY, finished_on=MAKE_UP_SUNDAY, attended=(AttendedDay(MAKE_UP_SUNDAY, 2),)
    )

    (found,) = notices(listed, [], [], ON)

    assert _days(an_attendance([(MAKE_UP_SUNDAY, 2)])) == 1
    assert notice_words(found) == "出勤日期 2025-09-28 是周日,请确认企业出勤记录"


HIRED = date(2020, 9, 1)
EXEMPT_UNTIL = date(2025, 8, 31)


def _hired_from_industry(months, *placements):
    teacher = a_teacher(*placements, posts=[a_post(HIRED)])
    return replace(teacher, hires=(IndustryHire(HIRED, months),))


EXEMPTING = a_policy(industry_hire_months=12, industry_hire_exempt_years=5)


@pytest.mark.parametrize(
    ("months", "on", "state"),
    [
        (11, EXEMPT_UNTIL, StandingState.SHORT),
        (12, EXEMPT_UNTIL, StandingState.EXEMPT),
        (12, EXEMPT_UNTIL + timedelta(1), StandingState.NOT_YET_DUE),
        (12, EXEMPT_UNTIL + timedelta(365), StandingState.SHORT),
    ],
)
def test_hard_case_18_a_hire_from_industry_leaves_numerator_and_denominator_for_the_first_years(months, on, state):
    assert standing_on(_hired_from_industry(months), [EXEMPTING], on).state is state


def test_hard_case_18_no_shipped_rule_exempts_and_half_a_switch_does_not_either():
    for policy in (a_policy(), a_policy(industry_hire_months=12), a_policy(industry_hire_exempt_years=5)):
        assert standing_on(_hired_from_industry(120), [policy], EXEMPT_UNTIL).state is StandingState.SHORT


def test_hard_case_18_practice_done_while_exempt_counts_afterwards_and_the_year_is_exempt_too():
    teacher = _hired_from_industry(12, a_placement("2025-07-01", "2025-08-31"))
    on = date(2026, 8, 31)

    found = standing_on(teacher, [EXEMPTING], on)
    years = yearly_duties(teacher, [EXEMPTING], date(2026, 6, 30))
    ranges = timeline(teacher, [EXEMPTING], on, Period(EXEMPT_UNTIL, EXEMPT_UNTIL + timedelta(1)))

    assert (found.credit.days, found.required_months) == (62, Fraction(10 * 365, 1826))
    assert [year.state for year in years] == [YearlyState.EXEMPT, YearlyState.OPEN]
    assert [each.state for each in ranges] == [StandingState.EXEMPT, StandingState.NOT_YET_DUE]


def test_hard_case_19_three_years_in_industry_before_hiring_are_no_practice_in_the_window():
    found = standing_on(_hired_from_industry(36), [a_policy()], ON)

    assert found.credit.days == 0
    assert found.state is StandingState.SHORT


def test_hard_case_20_practice_before_the_first_post_carries_nothing_in_the_window():
    teacher = a_teacher(a_placement("2022-08-01", "2022-09-30"), posts=[a_post("2022-09-01")])

    (part,) = placement_counts(teacher, [a_policy()], ON)

    assert (part.counted, part.left_out) == (30, {NotCounted.BEFORE_DUTY: 31})


def test_hard_case_30_a_campus_base_counts_to_the_year_and_not_to_the_window_unless_the_pack_says_so():
    at_base = a_placement("2026-01-01", days=30, form=PracticeForm.TRAINING_BASE)
    counting = a_policy(excluded_forms=frozenset({"online"}))

    assert _days(at_base) == 0
    assert _days(at_base, policy=counting) == 30
    assert yearly_duties(a_teacher(at_base), [a_policy()], ON)[1].state is YearlyState.MET


def test_hard_case_31_supervising_interns_counts_in_full():
    assert _days(a_placement("2026-01-01", days=30, form=PracticeForm.INTERN_SUPERVISION)) == 30


def test_hard_case_32_a_contract_with_a_firm_counts_the_days_attended_and_no_others():
    contract = an_attendance([("2026-01-05", 2), ("2026-03-30", 2)], form=PracticeForm.RESEARCH)

    assert _days(contract) == 2


def test_hard_case_33_online_practice_counts_nowhere_unless_the_pack_allows_it():
    online = a_placement("2026-01-01", days=30, form=PracticeForm.ONLINE)
    allowing = a_policy(excluded_forms=frozenset(), yearly_excluded_forms=frozenset())
    told = replace(TOLD, form=PracticeForm.ONLINE)

    assert _days(online) == 0
    assert yearly_duties(a_teacher(online), [a_policy()], ON)[1].months == 0
    assert len(content_objections(told, POLICY, ContentAnswers())) == 1
    assert _days(online, policy=allowing) == 30
    assert content_objections(told, allowing, ContentAnswers()) == ()


def test_hard_case_36_a_teacher_who_becomes_a_leader_owes_nothing_while_off_the_post():
    posts = [a_post("2018-09-01", "2024-08-31"), a_post("2026-09-01")]
    teacher = a_teacher(posts=posts)

    states = [
        standing_on(teacher, [a_policy()], on).state
        for on in (date(2024, 8, 31), date(2024, 9, 1), date(2026, 8, 31), date(2026, 9, 1))
    ]

    assert states == [StandingState.SHORT, StandingState.EXEMPT, StandingState.EXEMPT, StandingState.SHORT]


def test_hard_case_37_a_public_course_teacher_is_judged_as_professional_on_the_days_of_such_a_post():
    posts = [
        a_post("2015-09-01", category=PostCategory.PUBLIC),
        a_post("2022-09-01", "2026-08-31", PostCategory.PROFESSIONAL),
    ]
    teacher = a_teacher(posts=posts)

    before, during, after = (
        standing_on(teacher, [a_policy()], on) for on in (date(2022, 8, 31), ON, date(2026, 9, 1))
    )

    assert (before.state, during.state, after.state) == (
        StandingState.EXEMPT,
        StandingState.SHORT,
        StandingState.EXEMPT,
    )
