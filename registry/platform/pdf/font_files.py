"""What a font file must be before it is read: whole, with TrueType outlines, allowed to be embedded.

ReportLab's reader believes what a file says of itself: a damaged one may send it through four thousand million
characters. So the sizes are looked at first.
"""

from collections.abc import Iterator
from struct import error as NotThatLong  # noqa: N812 -- what it means here
from struct import unpack_from

from registry.platform.image_terms import MEGABYTE

IS_CFF = "字形是 PostScript(CFF)轮廓;请换用 TrueType 轮廓的 TTF 文件"
IS_COLLECTION = "这是字体集(TTC);请先拆成单个 TTF 文件"
IS_FOR_WEB = "这是网页字体(WOFF);请换用同一字体的 TTF 文件"
IS_UNREADABLE = "文件无法读取;请检查文件权限"
IS_DAMAGED = "不是 TrueType 字体,或文件不完整;请重新复制 TTF 文件"
IS_FORBIDDEN = "字体的许可不允许嵌入文件;请换用允许嵌入的字体"
LARGEST_MB = 128
IS_TOO_LARGE = f"文件超过 {LARGEST_MB} MB;请换用较小的 TTF 文件,或只留所需的字"

CFF, COLLECTION, FOR_WEB = b"OTTO", b"ttcf", (b"wOFF", b"wOF2")
TRUETYPE = frozenset({b"\0\1\0\0", b"true"})
NEEDED = frozenset({"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"})
CHARACTERS_AT_MOST = 0x110000
RANGES_OF_16_BITS, RANGES_OF_32_BITS = 4, frozenset({12, 13})
USE_MASK, USE_FORBIDDEN, CUTTING_FORBIDDEN = 0x000F, 0x0002, 0x0300
"""Bits of `fsType`: who may embed the font; embedded whole or as bitmaps only."""


def is_too_large(size: int) -> bool:
    """Whether a file of so many bytes is not even read: it would stay in memory as long as the program runs."""
    return size > LARGEST_MB * MEGABYTE


def fault_of(content: bytes) -> str | None:
    """Why a font file cannot be embedded, in words for the operator; None: as far as can be told it can."""
    if content.startswith(CFF):
        return IS_CFF
    if content.startswith(COLLECTION):
        return IS_COLLECTION
    if content.startswith(FOR_WEB):
        return IS_FOR_WEB
    try:
        tables = dict(_tables(content))
        if content[:4] not in TRUETYPE or not tables.keys() >= NEEDED or not _is_bounded(content, tables["cmap"]):
            return IS_DAMAGED
        return IS_FORBIDDEN if "OS/2" in tables and _is_forbidden(content, tables["OS/2"]) else None
    except (NotThatLong, ValueError):
        return IS_DAMAGED


def _tables(content: bytes) -> Iterator[tuple[str, int]]:
    """Each table's name and where it begins. Raises ValueError: one is not all there."""
    (count,) = unpack_from(">H", content, 4)
    for number in range(count):
        tag, _, start, length = unpack_from(">4sLLL", content, 12 + 16 * number)
        if start + length > len(content):
            raise ValueError(start)
        yield tag.decode("ascii"), start


def _is_forbidden(content: bytes, start: int) -> bool:
    (use,) = unpack_from(">H", content, start + 8)
    return bool(use & USE_MASK == USE_FORBIDDEN or use & CUTTING_FORBIDDEN)


def _is_bounded(content: bytes, start: int) -> bool:
    """Whether no map from characters to outlines claims more characters than there are."""
    (count,) = unpack_from(">H", content, start + 2)
    offsets = (unpack_from(">HHL", content, start + 4 + 8 * number)[2] for number in range(count))
    return all(_claimed(content, start + offset) <= CHARACTERS_AT_MOST for offset in offsets)


def _claimed(content: bytes, start: int) -> int:
    (form,) = unpack_from(">H", content, start)
    if form in RANGES_OF_32_BITS:
        (groups,) = unpack_from(">L", content, start + 12)
        starts = (start + 16 + 12 * number for number in range(min(groups, CHARACTERS_AT_MOST)))
        bounds = (unpack_from(">LL", content, place) for place in starts)
        return sum(max(last - first + 1, 0) for first, last in bounds)
    if form == RANGES_OF_16_BITS:
        (twice,) = unpack_from(">H", content, start + 6)
        lasts = unpack_from(f">{twice // 2}H", content, start + 14)
        firsts = unpack_from(f">{twice // 2}H", content, start + 16 + twice // 2 * 2)
        return sum(max(last - first + 1, 0) for first, last in zip(firsts, lasts, strict=True))
    return 0
