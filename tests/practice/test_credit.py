"""What a day is worth, and which days carry nothing."""

from datetime import date
from fractions import Fraction

import pytest

from registry.policy.model import LeaveRule, MonthBasis
from registry.practice.model import PlacementState, PostCategory, PracticeForm
from registry.practice.rules import credit_between
from tests.builders.practice import a_period, a_placement, a_policy, a_post, a_teacher, an_attendance

YEAR = a_period("2025-01-01", "2025-12-31")


def _credit(*placements, policy=None, **facts):
    return credit_between(a_teacher(*placements, **facts), policy or a_policy(), YEAR)


def test_a_full_span_counts_every_calendar_day_both_ends_included():
    assert _credit(a_placement("2025-03-01", "2025-03-31")) == (31, Fraction(31, 30))


def test_shares_on_the_same_day_are_added():
    found = _credit(a_placement(days=30, share_percent=50), a_placement(days=30, share_percent=30))

    assert found.days == 24


@pytest.mark.parametrize(("second", "days"), [(49, Fraction(99, 100)), (50, 1), (51, 1)])
def test_shares_are_capped_at_a_full_day(second, days):
    found = _credit(a_placement(share_percent=50), a_placement(share_percent=second))

    assert found.days == days


def test_one_percent_is_a_hundredth_of_a_day():
    assert _credit(a_placement(share_percent=1)) == (Fraction(1, 100), Fraction(1, 3000))


def test_an_attended_day_is_one_of_the_months_working_days():
    assert _credit(an_attendance([("2025-03-03", 2)])) == (1, Fraction(1, 21))


def test_attendance_counts_the_same_under_both_bases():
    policy = a_policy(month_basis=MonthBasis.CALENDAR_MONTH)

    assert _credit(an_attendance([("2025-02-03", 2)]), policy=policy).months == Fraction(1, 21)


def test_a_calendar_month_is_one_month_whatever_its_length():
    policy = a_policy(month_basis=MonthBasis.CALENDAR_MONTH)

    found = _credit(a_placement("2025-01-15", "2025-03-14"), policy=policy)

    assert found == (59, Fraction(17, 31) + 1 + Fraction(14, 31))


@pytest.mark.parametrize(("share", "days"), [(100, 1), (50, 1), (49, 1)])
def test_where_a_day_has_both_what_gives_more_months_holds(share, days):
    found = _credit(a_placement("2025-03-03", share_percent=share), an_attendance([("2025-03-03", 2)]))

    assert found == (days, Fraction(1, 21))


def test_a_span_beats_half_an_attended_day():
    found = _credit(a_placement("2025-03-03"), an_attendance([("2025-03-03", 1)]))

    assert found == (1, Fraction(1, 30))


def test_where_both_give_the_same_months_the_span_holds():
    twenty = a_policy(working_days_per_month=20)

    found = _credit(a_placement("2025-03-03", share_percent=75), an_attendance([("2025-03-03", 1)]), policy=twenty)

    assert found == (Fraction(3, 4), Fraction(1, 40))


def test_attendance_inside_a_span_splits_it_and_nothing_is_lost():
    found = _credit(a_placement("2025-03-01", "2025-03-05"), an_attendance([("2025-03-03", 2)]))

    assert found == (5, Fraction(4, 30) + Fraction(1, 21))


@pytest.mark.parametrize("state", [state for state in PlacementState if state is not PlacementState.VERIFIED])
def test_what_is_not_verified_counts_nothing(state):
    assert _credit(a_placement(days=30, state=state)) == (0, 0)


@pytest.mark.parametrize(
    ("form", "days"), [(PracticeForm.TRAINING_BASE, 0), (PracticeForm.ONLINE, 0), (PracticeForm.VISIT, 30)]
)
def test_forms_that_the_pack_leaves_out_count_nothing(form, days):
    assert _credit(a_placement(days=30, form=form)).days == days


@pytest.mark.parametrize("leave", list(LeaveRule))
def test_a_day_of_leave_carries_no_credit_whatever_leave_does_to_the_window(leave):
    found = _credit(
        a_placement("2025-03-01", "2025-03-31"),
        leaves=[a_period("2025-03-10", "2025-03-12"), a_period("2025-03-12", "2025-03-19")],
        policy=a_policy(leave=leave),
    )

    assert found.days == 21


def test_days_before_the_first_obliged_post_carry_none_and_days_between_posts_do():
    posts = [
        a_post("2024-01-01", "2024-12-31", PostCategory.PUBLIC),
        a_post("2025-02-01", "2025-02-28"),
        a_post("2025-04-01"),
    ]

    found = _credit(a_placement("2025-01-01", "2025-04-30"), posts=posts)

    assert found.days == (date(2025, 4, 30) - date(2025, 1, 31)).days


def test_somebody_who_never_held_an_obliged_post_has_no_day_before_it():
    assert _credit(a_placement(days=30), posts=[a_post(category=PostCategory.PUBLIC)]) == (30, 1)


def test_the_period_asked_about_is_cut_at_both_ends():
    teacher = a_teacher(a_placement("2024-12-30", "2026-01-02"))

    assert credit_between(teacher, a_policy(), YEAR).days == 365
