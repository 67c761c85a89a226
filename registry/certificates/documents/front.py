"""Page one, made to be framed or stamped: border, school, title, number, sentence, facts, seal, code, basis.

Everything is laid out at the largest scale at which it fits; the room for the seal never shrinks.
"""

from bisect import bisect_left
from dataclasses import dataclass

from registry.certificates.documents import checking_words as words
from registry.certificates.documents.fact_grid import FactGrid
from registry.certificates.documents.layout import (
    ACCENT,
    HAIR,
    HEIGHT,
    INK,
    SEAL_RADIUS,
    SOFT,
    WIDTH,
    draw_pair,
    fitted,
    pair_height,
    rule,
    spread,
)
from registry.certificates.documents.wording import day_told
from registry.certificates.model import Bilingual, Certificate, Content
from registry.platform.drawing import Anchor
from registry.platform.pdf.paper import Box, Paper, Pen, TextStyle

BORDER = Box(30, 30, WIDTH - 60, HEIGHT - 60)
LEFT, RIGHT = 76.0, WIDTH - 76
TOP, BOTTOM = 70.0, 790.0
BODY = RIGHT - LEFT
CENTRE = WIDTH / 2
SCALES = (0.95, 0.9, 0.86, 0.82, 0.78, 0.74, 0.7, 0.66, 0.6, 0.54, 0.48)
"""The smallest are for names of sixty characters in two languages."""
SHRINKING, LEAST_SHARE = 0.45, 0.1
"""How the scale goes with the height: smaller type takes fewer lines besides. Found by trying."""
SEAL_HEIGHT = SEAL_RADIUS + SEAL_RADIUS + 4
SEAL_X = RIGHT - SEAL_RADIUS - 34
SIGNED_WIDTH = 2 * (RIGHT - SEAL_X)
QR_SIZE, QR_TEXT_SIZE = 90.0, 102.0
QUIET_SHARE = 0.075
"""The empty modules around a code, as a share of its size: the dark ones stand in line with the text."""
SHARES = {"school": 0.6, "title": 0.7, "statement": 1.2, "facts": 1.0, "seal": 0.8, "basis": 0.5}
"""How the room that is left over goes between the parts, before each of them."""
GAPS = {"school": 6, "title": 26, "statement": 20, "facts": 14, "seal": 14, "basis": 10}
NUMBER_HEIGHT, RULE_HEIGHT, STATEMENT_GAP = 20.0, 15.0, 4.0


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed. `address`: the verification page, None where the installation has none."""

    certificate: Certificate
    content: Content
    address: str | None


class Front:
    """Page one at one scale."""

    def __init__(self, paper: Paper, printed: Printed, scale: float) -> None:
        self._paper, self._printed, self.scale = paper, printed, scale
        self._certificate, self._content = printed.certificate, printed.content
        self._both = bool(self._content.title.en)
        self._grid = FactGrid(paper, self._content.facts, BODY, scale)
        self._heights = {
            "school": 22 * scale,
            "title": (44 + (20 if self._both else 0) + NUMBER_HEIGHT + RULE_HEIGHT) * scale,
            "statement": pair_height(paper, self._content.statement, BODY, self._said(), STATEMENT_GAP),
            "facts": self._grid.height,
            "seal": SEAL_HEIGHT,
            "basis": sum(pair_height(paper, each, BODY, self._small()) for each in self._notes()) + 4,
        }

    @property
    def fits(self) -> bool:
        """Whether the page holds all of it."""
        return self._spare >= 0

    @property
    def _spare(self) -> float:
        gaps = sum(GAPS.values()) * self.scale
        return BOTTOM - TOP - gaps - sum(self._heights.values())

    @property
    def guessed_scale(self) -> float:
        """About the scale at which this page would be full."""
        shrinking = sum(height for name, height in self._heights.items() if name not in ("seal", "basis"))
        share = max((shrinking + self._spare) / shrinking, LEAST_SHARE)
        guessed: float = self.scale * share**SHRINKING
        return guessed

    def places(self) -> dict[str, float]:
        """Where each part begins, from the top of the page."""
        spare, y = max(self._spare, 0.0), TOP
        whole, found = sum(SHARES.values()), {}
        for name, height in self._heights.items():
            y += GAPS[name] * self.scale + spare * SHARES[name] / whole
            found[name] = y
            y += height
        return found

    def draw(self, foot: str) -> None:
        """The page; `foot` stands under everything, empty where there is one page only."""
        at = self.places()
        self._paper.frame(BORDER, ACCENT)
        self._school(at["school"])
        self._title(at["title"])
        self._statement(at["statement"])
        self._grid.draw(LEFT, at["facts"])
        self._seal(at["seal"])
        self._basis(at["basis"])
        if foot:
            self._paper.text(CENTRE, BOTTOM + 9, foot, TextStyle(7, SOFT, Anchor.MIDDLE))

    def _school(self, y: float) -> None:
        size = 18 * self.scale
        style = TextStyle(size, INK, Anchor.MIDDLE, letter_space=spread(size))
        style = fitted(self._paper, self._content.school_name, style, BODY)
        self._paper.text(CENTRE, y + 17 * self.scale, self._content.school_name, style)

    def _title(self, y: float) -> None:
        scale, title = self.scale, self._content.title
        size = 37 * scale
        style = TextStyle(size, INK, Anchor.MIDDLE, bold=True, letter_space=spread(size))
        y += 36 * scale
        self._paper.text(CENTRE, y, title.zh, fitted(self._paper, title.zh, style, BODY))
        if title.en:
            y += 23 * scale
            english = TextStyle(12.5 * scale, SOFT, Anchor.MIDDLE, letter_space=spread(9 * scale))
            self._paper.text(CENTRE, y, title.en, english)
        y += 17 * scale
        self._ornament(y)
        number = f"{self._named(words.NUMBER)} {self._certificate.number}"
        self._paper.text(CENTRE, y + 20 * scale, number, TextStyle(11 * scale, INK, Anchor.MIDDLE))

    def _ornament(self, y: float) -> None:
        """A line with a diamond in its middle."""
        reach, half = 74 * self.scale, 3.4 * self.scale
        pen = Pen(ACCENT, 0.8)
        self._paper.line((CENTRE - reach, y), (CENTRE - half - half, y), pen)
        self._paper.line((CENTRE + half + half, y), (CENTRE + reach, y), pen)
        diamond = ((CENTRE - half, y), (CENTRE, y - half), (CENTRE + half, y), (CENTRE, y + half))
        self._paper.path(diamond, None, ACCENT, closed=True)

    def _said(self) -> tuple[TextStyle, TextStyle]:
        size = (14.5 if self._both else 15) * self.scale
        chinese = TextStyle(size, INK, leading=size * 1.85, indent=size + size, justified=True)
        return chinese, TextStyle(10.5 * self.scale, SOFT, leading=15 * self.scale)

    def _statement(self, y: float) -> None:
        box = Box(LEFT, y, BODY, self._heights["statement"])
        draw_pair(self._paper, box, self._content.statement, self._said(), STATEMENT_GAP)

    def _seal(self, y: float) -> None:
        """Code and words on the left; on the right the school and the day, under the place of the seal."""
        self._code(y)
        centre = (SEAL_X, y + SEAL_HEIGHT / 2)
        self._paper.circle_dashed(centre, SEAL_RADIUS, Pen(HAIR, 0.7))
        hint = TextStyle(7, SOFT, Anchor.MIDDLE)
        self._paper.text(SEAL_X, centre[1] + SEAL_RADIUS - 9, self._named(words.SEAL), hint)
        school = TextStyle(12, INK, Anchor.MIDDLE, leading=18)
        day = day_told(self._certificate.issued_on)
        height = self._paper.height_of(self._content.school_name, SIGNED_WIDTH, school)
        top = centre[1] - (height + 20) / 2
        self._paper.paragraph(
            Box(SEAL_X - SIGNED_WIDTH / 2, top, SIGNED_WIDTH, height), self._content.school_name, school
        )
        self._paper.text(SEAL_X, top + height + 15, day.zh, TextStyle(12, INK, Anchor.MIDDLE))
        if self._both:
            self._paper.text(SEAL_X, top + height + 28, day.en, TextStyle(8.5, SOFT, Anchor.MIDDLE))

    def _code(self, y: float) -> None:
        address = self._printed.address
        size = QR_SIZE if address else QR_TEXT_SIZE
        top = y + (SEAL_HEIGHT - size) / 2
        told = words.qr_words(self._certificate, self._content, address)
        self._paper.qr(told, LEFT - size * QUIET_SHARE, top, size)
        x, y = LEFT + size * (1 - QUIET_SHARE) + 3, top + size / 2 - 24
        scan = words.SCAN if address else words.SCAN_TEXT
        lines = [(scan, ""), (words.CODE, words.code_of(self._certificate))]
        for label, value in [*lines, (words.CHECK_DIGITS, words.digits_of(self._certificate))]:
            y += self._labelled(x, y, label, value)

    def _labelled(self, x: float, y: float, label: Bilingual, value: str) -> float:
        """A label with its value; returns the distance to the next one."""
        self._paper.text(x, y, self._named(label), TextStyle(8 if value else 9.5, SOFT, bold=not value))
        if not value:
            return 16.0
        self._paper.text(x, y + 12, value, TextStyle(9.5, INK))
        return 27.0

    def _named(self, label: Bilingual) -> str:
        """A label in the languages of the certificate."""
        return f"{label.zh} {label.en}" if self._both else label.zh

    def _notes(self) -> tuple[Bilingual, ...]:
        check = words.how_to_check(self._certificate, self._printed.address)
        kept = check if self._both else Bilingual(check.zh)
        return (*self._content.basis, kept)

    def _small(self) -> tuple[TextStyle, TextStyle]:
        size = 7.4 * max(self.scale, 0.84)
        return TextStyle(size, SOFT, leading=size * 1.42), TextStyle(size * 0.92, SOFT, leading=size * 1.28)

    def _basis(self, y: float) -> None:
        box = Box(LEFT, y, BODY, self._heights["basis"])
        rule(self._paper, box, y)
        y += 4
        for each in self._notes():
            y += draw_pair(self._paper, Box(LEFT, y, BODY, 0), each, self._small())


def front_of(paper: Paper, printed: Printed) -> Front:
    """Page one at a scale at which everything fits and at the next larger one does not; else at the smallest."""
    front = Front(paper, printed, SCALES[0])
    if front.fits:
        return front
    place = bisect_left(SCALES, -front.guessed_scale, lo=1, hi=len(SCALES) - 1, key=lambda scale: -scale)
    front = Front(paper, printed, SCALES[place])
    while front.fits and place > 1:
        larger = Front(paper, printed, SCALES[place - 1])
        if not larger.fits:
            return front
        front, place = larger, place - 1
    while not front.fits and place < len(SCALES) - 1:
        place += 1
        front = Front(paper, printed, SCALES[place])
    return front
