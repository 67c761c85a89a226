"""The seven states, each at its edges."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.kernel.periods import Period
from registry.policy.model import LeaveRule, NewcomerRule
from registry.practice.model import Standing, StandingState
from registry.practice.rules import judged_on, standing_on
from tests.builders.practice import (
    NATIONAL_RULE_ON,
    PANJIN_RULE_ON,
    a_citation,
    a_period,
    a_placement,
    a_policy,
    a_post,
    a_teacher,
    panjin_versions,
)

ON = date(2026, 6, 30)


def _state(teacher, on=ON, versions=None):
    return standing_on(teacher, versions or [a_policy()], on).state


def test_the_whole_answer():
    found = standing_on(a_teacher(a_placement("2021-06-01", "2022-04-27")), [a_policy()], ON)

    assert found == Standing(
        on=ON,
        state=StandingState.AT_RISK,
        credit=(Fraction(301), Fraction(301, 30)),
        required_months=Fraction(10),
        window=a_period("2021-07-01", "2026-06-30"),
        lapses_on=date(2026, 7, 2),
        days_needed=182,
        citation=a_citation(),
    )


@pytest.mark.parametrize(("days", "state"), [(299, "short"), (300, "met"), (301, "met")])
def test_exactly_the_required_months_is_enough(days, state):
    assert _state(a_teacher(a_placement("2025-01-01", days=days))) == state


@pytest.mark.parametrize(
    ("lapse_in_days", "state"), [(182, StandingState.AT_RISK), (183, StandingState.AT_RISK), (184, StandingState.MET)]
)
def test_a_lapse_within_the_look_ahead_is_a_warning(lapse_in_days, state):
    lost_on = date(2021, 6, 30) + timedelta(lapse_in_days)
    teacher = a_teacher(a_placement(lost_on, days=300))

    found = standing_on(teacher, [a_policy()], ON)

    assert (found.lapses_on, found.state) == (ON + timedelta(lapse_in_days), state)


def test_what_was_met_before_has_lapsed_and_what_never_was_is_short():
    lapsed = a_teacher(a_placement("2018-01-01", days=300))
    never = a_teacher(a_placement("2018-01-01", days=299))

    assert (_state(lapsed), _state(never)) == (StandingState.LAPSED, StandingState.SHORT)


def test_met_on_days_when_it_was_not_due_yet_is_no_earlier_success():
    half_a_year = a_post("2016-06-01", "2016-12-31")
    years_later = a_post("2023-01-01")
    teacher = a_teacher(a_placement("2016-06-01", days=60), posts=[half_a_year, years_later])

    assert _state(teacher) is StandingState.SHORT


def test_credit_after_the_day_never_counts_on_the_day():
    assert standing_on(a_teacher(a_placement("2026-07-01", days=300)), [a_policy()], ON).credit.days == 0


@pytest.mark.parametrize(
    ("posts", "state"),
    [
        ([a_post("2020-01-01", "2026-06-29")], StandingState.EXEMPT),
        ([a_post("2020-01-01", "2026-06-30")], StandingState.SHORT),
        ([a_post("2026-07-01")], StandingState.EXEMPT),
        ([], StandingState.EXEMPT),
    ],
)
def test_who_holds_no_obliged_post_on_the_day_is_exempt(posts, state):
    assert _state(a_teacher(posts=posts)) is state


def test_before_any_rule_everybody_is_exempt_without_a_citation():
    day_before = NATIONAL_RULE_ON - timedelta(1)

    found = standing_on(a_teacher(), panjin_versions(), day_before)

    assert found == Standing(day_before, StandingState.EXEMPT, None, None, None, None, None, None)
    assert _state(a_teacher(), NATIONAL_RULE_ON, panjin_versions()) is StandingState.SHORT


@pytest.mark.parametrize(
    ("records_from", "state"),
    [("2021-07-01", StandingState.SHORT), ("2021-07-02", StandingState.UNKNOWN), (None, StandingState.SHORT)],
)
def test_records_that_begin_inside_the_window_make_it_unknown(records_from, state):
    assert _state(a_teacher(records_from=records_from)) is state


def test_records_that_begin_before_the_duty_are_complete_enough():
    teacher = a_teacher(posts=[a_post("2023-09-01")], records_from="2023-09-01")

    assert _state(teacher) is StandingState.SHORT


def test_incomplete_records_go_before_lapsed_and_do_not_touch_what_is_met():
    lapsed = a_teacher(a_placement("2018-01-01", days=300), records_from="2024-01-01")
    met = a_teacher(a_placement("2025-01-01", days=300), records_from="2024-01-01")

    assert (_state(lapsed), _state(met)) == (StandingState.UNKNOWN, StandingState.MET)


def test_a_newcomer_under_the_full_rule_owes_the_whole_from_the_first_day():
    teacher = a_teacher(posts=[a_post("2026-06-30")])

    found = standing_on(teacher, [a_policy(newcomer=NewcomerRule.FULL)], ON)

    assert (found.state, found.required_months) == (StandingState.SHORT, 10)


def test_leave_that_the_rule_ignores_leaves_the_window_as_it_is():
    teacher = a_teacher(a_placement("2021-06-01", "2022-04-27"), leaves=[a_period("2024-01-01", "2024-12-31")])

    found = standing_on(teacher, [a_policy(leave=LeaveRule.IGNORE)], ON)

    assert (found.window, found.credit.days) == (a_period("2021-07-01", "2026-06-30"), 301)


def test_on_leave_the_threshold_is_that_of_the_day_and_the_window_that_of_the_day_before():
    leave = Period(PANJIN_RULE_ON - timedelta(30), PANJIN_RULE_ON + timedelta(30))
    teacher = a_teacher(a_placement("2020-01-01", days=200), leaves=[leave])

    before = standing_on(teacher, panjin_versions(), PANJIN_RULE_ON - timedelta(1))
    after = standing_on(teacher, panjin_versions(), PANJIN_RULE_ON)

    assert (before.window, before.required_months) == (after.window, 6)
    assert (after.required_months, after.state) == (10, StandingState.LAPSED)


def test_another_jurisdictions_answer_has_state_requirement_and_source():
    teacher = a_teacher(a_placement("2025-01-01", days=180))

    assert judged_on(teacher, [a_policy(months_per_window=6)], ON) == (StandingState.MET, 6, a_citation())
    assert judged_on(a_teacher(posts=[]), [a_policy()], ON) == (StandingState.EXEMPT, None, a_citation())


@pytest.mark.parametrize(("days", "needed"), [(299, 1), (290, 10), (0, 300)])
def test_days_needed_are_full_days_from_tomorrow(days, needed):
    placements = [a_placement("2025-01-01", days=days)] if days else []

    assert standing_on(a_teacher(*placements), [a_policy()], ON).days_needed == needed


def test_days_needed_pass_over_leave_already_approved():
    leave = Period(ON + timedelta(5), ON + timedelta(14))
    teacher = a_teacher(a_placement("2025-01-01", days=290), leaves=[leave])

    assert standing_on(teacher, [a_policy()], ON).days_needed == 20


def test_a_requirement_that_cannot_be_met_within_the_limit_has_no_number_of_days():
    assert standing_on(a_teacher(), [a_policy(months_per_window=61)], ON).days_needed is None


@pytest.mark.parametrize(("started_on", "lapse"), [("2006-06-30", date(2036, 6, 30)), ("2006-07-01", None)])
def test_a_lapse_is_looked_for_up_to_ten_years_ahead(started_on, lapse):
    thirty_years = a_policy(window_years=30, months_per_window=1)
    teacher = a_teacher(a_placement(started_on, days=30))

    assert standing_on(teacher, [thirty_years], ON).lapses_on == lapse
