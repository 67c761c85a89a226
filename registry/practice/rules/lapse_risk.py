"""On which days of a stretch a lapse is in sight: the forecast of every day at once.

From a day D, with nothing added after it, the requirement is hardest to meet at the end of the look-ahead, except
where the window shortens or the rule changes on the way; so it is enough to look at the day D + look-ahead and at
the last day before each such change. Seen as a function of D each of these margins is a straight line between
kinks, and the days on which one of them is below zero are found by division.
"""

from collections.abc import Iterator
from itertools import pairwise

from registry.practice.rules.counting import Rule, RuleLine
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.numbering import Stretch
from registry.practice.rules.sweep import Frame, at_least_zero, frames


def days_at_risk(reckoning: Reckoning, line: RuleLine, rule: Rule, stretch: Stretch) -> list[Stretch]:
    """The days of the stretch, all under `rule`, from which a lapse is at most the look-ahead away. May overlap."""
    first, last = stretch
    ahead = rule.look_ahead_days
    found: list[Stretch] = []
    for frame in frames(reckoning, line, first + 1, last + ahead):
        outlook = Outlook(reckoning, frame)
        sliding = max(first, frame.first - ahead), min(last, frame.last - ahead)
        found.extend(outlook.unmet(sliding, ahead))
        fixed = max(first, frame.last - ahead), min(last, frame.last - 1)
        found.extend(outlook.unmet(fixed, None))
    return found


class Outlook:
    """The margin on a later day of one frame, as seen from an earlier day with nothing added after that."""

    __slots__ = ("account", "frame", "threshold")

    def __init__(self, reckoning: Reckoning, frame: Frame) -> None:
        self.frame = frame
        self.account = reckoning.account(frame.rule.counting)
        self.threshold = frame.rule.threshold or 0

    def unmet(self, seen_from: Stretch, ahead: int | None) -> Iterator[Stretch]:
        """The days in `seen_from` from which the margin is below zero `ahead` days later (None: on the last day)."""
        first, last = seen_from
        if first > last:
            return
        cuts = self._cuts(first, last, ahead)
        before = self._margin(first, ahead)
        if first == last and before < 0:
            yield first, last
        for low, high in pairwise(cuts):
            after = self._margin(high, ahead)
            met = at_least_zero(low, high, before, after)
            if met is None:
                yield low, high
            elif met[0] > low:
                yield low, met[0] - 1
            elif met[1] < high:
                yield met[1] + 1, high
            before = after

    def _margin(self, day: int, ahead: int | None) -> int:
        frame, account = self.frame, self.account
        later = frame.last if ahead is None else day + ahead
        end = frame.number + (later - frame.first if frame.moves else 0)
        start = end - frame.length
        number = account.numbering.number_of(day)
        credit = account.months.at(number) - account.months.at(start)
        obliged = frame.length
        duty = account.totals.duty
        if frame.rule.prorated and duty is not None:
            obliged = duty.at(number) - duty.at(start) + end - number
        return frame.length * credit - self.threshold * obliged

    def _cuts(self, first: int, last: int, ahead: int | None) -> list[int]:
        """The days between which the margin is a straight line of the day it is seen from."""
        account, frame = self.account, self.frame
        numbering = account.numbering
        cuts = {first, last}
        for leave_first, leave_last in numbering.leaves:
            cuts.update((leave_first - 1, leave_last))
        low, high = numbering.number_of(first), numbering.number_of(last)
        for total in account.totals:
            if total is None:
                continue
            cuts.update(numbering.day_numbered(kink) for kink in total.kinks_between(low, high))
            if ahead is not None and frame.moves:
                start = frame.number + first + ahead - frame.first - frame.length
                gone = total.kinks_between(start, start + last - first)
                cuts.update(first + kink - start for kink in gone)
        return sorted(cut for cut in cuts if first <= cut <= last)
