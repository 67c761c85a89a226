"""What is inside a stranger's file: the facts that are attached, and each page as the operators that draw it.

The words are read by the map that each font carries, as readers and searches do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name, Page, Pdf

from registry.certificates.examining.findings import UnreadableFile
from registry.certificates.rules.facts_json import FILE_NAME, PICTURE_NAME

MOST_PAGES = 400
SHOWS, BEGINS, FONT = frozenset({"Tj", "TJ", "'", '"'}), "BT", "Tf"
SHOWN = "show"
UNKNOWN = "\ufffd"
NOT_OF_THE_PAGE = frozenset({"/Parent", "/Contents", "/Resources", "/Type", "/Annots"})
LOCKED = "PDF 设有打开密码,不能核验 (locked by a password)"
DAMAGED = "不是可以读取的 PDF 文件,或已损坏 (not a PDF, or damaged)"
FAULTS = (pikepdf.PdfError, LookupError, ValueError, TypeError, AttributeError, OverflowError)
"""What pikepdf raises where a file's parts are not what they should be."""
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_TAG = re.compile(r"^/[A-Z]{6}\+")
_DAY = re.compile(r"D:(\d{14})([+-])(\d\d)'(\d\d)'?")

Token = tuple[str, ...]


class Drawn(NamedTuple):
    """One page: what draws it, in order, with words as words; and what else the page carries."""

    tokens: tuple[Token, ...]
    carries: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The words in the order of drawing."""
        return tuple(token[-1] for token in self.tokens if token[0] == SHOWN)

    @property
    def words(self) -> str:
        """All words without the blanks and breaks between them."""
        return "".join("".join(self.lines).split())


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found. `facts`, `picture` None: nothing of that name is attached. `made_at`: when it was made, as it
    says."""

    facts: bytes | None
    picture: bytes | None
    pages: tuple[Drawn, ...]
    made_at: datetime | None


class _Font(NamedTuple):
    name: str
    letters: Mapping[int, str]


def read_inside(content: bytes) -> Inside:
    """Read a file. Raises UnreadableFile."""
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise UnreadableFile(DAMAGED)
            pages = tuple(_drawn(page) for page in pdf.pages)
            return Inside(_attached(pdf, FILE_NAME), _attached(pdf, PICTURE_NAME), pages, _made_at(pdf))
    except pikepdf.PasswordError:
        raise UnreadableFile(LOCKED) from None
    except FAULTS:
        raise UnreadableFile(DAMAGED) from None


def _attached(pdf: Pdf, name: str) -> bytes | None:
    found = pdf.attachments.get(name)
    return found.get_file().read_bytes() if found else None


def _made_at(pdf: Pdf) -> datetime | None:
    found = _DAY.fullmatch(str(pdf.docinfo.get(Name.CreationDate, "")))
    if not found:
        return None
    day, sign, hours, minutes = found.groups()
    try:
        return datetime.strptime(f"{day}{sign}{hours}{minutes}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def _drawn(page: Page) -> Drawn:
    resources: Any = page.obj.get("/Resources", {})
    fonts = {str(name): _font(font) for name, font in resources.get("/Font", {}).items()}
    carries = [f"{name} {value!r}" for name, value in page.obj.items() if name not in NOT_OF_THE_PAGE]
    carries += [repr(note) for note in page.obj.get("/Annots", ()) if not _is_unseen(note)]
    return Drawn(tuple(_joined(_tokens(page, fonts))), tuple(sorted(carries)))


def _is_unseen(note: Any) -> bool:
    """Whether a note on the page is but the place of a signature that nobody sees."""
    return note.get("/FT") == Name.Sig and not any(note.Rect) and "/AP" not in note


def _tokens(page: Page, fonts: Mapping[str, _Font]) -> Iterator[Token]:
    font, size = _Font("", {}), ""
    for each in pikepdf.parse_content_stream(page):
        name, operands = str(each.operator), each.operands
        if name == FONT:
            font, size = fonts.get(str(operands[0]), _Font(str(operands[0]), {})), str(operands[1])
        elif name in SHOWS:
            yield SHOWN, font.name, size, _words(operands[-1], font)
        else:
            yield (name, *map(str, operands))


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Words shown right after each other in one type are one: which part of a font holds a letter means nothing."""
    last: Token | None = None
    for token in tokens:
        if last and last[0] == token[0] == SHOWN and last[1:3] == token[1:3]:
            last = (*last[:3], last[3] + token[3])
            continue
        if last:
            yield last
        last = token
    if last:
        yield last


def _words(shown: Any, font: _Font) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else (shown,)
    strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    return "".join(font.letters.get(code, UNKNOWN) for string in strings for code in string)


def _font(font: Any) -> _Font:
    name = _TAG.sub("/", str(font.get("/BaseFont", "")))
    told = font.get("/ToUnicode")
    if not isinstance(told, pikepdf.Stream):
        return _Font(name, {})
    pairs = _PAIR.findall(told.read_bytes())
    letters = {int(code, 16): bytes.fromhex(letter.decode()).decode("utf-16-be", "replace") for code, letter in pairs}
    return _Font(name, letters)
