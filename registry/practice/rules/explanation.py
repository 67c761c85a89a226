"""Where the days of a total come from: per placement what counted, and why the rest did not.

Told day by day, in the order the placements are given: what a placement offers on a day goes to the first reason
that leaves it out, or else counts as far as the day has room. The counted days add up to the credit.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from registry.kernel.periods import Period
from registry.practice.model import NotCounted, PlacementCount, PlacementFact, PlacementState
from registry.practice.rules.counting import DAY_UNITS, FULL_SHARE, HALF_DAY_UNITS, HALVES_A_DAY, RuleLine
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.judging import Case, open_case, window


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """One placement's part in the credit of a period: its days, and what they are worth in months."""

    count: PlacementCount
    months: Fraction


def placement_parts(reckoning: Reckoning, line: RuleLine, on: date) -> tuple[PlacementCount, ...]:
    """Every placement's part in the total on a day; nothing while no five-year rule is in force."""
    case = open_case(reckoning, line, on.toordinal())
    return _Telling(case).parts() if case else ()


def placement_parts_within(reckoning: Reckoning, line: RuleLine, period: Period) -> tuple[PeriodPart, ...]:
    """Every placement's part in the credit of a period, under the rule of its last day; their sums are that credit.

    `OUTSIDE_WINDOW` are the days outside the period. Nothing while no five-year rule is in force.
    """
    case = open_case(reckoning, line, period.finished_on.toordinal())
    return _Telling(case, period).parts_in_months() if case else ()


class _Telling:
    """The days of one case, with what has been given to each so far, in hundredths of a day.

    `asked` None: the days of the case's window.
    """

    def __init__(self, case: Case, asked: Period | None = None) -> None:
        self.case = case
        period = asked or window(case)
        self.window = (period.started_on.toordinal(), period.finished_on.toordinal())
        self.first_duty = case.account.credited_from
        self.leave_days = {day for first, last in case.reckoning.leaves for day in range(first, last + 1)}
        self.given: dict[int, int] = defaultdict(int)
        self.month_units = 0
        self.by_attendance = self._days_by_attendance()

    def parts(self) -> tuple[PlacementCount, ...]:
        return tuple(self._part(placement) for placement in self.case.reckoning.facts.placements)

    def parts_in_months(self) -> tuple[PeriodPart, ...]:
        return tuple(self._part_in_months(placement) for placement in self.case.reckoning.facts.placements)

    def _part_in_months(self, placement: PlacementFact) -> PeriodPart:
        before = self.month_units
        count = self._part(placement)
        return PeriodPart(count, self.case.account.counting.months(self.month_units - before))

    def _part(self, placement: PlacementFact) -> PlacementCount:
        offered = counted = 0
        left_out: dict[NotCounted, int] = defaultdict(int)
        whole = self._reason_for_all(placement)
        for day, amount in _offers(placement):
            offered += amount
            reason = whole or self._reason_for_day(day)
            if reason:
                left_out[reason] += amount
                continue
            taken = self._take(day, amount, placement.attended is not None)
            counted += taken
            if taken < amount:
                left_out[NotCounted.COVERED_ALREADY] += amount - taken
        shown = {reason: Fraction(left_out[reason], DAY_UNITS) for reason in NotCounted if reason in left_out}
        return PlacementCount(placement, Fraction(offered, DAY_UNITS), Fraction(counted, DAY_UNITS), shown)

    def _take(self, day: int, amount: int, attended: bool) -> int:
        """How much of the day is still to be had for a placement measured this way."""
        if attended is not (day in self.by_attendance):
            return 0
        taken = min(amount, DAY_UNITS - self.given[day])
        self.given[day] += taken
        self.month_units += self._month_units(day, taken, attended)
        return taken

    def _month_units(self, day: int, taken: int, attended: bool) -> int:
        counting = self.case.account.counting
        if attended:
            return taken // HALF_DAY_UNITS * counting.half_day_units
        return taken * FULL_SHARE // DAY_UNITS * counting.span_units_on(day)

    def _reason_for_all(self, placement: PlacementFact) -> NotCounted | None:
        if placement.state is not PlacementState.VERIFIED:
            return NotCounted.NOT_VERIFIED
        if placement.form in self.case.account.counting.excluded_forms:
            return NotCounted.FORM_EXCLUDED
        return None

    def _reason_for_day(self, day: int) -> NotCounted | None:
        first, last = self.window
        if day > self.case.day:
            return NotCounted.AFTER_DATE
        if not first <= day <= last:
            return NotCounted.OUTSIDE_WINDOW
        if day < self.first_duty:
            return NotCounted.BEFORE_DUTY
        return NotCounted.LEAVE if day in self.leave_days else None

    def _days_by_attendance(self) -> set[int]:
        """The days on which attendance gives more months than the spans do."""
        shares: dict[int, int] = defaultdict(int)
        halves: dict[int, int] = defaultdict(int)
        countable = [part for part in self.case.reckoning.facts.placements if not self._reason_for_all(part)]
        for placement in countable:
            if placement.attended is not None:
                for day, amount in _offers(placement):
                    halves[day] += amount // HALF_DAY_UNITS
        if not halves:
            return set()
        for placement in countable:
            if placement.attended is None:
                for day in range(placement.started_on.toordinal(), placement.finished_on.toordinal() + 1):
                    shares[day] += placement.share_percent
        counting = self.case.account.counting
        return {
            day
            for day, amount in halves.items()
            if min(amount, HALVES_A_DAY) * counting.half_day_units
            > min(shares[day], FULL_SHARE) * counting.span_units_on(day)
        }


def _offers(placement: PlacementFact) -> Iterator[tuple[int, int]]:
    """What the placement is worth alone, day by day, in hundredths of a day."""
    if placement.attended is None:
        amount = placement.share_percent * DAY_UNITS // FULL_SHARE
        for day in range(placement.started_on.toordinal(), placement.finished_on.toordinal() + 1):
            yield day, amount
        return
    halves: dict[int, int] = defaultdict(int)
    for on, amount in placement.attended:
        halves[on.toordinal()] += amount
    for day, amount in sorted(halves.items()):
        yield day, min(amount, HALVES_A_DAY) * HALF_DAY_UNITS
