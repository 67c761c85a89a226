"""OLE compound files, the container of .xls workbooks and of workbooks with a password.

A chain of sectors is followed no further than the file has sectors, so a ring in a forged file ends. A workbook is
put into a new, plain container before calamine sees it, since calamine follows rings until the memory is full.
Source: [MS-CFB] 2.2 to 2.6.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import chain

from registry.platform.workbooks.failures import Problem, Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY_SIZE = 128
MINI_SECTOR = 64
SMALLEST_PLAIN_STREAM = 4096
LAST_SECTOR = 0xFFFFFFFA
END_OF_CHAIN = 0xFFFFFFFE
FREE = 0xFFFFFFFF
FAT_SECTOR = 0xFFFFFFFD
STREAM, ROOT = 2, 5
NEW_SECTOR = 4096


class OleFile:
    """The streams of a compound file by name."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        try:
            self._read_tables()
        except struct.error as fault:
            raise Unreadable(Problem.DAMAGED) from fault

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        """The names of all streams."""
        return [name for name in self._entries if name]

    def read(self, name: str) -> bytes:
        """The bytes of a stream. Raises Unreadable when sectors of it are missing."""
        start, size = self._entries[name]
        if size >= SMALLEST_PLAIN_STREAM:
            stream = self._stream(start)
        else:
            mini = self._entries.get("", (END_OF_CHAIN, 0))[0]
            stream = self._small_stream(self._stream(mini), start)
        if len(stream) < size:
            raise Unreadable(Problem.DAMAGED)
        return stream[:size]

    def _read_tables(self) -> None:
        header = self._content[:512]
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            raise Unreadable(Problem.DAMAGED)
        self._size = 1 << shift
        self._sectors = len(self._content) // self._size
        directory, mini_fat, difat = (struct.unpack_from("<I", header, at)[0] for at in (48, 60, 68))
        self._fat = b"".join(self._sector(at) for at in self._fat_sectors(header, difat))
        self._mini_fat = self._stream(mini_fat)
        self._entries = dict(_entries(self._stream(directory)))

    def _fat_sectors(self, header: memoryview, difat: int) -> Iterator[int]:
        listed: tuple[int, ...] = struct.unpack_from("<109I", header, 76)
        left = self._sectors
        while True:
            for sector in listed:
                if sector <= LAST_SECTOR:
                    left -= 1
                    if left < 0:
                        raise Unreadable(Problem.DAMAGED)
                    yield sector
            left -= 1
            if difat > LAST_SECTOR:
                return
            *listed_now, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            listed = tuple(listed_now)

    def _sector(self, number: int) -> memoryview:
        start = (number + 1) * self._size
        found = self._content[start : start + self._size]
        if not found:
            raise Unreadable(Problem.DAMAGED)
        return found

    def _stream(self, start: int) -> bytes:
        return b"".join(self._sector(at) for at in _followed(start, self._fat, self._sectors))

    def _small_stream(self, mini: bytes, start: int) -> bytes:
        sectors = _followed(start, self._mini_fat, len(mini) // MINI_SECTOR)
        return b"".join(mini[at * MINI_SECTOR : (at + 1) * MINI_SECTOR] for at in sectors)


def _followed(sector: int, table: bytes, most: int) -> Iterator[int]:
    for _ in range(most + 1):
        if sector > LAST_SECTOR:
            return
        yield sector
        if 4 * sector + 4 > len(table):
            break
        (sector,) = struct.unpack_from("<I", table, 4 * sector)
    raise Unreadable(Problem.DAMAGED)


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - ENTRY_SIZE + 1, ENTRY_SIZE):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        place = struct.unpack_from("<II", directory, at + 116)
        if kind == ROOT:
            yield "", place
        elif kind == STREAM:
            yield directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), place


def container_of(workbook: bytes) -> BytesIO:
    """A new compound file that holds nothing but the given stream, under the name `Workbook`.

    With sectors of 4,096 bytes the header alone can list the sectors of 450 MB.
    """
    workbook = workbook.ljust(SMALLEST_PLAIN_STREAM, b"\0")
    data = -(-len(workbook) // NEW_SECTOR)
    per_fat = NEW_SECTOR // 4
    fats = -(-(data + 1) // (per_fat - 1))
    directory, first = fats, fats + 1
    header = struct.pack("<8s16x5H6x9I", SIGNATURE, 0x3E, 4, 0xFFFE, 12, 6, 1, fats, directory, 0,
        SMALLEST_PLAIN_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)  # fmt: skip
    difat = struct.pack("<109I", *chain(range(fats), [FREE] * (109 - fats)))
    last = first + data - 1
    numbers = chain([FAT_SECTOR] * fats, [END_OF_CHAIN], range(first + 1, last + 1), [END_OF_CHAIN])
    fat = b"".join(struct.pack("<I", number) for number in numbers).ljust(fats * NEW_SECTOR, b"\xff")
    # calamine refuses a root without a stream of small streams: it is shown the sector of the directory.
    entries = _entry("Root Entry", ROOT, 1, directory, 0) + _entry("Workbook", STREAM, FREE, first, len(workbook))
    pieces = [(header + difat).ljust(NEW_SECTOR, b"\0"), fat, entries.ljust(NEW_SECTOR, b"\0"), workbook]
    return BytesIO(b"".join(pieces).ljust((first + data + 1) * NEW_SECTOR, b"\0"))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIQ", text, len(text) + 2, kind, 1, FREE, FREE, child, start, size)
