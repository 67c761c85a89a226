"""Per placement: how many days counted, and why the others did not."""

from datetime import date
from fractions import Fraction

from registry.practice.model import AttendedDay, NotCounted, PlacementState, PracticeForm
from registry.practice.rules import placement_counts, standing_on
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


def _parts(*placements, **facts):
    return placement_counts(a_teacher(*placements, **facts), [a_policy()], ON)


def test_each_day_goes_to_the_first_reason_that_leaves_it_out():
    (part,) = _parts(
        a_placement("2021-06-26", "2026-07-05"),
        posts=[a_post("2021-07-06")],
        leaves=[a_period("2021-07-08", "2021-07-09")],
    )

    assert part.left_out == {
        NotCounted.AFTER_DATE: 5,
        NotCounted.OUTSIDE_WINDOW: 3,
        NotCounted.BEFORE_DUTY: 7,
        NotCounted.LEAVE: 2,
    }
    assert part.counted + sum(part.left_out.values()) == part.offered


def test_what_is_not_verified_or_of_an_excluded_form_is_left_out_whole():
    rejected, base = _parts(
        a_placement(days=10, state=PlacementState.REJECTED),
        a_placement(days=10, form=PracticeForm.TRAINING_BASE),
    )

    assert rejected.left_out == {NotCounted.NOT_VERIFIED: 10}
    assert base.left_out == {NotCounted.FORM_EXCLUDED: 10}


def test_a_day_with_room_left_takes_what_still_fits():
    first, second = _parts(a_placement(days=10, share_percent=60), a_placement(days=10, share_percent=60))

    assert (first.counted, second.counted) == (6, 4)
    assert second.left_out == {NotCounted.COVERED_ALREADY: 2}


def test_where_attendance_holds_the_span_of_that_day_is_covered():
    span, attendance = _parts(a_placement("2025-03-01", days=3), an_attendance([("2025-03-02", 2)]))

    assert (span.counted, span.left_out) == (2, {NotCounted.COVERED_ALREADY: 1})
    assert (attendance.counted, attendance.left_out) == (1, {})


def test_where_the_span_holds_the_attendance_of_that_day_is_covered():
    span, attendance = _parts(a_placement("2025-03-01", days=3), an_attendance([("2025-03-02", 1)]))

    assert (span.counted, attendance.counted) == (3, 0)
    assert attendance.left_out == {NotCounted.COVERED_ALREADY: Fraction(1, 2)}


def test_halves_listed_twice_for_one_day_are_offered_once():
    day = AttendedDay(date(2025, 3, 3), 2)

    (part,) = _parts(a_placement("2025-03-01", "2025-03-31", attended=(day, day)))

    assert (part.offered, part.counted) == (1, 1)


def test_the_counted_days_add_up_to_the_credit():
    teacher = a_teacher(
        a_placement("2021-05-01", "2021-09-30", share_percent=50),
        a_placement("2021-08-01", "2022-01-15", share_percent=70),
        an_attendance([(date(2021, 8, day), 1 + day % 2) for day in range(1, 29)]),
        leaves=[a_period("2021-12-01", "2021-12-24")],
    )

    parts = placement_counts(teacher, [a_policy()], ON)

    assert sum(part.counted for part in parts) == standing_on(teacher, [a_policy()], ON).credit.days


def test_before_any_rule_there_is_no_total_to_explain():
    assert placement_counts(a_teacher(a_placement()), panjin_versions(), date(2016, 1, 1)) == ()
