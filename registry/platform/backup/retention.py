"""Which backups stay. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from registry.platform.clock import SHANGHAI


class Retention(NamedTuple):
    """How many days, weeks and months keep their newest backup."""

    days: int = 7
    weeks: int = 4
    months: int = 12


def kept(instants: Iterable[datetime], now: datetime, rule: Retention = Retention()) -> frozenset[datetime]:  # noqa: B008 -- a constant
    """The backups that stay: the newest of each of the last days, weeks and months that have one.

    Days are those of China, weeks begin on Monday. Periods without a backup do not count, so a machine that was off
    loses nothing. One that lies after `now` was made under a wrong clock: it stays, and counts for nothing.
    """
    past = sorted((each for each in instants if each <= now), reverse=True)
    staying = {each for each in instants if each > now}
    for count, period in ((rule.days, _day), (rule.weeks, _week), (rule.months, _month)):
        staying |= _newest_of_each(past, count, period)
    return frozenset(staying)


def _newest_of_each(
    newest_first: Iterable[datetime], count: int, period: Callable[[datetime], tuple[int, ...]]
) -> set[datetime]:
    found: dict[tuple[int, ...], datetime] = {}
    for each in newest_first:
        found.setdefault(period(each.astimezone(SHANGHAI)), each)
    return set(list(found.values())[:count])


def _day(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month, instant.day


def _week(instant: datetime) -> tuple[int, ...]:
    return instant.isocalendar()[:2]


def _month(instant: datetime) -> tuple[int, ...]:
    return instant.year, instant.month
