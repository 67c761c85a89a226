"""A policy made ready for counting: whole-number units in which every daily credit is exact.

A month is split into so many units that one percent of a span day and half an attended day are whole numbers of
units; a day is split into hundredths. Nothing is rounded anywhere.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from registry.policy.model import MonthBasis, NewcomerRule, PracticePolicy

DAY_UNITS = 100
"""Hundredths of a day: shares are whole percents, attendance comes in halves."""
HALF_DAY_UNITS = DAY_UNITS // 2
FULL_SHARE = 100
HALVES_A_DAY = 2
MONTH_LENGTHS = (28, 29, 30, 31)
LAST_DAY = date.max.toordinal()


class Exemption(NamedTuple):
    """Who was hired with so many months in industry owes nothing for so many years."""

    from_months: int
    years: int


def exemption_of(policy: PracticePolicy) -> Exemption | None:
    """The exemption of hires from industry, or None where the policy does not set both of its figures."""
    months, years = policy.industry_hire_months, policy.industry_hire_exempt_years
    return Exemption(months.value, years.value) if months and years else None


class Counting:
    """One way of counting credit; two rules that count alike share it, and so share a teacher's totals.

    `base` is all that two ways of counting share when they differ only in the forms they leave out;
    `month_units` units make a month, `half_day_units` half an attended day.
    """

    __slots__ = (
        "_as_months",
        "_even_units",
        "_units_by_length",
        "base",
        "by_calendar_month",
        "categories",
        "excluded_forms",
        "exemption",
        "half_day_units",
        "leave",
        "month_units",
    )

    def __init__(self, policy: PracticePolicy, base: tuple[object, ...], excluded_forms: frozenset[str]) -> None:
        self.base = base
        self.by_calendar_month = policy.month_basis.value is MonthBasis.CALENDAR_MONTH
        lengths = MONTH_LENGTHS if self.by_calendar_month else (policy.days_per_month.value,)
        halves = HALVES_A_DAY * policy.working_days_per_month.value
        self.month_units = lcm(*(FULL_SHARE * length for length in lengths), halves)
        self._units_by_length = {length: self.month_units // (FULL_SHARE * length) for length in lengths}
        self._even_units = 0 if self.by_calendar_month else self._units_by_length[lengths[0]]
        self.half_day_units = self.month_units // halves
        self.excluded_forms = excluded_forms
        self.categories = policy.obliged_categories.value
        self.leave = policy.leave.value
        self.exemption = exemption_of(policy)
        self._as_months: dict[int, Fraction] = {}

    def span_units_on(self, day: int) -> int:
        """Month units of one percent of a span day on this day."""
        return self._even_units or self._units_by_length[month_around(day)[1]]

    def months(self, units: int) -> Fraction:
        """Units as exact months."""
        found = self._as_months.get(units)
        if found is None:
            found = self._as_months[units] = Fraction(units, self.month_units)
        return found


@lru_cache(maxsize=65536)
def month_around(day: int) -> tuple[int, int]:
    """The last day of the calendar month that holds `day`, and how many days the month has."""
    on = date.fromordinal(day)
    _, length = monthrange(on.year, on.month)
    return day - on.day + length, length


FIVE_YEAR_TERMS = ("counting", "threshold", "window_years", "prorated", "grace_days", "look_ahead_days")
"""What of a rule decides the five-year answer."""


class Rule:
    """One version of a jurisdiction's practice rule and the days on which it is in force (`first` to `last`)."""

    def __init__(self, policy: PracticePolicy, last: int, countings: "_Countings") -> None:
        self.policy = policy
        self.first, self.last = policy.in_force_from.toordinal(), last
        self.counting = countings.of(policy, policy.excluded_forms.value)
        self.yearly_counting = countings.of(policy, policy.yearly_excluded_forms.value)
        required = policy.months_per_window
        self.threshold = None if required is None else required.value * self.counting.month_units
        self.window_years = policy.window_years.value
        self.prorated = policy.newcomer.value is NewcomerRule.PRORATE
        self.grace_days = policy.newcomer_grace_days.value if self.prorated else 0
        self.look_ahead_days = policy.look_ahead_days.value

    def asks_like(self, other: "Rule") -> bool:
        """Whether both ask the same of the five years, so that a sweep may pass from one to the other unaware."""
        return all(getattr(self, name) == getattr(other, name) for name in FIVE_YEAR_TERMS)


class RuleLine:
    """The versions of one jurisdiction's rule, oldest first. Before the first no rule is in force.

    `stretches` are the same days for the five-year answer alone: rules that ask alike one after another are one.
    """

    __slots__ = ("_firsts", "rules", "stretches")

    def __init__(self, versions: Iterable[PracticePolicy]) -> None:
        ordered = sorted(versions, key=lambda policy: policy.in_force_from)
        ends = [policy.in_force_from.toordinal() - 1 for policy in ordered[1:]]
        countings = _Countings.shared()
        self.rules = [Rule(policy, last, countings) for policy, last in zip(ordered, [*ends, LAST_DAY], strict=False)]
        self._firsts = [rule.first for rule in self.rules]
        self.stretches = _stretches(self.rules)

    def on(self, day: int) -> Rule | None:
        """The rule in force on a day, or None."""
        place = bisect_right(self._firsts, day)
        return self.rules[place - 1] if place else None


def _stretches(rules: Sequence[Rule]) -> list[tuple[Rule, int, int]]:
    """A rule with the first and the last day on which the five years are judged as it says."""
    result: list[tuple[Rule, int, int]] = []
    for rule in rules:
        if result and result[-1][0].asks_like(rule):
            first_alike, first, _ = result[-1]
            result[-1] = (first_alike, first, rule.last)
        else:
            result.append((rule, rule.first, rule.last))
    return result


Versions = RuleLine | Sequence[PracticePolicy]
"""A jurisdiction's versions, as they come or made ready once for many teachers."""


def rule_line(versions: Versions) -> RuleLine:
    """Make versions ready for counting; what is ready stays as it is."""
    return versions if isinstance(versions, RuleLine) else RuleLine(versions)


class _Countings:
    """Equal ways of counting are one object, so that a teacher's totals are added up once for all of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[object, ...], frozenset[str]], Counting] = {}

    @staticmethod
    @lru_cache(maxsize=1)
    def shared() -> "_Countings":
        return _Countings()

    def of(self, policy: PracticePolicy, excluded_forms: frozenset[str]) -> Counting:
        base = (
            policy.month_basis.value,
            policy.days_per_month.value,
            policy.working_days_per_month.value,
            policy.leave.value,
            policy.obliged_categories.value,
            exemption_of(policy),
        )
        key = (base, excluded_forms)
        if key not in self._known:
            self._known[key] = Counting(policy, base, excluded_forms)
        return self._known[key]
