"""The requirement followed through time, stretch by stretch.

On a day D the window ends with D (or with the last day before the leave that D lies in) and reaches back over as
many days that are not leave as the plain window holds. In day numbers it is the stretch after `n - length` up to
`n`. The margin is what the credit exceeds the requirement by, scaled by the window's length so that it stays whole:

    margin(n) = length x credit(n - length, n) - threshold x obliged(n - length, n)

It is at least zero exactly when the requirement is met. Between two kinks of the running totals it is a straight
line, so its sign changes are found by division, not by trying days.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from registry.practice.rules.counting import Rule, RuleLine
from registry.practice.rules.credit import Reckoning, Totals
from registry.practice.rules.numbering import WITHOUT_LEAVE, Numbering, days_of_years_up_to, length_change_days

TotalsOf = Callable[[Rule], Totals]
"""The totals to judge by under a rule: as they are, or as a forecast supposes them."""


class Frame(NamedTuple):
    """Days `first` to `last` under one rule, on leave throughout or not at all, with one window length.

    `number` is the number of `first`; numbers grow by one a day, or stand still on leave.
    """

    first: int
    last: int
    rule: Rule
    length: int
    number: int
    moves: bool

    @property
    def last_number(self) -> int:
        """The number of the last day."""
        return self.number + (self.last - self.first if self.moves else 0)

    def day_at(self, number: int) -> int:
        """The first day of the frame with this number."""
        return self.first + (number - self.number if self.moves else 0)


def margin(frame: Frame, totals: Totals, number: int) -> int:
    """Credit beyond the requirement in the window that ends with day `number`; at least zero when it is met."""
    start = number - frame.length
    credit = totals.months.at(number) - totals.months.at(start)
    return frame.length * credit - required_scaled(frame, totals, number)


def required_scaled(frame: Frame, totals: Totals, number: int) -> int:
    """The requirement, in month units times the window's length. The rule of the frame must have a threshold."""
    if not frame.rule.prorated:
        return _threshold(frame) * frame.length
    return _threshold(frame) * obliged_days(frame, totals, number)


def obliged_days(frame: Frame, totals: Totals, number: int) -> int:
    """Obliged days in the window that ends with day `number`, leave left out."""
    if totals.duty is None:
        return frame.length
    return totals.duty.at(number) - totals.duty.at(number - frame.length)


def frame_on(reckoning: Reckoning, rule: Rule, day: int) -> Frame:
    """The window's place on a single day."""
    numbering = reckoning.account(rule.counting).numbering
    number = numbering.number_of(day)
    length = days_of_years_up_to(numbering.day_numbered(number), rule.window_years)
    return Frame(day, day, rule, length, number, moves=True)


def frames(reckoning: Reckoning, line: RuleLine, first: int, last: int) -> Iterator[Frame]:
    """The frames from `first` to `last` in order, for the days on which a five-year rule is in force."""
    for rule, rule_first, rule_last in line.stretches:
        yield from rule_frames(reckoning, rule, max(first, rule_first), min(last, rule_last))


def rule_frames(reckoning: Reckoning, rule: Rule, first: int, last: int) -> Sequence[Frame]:
    """The frames from `first` to `last`, days that are all judged as this rule says."""
    if first > last or rule.threshold is None:
        return ()
    if not reckoning.leaves:
        return _frames_without_leave(rule, first, last)
    return list(_frames(rule, first, last, reckoning.account(rule.counting).numbering))


@lru_cache(maxsize=256)
def _frames_without_leave(rule: Rule, first: int, last: int) -> Sequence[Frame]:
    return list(_frames(rule, first, last, WITHOUT_LEAVE))


def _frames(rule: Rule, first: int, last: int, numbering: Numbering) -> Iterator[Frame]:
    starts = _frame_starts(numbering, rule, first, last)
    for start, following in pairwise([*starts, last + 1]):
        number = numbering.number_of(start)
        anchor = numbering.day_numbered(number)
        length = days_of_years_up_to(anchor, rule.window_years)
        yield Frame(start, following - 1, rule, length, number, moves=anchor == start)


def _frame_starts(numbering: Numbering, rule: Rule, low: int, high: int) -> list[int]:
    changes = length_change_days(rule.window_years)
    starts = {low, *changes[bisect_right(changes, low) : bisect_right(changes, high)]}
    for leave_first, leave_last in numbering.leaves:
        starts.update(edge for edge in (leave_first, leave_last + 1) if low < edge <= high)
    return sorted(starts)


def _threshold(frame: Frame) -> int:
    """The rule's threshold in month units; frames are made only where there is one."""
    threshold = frame.rule.threshold
    assert threshold is not None
    return threshold


class Piece(NamedTuple):
    """Numbers `low` to `high` between which the margin is a straight line, and the margin at both."""

    low: int
    high: int
    at_low: int
    at_high: int


def pieces(frame: Frame, totals: Totals) -> Iterator[Piece]:
    """The frame cut at the kinks; neighbouring pieces share their end."""
    low, high = frame.number, frame.last_number
    margin_at = _margin_in(frame, totals)
    at_low = margin_at(low)
    if low == high:
        yield Piece(low, high, at_low, at_low)
        return
    for number in _cuts(frame, totals)[1:]:
        at_number = margin_at(number)
        yield Piece(low, number, at_low, at_number)
        low, at_low = number, at_number


def _cuts(frame: Frame, totals: Totals) -> list[int]:
    """The numbers at which the margin may bend, the frame's ends included, in order."""
    low, high, length = frame.number, frame.last_number, frame.length
    cuts = {low, high}
    for total in totals:
        if total is None:
            continue
        cuts.update(total.kinks_between(low, high))
        cuts.update([kink + length for kink in total.kinks_between(low - length, high - length)])
    return sorted(cuts)


def _margin_in(frame: Frame, totals: Totals) -> Callable[[int], int]:
    """The margin as a function of the number alone; the requirement is looked up once where it is always the same."""
    if totals.duty is not None and frame.rule.prorated:
        return lambda number: margin(frame, totals, number)
    length, months_at = frame.length, totals.months.at
    required = _threshold(frame) * length
    return lambda number: length * (months_at(number) - months_at(number - length)) - required


def is_never_met(frame: Frame, totals: Totals) -> bool:
    """Whether all the credit that any window of the frame sees is too little. May miss frames, never errs."""
    start, end = frame.number - frame.length, frame.last_number
    most = totals.months.at(end) - totals.months.at(start)
    return frame.length * most < _threshold(frame) * _least_obliged(frame, totals, start, end)


def is_always_met(frame: Frame, totals: Totals) -> bool:
    """Whether the credit that every window of the frame sees is enough. May miss frames, never errs."""
    least = totals.months.at(frame.number) - totals.months.at(frame.last_number - frame.length)
    return least >= _threshold(frame)


def _least_obliged(frame: Frame, totals: Totals, start: int, end: int) -> int:
    """A bound that the obliged days in the frame's windows do not fall below."""
    duty = totals.duty
    if duty is None or not frame.rule.prorated or duty.at(end) - duty.at(start) == end - start:
        return frame.length
    return max(0, duty.at(frame.number) - duty.at(end - frame.length))


def at_least_zero(low: int, high: int, at_low: int, at_high: int) -> tuple[int, int] | None:
    """The whole numbers from `low` to `high` at which a straight line through both values is at least zero."""
    if at_low >= 0 and at_high >= 0:
        return low, high
    if at_low < 0 and at_high < 0:
        return None
    slope = (at_high - at_low) // (high - low)
    if at_low >= 0:
        return low, low + at_low // -slope
    return low + -(at_low // slope), high


def first_met(ahead: Iterable[Frame], totals_of: TotalsOf) -> int | None:
    """The first day on which the requirement is met, or None."""
    for frame in ahead:
        totals = totals_of(frame.rule)
        if is_never_met(frame, totals):
            continue
        for piece in pieces(frame, totals):
            met = at_least_zero(*piece)
            if met:
                return frame.day_at(met[0])
    return None


def first_unmet(ahead: Iterable[Frame], totals_of: TotalsOf) -> int | None:
    """The first day on which the requirement is not met, or None."""
    for frame in ahead:
        totals = totals_of(frame.rule)
        if is_always_met(frame, totals):
            continue
        for piece in pieces(frame, totals):
            met = at_least_zero(*piece)
            if met != (piece.low, piece.high):
                return frame.day_at(met[1] + 1 if met and met[0] == piece.low else piece.low)
    return None
