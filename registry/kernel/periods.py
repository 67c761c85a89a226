"""Closed periods of calendar days, and the calendar steps that the rules speak of.

Every period counts both its ends. Days are proleptic Gregorian dates; no time of day, no time zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from registry.kernel.errors import BadInput

ONE_DAY = timedelta(days=1)
YEARS_ASKED_ABOUT = range(1900, 2201)
"""A forecast from the last of them still ends within the calendar."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `started_on` to `finished_on`, both counted. Never empty."""

    started_on: date
    finished_on: date

    def __post_init__(self) -> None:
        if self.finished_on < self.started_on:
            raise ValueError(f"a period cannot finish ({self.finished_on}) before it starts ({self.started_on})")

    @property
    def days(self) -> int:
        """How many calendar days the period holds, both ends counted."""
        return (self.finished_on - self.started_on).days + 1

    def __contains__(self, on: object) -> bool:
        return isinstance(on, date) and self.started_on <= on <= self.finished_on

    def overlap(self, other: Self) -> "Period | None":
        """The days that both periods hold, or None."""
        first, last = max(self.started_on, other.started_on), min(self.finished_on, other.finished_on)
        return Period(first, last) if first <= last else None


def asked_day(on: date | None) -> date | None:
    """A day that somebody asks about. Raises BadInput outside the years that can be computed."""
    if on is not None and on.year not in YEARS_ASKED_ABOUT:
        raise BadInput(f"{on} 超出可计算的年份 {YEARS_ASKED_ABOUT[0]} 到 {YEARS_ASKED_ABOUT[-1]} (out of range)")
    return on


def merged(periods: Iterable[Period]) -> list[Period]:
    """The same days as disjoint periods in order; periods that overlap or touch become one."""
    result: list[Period] = []
    for period in sorted(periods):
        if result and period.started_on <= result[-1].finished_on + ONE_DAY:
            last = result[-1]
            result[-1] = Period(last.started_on, max(last.finished_on, period.finished_on))
        else:
            result.append(period)
    return result


def years_before(on: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February where that year has no 29th.

    A negative number of years steps forward by the same rule.
    """
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        if on.month == 2 and on.day == 29:
            return on.replace(year=on.year - years, day=28)
        raise


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year, such as 1 September; 29 February is refused because not every year has it."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2001, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `MM-DD`. Raises ValueError for anything else."""
        month, day = text.split("-")
        return cls(int(month), int(day))

    def in_year(self, year: int) -> date:
        """This day in the given calendar year."""
        return date(year, self.month, self.day)


def year_of(on: date, year_start: MonthDay) -> Period:
    """The twelve months that begin on `year_start` and hold `on` (a school year, where that is 1 September)."""
    first = year_start.in_year(on.year)
    if on < first:
        first = year_start.in_year(on.year - 1)
    return Period(first, year_start.in_year(first.year + 1) - ONE_DAY)
