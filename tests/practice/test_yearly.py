"""The yearly duty: one month in the school year, up to the day asked about."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.documents.board_words import year_cell
from registry.practice.model import Credit, PracticeForm, StandingState, YearlyDuty, YearlyState
from registry.practice.rules import standing_on, yearly_duties
from tests.builders.practice import (
    a_period,
    a_placement,
    a_policy,
    a_post,
    a_teacher,
    an_attendance,
    panjin_versions,
)

ON = date(2026, 6, 30)
LAST_YEAR = a_period("2024-09-01", "2025-08-31")
THIS_YEAR = a_period("2025-09-01", "2026-08-31")


def _states(teacher, on=ON, versions=None):
    return tuple(found.state for found in yearly_duties(teacher, versions or [a_policy()], on))


def test_both_years_are_told_with_their_credit():
    teacher = a_teacher(a_placement("2025-08-22", "2025-09-30"))

    assert yearly_duties(teacher, [a_policy()], ON) == (
        YearlyDuty(LAST_YEAR, Credit(Fraction(10), Fraction(10, 30)), YearlyState.SHORT),
        YearlyDuty(THIS_YEAR, Credit(Fraction(30), Fraction(1)), YearlyState.MET),
    )


@pytest.mark.parametrize(("days", "state"), [(29, "open"), (30, "met"), (31, "met")])
def test_exactly_one_month_is_enough(days, state):
    assert _states(a_teacher(a_placement("2026-01-01", days=days)))[1] == state


@pytest.mark.parametrize(("on", "state"), [(date(2026, 8, 30), "open"), (date(2026, 8, 31), "short")])
def test_the_year_is_open_until_the_day_before_its_last(on, state):
    assert _states(a_teacher(), on)[1] == state


def test_credit_after_the_day_does_not_count_yet():
    assert _states(a_teacher(a_placement("2026-06-15", days=30)))[1] is YearlyState.OPEN


@pytest.mark.parametrize(("leave_days", "state"), [(89, "open"), (90, "waived"), (91, "waived")])
def test_ninety_days_of_leave_in_the_whole_year_waive_it_also_when_they_lie_ahead(leave_days, state):
    ahead = a_period("2026-05-01", date(2026, 5, 1) + timedelta(leave_days - 1))

    assert _states(a_teacher(leaves=[ahead]))[1] == state


def test_a_teacher_who_began_after_the_first_day_of_the_year_owes_nothing_in_it():
    assert _states(a_teacher(posts=[a_post("2024-09-02")])) == (YearlyState.NOT_YET_DUE, YearlyState.OPEN)
    assert _states(a_teacher(posts=[a_post("2024-09-01")])) == (YearlyState.SHORT, YearlyState.OPEN)


def test_without_an_obliged_post_at_the_end_there_is_no_duty():
    left_last_year = a_teacher(posts=[a_post("2020-01-01", "2025-08-30")])
    left_this_year = a_teacher(posts=[a_post("2020-01-01", "2026-06-29")])

    assert _states(left_last_year) == (YearlyState.EXEMPT, YearlyState.EXEMPT)
    assert _states(left_this_year) == (YearlyState.SHORT, YearlyState.EXEMPT)


def test_training_bases_count_for_the_year_and_online_practice_does_not():
    base = a_teacher(a_placement("2026-01-01", days=30, form=PracticeForm.TRAINING_BASE))
    online = a_teacher(a_placement("2026-01-01", days=30, form=PracticeForm.ONLINE))

    assert (_states(base)[1], _states(online)[1]) == (YearlyState.MET, YearlyState.OPEN)


def test_february_is_a_month_by_the_calendar_and_not_by_thirty_days():
    teacher = a_teacher(a_placement("2026-02-01", "2026-02-28"))
    by_calendar = a_policy(month_basis=MonthBasis.CALENDAR_MONTH)

    assert (_states(teacher)[1], _states(teacher, versions=[by_calendar])[1]) == (YearlyState.OPEN, YearlyState.MET)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2019, 1, 23), []),
        (date(2019, 8, 31), []),
        (date(2019, 9, 1), [date(2019, 9, 1)]),
        (date(2020, 9, 1), [date(2019, 9, 1), date(2020, 9, 1)]),
    ],
)
def test_years_that_began_before_the_rule_are_left_out(on, years):
    found = yearly_duties(a_teacher(), panjin_versions(), on)

    assert [answer.year.started_on for answer in found] == years


def test_five_years_of_one_month_each_do_not_meet_the_five_year_rule():
    teacher = a_teacher(*(a_placement(date(year, 1, 1), days=30) for year in range(2022, 2027)))

    assert _states(teacher) == (YearlyState.MET, YearlyState.MET)
    assert standing_on(teacher, [a_policy()], ON).state is StandingState.SHORT


@pytest.mark.parametrize(
    ("practice", "said"),
    [
        (a_placement("2025-10-01", days=20), "20/30 天"),
        (an_attendance([("2025-10-09", 2), ("2025-10-10", 1)]), "1.5 天(0.07/1 个月)"),
    ],
)
def test_the_board_says_the_days_that_were_credited(practice, said):
    duty = yearly_duties(a_teacher(practice), [a_policy()], ON)[1]

    assert year_cell(duty, a_policy(), Language.ZH) == said
