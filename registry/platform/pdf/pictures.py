"""A list of shapes, as pages show it, drawn on paper in the inks given by the shapes' names."""

from typing import TYPE_CHECKING

from registry.platform.drawing import Drawing, Group, Line, Polygon, Polyline, Rect, Shape, Strokes, Text
from registry.platform.pdf.styles import SHARE_BEFORE, Box, Colour, Ink, Inks, Pen, Point, TextStyle

if TYPE_CHECKING:
    from registry.platform.pdf.paper import Paper

ABOVE = 0.88
"""How much of a character's height stands above its base line."""


class Picture:
    """One drawing at its place on a page. What is meant for the screen alone is left out."""

    def __init__(self, paper: "Paper", at: Point, scale: float, inks: Inks) -> None:
        self._paper, self._at, self._scale, self._inks = paper, at, scale, inks

    def draw(self, drawing: Drawing) -> None:
        """All shapes, in their order. Raises CharactersLacking, KeyError: no ink for a shape."""
        self._draw(drawing.shapes)

    def _draw(self, shapes: tuple[Shape, ...]) -> None:
        for shape in shapes:
            if isinstance(shape, Group):
                if not shape.on_screen_only:
                    self._draw(shape.shapes)
            else:
                self._shape(shape, self._ink(shape.name))

    def _ink(self, names: str) -> Ink:
        for name in reversed(names.split()):
            if name in self._inks:
                return self._inks[name]
        return self._inks[names]

    def _shape(self, shape: Rect | Line | Polyline | Polygon | Strokes | Text, ink: Ink) -> None:
        paper, pen = self._paper, self._pen(ink)
        match shape:
            case Text():
                if ink.fill:
                    self._text(shape, ink, ink.fill)
            case Rect():
                x, y = self._point((shape.x, shape.y))
                box = Box(x, y, shape.width * self._scale, shape.height * self._scale)
                paper.box(box, pen, ink.fill, shape.radius * self._scale)
            case Line():
                paper.path(self._points((shape.start, shape.end)), pen)
            case Polyline():
                paper.path(self._points(shape.points), pen, ink.fill)
            case Polygon():
                paper.path(self._points(shape.points), pen, ink.fill, closed=True)
            case Strokes():
                for stroke in shape.strokes:
                    paper.path(self._points(stroke), pen)

    def _text(self, text: Text, ink: Ink, colour: Colour) -> None:
        (x, y), size = self._point((text.x, text.y)), ink.size * self._scale
        style = TextStyle(size, colour, text.anchor, ink.bold)
        if ink.halo:
            width = self._paper.width_of(text.words, style)
            left = x - width * SHARE_BEFORE[text.anchor]
            self._paper.box(Box(left, y - size * ABOVE, width, size), fill=ink.halo)
        self._paper.text(x, y, text.words, style)

    def _pen(self, ink: Ink) -> Pen | None:
        if not ink.stroke:
            return None
        return Pen(ink.stroke, ink.width * self._scale, tuple(dash * self._scale for dash in ink.dashes))

    def _points(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(map(self._point, points))

    def _point(self, point: Point) -> Point:
        return self._at[0] + point[0] * self._scale, self._at[1] + point[1] * self._scale
