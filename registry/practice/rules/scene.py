"""One teacher's practice through time, ready to be drawn: curve, window, placements, leave, lapse. Pure.

The curve runs straight between its points, so it is exact and not sampled. Days after the day asked about follow
the forecast: nothing is added, and the duty goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from registry.kernel.periods import Period, merged, years_before
from registry.practice.model import PlacementCount, PlacementFact, Standing, StandingState, TeacherFacts
from registry.practice.rules.counting import RuleLine, Versions, rule_line
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.explanation import placement_parts
from registry.practice.rules.forecast import Forecast
from registry.practice.rules.judging import standing
from registry.practice.rules.sweep import Frame, TotalsOf, frames, pieces, required_scaled

YEARS_AHEAD = 2
YEARS_BACK = 5
"""How far back a scene looks where no window is in force."""


class CurvePoint(NamedTuple):
    """Months of credit in the window that ends on a day, and the months then required."""

    on: date
    months: Fraction
    required: Fraction


@dataclass(frozen=True, slots=True)
class Scene:
    """What the timeline shows from the first to the last day of `period`.

    `curve` ends on the day asked about and `ahead` begins there; both are empty where no rule is in force, and
    nothing lies ahead of somebody who is not obliged on the day.
    `counts` has every placement, in order of days; where no rule is in force none of it counted.
    """

    on: date
    period: Period
    standing: Standing
    curve: tuple[CurvePoint, ...]
    ahead: tuple[CurvePoint, ...]
    counts: tuple[PlacementCount, ...]
    leaves: tuple[Period, ...]


def scene_on(facts: TeacherFacts, versions: Versions, on: date) -> Scene:
    """The scene as seen from one day, from a year before the window to two years ahead."""
    return scene_of(Reckoning(facts), rule_line(versions), on)


def scene_of(reckoning: Reckoning, line: RuleLine, on: date) -> Scene:
    """The same, of facts already added up."""
    found = standing(reckoning, line, on)
    period = _period(found, on)
    forecast = Forecast(reckoning, line, on.toordinal())
    first, day, last = period.started_on.toordinal(), on.toordinal(), period.finished_on.toordinal()

    past = _points(
        reckoning, frames(reckoning, line, first, day), lambda rule: reckoning.account(rule.counting).totals
    )
    duty_goes_on = found.state is not StandingState.EXEMPT
    coming = frames(reckoning, line, day, last) if duty_goes_on else iter(())
    future = _points(reckoning, coming, forecast.with_nothing_added)
    counts = placement_parts(reckoning, line, on) or tuple(map(_uncounted, reckoning.facts.placements))
    return Scene(on, period, found, past, future, _in_order(counts), tuple(merged(reckoning.facts.leaves)))


def _period(found: Standing, on: date) -> Period:
    opening = found.window.started_on if found.window else years_before(on, YEARS_BACK)
    return Period(years_before(opening, 1), years_before(on, -YEARS_AHEAD))


def _points(reckoning: Reckoning, stretches: Iterator[Frame], totals_of: TotalsOf) -> tuple[CurvePoint, ...]:
    """The ends of the straight parts of the curve, in order."""
    found: dict[CurvePoint, None] = {}
    for frame in stretches:
        totals = totals_of(frame.rule)
        counting = reckoning.account(frame.rule.counting).counting
        for number in sorted({end for piece in pieces(frame, totals) for end in (piece.low, piece.high)}):
            months = counting.months(totals.months.at(number) - totals.months.at(number - frame.length))
            required = counting.months(required_scaled(frame, totals, number)) / frame.length
            found[CurvePoint(date.fromordinal(frame.day_at(number)), months, required)] = None
            if not frame.moves:
                found[CurvePoint(date.fromordinal(frame.last), months, required)] = None
    return tuple(found)


def _uncounted(placement: PlacementFact) -> PlacementCount:
    return PlacementCount(placement, Fraction(0), Fraction(0))


def _in_order(counts: tuple[PlacementCount, ...]) -> tuple[PlacementCount, ...]:
    return tuple(sorted(counts, key=lambda count: (count.placement.started_on, count.placement.finished_on)))
