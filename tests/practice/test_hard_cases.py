"""Hard cases of the research on the rules, each by its number there."""

from datetime import date, timedelta
from fractions import Fraction

from registry.kernel.periods import Period
from registry.policy.model import MonthBasis
from registry.practice.model import AttendedDay, NotCounted, StandingState
from registry.practice.rules import placement_counts, standing_on, timeline
from tests.builders.practice import (
    PANJIN_RULE_ON,
    a_period,
    a_placement,
    a_policy,
    a_post,
    a_teacher,
    an_attendance,
    panjin_versions,
)

ON = date(2026, 6, 30)
MET_ONLY_WITH_OLD_PRACTICE = ("2021-01-01", "2021-10-27")
"""300 days, of which the plain window from 2021-07-01 holds 119."""


def test_hard_case_3_maternity_leave_extends_the_window_and_takes_no_months_away():
    leave = a_period("2024-03-01", "2024-09-14")
    without = a_teacher(a_placement(*MET_ONLY_WITH_OLD_PRACTICE))
    with_leave = a_teacher(a_placement(*MET_ONLY_WITH_OLD_PRACTICE), leaves=[leave])

    plain = standing_on(without, [a_policy()], ON)
    extended = standing_on(with_leave, [a_policy()], ON)

    assert (plain.window, plain.credit.days) == (a_period("2021-07-01", "2026-06-30"), 119)
    assert extended.window == Period(plain.window.started_on - timedelta(leave.days), ON)
    assert extended.credit.days == 300
    assert extended.required_months == plain.required_months == 10


def test_hard_case_4_miscarriage_leave_of_15_and_42_days_is_treated_alike():
    for days in (15, 42):
        leave = Period(date(2025, 3, 1), date(2025, 3, 1) + timedelta(days - 1))
        teacher = a_teacher(a_placement(*MET_ONLY_WITH_OLD_PRACTICE), leaves=[leave])

        found = standing_on(teacher, [a_policy()], ON)

        assert found.credit.days == 119 + days


def test_hard_case_5_long_sick_leave_up_to_the_day_keeps_the_window_of_the_day_before_it():
    teacher = a_teacher(a_placement("2021-06-01", "2022-04-27"), leaves=[a_period("2026-06-10", "2026-12-31")])

    before = standing_on(teacher, [a_policy()], date(2026, 6, 9))
    during = standing_on(teacher, [a_policy()], ON)

    assert during.window == before.window == a_period("2021-06-10", "2026-06-09")
    assert during.credit == before.credit


def test_hard_case_6_full_time_study_is_leave_and_carries_no_credit_of_its_own():
    study = a_period("2023-09-01", "2024-08-31")
    teacher = a_teacher(a_placement("2024-06-01", "2024-09-30"), leaves=[study])

    found = standing_on(teacher, [a_policy()], ON)
    (part,) = placement_counts(teacher, [a_policy()], ON)

    assert found.window.started_on == date(2021, 7, 1) - timedelta(study.days)
    assert found.credit.days == 30
    assert part.left_out == {NotCounted.LEAVE: Fraction(92)}


def test_hard_case_7_a_placement_across_the_window_edge_is_cut_day_by_day():
    teacher = a_teacher(a_placement("2021-06-21", "2021-07-10"))

    found = standing_on(teacher, [a_policy()], ON)
    (part,) = placement_counts(teacher, [a_policy()], ON)

    assert found.credit.days == 10
    assert (part.counted, part.left_out) == (10, {NotCounted.OUTSIDE_WINDOW: 10})


def test_hard_case_8_the_same_days_at_two_enterprises_count_once_and_both_rows_stay():
    teacher = a_teacher(
        a_placement("2025-01-01", "2025-01-30", reference="one"),
        a_placement("2025-01-01", "2025-01-30", reference="two"),
    )

    found = standing_on(teacher, [a_policy()], ON)
    first, second = placement_counts(teacher, [a_policy()], ON)

    assert found.credit.days == 30
    assert (first.counted, first.left_out) == (30, {})
    assert (second.counted, second.left_out) == (0, {NotCounted.COVERED_ALREADY: 30})


def test_hard_case_10_two_days_a_week_for_a_year_count_as_attended_days_not_as_a_year():
    first_tuesday = date(2025, 1, 7)
    attended = [(first_tuesday + timedelta(7 * week + day), 2) for week in range(52) for day in (0, 2)]
    teacher = a_teacher(an_attendance(attended))

    found = standing_on(teacher, [a_policy()], ON)

    assert found.credit.days == 104
    assert found.credit.months == Fraction(104, 21)


def test_hard_case_11_half_a_day_is_a_half():
    teacher = a_teacher(an_attendance([("2025-03-03", 1), ("2025-03-04", 2)]))

    found = standing_on(teacher, [a_policy()], ON)

    assert found.credit.days == Fraction(3, 2)
    assert found.credit.months == Fraction(3, 42)


def test_hard_case_11_two_halves_of_one_day_at_two_enterprises_are_one_day_and_a_third_is_none():
    half = AttendedDay(date(2025, 3, 3), 1)
    halves = [a_placement("2025-03-01", "2025-03-31", attended=(half,)) for _ in range(3)]

    found = standing_on(a_teacher(*halves), [a_policy()], ON)

    assert found.credit.days == 1


def test_hard_case_15_a_new_teacher_owes_a_part_in_proportion_to_the_days_in_post():
    window_days = 1826
    two_years_in_post = a_post(ON - timedelta(729))
    teacher = a_teacher(a_placement("2025-01-01", days=200), posts=[two_years_in_post])

    found = standing_on(teacher, [a_policy()], ON)

    assert found.required_months == Fraction(10 * 730, window_days)
    assert found.state is StandingState.MET


def test_hard_case_15_under_a_year_in_post_nothing_is_due_yet():
    for days_in_post, state in ((364, StandingState.NOT_YET_DUE), (365, StandingState.SHORT)):
        teacher = a_teacher(posts=[a_post(ON - timedelta(days_in_post - 1))])

        found = standing_on(teacher, [a_policy()], ON)

        assert found.state is state


def test_hard_case_35_a_rule_change_judges_each_day_by_the_rule_of_that_day():
    teacher = a_teacher(a_placement("2020-01-01", days=200))
    day_before = PANJIN_RULE_ON - timedelta(1)

    before = standing_on(teacher, panjin_versions(), day_before)
    after = standing_on(teacher, panjin_versions(), PANJIN_RULE_ON)
    ranges = timeline(teacher, panjin_versions(), ON, Period(day_before, PANJIN_RULE_ON))

    assert (before.required_months, str(before.citation)) == (6, "教师〔2016〕3号 第四条")
    assert (after.required_months, str(after.citation)) == (10, "盘政发〔2021〕4号 三(七)")
    assert after.state is StandingState.LAPSED
    assert [found.state for found in ranges] == [before.state, after.state]


def test_hard_case_58_five_years_before_29_february_is_28_february():
    teacher = a_teacher(a_placement("2023-02-28", "2023-03-01"))

    found = standing_on(teacher, [a_policy()], date(2028, 2, 29))

    assert found.window == a_period("2023-03-01", "2028-02-29")
    assert found.credit.days == 1


def test_hard_case_59_february_is_worth_three_different_things_under_three_ways_of_counting():
    span = a_teacher(a_placement("2027-02-01", "2027-02-28"))
    working_days = [date(2027, 2, day) for day in range(1, 29) if date(2027, 2, day).weekday() < 5]
    attended = a_teacher(an_attendance([(day, 2) for day in working_days]))
    on = date(2027, 6, 30)

    by_thirty = standing_on(span, [a_policy()], on)
    by_calendar = standing_on(span, [a_policy(month_basis=MonthBasis.CALENDAR_MONTH)], on)
    by_attendance = standing_on(attended, [a_policy()], on)

    assert by_thirty.credit.months == Fraction(28, 30)
    assert by_calendar.credit.months == 1
    assert by_attendance.credit.months == Fraction(20, 21)
