"""How far each school year's duty has come, on every day of a teacher's employment at once. Pure.

A year without any practice or leave is the same for everybody who is obliged throughout it, and worked out once.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from registry.kernel.periods import Period, year_of
from registry.practice.rules.career import Spell
from registry.practice.rules.counting import LAST_DAY, Rule, RuleLine
from registry.practice.rules.credit import Account, Reckoning
from registry.practice.rules.numbering import Stretch
from registry.practice.rules.progress import BEGUN, HANDED_IN, Attempt, Progress

ProgressDays = tuple[int, int, Progress]
"""First and last day as ordinals, and how far the duty has come on all of them."""


class _Year(NamedTuple):
    """A school year in which the duty is asked: its days, and the month units that are enough."""

    period: Period
    first: int
    last: int
    wanted: int


_RuledYear = tuple[Rule, _Year | None, int, int]
"""Days of a school year under one rule, as first and last ordinals; None: the year asks nothing."""


class Pending(NamedTuple):
    """The days (ordinals) of a placement that begins a year, and whether it was handed in."""

    first: int
    last: int
    is_handed_in: bool


def pending_among(attempts: Iterable[Attempt]) -> list[Pending]:
    """Those that may tell how far a year has come."""
    return [
        Pending(each.period.started_on.toordinal(), each.period.finished_on.toordinal(), each.state in HANDED_IN)
        for each in attempts
        if each.state in HANDED_IN or each.state in BEGUN
    ]


def progress_days(
    reckoning: Reckoning, pending: Sequence[Pending], line: RuleLine, spell: Spell, horizon: date
) -> Iterator[ProgressDays]:
    """How far the year's duty has come on each day of a spell on which a rule is in force."""
    begun, busy = spell.period.started_on.toordinal(), _busy(reckoning, pending)
    upto = min(horizon, spell.period.finished_on)
    years = _years(line, upto)
    if not _is_obliged_throughout(reckoning, years):
        yield from _worked_out(reckoning, pending, begun, busy, years)
        return
    low, high = _busy_years(years, busy)
    yield from _since(begun, _idle(line, upto, 0, low))
    yield from _worked_out(reckoning, pending, begun, busy, years[low:high])
    yield from _since(begun, _idle(line, upto, high, len(years)))


def _is_obliged_throughout(reckoning: Reckoning, years: Sequence[_RuledYear]) -> bool:
    """Whether an obliged post is held on every day of every one of these years."""
    if not years:
        return False
    first, last = (years[0][1].first if years[0][1] else years[0][2]), years[-1][3]
    for counting in {rule.yearly_counting for rule, _, _, _ in years}:
        duty = reckoning.account(counting).duty_stretches
        if len(duty) != 1 or duty[0][0] > first or duty[0][1] < last:
            return False
    return True


def _busy_years(years: Sequence[_RuledYear], busy: Stretch) -> Stretch:
    """From which place on, and up to which, the years have any placement or leave."""
    places = [
        place
        for place, (_, year, _, _) in enumerate(years)
        if year is not None and busy[0] <= year.last and year.first <= busy[1]
    ]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _since(begun: int, days: Iterable[ProgressDays]) -> Iterator[ProgressDays]:
    """The same days from one on."""
    for first, last, step in days:
        if last >= begun:
            yield max(first, begun), last, step


@lru_cache(maxsize=4096)
def _idle(line: RuleLine, upto: date, low: int, high: int) -> tuple[ProgressDays, ...]:
    """Some years as they are for everybody who is obliged throughout and neither practised nor was on leave."""
    found: list[ProgressDays] = []
    for rule, year, first, last in _years(line, upto)[low:high]:
        days = (
            ((first, last, Progress.NOT_ASKED),) if year is None else _stepped(first, last, _nothing_done(rule, year))
        )
        for start, end, step in days:
            if found and found[-1][2] is step and found[-1][1] == start - 1:
                found[-1] = (found[-1][0], end, step)
            else:
                found.append((start, end, step))
    return tuple(found)


def _worked_out(
    reckoning: Reckoning, pending: Sequence[Pending], begun: int, busy: Stretch, years: Iterable[_RuledYear]
) -> Iterator[ProgressDays]:
    """The days of these years from `begun` on, each year by itself."""
    for rule, year, first, last in years:
        if begun > last:
            continue
        start = max(first, begun)
        account = reckoning.account(rule.yearly_counting)
        duty = account.duty_stretches
        if year is None or not duty or duty[0][0] > year.first:
            yield start, last, Progress.NOT_ASKED
            continue
        if busy[0] <= year.last and year.first <= busy[1]:
            steps = (_unfinished(reckoning, rule, year, pending), _enough_from(account, year))
        else:
            steps = _nothing_done(rule, year)
        if len(duty) == 1 and duty[0][1] >= last:
            yield from _stepped(max(start, duty[0][0]), last, steps)
        else:
            yield from _year_progress(duty, (start, last), steps)


@lru_cache(maxsize=4096)
def _years(line: RuleLine, upto: date) -> tuple[_RuledYear, ...]:
    """The days up to `upto` by rule and school year; a year that asks nothing is None."""
    found: list[_RuledYear] = []
    for rule in line.rules:
        day, end = rule.first, min(rule.last, upto.toordinal())
        while day <= end:
            period = year_of(date.fromordinal(day), rule.policy.year_start.value)
            last = min(end, period.finished_on.toordinal())
            year = _year(line, rule, period)
            if year is None and found and found[-1][1] is None:
                found[-1] = (*found[-1][:3], last)
            else:
                found.append((rule, year, day, last))
            day = last + 1
    return tuple(found)


def _year(line: RuleLine, rule: Rule, period: Period) -> _Year | None:
    """The year as the rule asks it; None where no yearly rule is in force, or none was when the year began."""
    first, required = period.started_on.toordinal(), rule.policy.months_per_year
    began = line.on(first)
    if required is None or began is None or began.policy.months_per_year is None:
        return None
    wanted = required.value * rule.yearly_counting.month_units
    return _Year(period, first, period.finished_on.toordinal(), wanted)


def _busy(reckoning: Reckoning, pending: Iterable[Pending]) -> Stretch:
    """From the first to the last day of any placement or leave; outside of it no year is begun."""
    facts = reckoning.facts
    firsts = [each.first for each in pending]
    lasts = [each.last for each in pending]
    firsts += [each.started_on.toordinal() for each in facts.placements]
    lasts += [each.finished_on.toordinal() for each in facts.placements]
    firsts += [each.started_on.toordinal() for each in facts.leaves]
    lasts += [each.finished_on.toordinal() for each in facts.leaves]
    return (min(firsts), max(lasts)) if firsts else (LAST_DAY, 0)


def _nothing_done(rule: Rule, year: _Year) -> tuple[Progress, int]:
    """The steps of a year without any practice or leave."""
    is_waived = rule.policy.yearly_waiver_leave_days.value <= 0
    before = Progress.NOT_ASKED if is_waived else Progress.NOT_BEGUN
    return before, year.first if year.wanted <= 0 else year.last + 1


def _year_progress(
    duty: Sequence[Stretch], days: Stretch, steps: tuple[Progress, int]
) -> Iterator[tuple[int, int, Progress]]:
    """The days of a year parted by whether an obliged post is held."""
    day, last = days
    for low, high in duty:
        if high < day or low > last:
            continue
        if low > day:
            yield day, low - 1, Progress.NOT_ASKED
            day = low
        yield from _stepped(day, min(high, last), steps)
        day = min(high, last) + 1
    if day <= last:
        yield day, last, Progress.NOT_ASKED


def _stepped(first: int, last: int, steps: tuple[Progress, int]) -> Iterator[tuple[int, int, Progress]]:
    """The days parted by whether the credit is enough already."""
    before, enough_from = steps
    if first < enough_from:
        yield first, min(last, enough_from - 1), before
    if enough_from <= last:
        yield max(first, enough_from), last, Progress.ENOUGH


def _enough_from(account: Account, year: _Year) -> int:
    """The first day (an ordinal) on which the year's credit is enough; after its last day where it never is."""
    number_of, months = account.numbering.number_of, account.months
    had = months.at(number_of(year.first - 1))
    if year.wanted <= 0:
        return year.first
    if months.at(number_of(year.last)) < had + year.wanted:
        return year.last + 1
    number = months.first_reaching(had + year.wanted)
    return year.last + 1 if number is None else max(year.first, account.numbering.day_numbered(number))


def _unfinished(reckoning: Reckoning, rule: Rule, year: _Year, pending: Sequence[Pending]) -> Progress:
    """The answer for the days of a year on which the credit is not enough yet."""
    days = sum(max(0, min(year.last, end) - max(year.first, first) + 1) for first, end in reckoning.leaves)
    if days >= rule.policy.yearly_waiver_leave_days.value:
        return Progress.NOT_ASKED
    return _begun_in(year, pending)


def _begun_in(year: _Year, pending: Iterable[Pending]) -> Progress:
    """The furthest that a placement of the year has come: `begun_in` of days that are numbers."""
    found = Progress.NOT_BEGUN
    for first, last, is_handed_in in pending:
        if first <= year.last and year.first <= last:
            if is_handed_in:
                return Progress.WAITING
            found = Progress.UNDER_WAY
    return found
