"""A picture as a list of shapes, drawn as SVG. Knows nothing of what it shows.

Shapes carry class names and no colours: a style sheet gives those, so that a strict content security policy holds
and dark mode needs nothing here. Lengths are units of the drawing; y grows downwards. The same list can be drawn
on paper: no shape relies on a feature that only SVG has (a hatch is a list of strokes).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape

Point = tuple[float, float]
Stroke = tuple[Point, Point]

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_FROM = "\u2e80"
"""Characters from here on (Chinese, full-width) are drawn as wide as they are high."""
_NARROW_WIDTH, _WIDE_WIDTH = 0.56, 1.0


class Anchor(StrEnum):
    """Which end of a text its x names."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    """A box; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    name: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    start: Point
    end: Point
    name: str


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open line through points."""

    points: tuple[Point, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed area."""

    points: tuple[Point, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Strokes:
    """Many short lines that belong together, such as a hatch."""

    strokes: tuple[Stroke, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; `y` is its base line."""

    x: float
    y: float
    words: str
    name: str
    anchor: Anchor = Anchor.START


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that are one thing. `title` says what it is, to be read aloud and shown on hover.

    `focusable`: the keyboard reaches it. `on_screen_only`: left out on paper, where nothing can be pointed at.
    """

    shapes: tuple["Shape", ...]
    name: str = ""
    title: str = ""
    focusable: bool = False
    on_screen_only: bool = False


Shape = Rect | Line | Polyline | Polygon | Strokes | Text | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture, what it is called and what it shows in words."""

    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Shape, ...]
    name: str = ""


def text_width(words: str, size: float) -> float:
    """About how wide words are at a font size; close enough to keep labels apart."""
    return size * sum(_WIDE_WIDTH if character >= _WIDE_FROM else _NARROW_WIDTH for character in words)


def shortened(words: str, size: float, room: float) -> str:
    """The words, cut with an ellipsis where they would be wider than the room."""
    if text_width(words, size) <= room:
        return words
    kept = words
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def hatched(box: Rect, gap: float, name: str) -> Strokes:
    """Strokes that rise to the right at 45 degrees, `gap` apart, clipped to the box."""
    strokes: list[Stroke] = []
    right, bottom = box.x + box.width, box.y + box.height
    offset = gap
    while offset < box.width + box.height:
        start = (box.x, box.y + offset) if offset <= box.height else (box.x + offset - box.height, bottom)
        end = (box.x + offset, box.y) if offset <= box.width else (right, box.y + offset - box.width)
        strokes.append((start, end))
        offset += gap
    return Strokes(tuple(strokes), name)


def flat(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Every shape in the order of drawing: a group comes before what it holds."""
    for shape in shapes:
        yield shape
        if isinstance(shape, Group):
            yield from flat(shape.shapes)


def as_svg(drawing: Drawing) -> str:
    """The drawing as an `<svg>` element, fit to stand in a page or alone in a file.

    A picture is one image to a screen reader; where parts of it can be reached by keyboard it is a group of images,
    since what lies inside an image cannot be reached.
    """
    focusable = any(isinstance(shape, Group) and shape.focusable for shape in flat(drawing.shapes))
    opening = _element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        class_=drawing.name,
        viewBox=f"0 0 {_figure(drawing.width)} {_figure(drawing.height)}",
        role="group" if focusable else "img",
    )
    words = _tagged("title", drawing.title) + _tagged("desc", drawing.description)
    return f"{opening}>{words}{_svg(drawing.shapes)}</svg>"


def _svg(shapes: Iterable[Shape]) -> str:
    return "".join(map(_drawn, shapes))


def _drawn(shape: Shape) -> str:
    match shape:
        case Group():
            drawn = _group(shape)
        case Text():
            anchor = "" if shape.anchor is Anchor.START else shape.anchor.value
            opening = _element("text", class_=shape.name, x=shape.x, y=shape.y, text_anchor=anchor)
            drawn = f"{opening}>{_escaped(shape.words)}</text>"
        case Rect():
            box = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
            drawn = _element("rect", class_=shape.name, **box, rx=shape.radius or "") + "/>"
        case Line():
            (x1, y1), (x2, y2) = shape.start, shape.end
            drawn = _element("line", class_=shape.name, x1=x1, y1=y1, x2=x2, y2=y2) + "/>"
        case Polyline():
            drawn = _element("polyline", class_=shape.name, points=_points(shape.points)) + "/>"
        case Polygon():
            drawn = _element("polygon", class_=shape.name, points=_points(shape.points)) + "/>"
        case Strokes():
            path = "".join(f"M{_point(start)}L{_point(end)}" for start, end in shape.strokes)
            drawn = _element("path", class_=shape.name, d=path) + "/>"
    return drawn


def _group(group: Group) -> str:
    role = "img" if group.title else ""
    opening = _element("g", class_=group.name, role=role, tabindex="0" if group.focusable else "")
    title = _tagged("title", group.title) if group.title else ""
    return f"{opening}>{title}{_svg(group.shapes)}</g>"


def _element(tag: str, **attributes: object) -> str:
    """An element without its end. Empty attributes are left out; underscores become SVG's hyphens."""
    told = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    written = (f' {name}="{_value(value)}"' for name, value in told.items() if value != "")
    return f"<{tag}{''.join(written)}"


def _value(value: object) -> str:
    return _figure(value) if isinstance(value, int | float) else _escaped(str(value))


def _tagged(tag: str, words: str) -> str:
    return f"<{tag}>{_escaped(words)}</{tag}>"


def _points(points: Iterable[Point]) -> str:
    return " ".join(map(_point, points))


def _point(point: Point) -> str:
    return f"{_figure(point[0])},{_figure(point[1])}"


def _figure(value: float) -> str:
    """At most one decimal, and no more than is needed."""
    return f"{value:.1f}".removesuffix(".0")


def _escaped(words: str) -> str:
    return escape(_NOT_IN_XML.sub("", words))
