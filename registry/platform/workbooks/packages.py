"""Zip packages: taking single parts out within limits, and making a small clean package of checked parts.

Only the parts asked for are unpacked, so a bomb among the pictures is never touched. Nothing is believed that the
archive says of itself: a part that is larger, smaller or other than declared is damage.
"""

import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from registry.platform.workbooks.failures import Problem, Unreadable
from registry.platform.workbooks.limits import MAX_PARTS, MAX_UNPACKED_BYTES, MEGABYTE

CENTRAL_ENTRY = b"PK\x01\x02"
LOCAL_HEADER = b"PK\x03\x04"
LOCAL_HEADER_SIZE = 30
ENCRYPTED_FLAG = 1
LARGEST_RATIO = 200
"""Workbook XML packs 5 to 30 times smaller, a bomb about 1,000 times; small parts are not judged by it."""
SMALL_PART = 16 * MEGABYTE


class Package:
    """The parts of a zip archive by name; upper and lower case and the kind of slash do not matter."""

    def __init__(self, content: bytes) -> None:
        if content.count(CENTRAL_ENTRY) > MAX_PARTS:
            raise Unreadable(Problem.TOO_MANY_PARTS, limit=MAX_PARTS)
        try:
            with ZipFile(BytesIO(content)) as archive:
                self._parts = {_key(part.filename): part for part in archive.infolist()}
        # zipfile meets forged headers with any of these
        except (BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, EOFError) as fault:
            raise Unreadable(Problem.DAMAGED) from fault
        self._content = memoryview(content)
        self._left = MAX_UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def names(self) -> list[str]:
        """The names of all parts as written, with forward slashes."""
        return [_path(part.filename) for part in self._parts.values()]

    def read(self, name: str) -> bytes:
        """Unpack one part. Raises Unreadable for one that is missing, locked, damaged or too large."""
        part = self._parts.get(_key(name))
        if part is None:
            raise Unreadable(Problem.DAMAGED)
        if part.flag_bits & ENCRYPTED_FLAG:
            raise Unreadable(Problem.ENCRYPTED)
        if part.file_size > self._left or _is_bomb(part):
            raise Unreadable(Problem.UNPACKS_TOO_LARGE, limit=MAX_UNPACKED_BYTES // MEGABYTE)
        unpacked = _unpacked(part, self._packed(part))
        if len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
            raise Unreadable(Problem.DAMAGED)
        self._left -= part.file_size
        return unpacked

    def _packed(self, part: ZipInfo) -> memoryview:
        header = self._content[part.header_offset : part.header_offset + LOCAL_HEADER_SIZE]
        if len(header) < LOCAL_HEADER_SIZE or header[:4] != LOCAL_HEADER:
            raise Unreadable(Problem.DAMAGED)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        start = part.header_offset + LOCAL_HEADER_SIZE + names
        return self._content[start : start + part.compress_size]


def _path(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _key(name: str) -> str:
    return _path(name).lower()


def _is_bomb(part: ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > LARGEST_RATIO * part.compress_size


def _unpacked(part: ZipInfo, packed: memoryview) -> bytes:
    if part.compress_type == ZIP_STORED:
        return bytes(packed)
    if part.compress_type != ZIP_DEFLATED:
        raise Unreadable(Problem.DAMAGED)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than declared is enough to know that the declaration lies.
        return inflater.decompress(packed, part.file_size + 1)
    except zlib.error as fault:
        raise Unreadable(Problem.DAMAGED) from fault


def clean_package(parts: Mapping[str, Iterable[bytes | memoryview]]) -> BytesIO:
    """A new archive of the given parts, each the sum of its pieces, stored unpacked (calamine reads that faster)."""
    result = BytesIO()
    with ZipFile(result, "w", ZIP_STORED) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w") as part:
                for piece in pieces:
                    part.write(piece)
    result.seek(0)
    return result
