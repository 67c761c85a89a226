"""What each day is worth, and the running totals of one teacher.

Source of the daily rule: the shares of all spans on a day add up to at most a full day; attended halves add up to
at most two; where a day has both, what gives more months holds (the span where they are equal). Leave, and days
before the first obliged post, carry nothing. Only verified placements count.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from registry.kernel.periods import years_before
from registry.policy.model import LeaveRule
from registry.practice.model import IndustryHire, PlacementFact, PlacementState, PostHeld, TeacherFacts
from registry.practice.rules.counting import (
    DAY_UNITS,
    FULL_SHARE,
    HALF_DAY_UNITS,
    HALVES_A_DAY,
    LAST_DAY,
    Counting,
    Exemption,
    month_around,
)
from registry.practice.rules.cumulative import Cumulative
from registry.practice.rules.numbering import WITHOUT_LEAVE, Numbering, Stretch, leave_stretches

DAILY_DAY_UNITS = DAY_UNITS // FULL_SHARE

Spell = tuple[int, int, int, int]
"""First day, last day (both counted), month units a day, day units a day."""
DailyStep = tuple[int, int, int, int]
"""The same by day number: after one number, up to and including another."""


class Totals(NamedTuple):
    """What a margin compares: month units of credit, and obliged days (None: an obliged post on every day)."""

    months: Cumulative
    duty: Cumulative | None


class Account:
    """One teacher's running totals under one way of counting, by day number."""

    __slots__ = (
        "_leaves_to_cut",
        "_steps",
        "counting",
        "credited_from",
        "duty_stretches",
        "months",
        "numbering",
        "totals",
    )

    def __init__(self, facts: TeacherFacts, counting: Counting, numbering: Numbering) -> None:
        self.counting, self.numbering = counting, numbering
        held = obliged_stretches(facts.posts, counting.categories)
        self.duty_stretches = _without_exempt(held, exempt_stretches(facts.hires, counting.exemption))
        self.credited_from = held[0][0] if held else 1
        self._leaves_to_cut = leave_stretches(facts.leaves) if counting.leave is LeaveRule.IGNORE else ()
        spells = _countable(facts.placements, counting, self.credited_from)
        self._steps = _steps(self.workable(spells), numbering)
        self.months = Cumulative.of([(after, upto, months) for after, upto, months, _ in self._steps])
        self.totals = Totals(self.months, self._duty())

    def day_units_between(self, after: int, upto: int) -> int:
        """Credit in hundredths of a day, of the days numbered after one number up to another."""
        return sum(
            (min(upto, last) - max(after, first)) * days
            for first, last, _, days in self._steps
            if first < upto and after < last
        )

    def credited_numbers(self) -> list[Stretch]:
        """The days by number that carry credit, in order: after one number, up to and including another."""
        return [(after, upto) for after, upto, _, _ in self._steps]

    def workable(self, spells: Iterable[Spell]) -> Iterable[Spell]:
        """The spells without leave, where the numbering has not taken it out already."""
        return _without(spells, self._leaves_to_cut) if self._leaves_to_cut else spells

    def _duty(self) -> Cumulative | None:
        if self.duty_stretches == ((1, LAST_DAY),):
            return None
        number = self.numbering.number_of
        return Cumulative.of((number(first - 1), number(last), 1) for first, last in self.duty_stretches)

    def is_obliged(self, day: int) -> bool:
        """Whether an obliged post is held on this day."""
        return any(first <= day <= last for first, last in self.duty_stretches)


class Reckoning:
    """One teacher's facts, added up once for each way of counting that is asked for."""

    __slots__ = ("_accounts", "_forms", "_leave_numbering", "facts")

    def __init__(self, facts: TeacherFacts) -> None:
        self.facts = facts
        self._accounts: dict[Counting, Account] = {}
        self._forms = {placement.form for placement in facts.placements}
        self._leave_numbering = Numbering(leave_stretches(facts.leaves)) if facts.leaves else WITHOUT_LEAVE

    def account(self, counting: Counting) -> Account:
        """The running totals under this way of counting."""
        account = self._accounts.get(counting)
        if account is None:
            account = self._accounts[counting] = self._same_account(counting) or self._new_account(counting)
        return account

    def _same_account(self, counting: Counting) -> Account | None:
        """An account of another way of counting that makes no difference to this teacher's forms of practice."""
        for known, account in self._accounts.items():
            if known.base == counting.base and self._forms.isdisjoint(known.excluded_forms ^ counting.excluded_forms):
                return account
        return None

    def _new_account(self, counting: Counting) -> Account:
        extends = counting.leave is LeaveRule.EXTEND
        return Account(self.facts, counting, self._leave_numbering if extends else WITHOUT_LEAVE)

    @property
    def leaves(self) -> tuple[Stretch, ...]:
        """Approved leave, whatever it does to the window."""
        return self._leave_numbering.leaves


def obliged_stretches(posts: Iterable[PostHeld], categories: frozenset[str]) -> tuple[Stretch, ...]:
    """The days on which an obliged post is held, as disjoint stretches in order."""
    held = sorted(
        (
            post.started_on.toordinal() if post.started_on else 1,
            post.finished_on.toordinal() if post.finished_on else LAST_DAY,
        )
        for post in posts
        if post.category in categories
    )
    result: list[Stretch] = []
    for first, last in held:
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return tuple(result)


def exempt_stretches(hires: Iterable[IndustryHire], exemption: Exemption | None) -> tuple[Stretch, ...]:
    """The first years of whoever was hired from industry, where the policy exempts them."""
    if exemption is None:
        return ()
    return tuple(
        (hire.started_on.toordinal(), years_before(hire.started_on, -exemption.years).toordinal() - 1)
        for hire in sorted(hires)
        if hire.industry_months >= exemption.from_months
    )


def _without_exempt(held: tuple[Stretch, ...], exempt: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The obliged days that are left; credit keeps counting from the first post, exempt or not."""
    return tuple((first, last) for first, last, *_ in _without([(*each, 0, 0) for each in held], exempt))


def counts(placement: PlacementFact, counting: Counting) -> bool:
    """Whether the placement counts at all: verified, and of a form that is not left out."""
    return placement.state is PlacementState.VERIFIED and placement.form not in counting.excluded_forms


def _countable(placements: Iterable[PlacementFact], counting: Counting, first_duty: int) -> Iterator[Spell]:
    """The spells that carry credit, from the first obliged day on (who never was obliged has no such day)."""
    for first, last, months, days in _spells(placements, counting):
        if first >= first_duty:
            yield first, last, months, days
        elif last >= first_duty:
            yield first_duty, last, months, days


def _spells(placements: Iterable[PlacementFact], counting: Counting) -> list[Spell]:
    spans: list[tuple[int, int]] = []
    halves: dict[int, int] = {}
    for placement in placements:
        if not counts(placement, counting):
            continue
        if placement.attended is None:
            spans.append((placement.started_on.toordinal(), placement.share_percent))
            spans.append((placement.finished_on.toordinal() + 1, -placement.share_percent))
        else:
            for on, amount in placement.attended:
                day = on.toordinal()
                halves[day] = min(HALVES_A_DAY, halves.get(day, 0) + amount)
    spells = list(_span_spells(spans, counting))
    return list(_with_attendance(spells, sorted(halves.items()), counting)) if halves else spells


def _span_spells(changes: list[tuple[int, int]], counting: Counting) -> Iterator[Spell]:
    """Shares added day by day, capped at a full day."""
    changes.sort()
    share = since = 0
    for day, change in changes:
        if share and day > since:
            yield from priced(since, day - 1, min(share, FULL_SHARE), counting)
        since = day
        share += change


def priced(first: int, last: int, share: int, counting: Counting) -> Iterable[Spell]:
    """A span of one share (percent) as spells, cut at month ends where the month's length matters."""
    if counting.by_calendar_month:
        return _priced_by_month(first, last, share, counting)
    return ((first, last, share * counting.span_units_on(first), share * DAILY_DAY_UNITS),)


def _priced_by_month(first: int, last: int, share: int, counting: Counting) -> Iterator[Spell]:
    while first <= last:
        month_end = min(last, month_around(first)[0])
        yield first, month_end, share * counting.span_units_on(first), share * DAILY_DAY_UNITS
        first = month_end + 1


def _with_attendance(spells: list[Spell], attended: list[tuple[int, int]], counting: Counting) -> Iterator[Spell]:
    """Attended days laid over the spells: on each such day what gives more months holds."""
    waiting = iter(spells)
    spell = next(waiting, None)
    for day, halves in attended:
        worth: Spell = (day, day, halves * counting.half_day_units, halves * HALF_DAY_UNITS)
        while spell and spell[1] < day:
            yield spell
            spell = next(waiting, None)
        if spell is None or spell[0] > day:
            yield worth
        elif spell[2] < worth[2]:
            first, last, months, days = spell
            if first < day:
                yield first, day - 1, months, days
            yield worth
            spell = (day + 1, last, months, days) if day < last else next(waiting, None)
    while spell:
        yield spell
        spell = next(waiting, None)


def _without(spells: Iterable[Spell], leaves: tuple[Stretch, ...]) -> Iterator[Spell]:
    """The spells with the days of leave cut out."""
    for first, last, months, days in spells:
        start = first
        for leave_first, leave_last in leaves:
            if leave_last < start or leave_first > last:
                continue
            if leave_first > start:
                yield start, leave_first - 1, months, days
            start = leave_last + 1
        if start <= last:
            yield start, last, months, days


def _steps(spells: Iterable[Spell], numbering: Numbering) -> list[DailyStep]:
    """The spells by day number. Days of leave have no number, so they add nothing."""
    if not numbering.leaves:
        return [(first - 1, last, months, days) for first, last, months, days in spells]
    number = numbering.number_of
    steps = [(number(first - 1), number(last), months, days) for first, last, months, days in spells]
    return [step for step in steps if step[0] < step[1]]
