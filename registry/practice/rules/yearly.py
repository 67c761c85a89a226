"""The yearly duty: one answer for the school year of a day and one for the year before it.

It stands beside the five-year answer and neither implies the other. Source: 国发〔2019〕4号, one month a year in
enterprises or training bases.
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache

from registry.kernel.periods import ONE_DAY, Period, year_of
from registry.practice.model import YearlyDuty, YearlyState
from registry.practice.rules.counting import Rule, RuleLine
from registry.practice.rules.credit import Account, Reckoning
from registry.practice.rules.judging import credit_within


def yearly_answers(reckoning: Reckoning, line: RuleLine, on: date) -> tuple[YearlyDuty, ...]:
    """Oldest first. Years that began before the yearly rule are left out; none without a rule on the day."""
    rule = line.on(on.toordinal())
    if rule is None or rule.policy.months_per_year is None:
        return ()
    account = reckoning.account(rule.yearly_counting)
    return tuple(_answer(reckoning, account, rule, year, on) for year in _years_asked(line, rule, on))


@lru_cache(maxsize=64)
def _years_asked(line: RuleLine, rule: Rule, on: date) -> tuple[Period, ...]:
    """The year before and the year of a day, as far as they began under a yearly rule."""
    this_year = year_of(on, rule.policy.year_start.value)
    year_before = year_of(this_year.started_on - ONE_DAY, rule.policy.year_start.value)
    return tuple(year for year in (year_before, this_year) if _had_rule(line, year.started_on))


def _had_rule(line: RuleLine, on: date) -> bool:
    rule = line.on(on.toordinal())
    return rule is not None and rule.policy.months_per_year is not None


def _answer(reckoning: Reckoning, account: Account, rule: Rule, year: Period, on: date) -> YearlyDuty:
    first, last, day = year.started_on.toordinal(), year.finished_on.toordinal(), on.toordinal()
    credit = credit_within(account, Period(year.started_on, min(on, year.finished_on)))
    return YearlyDuty(year, credit, _state(reckoning, account, rule, (first, last, day), credit.months))


def _state(
    reckoning: Reckoning, account: Account, rule: Rule, days: tuple[int, int, int], months: Fraction
) -> YearlyState:
    first, last, day = days
    required = rule.policy.months_per_year
    assert required is not None
    if not account.is_obliged(min(day, last)):
        return YearlyState.EXEMPT
    if account.duty_stretches[0][0] > first:
        return YearlyState.NOT_YET_DUE
    if months >= required.value:
        return YearlyState.MET
    leave_days = sum(
        max(0, min(last, leave_last) - max(first, leave_first) + 1) for leave_first, leave_last in reckoning.leaves
    )
    if leave_days >= rule.policy.yearly_waiver_leave_days.value:
        return YearlyState.WAIVED
    return YearlyState.OPEN if day < last else YearlyState.SHORT
