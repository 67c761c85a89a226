"""What the board asks of one teacher, on every day at once: state, lapse and the year's progress, as steps. Pure.

Unlike the timeline that is drawn, all verified credit counts on its own day, also after today: a board of a day to
come shows what `standing` answers for that day.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from registry.kernel.periods import years_before
from registry.practice.model import StandingState, StateRange
from registry.practice.rules.career import Reckonings, Spell, states_of_spells
from registry.practice.rules.counting import LAST_DAY, RuleLine
from registry.practice.rules.credit import Account, Reckoning
from registry.practice.rules.forecast import LAPSE_HORIZON_YEARS, Forecast
from registry.practice.rules.numbering import Stretch
from registry.practice.rules.progress import Attempt
from registry.practice.rules.year_course import pending_among, progress_days

HELD = (StandingState.MET, StandingState.AT_RISK)
"""States from which there is something to lapse."""
UNMET = (StandingState.SHORT, StandingState.LAPSED, StandingState.UNKNOWN)
NOTHING = ""
"""The word of days about which nothing is stored."""
DAILY = date.min
"""In the place of a day of lapse: another one on each of these days, to be computed."""
SHORT_PAUSE = 14
"""Days without credit between days with it for which no forecast is stored."""
FOREVER = date.max.year - LAPSE_HORIZON_YEARS

Step = tuple[int, object]
"""A day (an ordinal) from which a value holds, until the next step."""


class Course(NamedTuple):
    """Steps: the first days, and what holds from each of them until the next. Neighbours differ.

    `states` and `progress` are words, empty where nothing is stored; `lapses_on` is None where nothing lapses.
    """

    states_since: tuple[date, ...] = ()
    states: tuple[str, ...] = ()
    lapses_since: tuple[date, ...] = ()
    lapses_on: tuple[date | None, ...] = ()
    progress_since: tuple[date, ...] = ()
    progress: tuple[str, ...] = ()

    def up_to(self, last: date) -> "Course":
        """The same steps as far as a day; what begins later is left out."""
        parts: list[tuple[object, ...]] = []
        for since, values in ((self[0], self[1]), (self[2], self[3]), (self[4], self[5])):
            kept = bisect_right(since, last)
            parts += [since[:kept], values[:kept]]
        return Course(*parts)  # type: ignore[arg-type]


def course_through(
    reckonings: Reckonings,
    attempts: Iterable[Attempt],
    spells: Sequence[Spell],
    lines: Mapping[str, RuleLine],
    horizon: date,
) -> tuple[Course, tuple[tuple[Spell, tuple[StateRange, ...]], ...]]:
    """The course through these spells (in order, apart) up to the horizon, and the states that it is made of."""
    parts = tuple(states_of_spells(reckonings, spells, lines, horizon))
    states, lapses = _Steps(NOTHING), _Steps(None)
    for spell, ranges in parts:
        days = [(each.started_on.toordinal(), each.finished_on.toordinal(), each.state) for each in ranges]
        for first, last, state in days:
            states.put(first, last, state.value)
        for first, last, lapse in _lapses(reckonings.since(spell.records_from), lines[spell.jurisdiction], days):
            lapses.put(first, last, lapse)
    progress, pending = _Steps(NOTHING), pending_among(attempts)
    for spell in spells:
        line = lines[spell.jurisdiction]
        for first, last, step in progress_days(reckonings.since(None), pending, line, spell, horizon):
            progress.put(first, last, step.value)
    return Course(*states.told(), *lapses.told(), *progress.told()), parts  # type: ignore[arg-type]


class _Steps:
    """Stretches put one after another, as steps; days between them hold what there is without any."""

    __slots__ = ("_empty", "_end", "_steps")

    def __init__(self, empty: object) -> None:
        self._empty, self._end = empty, 0
        self._steps: list[Step] = []

    def put(self, first: int, last: int, value: object) -> None:
        if self._steps and first > self._end + 1:
            self._add(self._end + 1, self._empty)
        self._add(first, value)
        self._end = last

    def told(self) -> tuple[tuple[date, ...], tuple[object, ...]]:
        if self._steps and self._end < LAST_DAY:
            self._add(self._end + 1, self._empty)
        return tuple(date.fromordinal(day) for day, _ in self._steps), tuple(value for _, value in self._steps)

    def _add(self, day: int, value: object) -> None:
        if not self._steps or self._steps[-1][1] != value:
            self._steps.append((day, value))


StateDays = tuple[int, int, StandingState]


def _lapses(
    reckoning: Reckoning, line: RuleLine, days: Sequence[StateDays]
) -> Iterator[tuple[int, int, date | None]]:
    """The days on which the requirement is met, each with the day on which it lapses as seen from there."""
    if not any(state in HELD for _, _, state in days):
        return
    moving = _moving(reckoning, line)
    for place, (first, last, state) in enumerate(days):
        if state not in HELD:
            continue
        following = days[place + 1 :]
        for start, end, moves in _parted(first, last, moving):
            yield start, end, DAILY if moves else _lapse(reckoning, line, (start, end), last, following)


def _moving(reckoning: Reckoning, line: RuleLine) -> list[Stretch]:
    """The days on which credit is still being added, so that the next day's forecast is another one.

    A single day of credit is an empty stretch: the forecasts before it and from it on are not the same.
    """
    found: set[Stretch] = set()
    for account in {id(each): each for each in _accounts(reckoning, line)}.values():
        number_to_day = account.numbering.day_numbered
        for after, upto in account.credited_numbers():
            found.add((number_to_day(after + 1), number_to_day(upto) - 1))
    return sorted(found)


def _accounts(reckoning: Reckoning, line: RuleLine) -> Iterator[Account]:
    for rule, _, _ in line.stretches:
        if rule.threshold is not None:
            yield reckoning.account(rule.counting)


def _parted(first: int, last: int, moving: Iterable[Stretch]) -> Iterator[tuple[int, int, bool]]:
    """The days parted by whether credit is still being added."""
    day = first
    for low, high in moving:
        if high < day or low > last:
            continue
        if low > day:
            yield day, low - 1, False
        if max(low, day) <= min(high, last):
            yield max(low, day), min(high, last), True
        day = high + 1
    if day <= last:
        yield day, last, False


def _lapse(
    reckoning: Reckoning, line: RuleLine, flat: Stretch, held_until: int, following: Sequence[StateDays]
) -> date | None:
    """The lapse as seen from every one of these days, on which no credit is added; DAILY where it is not the same.

    Where nothing is added before the requirement is no longer met, the states tell it already.
    """
    first, end = flat[0], held_until
    for start, finish, state in following:
        if start != end + 1 or state not in HELD:
            break
        end = finish
    if any(start == end + 1 and state in UNMET for start, _, state in following) and not _is_credited(
        reckoning, line, first, end + 1
    ):
        return _within_sight(first, date.fromordinal(end + 1))
    on = date.fromordinal(first)
    if flat[1] - first < SHORT_PAUSE or on.year >= FOREVER:
        return DAILY
    found = Forecast(reckoning, line, first).lapses_on(years_before(on, -LAPSE_HORIZON_YEARS).toordinal())
    return DAILY if found is None else date.fromordinal(found)


def _within_sight(first: int, lapse: date) -> date:
    on = date.fromordinal(first)
    return lapse if on.year < FOREVER and lapse <= years_before(on, -LAPSE_HORIZON_YEARS) else DAILY


def _is_credited(reckoning: Reckoning, line: RuleLine, first: int, last: int) -> bool:
    """Whether any day after `first` up to `last` carries credit under any of the line's ways of counting."""
    for account in _accounts(reckoning, line):
        number_of = account.numbering.number_of
        if account.months.at(number_of(last)) != account.months.at(number_of(first)):
            return True
    return False
