"""Judgements about enterprise practice: pure functions of facts, policy versions and a day.

Every function takes a jurisdiction's policy versions, oldest first, or a `RuleLine` made of them once for many
teachers. Arithmetic is exact. Source: `registry/handbook/policy.md` names each parameter and its instrument.
"""

from datetime import date

from registry.kernel.periods import Period
from registry.policy.model import PracticePolicy
from registry.practice.model import (
    Credit,
    Judgement,
    PlacementCount,
    Standing,
    StateRange,
    TeacherFacts,
    YearlyDuty,
)
from registry.practice.rules.counting import RuleLine, Versions, rule_line
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.explanation import PeriodPart, placement_parts, placement_parts_within
from registry.practice.rules.judging import credit_within, judged, standing
from registry.practice.rules.timeline import facts_up_to, states_within
from registry.practice.rules.yearly import yearly_answers

__all__ = [
    "PeriodPart",
    "Reckoning",
    "RuleLine",
    "credit_between",
    "credit_within",
    "judged",
    "judged_on",
    "placement_counts",
    "placement_parts",
    "placement_parts_within",
    "rule_line",
    "standing",
    "standing_on",
    "timeline",
    "yearly_answers",
    "yearly_duties",
]


def standing_on(facts: TeacherFacts, versions: Versions, on: date) -> Standing:
    """The five-year answer on one day under the rule then in force."""
    return standing(Reckoning(facts), rule_line(versions), on)


def judged_on(facts: TeacherFacts, versions: Versions, on: date) -> Judgement:
    """State, requirement and source alone."""
    return judged(Reckoning(facts), rule_line(versions), on)


def yearly_duties(facts: TeacherFacts, versions: Versions, on: date) -> tuple[YearlyDuty, ...]:
    """The yearly duty for the year of the day and the year before it, oldest first."""
    return yearly_answers(Reckoning(facts), rule_line(versions), on)


def timeline(facts: TeacherFacts, versions: Versions, today: date, period: Period) -> tuple[StateRange, ...]:
    """The states on every day of the period, as ranges in order; days after `today` get no credit after it."""
    return states_within(Reckoning(facts_up_to(facts, today)), rule_line(versions), period)


def credit_between(facts: TeacherFacts, policy: PracticePolicy, period: Period) -> Credit:
    """Credit of the period, both ends counted, under one version's way of counting the five-year answer."""
    (rule,) = rule_line((policy,)).rules
    return credit_within(Reckoning(facts).account(rule.counting), period)


def placement_counts(facts: TeacherFacts, versions: Versions, on: date) -> tuple[PlacementCount, ...]:
    """Per placement how many days counted towards the total on a day, and why the others did not."""
    return placement_parts(Reckoning(facts), rule_line(versions), on)
