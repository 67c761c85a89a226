"""The border of a formal document: a heavy line, a thin one inside it, a fret 回纹 in each corner."""

from collections.abc import Iterator

from registry.platform.pdf.styles import Box, Point

HEAVY, THIN, FRET = 2.2, 0.6, 1.0
"""Widths of the lines."""
GAP = 6.0
"""From the heavy line to the thin one."""
STEP = 3.6
"""One step of the fret."""
FRET_STEPS = ((0, 7), (0, 0), (7, 0), (7, 5), (2, 5), (2, 2), (5, 2), (5, 3.6))
FRET_EDGE = 7
BORDER_DEPTH = GAP + STEP * FRET_EDGE
"""How far the corners reach into the box."""


def corners(box: Box) -> Iterator[tuple[Point, ...]]:
    """The four frets, each a line through points."""
    for x, across in ((box.x, 1), (box.right, -1)):
        for y, down in ((box.y, 1), (box.bottom, -1)):
            yield tuple((x + across * right * STEP, y + down * below * STEP) for right, below in FRET_STEPS)


def sides(box: Box) -> Iterator[tuple[Point, ...]]:
    """The thin line between the frets, one on each side."""
    reach = STEP * (FRET_EDGE + 1)
    for y in (box.y, box.bottom):
        yield (box.x + reach, y), (box.right - reach, y)
    for x in (box.x, box.right):
        yield (x, box.y + reach), (x, box.bottom - reach)
