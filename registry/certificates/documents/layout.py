"""Measures, colours and type of certificates, and small drawing that both kinds of page share. Lengths are points."""

from registry.certificates.model import Bilingual
from registry.platform.pdf.paper import A4, MILLIMETRE, Box, Paper, Pen, TextStyle

WIDTH, HEIGHT = A4
ACCENT, INK, SOFT, HAIR = "#0b6460", "#111816", "#4c5b58", "#b4c0bd"
"""Dark enough for a printer without colours: the accent prints as a dark grey, hairs as a light one."""
SEAL_RADIUS = 22.5 * MILLIMETRE
"""The seal of a school is 4.5 cm across."""
SPREAD = 0.09
"""Letter space of headings, in sizes."""
SMALLEST = 0.35
"""How far a heading may shrink to stay in one line."""
HAIRLINE, RULE = 0.4, 1.1


def fitted(paper: Paper, words: str, style: TextStyle, width: float) -> TextStyle:
    """The style, smaller where the words would be wider than the room, down to a third."""
    natural = paper.width_of(words, style)
    if natural <= width:
        return style
    share = max(width / natural, SMALLEST)
    return resized(style, share)


def resized(style: TextStyle, share: float) -> TextStyle:
    """The same style at another size."""
    return TextStyle(
        style.size * share,
        style.colour,
        style.anchor,
        style.bold,
        style.letter_space * share,
        style.leading * share,
        style.indent * share,
        style.justified,
    )


def spread(size: float) -> float:
    """The letter space of a heading of this size."""
    return size * SPREAD


def pair_height(
    paper: Paper, words: Bilingual, width: float, styles: tuple[TextStyle, TextStyle], gap: float = 0
) -> float:
    """How high the words are in both languages, one under the other."""
    chinese, english = styles
    height = paper.height_of(words.zh, width, chinese) if words.zh else 0
    return height + (gap + paper.height_of(words.en, width, english) if words.en else 0)


def draw_pair(paper: Paper, box: Box, words: Bilingual, styles: tuple[TextStyle, TextStyle], gap: float = 0) -> float:
    """The words in both languages, one under the other. Returns their height."""
    chinese, english = styles
    height = paper.paragraph(box, words.zh, chinese) if words.zh else 0
    if words.en:
        below = Box(box.x, box.y + height + gap, box.width, box.height)
        height += gap + paper.paragraph(below, words.en, english)
    return height


def rule(paper: Paper, box: Box, y: float, colour: str = HAIR, width: float = HAIRLINE) -> None:
    """A line across a box."""
    paper.line((box.x, y), (box.right, y), Pen(colour, width))
