"""What each placement gives to the credit of any period: parts that add up to it, in days and in months."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.policy.model import MonthBasis
from registry.practice.model import NotCounted, PlacementState
from registry.practice.rules import (
    Reckoning,
    credit_between,
    placement_counts,
    placement_parts_within,
    rule_line,
    standing_on,
)
from tests.builders.practice import (
    a_period,
    a_placement,
    a_post,
    a_teacher,
    an_attendance,
    national_versions,
    panjin_versions,
)

PERIOD = a_period("2020-02-01", "2025-03-03")
DAYS = st.integers(date(2018, 1, 1).toordinal(), date(2026, 12, 31).toordinal())
SPANS = st.builds(
    lambda first, days, share: a_placement(date.fromordinal(first), days=days, share_percent=share),
    DAYS,
    st.integers(1, 200),
    st.sampled_from([100, 60, 50, 33]),
)
ATTENDANCES = st.builds(
    lambda days, halves: an_attendance([(date.fromordinal(day), halves) for day in sorted(days)]),
    st.sets(DAYS, min_size=1, max_size=20),
    st.sampled_from([1, 2]),
)


def parts(teacher, versions, period=PERIOD):
    return placement_parts_within(Reckoning(teacher), rule_line(versions), period)


@settings(max_examples=60, deadline=None)
@given(st.lists(SPANS | ATTENDANCES, max_size=6), st.sampled_from(MonthBasis), st.booleans())
def test_the_parts_add_up_to_the_credit_of_the_period(placements, basis, has_leave):
    leaves = [a_period("2022-03-01", "2022-08-01")] if has_leave else []
    named = [each._replace(reference=str(place)) for place, each in enumerate(placements)]
    teacher, versions = a_teacher(*named, leaves=leaves), panjin_versions(month_basis=basis)

    found = parts(teacher, versions)

    credit = credit_between(teacher, versions[-1], PERIOD)
    assert sum((each.count.counted for each in found), Fraction(0)) == credit.days
    assert sum((each.months for each in found), Fraction(0)) == credit.months
    assert all(each.count.counted + sum(each.count.left_out.values()) == each.count.offered for each in found)


def test_over_the_window_they_are_the_parts_of_the_standing():
    teacher = a_teacher(
        a_placement("2019-07-10", "2019-08-20"),
        a_placement("2023-03-01", "2023-08-25"),
        a_placement("2023-08-01", "2023-09-15"),
    )
    on = date(2026, 6, 30)
    window = standing_on(teacher, panjin_versions(), on).window

    found = parts(teacher, panjin_versions(), window)

    assert tuple(each.count for each in found) == placement_counts(teacher, panjin_versions(), on)


def test_days_outside_the_period_and_on_leave_are_told_apart():
    teacher = a_teacher(a_placement("2020-01-20", "2020-02-10"), leaves=[a_period("2020-02-03", "2020-02-05")])

    (part,) = parts(teacher, panjin_versions())

    assert (part.count.counted, part.months) == (7, Fraction(7, 30))
    assert part.count.left_out == {NotCounted.OUTSIDE_WINDOW: 12, NotCounted.LEAVE: 3}


def test_what_is_not_verified_gives_nothing():
    teacher = a_teacher(a_placement("2020-03-01", days=10, state=PlacementState.CONFIRMED))

    (part,) = parts(teacher, panjin_versions())

    assert (part.count.counted, part.months) == (0, 0)
    assert part.count.left_out == {NotCounted.NOT_VERIFIED: 10}


def test_an_attended_day_is_worth_a_working_day():
    teacher = a_teacher(an_attendance([("2020-03-02", 2), ("2020-03-03", 1)]))

    (part,) = parts(teacher, panjin_versions())

    assert (part.count.counted, part.months) == (Fraction(3, 2), Fraction(3, 42))


def test_before_any_rule_there_are_no_parts():
    teacher = a_teacher(a_placement("2014-03-01", days=10), posts=[a_post()])

    assert parts(teacher, national_versions(), a_period("2014-01-01", "2015-12-31")) == ()
