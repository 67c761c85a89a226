"""What is needed by a day, and the last day to begin, against a plain walk over every single day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kernel.periods import ONE_DAY, Period
from registry.practice.model import PlacementFact, StandingState, TeacherFacts, YearlyState
from registry.practice.records.planning import DutyAsked
from registry.practice.rules import Reckoning, rule_line
from registry.practice.rules.planning import Need, Outcome, Target, prospect
from tests.properties import oracle
from tests.properties.diary import policy_on
from tests.properties.strategies import Question, any_questions, leave_questions, threshold_questions

QUESTIONS = {"anybody": any_questions(), "threshold": threshold_questions(), "leave": leave_questions()}
NOT_ASKED = (StandingState.EXEMPT, StandingState.NOT_YET_DUE)
NO_YEAR = (YearlyState.EXEMPT, YearlyState.NOT_YET_DUE, YearlyState.WAIVED)
MET = (StandingState.MET, StandingState.AT_RISK)
walks = settings(
    max_examples=80,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def gains(facts: TeacherFacts, policy, period: Period | None, forms) -> list[tuple[date, Fraction]]:
    """What a full span day would add to the credit of each day of a period, in months."""
    if period is None:
        return []
    found = []
    for day in oracle.days_of(period):
        full = PlacementFact("full", day, day)
        more = TeacherFacts(facts.posts, (*facts.placements, full), facts.leaves, facts.records_from, facts.hires)
        worth = [oracle.credit_of_day(each, policy, day, excluded_forms=forms)[1] for each in (facts, more)]
        found.append((day, worth[1] - worth[0]))
    return found


def walked(found: list[tuple[date, Fraction]], missing: Fraction) -> Need:
    """The days forward until it is enough, those that add nothing left out; and the last day from which on it is."""
    if sum((gain for _, gain in found), Fraction(0)) < missing:
        return Need(None, None)
    days, total = 0, Fraction(0)
    for _, gain in found:
        if total < missing and gain:
            days, total = days + 1, total + gain
    first, total = found[-1][0] + ONE_DAY, Fraction(0)
    for day, gain in reversed(found):
        if total < missing:
            first, total = day, total + gain
    return Need(days, first)


def ahead(window: Period, target: Target) -> Period | None:
    return window.overlap(target.ahead) if target.ahead else None


@pytest.mark.parametrize("questions", QUESTIONS.values(), ids=QUESTIONS.keys())
@walks
@given(data=st.data())
def test_days_by_a_day_of_the_five_years(questions: st.SearchStrategy[Question], data: st.DataObject) -> None:
    facts, versions, on = data.draw(questions)
    target = Target(DutyAsked.FIVE_YEARS, on, on - timedelta(days=data.draw(st.integers(0, 420))))
    expected = oracle.standing(facts, versions, on)

    found = prospect(Reckoning(facts), rule_line(versions), target)

    assert (found.state, found.credit) == (expected.state, expected.credit)
    if expected.state in NOT_ASKED:
        assert (found.outcome, found.need) == (Outcome.NOT_ASKED, Need(0, None))
        return
    if expected.state in MET:
        assert (found.outcome, found.need) == (Outcome.MET, Need(0, None))
        return
    policy = policy_on(versions, on)
    missing = expected.required_months - expected.credit.months
    forms = policy.excluded_forms.value
    assert found.need == walked(gains(facts, policy, ahead(expected.window, target), forms), missing)
    is_unknown = expected.state is StandingState.UNKNOWN
    assert found.outcome is (Outcome.UNKNOWN if is_unknown else Outcome.UNMET)
    if found.need.begin_by:
        begun = [full_from(facts, found.need.begin_by + timedelta(days=late), on) for late in (0, 1)]
        assert [oracle.standing(each, versions, on).state in MET for each in begun] == [True, False]


@pytest.mark.parametrize("questions", QUESTIONS.values(), ids=QUESTIONS.keys())
@walks
@given(data=st.data())
def test_days_by_a_day_of_the_school_year(questions: st.SearchStrategy[Question], data: st.DataObject) -> None:
    facts, versions, on = data.draw(questions)
    target = Target(DutyAsked.YEARLY, on, on - timedelta(days=data.draw(st.integers(0, 420))))
    duties = [duty for duty in oracle.yearly(facts, versions, on) if on in duty.year]

    found = prospect(Reckoning(facts), rule_line(versions), target)

    if not duties:
        assert (found.outcome, found.state) == (Outcome.NOT_ASKED, None)
        return
    duty, policy = duties[0], policy_on(versions, on)
    assert (found.state, found.credit.months) == (duty.state, duty.months)
    if duty.state in NO_YEAR:
        assert found.outcome is Outcome.NOT_ASKED
    elif duty.state is YearlyState.MET:
        assert (found.outcome, found.need) == (Outcome.MET, Need(0, None))
    else:
        year, forms = Period(duty.year.started_on, on), policy.yearly_excluded_forms.value
        missing = policy.months_per_year.value - duty.months
        assert found.need == walked(gains(facts, policy, ahead(year, target), forms), missing)
        lacks = facts.records_from is not None and duty.year.started_on < facts.records_from
        assert found.outcome is (Outcome.UNKNOWN if lacks else Outcome.UNMET)


def full_from(facts: TeacherFacts, first: date, last: date) -> TeacherFacts:
    """The same facts with full practice from one day to another; none where it would begin after its end."""
    more = (PlacementFact("full", first, last),) if first <= last else ()
    return TeacherFacts(facts.posts, (*facts.placements, *more), facts.leaves, facts.records_from, facts.hires)
