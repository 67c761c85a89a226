"""The timeline: date ranges with state, any day a look-up."""

from datetime import date, timedelta

from registry.kernel.periods import Period
from registry.practice.model import StandingState, StateRange
from registry.practice.rules import timeline
from tests.builders.practice import (
    NATIONAL_RULE_ON,
    a_period,
    a_placement,
    a_policy,
    a_post,
    a_teacher,
    panjin_versions,
)

TODAY = date(2026, 6, 30)


def _ranges(teacher, first, last, versions=None):
    return timeline(
        teacher, versions or [a_policy()], TODAY, Period(date.fromisoformat(first), date.fromisoformat(last))
    )


def _range(first, last, state):
    return StateRange(date.fromisoformat(first), date.fromisoformat(last), state)


def test_a_teacher_who_did_ten_months_once_passes_through_four_states():
    teacher = a_teacher(a_placement("2020-01-01", days=300))

    assert _ranges(teacher, "2020-01-01", "2026-06-30") == (
        _range("2020-01-01", "2020-10-25", StandingState.SHORT),
        _range("2020-10-26", "2024-07-01", StandingState.MET),
        _range("2024-07-02", "2024-12-31", StandingState.AT_RISK),
        _range("2025-01-01", "2026-06-30", StandingState.LAPSED),
    )


def test_beyond_today_no_credit_after_today_is_added():
    teacher = a_teacher(a_placement("2026-01-01", days=300))

    assert _ranges(teacher, "2026-06-01", "2027-06-01") == (_range("2026-06-01", "2027-06-01", StandingState.SHORT),)


def test_duty_and_newcomers_have_their_ranges():
    teacher = a_teacher(posts=[a_post("2025-01-01", "2026-03-31")])

    assert _ranges(teacher, "2024-12-01", "2026-06-30") == (
        _range("2024-12-01", "2024-12-31", StandingState.EXEMPT),
        _range("2025-01-01", "2025-12-30", StandingState.NOT_YET_DUE),
        _range("2025-12-31", "2026-03-31", StandingState.SHORT),
        _range("2026-04-01", "2026-06-30", StandingState.EXEMPT),
    )


def test_before_the_first_rule_all_is_exempt():
    before = NATIONAL_RULE_ON - timedelta(1)

    found = timeline(a_teacher(), panjin_versions(), TODAY, Period(before, NATIONAL_RULE_ON))

    assert found == (
        StateRange(before, before, StandingState.EXEMPT),
        StateRange(NATIONAL_RULE_ON, NATIONAL_RULE_ON, StandingState.SHORT),
    )


def test_incomplete_records_turn_into_a_known_answer_when_the_window_has_moved_past_them():
    teacher = a_teacher(records_from="2020-01-01")

    assert _ranges(teacher, "2024-12-01", "2025-01-31") == (
        _range("2024-12-01", "2024-12-30", StandingState.UNKNOWN),
        _range("2024-12-31", "2025-01-31", StandingState.SHORT),
    )


def test_leave_stops_the_clock_of_a_lapse():
    placement = a_placement("2020-01-01", days=300)
    leave = a_period("2022-01-01", "2022-12-31")

    without = _ranges(a_teacher(placement), "2020-11-01", "2026-06-30")
    with_leave = _ranges(a_teacher(placement, leaves=[leave]), "2020-11-01", "2026-06-30")

    assert without[-1].started_on == date(2025, 1, 1)
    assert with_leave[-1] == _range("2025-12-31", "2026-06-30", StandingState.LAPSED)
