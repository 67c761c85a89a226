"""Which font draws which character: the shipped ones, then those that the operator added.

`lacking` is asked before a number is taken: what no font has is refused by name, never printed as a box.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from registry.kernel.errors import BadInput
from registry.platform.folders import assets_folder
from registry.platform.pdf.breaking import lines_of
from registry.platform.pdf.narrow import MEANT

if TYPE_CHECKING:
    from registry.platform.pdf.faces import Face, UnusableFont

SHIPPED_FOLDER = assets_folder() / "fonts"
SHIPPED = ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf")
"""In the order in which they are asked. The first draws everything that it has."""
FOLDER_NAME = "fonts"
"""The operator's folder of fonts, inside the data folder."""
FONT_ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})
"""What is opened; only TrueType outlines can be used, of the others it is said why not."""
PER_SIZE = 1000
NEW_LINE = "\n"

_opening = Lock()
_known: dict[Path | None, tuple[tuple["FontFile", ...], "Fonts"]] = {}


class CharactersLacking(BadInput):
    """No font has these characters: printing them needs a font that the operator adds.

    Tells also of `refused` files, which may have been added for this and cannot be used.
    """

    def __init__(self, characters: Sequence[str], refused: Sequence[BadInput] = ()) -> None:
        named = "、".join(map(named_character, characters))
        words = f"没有字体包含这些字:{named};请把含有这些字的 TTF 字体放入数据文件夹的 {FOLDER_NAME} 目录"
        super().__init__(";".join((words, *map(str, refused))))
        self.characters, self.refused = tuple(characters), tuple(refused)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a text that one font draws; `font` is the name that ReportLab knows it by."""

    font: str
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a character is drawn from: the font's name, the width in thousandths of the size."""

    font: str
    width: float


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font file of the operator as it was when the folder was read."""

    path: Path
    size: int
    changed_ns: int


class _Places(dict[str, _Place]):
    """Each character's place, looked for once."""

    def __init__(self, look_for: Callable[[str], _Place]) -> None:
        super().__init__()
        self._look_for = look_for

    def __missing__(self, character: str) -> _Place:
        place = self[character] = self._look_for(character)
        return place


class _Widths(dict[str, float]):
    """Each character's width, in thousandths of the size."""

    def __init__(self, places: _Places) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, character: str) -> float:
        width = self[character] = self._places[character].width
        return width


class Fonts:
    """The fonts of an installation. Opens each one when a character first needs it; threads may share it.

    Opening blocks for a fifth of a second: ask in a thread.
    """

    def __init__(self, added: tuple[FontFile, ...] = ()) -> None:
        self._added = added
        self._faces: list[Face | None] = []
        self._refused: list[UnusableFont] = []
        self._places = _Places(self._required_place)
        self._widths = _Widths(self._places)

    @property
    def first(self) -> str:
        """The name of the font that draws everything that it has."""
        return self._places[" "].font

    def lacking(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters that no font has, each once, in the order in which they occur."""
        wanted = dict.fromkeys(character for text in texts for character in text if character != NEW_LINE)
        return tuple(character for character in wanted if not self._has(character))

    def require(self, texts: Iterable[str]) -> None:
        """Raises CharactersLacking, with all of them at once."""
        if lacking := self.lacking(texts):
            raise CharactersLacking(lacking, self.refused())

    def refused(self) -> tuple["UnusableFont", ...]:
        """The operator's files that cannot be used, each with the reason. Opens all of them."""
        for number in range(len(SHIPPED) + len(self._added)):
            self._face(number)
        return tuple(self._refused)

    def runs(self, text: str) -> tuple[Run, ...]:
        """A line of text in pieces of one font each. Raises CharactersLacking."""
        places = self._places
        pieces = groupby(text, lambda character: places[character].font)
        return tuple(Run(font, "".join(characters)) for font, characters in pieces)

    def width(self, text: str, size: float) -> float:
        """Of a line of text, in points. Raises CharactersLacking."""
        return sum(map(self._widths.__getitem__, text)) * size / PER_SIZE

    def lines(self, text: str, size: float, width: float) -> list[str]:
        """The text in lines at most `width` points wide; a newline always ends one. Raises CharactersLacking."""
        parts = (lines_of(part, lambda piece: self.width(piece, size), width, width) for part in text.split(NEW_LINE))
        return [line for lines in parts for line in lines]

    def _has(self, character: str) -> bool:
        if ord(character) in MEANT:
            return False
        return character in self._places or self._place(character) is not None

    def _required_place(self, character: str) -> _Place:
        place = self._place(character)
        if place is None:
            raise CharactersLacking([character])
        return place

    def _place(self, character: str) -> _Place | None:
        for number in range(len(SHIPPED) + len(self._added)):
            face = self._face(number)
            if face is not None and face.has(ord(character)):
                return _Place(face.name, face.width(ord(character)))
        return None

    def _face(self, number: int) -> "Face | None":
        """The font of a number, opened; None: it cannot be used."""
        if number >= len(self._faces):
            with _opening:
                while number >= len(self._faces):
                    self._faces.append(self._opened(len(self._faces)))
        return self._faces[number]

    def _opened(self, number: int) -> "Face | None":
        from registry.platform.pdf import faces  # noqa: PLC0415 -- slow import

        if number < len(SHIPPED):
            return faces.shipped_face(SHIPPED_FOLDER / SHIPPED[number])
        file = self._added[number - len(SHIPPED)]
        try:
            return faces.added_face(file.path, file.size, file.changed_ns)
        except faces.UnusableFont as refusal:
            self._refused.append(refusal)
            return None


def fonts_of(folder: Path | None) -> Fonts:
    """The shipped fonts, then the files of a folder in the order of their names; the same until the folder changes.

    The folder need not exist. None: the shipped ones alone.
    """
    added = tuple(_files(folder)) if folder else ()
    known = _known.get(folder)
    if known is None or known[0] != added:
        known = _known[folder] = (added, Fonts(added))
    return known[1]


def named_character(character: str) -> str:
    """A character and its number, since a screen may show it as a box: `𰻝(U+30EDD)`."""
    shown = character if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X})"


def _files(folder: Path) -> Iterator[FontFile]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in FONT_ENDINGS and path.is_file():
            state = path.stat()
            yield FontFile(path, state.st_size, state.st_mtime_ns)
