"""Where the signatures of a PDF are, found in its bytes alone: no reader of PDF is trusted with a stranger's file.

A signature that covers every byte but its own value needs no understanding of what lies between.
"""

import re
import zlib
from datetime import datetime
from typing import NamedTuple

from registry.platform.clock import SHANGHAI

MOST_SIGNATURES = 16
"""Each is hashed over the file; more than that is somebody's wish to keep the machine busy."""
MOST_PACKED, MOST_INFLATED = 200, 256 * 1024
"""Streams that are unpacked in the search for a hidden signature, and bytes of each."""
LARGEST_VALUE = 1024 * 1024
"""Bytes of a signature's place; ours take five thousand."""
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_TRACES = re.compile(rb"/ByteRange\b|/(?:adbe\.pkcs7\.(?:detached|sha1)|ETSI\.(?:CAdES\.detached|RFC3161))\b")
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_END = re.compile(rb"%%EOF[\r\n \t]*\Z")
_TIME = re.compile(rb"/M\s*\(((?:\\.|[^\\)]){1,80})\)", re.DOTALL)
_OCTAL = re.compile(rb"\\([0-7]{3})")
_DATE = re.compile(r"D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)?'?)?")
TAIL = 64
"""Bytes before the end of what was signed in which the end of a PDF stands."""


class Place(NamedTuple):
    """One signature's place: how far the file is covered, what is signed, its value, the time beside it.

    `has_gap`: bytes within what it covers are not signed. `is_exact`: the digits are written as this program does.
    """

    covered: int
    has_gap: bool
    is_exact: bool
    signed: tuple[memoryview, memoryview]
    value: bytes
    claimed_at: datetime | None


def places(content: bytes) -> tuple[tuple[Place, ...], int]:
    """The signatures that can be read, in the order of the file, and how many cannot."""
    found: list[Place] = []
    unreadable = 0
    for match in _RANGE.finditer(content):
        place = _place(content, match) if len(found) + unreadable < MOST_SIGNATURES else None
        if place:
            found.append(place)
        else:
            unreadable += 1
    if not found and not unreadable and has_traces(content):
        unreadable = 1
    return tuple(found), unreadable


def has_traces(content: bytes) -> bool:
    """Whether anything in the file speaks of a signature, also where it was packed when the file was saved anew."""
    if _TRACES.search(content):
        return True
    for count, match in enumerate(_PACKED.finditer(content)):
        if count == MOST_PACKED:
            return False
        try:
            unpacked = zlib.decompressobj().decompress(
                content[match.end() : match.end() + MOST_INFLATED], MOST_INFLATED
            )
        except zlib.error:
            continue
        if _TRACES.search(unpacked):
            return True
    return False


def _place(content: bytes, match: re.Match[bytes]) -> Place | None:
    start, first, second, length = (int(each) for each in match.groups())
    end = second + length
    if not start + first < second <= end <= len(content) or second - start - first > LARGEST_VALUE:
        return None
    hexadecimal = _HEX.fullmatch(content, start + first, second)
    value = _value(hexadecimal[1] if hexadecimal else _within(content[start + first : second]))
    if value is None:
        return None
    view = memoryview(content)
    return Place(
        covered=end,
        has_gap=start != 0 or hexadecimal is None or not _END.search(content, max(0, end - TAIL), end),
        is_exact=content[start + first : second] == b"<%s>" % value.hex().upper().encode("ascii"),
        signed=(view[start : start + first], view[second:end]),
        value=value,
        claimed_at=_claimed(content, match, (start + first, second)),
    )


def _within(gap: bytes) -> bytes:
    """The value in a gap that holds more than the value."""
    found = _HEX.search(gap)
    return found[1] if found else b""


def _value(hexadecimal: bytes) -> bytes | None:
    """The bytes that hexadecimal digits write; None where there are none."""
    digits = b"".join(hexadecimal.split())
    if not digits or len(digits) % 2:
        return None
    return bytes.fromhex(digits.decode("ascii"))


def _claimed(content: bytes, match: re.Match[bytes], gap: tuple[int, int]) -> datetime | None:
    """The time in the dictionary of the signature, which the signature covers."""
    begins = content.rfind(b" obj", 0, min(match.start(), gap[0]))
    ends = content.find(b"endobj", max(match.end(), gap[1]))
    for part in ((max(begins, 0), gap[0]), (gap[1], ends if ends >= 0 else len(content))):
        found = _TIME.search(content, *part)
        if found:
            return _date(found[1])
    return None


def _date(written: bytes) -> datetime | None:
    plain = _OCTAL.sub(lambda each: bytes((int(each[1], 8) & 0xFF,)), written).decode("latin-1")
    found = _DATE.fullmatch(plain)
    if not found:
        return None
    day, sign, hours, minutes = found.groups()
    zone = f"{sign}{hours}{minutes or '00'}" if sign else "+0000"
    try:
        return datetime.strptime(day + zone, "%Y%m%d%H%M%S%z").astimezone(SHANGHAI)
    except ValueError:
        return None
