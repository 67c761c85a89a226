"""Where things stand in the timeline picture: the sizes, days as x, months as y, placements in lanes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.kernel.periods import ONE_DAY, Period
from registry.platform.drawing import Point, Rect
from registry.practice.model import PlacementCount
from registry.practice.rules.scene import CurvePoint, Scene

GAP = 0.2
"""The part of a lane that parts it from the one above."""
GAP_ABOVE = 0.4
"""The part of a lane that parts the bars from the curve."""
APART = 1.0
"""The least distance between two bars of one lane."""
HEADROOM = 1.2
"""How much higher than its highest point or the requirement the curve's area reaches."""


class Size(StrEnum):
    """Wide and narrow stand in a page and a style sheet shows one of them; small stands in a row of a list."""

    WIDE = "wide"
    NARROW = "narrow"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of one size, in units of the drawing.

    `head` holds the base lines of the two rows of labels. The lanes of bars stand on `bars_bottom` and are together
    at most `bars_room` high; the curve has the rest.
    """

    size: Size
    width: float
    height: float
    margin: float
    head: tuple[float, float]
    curve_top: float
    bars_bottom: float
    bars_room: float
    axis: float
    note_top: float
    font: float
    lane: float
    least_bar: float

    @property
    def has_words(self) -> bool:
        """A small picture has none."""
        return self.size is not Size.SMALL


FRAMES = {
    Size.WIDE: Frame(Size.WIDE, 960, 260, 8, (14, 32), 42, 194, 52, 198, 220, 12, 16, 4),
    Size.NARROW: Frame(Size.NARROW, 360, 280, 6, (13, 30), 38, 190, 52, 194, 214, 12, 14, 4),
    Size.SMALL: Frame(Size.SMALL, 160, 28, 1, (0, 0), 2, 26, 9, 27, 28, 0, 5, 2),
}


class Plan:
    """A scene laid out in a frame."""

    def __init__(self, scene: Scene, frame: Frame) -> None:
        self.scene, self.frame = scene, frame
        self._first = scene.period.started_on
        self._a_day = (frame.width - frame.margin - frame.margin) / scene.period.days
        self.lanes = lanes(self._in_sight(), self)
        rows = max(len(self.lanes), 1)
        self._lane_height = min(frame.lane, frame.bars_room / rows)
        self.curve_bottom = frame.bars_bottom - rows * self._lane_height - self._lane_height * GAP_ABOVE
        highest = [max(point.months, point.required) for point in (*scene.curve, *scene.ahead)]
        self._a_month = (self.curve_bottom - frame.curve_top) / (float(max(highest, default=0)) * HEADROOM or 1)

    def x(self, on: date) -> float:
        """Where a day begins; days out of sight stand at the edge."""
        days = min(max((on - self._first).days, 0), self.scene.period.days)
        return self.frame.margin + days * self._a_day

    def x_after(self, on: date) -> float:
        """Where a day ends."""
        return self.x(on + ONE_DAY) if on < date.max else self.x(on)

    def point(self, point: CurvePoint, months: float) -> Point:
        """A point of the curve's area; it stands at the end of its day."""
        return self.x_after(point.on), self.curve_bottom - months * self._a_month

    def box(self, period: Period, top: float, bottom: float, name: str) -> Rect:
        """A box over days, from one height to another."""
        left, right = self.x(period.started_on), self.x_after(period.finished_on)
        return Rect(left, top, right - left, bottom - top, name)

    def sees(self, period: Period) -> bool:
        """Whether any day of a period is in the picture."""
        return self.scene.period.overlap(period) is not None

    def bar(self, count: PlacementCount, lane: int) -> Rect:
        """The box of a placement. The first lane is the lowest; many lanes are thin."""
        height = self._lane_height
        top = self.frame.bars_bottom - (lane + 1) * height + height * GAP
        left, right = self.extent(count)
        return Rect(left, top, right - left, height - height * GAP, "")

    def extent(self, count: PlacementCount) -> Point:
        """Left and right end of a placement's bar: at least so wide that it can be seen."""
        left, right = self.x(count.placement.started_on), self.x_after(count.placement.finished_on)
        right = max(right, left + self.frame.least_bar)
        over = max(0.0, right - (self.frame.width - self.frame.margin))
        return left - over, right - over

    def _in_sight(self) -> list[PlacementCount]:
        return [
            count
            for count in self.scene.counts
            if self.sees(Period(count.placement.started_on, count.placement.finished_on))
        ]


def lanes(counts: Iterable[PlacementCount], plan: Plan) -> list[list[PlacementCount]]:
    """The placements in as few rows as keep them from covering each other, in order of days."""
    found: list[list[PlacementCount]] = []
    ends: list[float] = []
    for count in counts:
        left, right = plan.extent(count)
        place = next((place for place, end in enumerate(ends) if end + APART <= left), len(found))
        if place == len(found):
            found.append([])
            ends.append(right)
        found[place].append(count)
        ends[place] = right
    return found


def years_in(period: Period) -> list[date]:
    """Every first of January of a period."""
    firsts = (date(year, 1, 1) for year in range(period.started_on.year, period.finished_on.year + 1))
    return [on for on in firsts if on in period]
