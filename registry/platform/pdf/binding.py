"""Many files as one to print, written piece by piece: however many there are, memory holds one of them.

pikepdf keeps every object of a file that it makes until it is saved: a quarter of a gigabyte for a thousand files.
"""

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from registry.platform.pdf.about import PROGRAM
from registry.platform.pdf.archive import UnreadablePdf

PDF_VERSION = "1.7"
PAGES, CATALOGUE, INFO = 1, 2, 3
"""Numbers of the objects that a file has once."""
FIRST_FREE = 4
REFERENCE = b" R"
ID_BYTES = 16
INHERITED = tuple(map(str, (Name.Resources, Name.MediaBox, Name.CropBox, Name.Rotate)))
"""What a page may leave to the node of the tree above it."""
NOT_PRINTED = frozenset(map(str, (Name.Parent, Name.AA, Name.AF, Name.Annots, Name.Trans, Name.StructParents)))
LENGTH = str(Name.Length)


def bound(files: Iterable[Path], target: Path) -> int:
    """All pages of these files in this order as one new file; how many pages.

    What the pages show, without signatures, attachments and links. Equal input gives equal bytes. Blocks for
    seconds. Raises UnreadablePdf, OSError.
    """
    with target.open("xb") as written:
        writer = _Writer(written)
        for file in files:
            writer.append(file)
        writer.finish()
        return len(writer.pages)


class _Writer:
    """A PDF file from its first byte to its last; an object is never looked at again."""

    def __init__(self, target: BinaryIO) -> None:
        self.pages: list[int] = []
        self._target = target
        self._digest = sha256()
        self._at = 0
        self._offsets: dict[int, int] = {}
        self._next = FIRST_FREE
        self._write(f"%PDF-{PDF_VERSION}\n".encode() + b"%\xe2\xe3\xcf\xd3\n")

    def append(self, file: Path) -> None:
        """The pages of a file and everything that they show."""
        try:
            with Pdf.open(file) as pdf:
                _Source(self, pdf).copy()
        except (pikepdf.PdfError, pikepdf.PasswordError) as fault:
            raise UnreadablePdf from fault

    def take_number(self) -> int:
        """The number of an object that is still to be written."""
        self._next += 1
        return self._next - 1

    def put(self, number: int, content: bytes) -> None:
        """Write an object."""
        self._offsets[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def finish(self) -> None:
        """The tree of pages, and where everything stands."""
        kids = b" ".join(b"%d 0 R" % each for each in self.pages)
        self.put(PAGES, b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (len(self.pages), kids))
        self.put(CATALOGUE, b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES)
        self.put(INFO, b"<< /Producer %b >>" % pikepdf.String(PROGRAM).unparse())
        begins, count = self._at, self._next
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        self._write(b"".join(b"%010d 00000 n \n" % self._offsets[each] for each in range(1, count)))
        name = self._digest.hexdigest()[: 2 * ID_BYTES].encode()
        trailer = b"<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%b> <%b> ] >>" % (count, CATALOGUE, INFO, name, name)
        self._write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, begins))

    def _write(self, content: bytes) -> None:
        self._target.write(content)
        self._digest.update(content)
        self._at += len(content)


class _Source:
    """One file whose objects get new numbers."""

    def __init__(self, writer: _Writer, pdf: Pdf) -> None:
        self._writer, self._pdf = writer, pdf
        self._numbers: dict[int, int] = {}
        self._waiting: list[Any] = []

    def copy(self) -> None:
        """Write the pages, then what they lead to."""
        for page in self._pdf.pages:
            number = self._numbers[page.obj.objgen[0]] = self._writer.take_number()
            self._writer.put(number, self._entries(_shown_by(page.obj), b"/Parent %d 0 R" % PAGES))
            self._writer.pages.append(number)
        while self._waiting:
            found = self._waiting.pop()
            self._writer.put(self._numbers[found.objgen[0]], self._content(found))

    def _number(self, found: Any) -> int:
        key = found.objgen[0]
        if key not in self._numbers:
            self._numbers[key] = self._writer.take_number()
            self._waiting.append(found)
        return self._numbers[key]

    def _content(self, found: Any) -> bytes:
        """An object in full, what it leads to under its new numbers."""
        if isinstance(found, Stream):
            raw = found.read_raw_bytes()
            entries = {name: value for name, value in found.stream_dict.items() if name != LENGTH}
            return b"%b\nstream\n%b\nendstream" % (self._entries({**entries, LENGTH: len(raw)}), raw)
        if isinstance(found, Dictionary | Array):
            plain = found.unparse(resolved=True)
            if REFERENCE not in plain:
                return plain
        if isinstance(found, Dictionary):
            return self._entries(dict(found.items()))
        if isinstance(found, Array):
            return b"[ %b ]" % b" ".join(self._value(each) for each in found)
        return bytes(found.unparse(resolved=True))

    def _entries(self, entries: dict[str, Any], *more: bytes) -> bytes:
        told = (Name(name).unparse() + b" " + self._value(value) for name, value in entries.items())
        return b"<< %b >>" % b" ".join([*told, *more])

    def _value(self, value: Any) -> bytes:
        if value is None:
            return b"null"
        if isinstance(value, pikepdf.Object):
            return b"%d 0 R" % self._number(value) if value.is_indirect else self._content(value)
        if isinstance(value, bool):
            return b"true" if value else b"false"
        return (f"{value:f}" if isinstance(value, Decimal) else str(value)).encode()


def _shown_by(page: Any) -> dict[str, Any]:
    """What is kept of a page, with what it leaves to the nodes above it."""
    shown = {name: value for name, value in page.items() if name not in NOT_PRINTED}
    above = page.get(Name.Parent)
    while above is not None:
        shown.update({name: above[name] for name in INHERITED if name in above and name not in shown})
        above = above.get(Name.Parent)
    return shown
