"""One font file, opened to be embedded. Refuses in plain words what cannot be.

A file is read when it is first needed and kept as long as the process runs: the shipped ones are large, and reading
one takes a fifth of a second.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from struct import error as NotThatLong  # noqa: N812 -- what it means here
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from registry.kernel.errors import BadInput
from registry.platform.pdf import compression, font_files, narrow, unicode_map
from registry.platform.pdf.fonts import PER_SIZE, SHIPPED

MISSING_GLYPH = 0
DIGEST_LETTERS = 8
OPENED_AT_MOST = 64
HHEA_COUNT = 34
"""Where the table `hhea` says of how many glyphs an advance is stated; all others have the last one's."""

_DAMAGE = (TTFError, NotThatLong, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What ReportLab's reader raises when a file is not what it says it is."""

cutting_down = Lock()
"""Held while a font is cut down: ReportLab's reader keeps its place in the file."""

rl_config.invariant = 1
rl_config.useA85 = 0
unicode_map.put_in_place()
compression.put_in_place()


class UnusableFont(BadInput):
    """A font file cannot be embedded. The text says why, and what would do."""

    def __init__(self, file_name: str, why: str) -> None:
        super().__init__(f"字体文件“{file_name}”不能使用:{why}")
        self.file_name, self.why = file_name, why


class Face:
    """An opened font: the name it is drawn by, which characters it has, how wide they are."""

    def __init__(self, name: str, face: Any) -> None:
        self.name = name
        self._face = face

    def has(self, character: int) -> bool:
        """Whether the font draws a character."""
        return bool(self._face.charToGlyph.get(character, MISSING_GLYPH) != MISSING_GLYPH)

    def width(self, character: int) -> float:
        """Of one character that the font has, in thousandths of the size."""
        width: float = self._face.charWidths[character]
        return width


class DoubtedFace(Face):
    """A font whose outlines may be damaged: it has only those characters that it can be cut down to."""

    def has(self, character: int) -> bool:
        """Whether the font draws a character, and its outline can be read."""
        if not super().has(character):
            return False
        try:
            with cutting_down:
                self._face.makeSubset([MISSING_GLYPH, character])
        except _DAMAGE:
            return False
        return True


@lru_cache(maxsize=OPENED_AT_MOST)
def shipped_face(path: Path) -> Face:
    """A font that comes with the program, under its file's name. The first one has narrow marks too."""
    face = _registered(path, path.stem, "")
    if path.name == SHIPPED[0]:
        _add_narrow_marks(face)
    return Face(path.stem, face)


@lru_cache(maxsize=OPENED_AT_MOST)
def added_face(path: Path, size: int, _changed_ns: int) -> Face:
    """A font that the operator put into the data folder. Raises UnusableFont.

    Its name carries a digest of its bytes: ReportLab knows a font by name and would draw a replaced file as it was.
    """
    if font_files.is_too_large(size):
        raise UnusableFont(path.name, font_files.IS_TOO_LARGE)
    try:
        content = path.read_bytes()
    except OSError:
        raise UnusableFont(path.name, font_files.IS_UNREADABLE) from None
    if fault := font_files.fault_of(content):
        raise UnusableFont(path.name, fault)
    digest = hashlib.sha256(content).hexdigest()[:DIGEST_LETTERS]
    try:
        face = _registered(path, f"added-{digest}", f"-{digest}")
    except _DAMAGE:
        raise UnusableFont(path.name, font_files.IS_DAMAGED) from None
    return DoubtedFace(f"added-{digest}", face)


def _registered(path: Path, name: str, mark: str) -> Any:
    font = TTFont(name, str(path), asciiReadable=False)
    face = font.face
    face.hmetrics = _advances(face)
    face.name += mark.encode()
    face.get_table = _table_reader(face)
    pdfmetrics.registerFont(font)
    return face


def _add_narrow_marks(face: Any) -> None:
    for mark, glyph in narrow.GLYPHS.items():
        character = ord(narrow.MARKS[mark])
        face.charToGlyph[character] = glyph
        face.charWidths[character] = face.hmetrics[glyph][0] * PER_SIZE / face.unitsPerEm


def _advances(face: Any) -> list[tuple[float, int]]:
    """The advance and left bearing of each glyph in the font's own units.

    ReportLab keeps the advances that a monospaced font leaves out in thousandths of the size, and so writes wrong
    ones where an em is not a thousand units.
    """
    stated: int = face.get_ushort(face.get_table_pos("hhea")[0] + HHEA_COUNT)
    last = face.hmetrics[stated - 1][0]
    return [*face.hmetrics[:stated], *((last, bearing) for _, bearing in face.hmetrics[stated:])]


class _Outlines:
    """The table of outlines, of which only the slices that are asked for are copied."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content, self._start = content, start

    def __getitem__(self, part: slice) -> bytes:
        return self._content[self._start + part.start : self._start + part.stop]


def _table_reader(face: Any) -> Callable[[str], bytes | _Outlines]:
    """As the face's own, without copying ten megabytes of outlines for each document."""
    whole_table: Callable[[str], bytes] = face.get_table
    outlines = _Outlines(face._ttf_data, face.get_table_pos("glyf")[0])
    return lambda tag: outlines if tag == "glyf" else whole_table(tag)
