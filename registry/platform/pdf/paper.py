"""Drawing on pages. A thin layer over ReportLab's canvas: origin at the top left, points, y downwards.

Text falls back to another font per character; nothing is drawn in a font that is not embedded. Equal input gives
equal bytes, in another process too. The file is not archivable yet: `archive.archived` finishes it.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from registry.platform.drawing import Drawing
from registry.platform.pdf import ornaments, qr
from registry.platform.pdf.about import PROGRAM, About
from registry.platform.pdf.breaking import lines_of
from registry.platform.pdf.faces import cutting_down
from registry.platform.pdf.fonts import NEW_LINE, Fonts
from registry.platform.pdf.narrow import narrowed
from registry.platform.pdf.pictures import Picture
from registry.platform.pdf.styles import (
    A4,
    BLACK,
    MILLIMETRE,
    SHARE_BEFORE,
    Box,
    Colour,
    Ink,
    Inks,
    Pen,
    Point,
    TextStyle,
    rgb,
)

__all__ = ["A4", "BLACK", "MILLIMETRE", "About", "Box", "Colour", "Ink", "Inks", "Paper", "Pen", "Point", "TextStyle"]

PDF_VERSION = (1, 7)
BASE_LINE = 0.88
"""How far below the top of its square a character's base line is, in sizes."""
BOLD_STROKE = 0.028
"""Width of the stroke that makes outlines bold, in sizes."""
MOST_STRETCH = 0.08
"""How far characters may be moved apart to fill a line, in sizes; beyond it the line stays short."""
FILLED, FILLED_BOLD = 0, 2
"""How PDF names the ways of drawing characters."""

_Line = tuple[str, float, bool]
_PLAIN = TextStyle()
_THIN = Pen()


class Paper:
    """The pages of one file, drawn one after the other. `content` ends it."""

    def __init__(self, fonts: Fonts, about: About, size: tuple[float, float] = A4) -> None:
        self.fonts = fonts
        self.width, self.height = size
        self._broken: dict[tuple[str, float, float, float, float], list[_Line]] = {}
        self._written = BytesIO()
        self._canvas: Any = Canvas(
            self._written,
            pagesize=size,
            initialFontName=fonts.first,
            lang=about.language,
            pdfVersion=PDF_VERSION,
            pageCompression=1,
            invariant=1,
        )
        self._canvas.setTitle(about.title)
        self._canvas.setAuthor(about.author)
        self._canvas.setSubject(about.subject)
        self._canvas.setKeywords(", ".join(about.keywords))
        self._canvas.setCreator(PROGRAM)
        self._canvas.setProducer(PROGRAM)

    def text(self, x: float, y: float, words: str, style: TextStyle = _PLAIN) -> float:
        """One line; `y` is its base line. Returns how wide it is. Raises CharactersLacking."""
        width = self.width_of(words, style)
        self._write(x - width * SHARE_BEFORE[style.anchor], y, narrowed(words), style, style.letter_space)
        return width

    def width_of(self, words: str, style: TextStyle = _PLAIN) -> float:
        """How wide one line would be. Raises CharactersLacking."""
        return self.fonts.width(narrowed(words), style.size) + style.letter_space * max(len(words) - 1, 0)

    def paragraph(self, box: Box, words: str, style: TextStyle = _PLAIN) -> float:
        """Lines of at most the box's width from its top down; newlines begin another paragraph.

        Returns the height of what was drawn, also where that is more than the box's. Raises CharactersLacking.
        """
        lines = self._lines(words, box.width, style)
        for number, (line, indent, is_last) in enumerate(lines):
            base = box.y + number * style.line_height + (style.line_height - style.size) / 2 + style.size * BASE_LINE
            room = box.width - indent
            space = style.letter_space if is_last else self._space(line, room, style)
            width = self.fonts.width(line, style.size) + space * max(len(line) - 1, 0)
            self._write(box.x + indent + (room - width) * SHARE_BEFORE[style.anchor], base, line, style, space)
        return len(lines) * style.line_height

    def height_of(self, words: str, width: float, style: TextStyle = _PLAIN) -> float:
        """How high a paragraph would be. Raises CharactersLacking."""
        return len(self._lines(words, width, style)) * style.line_height

    def line(self, start: Point, end: Point, pen: Pen = _THIN) -> None:
        """A straight line."""
        self.path((start, end), pen)

    def path(
        self, points: tuple[Point, ...], pen: Pen | None, fill: Colour | None = None, closed: bool = False
    ) -> None:
        """A line through points; closed, or filled, an area."""
        if not self._dip(pen, fill):
            return
        path = self._canvas.beginPath()
        (x, y), *others = points
        path.moveTo(x, self.height - y)
        for x, y in others:
            path.lineTo(x, self.height - y)
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=int(pen is not None), fill=int(fill is not None))

    def box(self, box: Box, pen: Pen | None = None, fill: Colour | None = None, radius: float = 0) -> None:
        """A rectangle, with rounded corners where a radius is given."""
        if not self._dip(pen, fill):
            return
        drawn = {"stroke": int(pen is not None), "fill": int(fill is not None)}
        corner = (box.x, self.height - box.bottom, box.width, box.height)
        if radius:
            self._canvas.roundRect(*corner, min(radius, box.width / 2, box.height / 2), **drawn)
        else:
            self._canvas.rect(*corner, **drawn)

    def frame(self, box: Box, colour: Colour = BLACK) -> None:
        """The border of a formal document; `ornaments.BORDER_DEPTH` points inside the box nothing of it is left."""
        inner = box.inset(ornaments.GAP)
        self.box(box, Pen(colour, ornaments.HEAVY))
        for corner in ornaments.corners(inner):
            self.path(corner, Pen(colour, ornaments.FRET))
        for side in ornaments.sides(inner):
            self.path(side, Pen(colour, ornaments.THIN))

    def circle_dashed(self, centre: Point, radius: float, pen: Pen = _THIN) -> None:
        """A circle, broken unless the pen says otherwise."""
        dashed = pen if pen.dashes else Pen(pen.colour, pen.width, (3, 2.5))
        self._dip(dashed, None)
        self._canvas.circle(centre[0], self.height - centre[1], radius, stroke=1, fill=0)

    def qr(self, words: str, x: float, y: float, size: float) -> None:
        """A QR code, `size` points on an edge with the four empty modules around it, error correction M.

        Up to a seventh of it may be covered. A module should be at least 0.33 mm on paper. Raises BadInput: too long.
        """
        modules, path = qr.dark_modules(words)
        module = size / modules
        self._canvas.saveState()
        self._dip(None, BLACK)
        self._canvas.transform(module, 0, 0, -module, x, self.height - y)
        self._canvas.addLiteral(path)
        self._canvas.restoreState()

    def drawing(self, drawing: Drawing, at: Point, width: float, inks: Inks) -> float:
        """A picture `width` points wide, its upper left corner at a point. Returns how high it is.

        Raises CharactersLacking, KeyError: no ink for a shape.
        """
        scale = width / drawing.width
        Picture(self, at, scale, inks).draw(drawing)
        return drawing.height * scale

    def repeated(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what stands the same on several pages: written once in this file, however often its name is drawn."""
        if not self._canvas.hasForm(name):
            self._canvas.beginForm(name, 0, 0, self.width, self.height)
            draw()
            self._canvas.endForm()
        self._canvas.doForm(name)

    def new_page(self) -> None:
        """Begin another page, of the same size."""
        self._canvas.showPage()

    def content(self) -> bytes:
        """The whole file. Nothing can be drawn afterwards."""
        with cutting_down:
            self._canvas.save()
        return self._written.getvalue()

    def _lines(self, words: str, width: float, style: TextStyle) -> list[_Line]:
        """Each line, how far it is indented, whether it is the last of its paragraph.

        A paragraph is measured before it is drawn, so they are remembered: by this file alone, for they hold names.
        """
        key = (words, width, style.size, style.letter_space, style.indent)
        found = self._broken.get(key)
        if found is None:
            found = self._broken[key] = list(self._breaking(words, width, style))
        return found

    def _breaking(self, words: str, width: float, style: TextStyle) -> Iterator[_Line]:
        def width_of(piece: str) -> float:
            return self.fonts.width(piece, style.size) + style.letter_space * len(piece)

        for part in narrowed(words).split(NEW_LINE):
            lines = lines_of(part, width_of, width - style.indent, width)
            for number, line in enumerate(lines):
                yield line, 0 if number else style.indent, number == len(lines) - 1

    def _space(self, line: str, room: float, style: TextStyle) -> float:
        """What is added between the characters of a line that another one follows."""
        gaps = len(line) - 1
        if not style.justified or gaps < 1:
            return style.letter_space
        stretch = (room - self.fonts.width(line, style.size)) / gaps
        return stretch if stretch <= style.letter_space + MOST_STRETCH * style.size else style.letter_space

    def _write(self, x: float, y: float, words: str, style: TextStyle, space: float) -> None:
        self._dip(Pen(style.colour, style.size * BOLD_STROKE) if style.bold else None, style.colour)
        drawn = ["BT 1 0 0 1", fp_str(x, self.height - y), "Tm"]
        if style.bold:
            drawn.append(f"{FILLED_BOLD} Tr")
        if space:
            drawn.append(f"{fp_str(space)} Tc")
        drawn += self._shown(words, style.size)
        if style.bold:
            drawn.append(f"{FILLED} Tr")
        if space:
            drawn.append("0 Tc")
        self._canvas._code.append(" ".join((*drawn, "ET")))

    def _shown(self, words: str, size: float) -> Iterator[str]:
        """The operators that show a line. ReportLab's own text object measures each line once more."""
        document = self._canvas._doc
        for run in self.fonts.runs(words):
            font = getFont(run.font)
            for subset, codes in font.splitString(run.text, document):
                name = font.getSubsetInternalName(subset, document)
                yield f"{name} {fp_str(size)} Tf ({escapePDF(codes)}) Tj"

    def _dip(self, pen: Pen | None, fill: Colour | None) -> bool:
        """Make ready to draw with a pen, or to fill. False: neither is wanted."""
        if pen:
            self._canvas.setStrokeColorRGB(*rgb(pen.colour))
            self._canvas.setLineWidth(pen.width)
            self._canvas.setDash(*([list(pen.dashes)] if pen.dashes else []))
        if fill:
            self._canvas.setFillColorRGB(*rgb(fill))
        return pen is not None or fill is not None
