"""What lacks on a day in month units, and how full practice days fill it: by division over straight pieces. Pure.

A full day fills what its day does not hold already. Days of leave, and days before the first obliged post, hold
nothing and take nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from registry.kernel.periods import Period
from registry.practice.model import YearlyDuty
from registry.practice.rules.counting import FULL_SHARE, RuleLine
from registry.practice.rules.credit import Account, Reckoning, priced
from registry.practice.rules.judging import open_case

Gain = tuple[int, int, int]
"""After one day number, up to and including another, so many month units more a day."""


class Gap(NamedTuple):
    """Month units that lack in the days numbered after one number up to another."""

    account: Account
    after: int
    upto: int
    missing: int


def five_year_gap(reckoning: Reckoning, line: RuleLine, on: date) -> Gap:
    """Month units that lack in the window that ends with a day on which a five-year rule is in force."""
    case = open_case(reckoning, line, on.toordinal())
    assert case is not None
    frame = case.frame
    wanted = -(-case.required // frame.length)
    return Gap(case.account, frame.number - frame.length, frame.number, wanted - case.credit)


def yearly_gap(account: Account, duty: YearlyDuty, required: int, on: date) -> Gap:
    """Month units that lack in the school year of a day up to that day; `required` is in months."""
    number_of = account.numbering.number_of
    after, upto = number_of(duty.year.started_on.toordinal() - 1), number_of(on.toordinal())
    credit = account.months.at(upto) - account.months.at(after)
    return Gap(account, after, upto, required * account.counting.month_units - credit)


def gains_of(gap: Gap, parts: Iterable[Period]) -> Iterator[Gain]:
    """What a full day adds to each day of these parts, as steps by day number in order; steps of nothing left out.

    A day that holds practice already gains what is missing to a full span day, which may be nothing; a day of leave
    and a day before the first obliged post gain nothing.
    """
    account, totals = gap.account, gap.account.months
    number_of = account.numbering.number_of
    for part in parts:
        first = max(part.started_on.toordinal(), account.credited_from)
        last = part.finished_on.toordinal()
        if first > last:
            continue
        for low, high, rate, _ in account.workable(priced(first, last, FULL_SHARE, account.counting)):
            after, upto = max(gap.after, number_of(low - 1)), min(gap.upto, number_of(high))
            cuts = [after, *totals.kinks_between(after, upto), upto] if after < upto else []
            for start, end in pairwise(cuts):
                gained = rate - (totals.at(end) - totals.at(end - 1))
                if gained > 0:
                    yield start, end, gained


def days_forward(gains: Sequence[Gain], missing: int) -> int | None:
    """How many of the days that gain something are needed, taken from the first on."""
    days = 0
    for after, upto, rate in gains:
        wanted = -(-missing // rate)
        if wanted <= upto - after:
            return days + wanted
        days, missing = days + upto - after, missing - (upto - after) * rate
    return None


def first_number_back(gains: Sequence[Gain], missing: int) -> int | None:
    """The number of the last day from which on the gains up to the end are enough."""
    for after, upto, rate in reversed(gains):
        wanted = -(-missing // rate)
        if wanted <= upto - after:
            return upto - wanted + 1
        missing -= (upto - after) * rate
    return None
