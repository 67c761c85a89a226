"""The table of shared strings of an .xls workbook: how long each one is.

A string may run on from one record into the next. Only lengths are needed: a long string that many cells name must be
known before it fills the memory, and a forged count of strings before calamine believes it.
Source: [MS-XLS] 2.4.265 and 2.5.293.
"""

import struct
from collections.abc import Sequence

WIDE, HAS_PHONETIC, IS_RICH = 1, 4, 8
Segment = tuple[int, int]
"""Where a record's content starts and ends in the stream."""


def string_lengths(stream: bytes | bytearray, segments: Sequence[Segment]) -> list[int]:
    """Characters of each shared string. Raises struct.error when the table ends before its count is reached."""
    table = _Table(stream, segments)
    table.skip(4)
    (count,) = struct.unpack("<i", table.take(4))
    if count < 0:
        raise struct.error("a table cannot hold less than no strings")
    return [table.skip_string() for _ in range(count)]


class _Table:
    def __init__(self, stream: bytes | bytearray, segments: Sequence[Segment]) -> None:
        self._stream, self._segments = stream, iter(segments)
        self._at, self._end = next(self._segments)

    def take(self, size: int) -> bytes:
        """The next bytes, which never run over the end of a record."""
        if self._at == self._end:
            self._next_segment()
        taken = self._stream[self._at : self._at + size]
        self._at += size
        return bytes(taken)

    def skip(self, size: int) -> None:
        """Pass over bytes that may run on into the next records."""
        while size > self._end - self._at:
            size -= self._end - self._at
            self._next_segment()
        self._at += size

    def skip_string(self) -> int:
        """Pass over one string and return its characters."""
        length, flags = struct.unpack("<HB", self.take(3))
        runs = struct.unpack("<H", self.take(2))[0] if flags & IS_RICH else 0
        phonetic = struct.unpack("<I", self.take(4))[0] if flags & HAS_PHONETIC else 0
        left, wide = length, flags & WIDE
        while left > (fitting := (self._end - self._at) >> wide):
            left -= fitting
            self._next_segment()
            (wide,) = struct.unpack("<B", self.take(1))
            wide &= WIDE
        self._at += left << wide
        self.skip(4 * runs + phonetic)
        return int(length)

    def _next_segment(self) -> None:
        try:
            self._at, self._end = next(self._segments)
        except StopIteration:
            raise struct.error("the table of strings ends too early") from None
