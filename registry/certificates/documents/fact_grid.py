"""The facts of page one as a calm grid: two side by side where both are short, hairs between the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from registry.certificates.documents.layout import ACCENT, INK, RULE, SOFT, draw_pair, pair_height, rule
from registry.certificates.model import PrintedFact
from registry.platform.pdf.paper import Box, Paper, TextStyle

LABEL_SHARE = 0.165
"""Of the grid's width, in Chinese alone; labels in two languages are wider."""
BILINGUAL_LABEL_SHARE = 0.215
GAP = 10
"""Between the left and the right half."""
STRONG = frozenset({"total", "in_period", "credit", "state"})
"""What the reader came for stands out."""
VALUE_SIZE, LABEL_SIZE, ENGLISH_SIZE, PADDING = 11.5, 10.5, 8.5, 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact at its place in a row; `x` from the left edge of the grid."""

    fact: PrintedFact
    x: float
    label_width: float
    value_width: float


class FactGrid:
    """The facts laid out at a width and a scale: `rows` of cells with their heights, together `height`."""

    def __init__(self, paper: Paper, facts: Sequence[PrintedFact], width: float, scale: float) -> None:
        self._paper, self._width = paper, width
        self._padding = PADDING * scale
        is_bilingual = any(fact.label.en for fact in facts)
        self._label = width * (BILINGUAL_LABEL_SHARE if is_bilingual else LABEL_SHARE)
        self._labels = (_style(LABEL_SIZE * scale, SOFT), _style(ENGLISH_SIZE * scale, SOFT))
        self._values = (_style(VALUE_SIZE * scale, INK), _style(ENGLISH_SIZE * scale, SOFT))
        self._strong = (_style(VALUE_SIZE * scale, INK, bold=True), self._values[1])
        self.rows = [(row, self._height_of(row)) for row in self._paired(facts)]
        self.height = sum(height for _, height in self.rows)

    def draw(self, x: float, y: float) -> None:
        """The grid with its upper left corner at a point."""
        box = Box(x, y, self._width, self.height)
        rule(self._paper, box, y, ACCENT, RULE)
        for place, (row, height) in enumerate(self.rows):
            if place:
                rule(self._paper, box, y)
            for cell in row:
                self._draw(cell, x, y, height)
            y += height
        rule(self._paper, box, y, ACCENT, RULE)

    def _paired(self, facts: Iterable[PrintedFact]) -> Iterable[list[Cell]]:
        """Short facts two by two, in their order; a long one has a row of its own."""
        half = (self._width - GAP) / 2
        waiting: PrintedFact | None = None
        for fact in facts:
            if not self._fits(fact, half - self._label):
                if waiting:
                    yield [self._whole(waiting)]
                yield [self._whole(fact)]
                waiting = None
            elif waiting:
                left = Cell(waiting, 0, self._label, half - self._label)
                yield [left, Cell(fact, half + GAP, self._label, half - self._label)]
                waiting = None
            else:
                waiting = fact
        if waiting:
            yield [self._whole(waiting)]

    def _whole(self, fact: PrintedFact) -> Cell:
        return Cell(fact, 0, self._label, self._width - self._label)

    def _fits(self, fact: PrintedFact, room: float) -> bool:
        chinese, english = self._values
        width_of = self._paper.width_of
        return width_of(fact.value.zh, chinese) <= room and width_of(fact.value.en, english) <= room

    def _height_of(self, row: Iterable[Cell]) -> float:
        inner = (
            max(
                pair_height(self._paper, cell.fact.label, cell.label_width, self._labels),
                pair_height(self._paper, cell.fact.value, cell.value_width, self._values),
            )
            for cell in row
        )
        return max(inner) + self._padding + self._padding

    def _draw(self, cell: Cell, x: float, y: float, height: float) -> None:
        fact = cell.fact
        styles = self._strong if fact.key in STRONG else self._values
        label = Box(x + cell.x, y, cell.label_width, height)
        value = Box(x + cell.x + cell.label_width, y, cell.value_width, height)
        for box, words, type_of in ((label, fact.label, self._labels), (value, fact.value, styles)):
            own = pair_height(self._paper, words, box.width, type_of)
            draw_pair(self._paper, Box(box.x, y + (height - own) / 2, box.width, own), words, type_of)


def _style(size: float, colour: str, *, bold: bool = False) -> TextStyle:
    return TextStyle(size, colour, bold=bold, leading=size * 1.4)
