"""Days numbered in a row with leave taken out, so that a window that leave extends is again a plain stretch.

A day is its ordinal (`date.toordinal`). Its number is how many days that are not leave there are up to and
including it; a leave day has the number of the last day before the leave.
"""

from bisect import bisect_left, bisect_right
from calendar import isleap
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from registry.kernel.periods import Period, merged, years_before

Stretch = tuple[int, int]
"""A first and a last day as ordinals, both counted."""


def leave_stretches(leaves: Iterable[Period]) -> tuple[Stretch, ...]:
    """Approved leave as disjoint stretches in order; leaves that touch are one leave."""
    return tuple((leave.started_on.toordinal(), leave.finished_on.toordinal()) for leave in merged(leaves))


class Numbering:
    """Numbers for days, and days for numbers. Without leave both are the ordinal itself."""

    __slots__ = ("_firsts", "_lasts", "_numbers_before", "_taken_before", "leaves")

    def __init__(self, leaves: tuple[Stretch, ...]) -> None:
        self.leaves = leaves
        self._firsts = [first for first, _ in leaves]
        self._lasts = [last for _, last in leaves]
        self._taken_before: list[int] = []
        self._numbers_before: list[int] = []
        taken = 0
        for first, last in leaves:
            self._taken_before.append(taken)
            self._numbers_before.append(first - 1 - taken)
            taken += last - first + 1
        self._taken_before.append(taken)

    def number_of(self, day: int) -> int:
        """How many days that are not leave there are up to and including `day`."""
        place = bisect_right(self._firsts, day)
        if place == 0:
            return day
        within = max(0, day - self._lasts[place - 1])
        return self._numbers_before[place - 1] + within

    def day_numbered(self, number: int) -> int:
        """The day that is not leave and has this number."""
        return number + self._taken_before[bisect_left(self._numbers_before, number)]


WITHOUT_LEAVE = Numbering(())
"""The numbering of a teacher without leave: every day's number is its ordinal."""


@lru_cache(maxsize=65536)
def days_of_years_up_to(day: int, years: int) -> int:
    """How many days the plain window of `years` years that ends with `day` holds."""
    return day - years_before(date.fromordinal(day), years).toordinal()


@lru_cache(maxsize=64)
def length_change_days(years: int) -> tuple[int, ...]:
    """The days on which the plain window of `years` years may have another length than the day before.

    It grows on 29 February, and shrinks on the 1 March after a 29 February has left it.
    """
    changes = []
    for year in range(date.min.year + years, date.max.year):
        first_of_march = date(year, 3, 1).toordinal()
        if isleap(year):
            changes.append(first_of_march - 1)
        if isleap(year - years):
            changes.append(first_of_march)
    return tuple(changes)
