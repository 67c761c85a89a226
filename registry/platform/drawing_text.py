"""A drawing as text that can be kept, and the same drawing again from that text.

The text is canonical JSON: equal drawings give equal text, and a drawing read back is equal to the one written.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from registry.kernel.errors import BadInput
from registry.platform.drawing import (
    Anchor,
    Drawing,
    Group,
    Line,
    Point,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Strokes,
    Text,
)


def as_text(drawing: Drawing) -> str:
    """The drawing in one line of JSON: its size, title, description and name, then every shape as a list."""
    told = [drawing.width, drawing.height, drawing.title, drawing.description, drawing.name]
    return json.dumps([*told, [_written(each) for each in drawing.shapes]], ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Drawing:
    """The drawing that `as_text` wrote. Raises BadInput for anything else."""
    try:
        width, height, title, description, name, shapes = json.loads(text)
        return Drawing(width, height, title, description, tuple(_read(each) for each in shapes), name)
    except (ValueError, TypeError, KeyError, IndexError) as wrong:
        raise BadInput("图形数据无法读取 (not a drawing)") from wrong


def _written(shape: Shape) -> list[Any]:
    told: list[Any]
    match shape:
        case Rect():
            told = ["rect", shape.x, shape.y, shape.width, shape.height, shape.name, shape.radius]
        case Line():
            told = ["line", [*shape.start], [*shape.end], shape.name]
        case Polyline():
            told = ["polyline", _pairs(shape.points), shape.name]
        case Polygon():
            told = ["polygon", _pairs(shape.points), shape.name]
        case Strokes():
            told = ["strokes", [_pairs(stroke) for stroke in shape.strokes], shape.name]
        case Text():
            told = ["text", shape.x, shape.y, shape.words, shape.name, shape.anchor.value]
        case Group():
            inner = [_written(each) for each in shape.shapes]
            told = ["group", inner, shape.name, shape.title, shape.focusable, shape.on_screen_only]
    return told


def _read(told: Sequence[Any]) -> Shape:
    kind, *values = told
    return _READERS[kind](*values)


_READERS: dict[str, Callable[..., Shape]] = {
    "rect": Rect,
    "line": lambda start, end, name: Line(_point(start), _point(end), name),
    "polyline": lambda points, name: Polyline(_points(points), name),
    "polygon": lambda points, name: Polygon(_points(points), name),
    "strokes": lambda strokes, name: Strokes(tuple((_point(one), _point(other)) for one, other in strokes), name),
    "text": lambda x, y, words, name, anchor: Text(x, y, words, name, Anchor(anchor)),
    "group": lambda shapes, *told: Group(tuple(map(_read, shapes)), *told),
}


def _pairs(points: Sequence[Point]) -> list[list[float]]:
    return [[*point] for point in points]


def _points(told: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return tuple(map(_point, told))


def _point(told: Sequence[float]) -> Point:
    x, y = told
    return x, y
