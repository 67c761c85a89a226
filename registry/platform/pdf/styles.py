"""How things are drawn: boxes, pens, type. Lengths are points (1/72 inch); y grows downwards from the page's top."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from registry.platform.drawing import Anchor

Colour = str
"""Red, green and blue as in `#0f5257`."""
Point = tuple[float, float]

BLACK: Colour = "#000000"
A4 = (595.28, 841.89)
MILLIMETRE = 72 / 25.4
PLAIN_LEADING = 1.5
FULL = 255
SHARE_BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
"""How much of a text's width stands before the point that it is anchored at."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height

    def inset(self, by: float) -> "Box":
        """The box that leaves a margin inside this one."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Pen:
    """A line's colour, width, and the lengths of its dashes and gaps; no dashes: unbroken."""

    colour: Colour = BLACK
    width: float = 0.5
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Type. `bold` strokes the outlines thinly, as there is one weight of each font.

    `letter_space` is added between characters; beyond a tenth of the size some readers copy blanks in between.
    `leading` is the distance of base lines, 0: one and a half times the size. Of paragraphs only: `indent` shortens
    the first line; `justified` fills all lines but the last, where that stays unseen.
    """

    size: float = 10.5
    colour: Colour = BLACK
    anchor: Anchor = Anchor.START
    bold: bool = False
    letter_space: float = 0
    leading: float = 0
    indent: float = 0
    justified: bool = False

    @property
    def line_height(self) -> float:
        """The distance of base lines."""
        return self.leading or self.size * PLAIN_LEADING


@dataclass(frozen=True, slots=True)
class Ink:
    """How the shapes of one name are drawn; sizes are units of the drawing. None: neither filled nor stroked.

    For texts `fill` is the colour, `size` that of the type, `halo` a colour behind it that keeps lines off.
    """

    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 1
    dashes: tuple[float, ...] = ()
    size: float = 12
    bold: bool = False
    halo: Colour | None = None


Inks = Mapping[str, Ink]
"""By the names of shapes. A shape of several names takes the last one that is here; one of none is an error, so that
nothing is left out unseen: `Ink()` draws nothing."""


@lru_cache(maxsize=256)
def rgb(colour: Colour) -> tuple[float, float, float]:
    """Red, green and blue, each from 0 to 1. Raises ValueError: not written as a colour."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / FULL, green / FULL, blue / FULL
