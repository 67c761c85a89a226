"""A running total that grows in a straight line between kinks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Step = tuple[int, int, int]
"""After one number, up to and including another, so much a day: (after, upto, rate)."""


class Cumulative:
    """The total up to and including each day number: zero before the first kink, level after the last.

    Whole numbers throughout: units are chosen so that no daily rate is a fraction.
    """

    __slots__ = ("positions", "rates", "totals")

    def __init__(self, positions: list[int], totals: list[int], rates: list[int]) -> None:
        self.positions, self.totals, self.rates = positions, totals, rates

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "Cumulative":
        """Add up disjoint steps in order."""
        empty = cls([], [], [])
        empty._extend(0, steps)
        return empty

    def continued(self, number: int, steps: Iterable[Step]) -> "Cumulative":
        """This total up to `number`, and from there on only what the steps (all after `number`) add."""
        kept = bisect_left(self.positions, number)
        result = Cumulative(self.positions[:kept], self.totals[:kept], self.rates[:kept])
        total = self.at(number)
        result.positions.append(number)
        result.totals.append(total)
        result.rates.append(0)
        result._extend(total, steps)
        return result

    def at(self, number: int) -> int:
        """The total up to and including `number`."""
        place = bisect_right(self.positions, number) - 1
        if place < 0:
            return 0
        return self.totals[place] + (number - self.positions[place]) * self.rates[place]

    def kinks_between(self, low: int, high: int) -> list[int]:
        """The kinks strictly between two numbers."""
        return self.positions[bisect_right(self.positions, low) : bisect_left(self.positions, high)]

    def first_reaching(self, total: int) -> int | None:
        """The least number at which the running total is at least `total` (more than zero), or None."""
        place = bisect_left(self.totals, total)
        if place == 0 or place == len(self.totals):
            return None
        before = place - 1
        missing = total - self.totals[before]
        return self.positions[before] - (-missing // self.rates[before])

    def _extend(self, total: int, steps: Iterable[Step]) -> None:
        positions, totals, rates = self.positions, self.totals, self.rates
        end = positions[-1] if positions else None
        for after, upto, rate in steps:
            if after == end:
                rates[-1] = rate
            else:
                positions.append(after)
                totals.append(total)
                rates.append(rate)
            total += (upto - after) * rate
            positions.append(upto)
            totals.append(total)
            rates.append(0)
            end = upto
