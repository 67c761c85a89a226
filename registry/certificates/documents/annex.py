"""The annex: the timeline, the table of placements with its header on every page, the number on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.certificates.documents import checking_words as words
from registry.certificates.documents.annex_words import ANNEX, FIGURES, note_of
from registry.certificates.documents.front import Printed
from registry.certificates.documents.inks import INKS
from registry.certificates.documents.layout import (
    ACCENT,
    HEIGHT,
    INK,
    RULE,
    SOFT,
    WIDTH,
    draw_pair,
    fitted,
    pair_height,
    rule,
)
from registry.certificates.documents.wording import SUM
from registry.certificates.model import Bilingual, PrintedTable
from registry.platform.drawing import Anchor, Drawing
from registry.platform.drawing_text import from_text
from registry.platform.pdf.paper import Box, Paper, TextStyle

LEFT, RIGHT = 48.0, WIDTH - 48
TOP, BOTTOM = 92.0, HEIGHT - 92
"""The note stands below."""
BODY = RIGHT - LEFT
HEAD, FOOT = 46.0, HEIGHT - 40
PICTURE_GAP, PADDING, CELL_GAP = 16.0, 3.6, 5.0
NOTE_TYPE = (TextStyle(7.6, SOFT, leading=11), TextStyle(7, SOFT, leading=9.5))
WIDTHS = {
    8: (0.055, 0.21, 0.115, 0.12, 0.13, 0.08, 0.08, 0.21),
    9: (0.055, 0.195, 0.1, 0.115, 0.13, 0.08, 0.08, 0.08, 0.165),
}
"""Of the columns of a table with that many, as shares of the body."""
SIZE, HEADING_SIZE, ENGLISH_SIZE = 8.4, 8.2, 6.8
TITLE_HEIGHT = 40.0


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of one row with its height."""

    cells: tuple[Bilingual, ...]
    height: float


class Annex:
    """The pages after the first. `pages` counts them; none where there is nothing to show."""

    def __init__(self, paper: Paper, printed: Printed) -> None:
        self._paper, self._printed = paper, printed
        content = printed.content
        self._picture: Drawing | None = from_text(content.picture) if content.picture else None
        self._tables = [_Table(paper, table) for table in content.tables]
        self._laid_out = self._lay_out()

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._laid_out)

    def draw(self, foots: Sequence[str]) -> None:
        """All pages, each with its foot."""
        for number, (page, foot) in enumerate(zip(self._laid_out, foots, strict=True)):
            self._paper.new_page()
            self._head(foot)
            y = self._opening() if number == 0 else TOP
            for table, rows in page:
                y = table.draw(y, rows)
        note = note_of(self._printed.content)
        if note:
            draw_pair(self._paper, Box(LEFT, y + PADDING + PADDING, BODY, 0), note, NOTE_TYPE)

    def _lay_out(self) -> list[list[tuple["_Table", list[_Row]]]]:
        """Which rows stand on which page."""
        if not self._tables and self._picture is None:
            return []
        pages: list[list[tuple[_Table, list[_Row]]]] = [[]]
        room = BOTTOM - TOP - self._opening_height()
        for table in self._tables:
            rows: list[_Row] = []
            pages[-1].append((table, rows))
            room -= table.head_height
            for row in table.rows:
                if row.height > room and rows:
                    rows = []
                    pages.append([(table, rows)])
                    room = BOTTOM - TOP - table.head_height
                rows.append(row)
                room -= row.height
        return pages

    def _opening_height(self) -> float:
        picture = self._picture
        return TITLE_HEIGHT + (PICTURE_GAP + BODY * picture.height / picture.width if picture else 0)

    def _opening(self) -> float:
        """Title and picture of the first page. Returns where the table begins."""
        title = self._printed.content.tables[0].title if self._printed.content.tables else self._printed.content.title
        self._paper.text(LEFT, TOP + 16, title.zh, TextStyle(16, INK, bold=True, letter_space=1.2))
        if title.en:
            self._paper.text(LEFT, TOP + 29, title.en, TextStyle(9, SOFT))
        y = TOP + TITLE_HEIGHT
        if self._picture:
            y += self._paper.drawing(self._picture, (LEFT, y), BODY, INKS) + PICTURE_GAP
        return y

    def _head(self, foot: str) -> None:
        """School, title and number on top of each page; the code and the page at its foot."""
        content, certificate = self._printed.content, self._printed.certificate
        box = Box(LEFT, 0, BODY, HEIGHT)
        name = content.title.zh + ANNEX.zh + (f" {ANNEX.en}" if content.title.en else "")
        number = f"{self._named(words.NUMBER)} {certificate.number}"
        small, strong = TextStyle(9, SOFT), TextStyle(10.5, INK, bold=True)
        school = fitted(self._paper, content.school_name, strong, BODY * 0.68)
        self._paper.text(LEFT, HEAD, content.school_name, school)
        self._paper.text(RIGHT, HEAD, name, TextStyle(9, SOFT, Anchor.END))
        self._paper.text(LEFT, HEAD + 15, content.person_name, small)
        self._paper.text(RIGHT, HEAD + 15, number, TextStyle(9, INK, Anchor.END))
        rule(self._paper, box, HEAD + 24, ACCENT, RULE)
        rule(self._paper, box, FOOT - 14)
        pairs = ((words.CODE, words.code_of(certificate)), (words.CHECK_DIGITS, words.digits_of(certificate)))
        code = "    ".join(f"{self._named(label)} {value}" for label, value in pairs)
        self._paper.text(LEFT, FOOT, code, TextStyle(7.5, SOFT))
        self._paper.text(RIGHT, FOOT, foot, TextStyle(7.5, SOFT, Anchor.END))

    def _named(self, label: Bilingual) -> str:
        """A label in the languages of the certificate."""
        return f"{label.zh} {label.en}" if self._printed.content.title.en else label.zh


class _Table:
    """A table laid out over the body."""

    def __init__(self, paper: Paper, table: PrintedTable) -> None:
        self._paper, self._table = paper, table
        self._widths = [share * BODY for share in WIDTHS.get(len(table.headings), ()) or self._even()]
        self._ends = [heading.zh in FIGURES for heading in table.headings]
        self.head_height = self._height(table.headings, HEADING_SIZE, bold=True)
        self.rows = [_Row(row, self._height(row, SIZE, bold=_is_sum(row))) for row in table.rows]

    def draw(self, y: float, rows: Sequence[_Row]) -> float:
        """The headings and these rows. Returns where they end."""
        box = Box(LEFT, y, BODY, 0)
        rule(self._paper, box, y, ACCENT, RULE)
        self._cells(self._table.headings, y, HEADING_SIZE, SOFT, bold=True)
        y += self.head_height
        rule(self._paper, box, y, ACCENT, 0.6)
        for place, row in enumerate(rows):
            is_sum = _is_sum(row.cells)
            if place:
                rule(self._paper, box, y, *((ACCENT, 0.6) if is_sum else ()))
            self._cells(row.cells, y, SIZE, INK, bold=is_sum)
            y += row.height
        rule(self._paper, box, y, ACCENT, RULE)
        return y

    def _even(self) -> list[float]:
        count = len(self._table.headings)
        return [1 / count] * count

    def _cells(self, cells: Sequence[Bilingual], y: float, size: float, colour: str, *, bold: bool) -> None:
        x = LEFT
        for cell, width, at_end in zip(cells, self._widths, self._ends, strict=True):
            styles = _styles(size, colour, at_end=at_end, bold=bold)
            if cell.zh:
                draw_pair(self._paper, Box(x, y + PADDING, width - CELL_GAP, 0), cell, styles)
            x += width

    def _height(self, cells: Sequence[Bilingual], size: float, *, bold: bool) -> float:
        heights = [
            pair_height(self._paper, cell, width - CELL_GAP, _styles(size, INK, at_end=False, bold=bold))
            for cell, width in zip(cells, self._widths, strict=True)
        ]
        return max(heights) + PADDING + PADDING


def _is_sum(cells: Sequence[Bilingual]) -> bool:
    return cells[0].zh == SUM.zh


def _styles(size: float, colour: str, *, at_end: bool, bold: bool) -> tuple[TextStyle, TextStyle]:
    anchor = Anchor.END if at_end else Anchor.START
    chinese = TextStyle(size, colour, anchor, bold=bold, leading=size * 1.35)
    return chinese, TextStyle(ENGLISH_SIZE, SOFT, anchor, leading=ENGLISH_SIZE * 1.25)
