"""The practice rules and the day-by-day oracle give the same answers for thousands of teachers, to the last field.

Every question asks for the standing, the judgement, the yearly duties, the credit between two dates and the part of
each placement. Timelines are compared over some years, for fewer teachers.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kernel.periods import Period
from registry.policy.model import PracticePolicy
from registry.practice import rules
from registry.practice.model import Credit, Judgement, StandingState, StateRange
from tests.builders.practice import a_day, a_period, a_policy, a_post, a_teacher
from tests.properties import oracle
from tests.properties.strategies import (
    Question,
    any_questions,
    changed_policies,
    leave_questions,
    newcomer_questions,
    threshold_questions,
)

TEACHERS = 5200
TIMELINES = 320
QUESTIONS = {
    "anybody": any_questions(),
    "at the threshold": threshold_questions(),
    "newcomers": newcomer_questions(),
    "on leave": leave_questions(),
}

same_answers = settings(
    max_examples=TEACHERS // len(QUESTIONS),
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
same_timelines = settings(same_answers, max_examples=TIMELINES // len(QUESTIONS))
same_credit = settings(same_answers, max_examples=300)


@pytest.mark.parametrize("questions", QUESTIONS.values(), ids=QUESTIONS.keys())
@same_answers
@given(data=st.data())
def test_every_answer_is_the_oracles(questions: st.SearchStrategy[Question], data: st.DataObject) -> None:
    facts, versions, on = data.draw(questions)

    expected = oracle.standing(facts, versions, on)
    assert rules.standing_on(facts, versions, on) == expected
    judged = Judgement(expected.state, expected.required_months, expected.citation)
    assert rules.judged_on(facts, versions, on) == judged
    assert rules.yearly_duties(facts, versions, on) == oracle.yearly(facts, versions, on)
    counts = oracle.explanation(facts, versions, on)
    assert rules.placement_counts(facts, versions, on) == counts
    if expected.credit is not None:
        assert sum(count.counted for count in counts) == expected.credit.days


@pytest.mark.parametrize("on", ["2025-05-08", "2025-05-09", "2025-05-10", "2025-05-11", "2026-05-11"])
def test_who_was_asked_nothing_on_leave_has_lapsed_after_it(on: str) -> None:
    versions = (a_policy(newcomer_grace_days=0),)
    facts = a_teacher(posts=[a_post("2025-05-09")], leaves=[a_period("2025-05-01", "2025-05-10")])

    found = rules.standing_on(facts, versions, a_day(on))

    assert found == oracle.standing(facts, versions, a_day(on))


@pytest.mark.parametrize("questions", QUESTIONS.values(), ids=QUESTIONS.keys())
@same_timelines
@given(data=st.data())
def test_timeline_tells_each_days_state(questions: st.SearchStrategy[Question], data: st.DataObject) -> None:
    facts, versions, today = data.draw(questions)
    starts_at, length = data.draw(st.integers(-900, 200)), data.draw(st.integers(0, 1200))
    first = today + timedelta(days=starts_at)
    period = Period(first, first + timedelta(days=length))

    found = rules.timeline(facts, versions, today, period)

    assert found == oracle.timeline(facts, versions, today, period)
    for offset in data.draw(st.lists(st.integers(0, length), max_size=5)):
        day = first + timedelta(days=offset)
        known = facts if day <= today else oracle.without_credit_after(facts, today)
        assert rules.standing_on(known, versions, day).state is _state_at(found, day)


@same_credit
@given(any_questions(), changed_policies(), st.integers(-2000, 2000), st.integers(0, 4000))
def test_credit_between_two_dates_is_the_oracles(
    question: Question, policy: PracticePolicy, starts_at: int, length: int
) -> None:
    first = question.on + timedelta(days=starts_at)
    period = Period(first, first + timedelta(days=length))

    found = rules.credit_between(question.facts, policy, period)

    assert found == oracle.credit_between(question.facts, policy, period)


@same_credit
@given(any_questions(), changed_policies(), st.integers(-2000, 2000), st.integers(0, 60))
def test_credit_of_a_period_is_the_sum_of_its_days(
    question: Question, policy: PracticePolicy, starts_at: int, length: int
) -> None:
    first = question.on + timedelta(days=starts_at)
    period = Period(first, first + timedelta(days=length))
    forms = policy.excluded_forms.value

    found = rules.credit_between(question.facts, policy, period)

    each = [oracle.credit_of_day(question.facts, policy, day, excluded_forms=forms) for day in oracle.days_of(period)]
    assert found == Credit(
        sum((days for days, _ in each), Fraction(0)), sum((months for _, months in each), Fraction(0))
    )


def _state_at(timeline: tuple[StateRange, ...], day: date) -> StandingState:
    """The state of the one range that holds the day."""
    (state,) = [known.state for known in timeline if known.started_on <= day <= known.finished_on]
    return state
