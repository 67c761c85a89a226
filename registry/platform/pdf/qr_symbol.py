"""QR symbols (ISO/IEC 18004) of bytes, error correction M, one fixed mask.

segno draws what is the same in every symbol of a version; the words are put in here, several times as fast as it
would: a batch of certificates spent as long on its codes as on all else. The tests compare with segno.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

import segno
from segno import consts

from registry.kernel.errors import BadInput

VERSIONS = 40
MASK = 2
MASK_COLUMNS = 3
TIMING_COLUMN, FORMAT_ROW = 6, 8
FREE = frozenset({consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT})
BYTE_MODE, MODE_BITS, TERMINATOR_BITS = 0b0100, 4, 4
SHORT_COUNT_UP_TO, SHORT_COUNT_BITS, LONG_COUNT_BITS = 9, 8, 16
PADDING = b"\xec\x11"
FIELD, FIELD_POLYNOMIAL = 256, 0x11D
CORRECTING = (
    *(10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26),
    *(28,) * 19,
)
"""Correcting bytes of a block, by version from 1. Table 9 of the standard, level M."""
BLOCKS = (
    *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21),
    *(23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
)
"""Blocks, by version from 1. The same table."""
TOO_LONG = "内容太长,二维码放不下"


@dataclass(frozen=True, slots=True)
class _Template:
    """A version's symbol without words: its modules row by row, where the bits go, which of them are inverted."""

    edge: int
    modules: bytes
    places: tuple[int, ...]
    inverted: int


def symbol(content: bytes) -> tuple[int, bytes]:
    """Modules on an edge, and all of them row by row: 1 is dark. The smallest version that holds the content.

    Raises BadInput: more than 2331 bytes.
    """
    for version in range(1, VERSIONS + 1):
        room = _room(version)
        if len(content) + (2 if version <= SHORT_COUNT_UP_TO else 3) <= room:
            return _filled(_template(version), _corrected(_coded(content, version, room), version))
    raise BadInput(TOO_LONG)


def _filled(template: _Template, codewords: bytes) -> tuple[int, bytes]:
    total = len(template.places)
    bits = int.from_bytes(codewords) << (total - 8 * len(codewords))
    modules = bytearray(template.modules)
    for place, bit in zip(template.places, f"{bits ^ template.inverted:0{total}b}", strict=True):
        modules[place] = bit == "1"
    return template.edge, bytes(modules)


def _coded(content: bytes, version: int, room: int) -> bytes:
    count_bits = SHORT_COUNT_BITS if version <= SHORT_COUNT_UP_TO else LONG_COUNT_BITS
    head = BYTE_MODE << count_bits | len(content)
    bits = (head << 8 * len(content) | int.from_bytes(content)) << TERMINATOR_BITS
    written = bits.to_bytes((MODE_BITS + count_bits + TERMINATOR_BITS) // 8 + len(content))
    return written + (PADDING * room)[: room - len(written)]


def _corrected(coded: bytes, version: int) -> bytes:
    blocks, correcting = BLOCKS[version - 1], CORRECTING[version - 1]
    short, longer = divmod(len(coded), blocks)
    parts, start = [], 0
    for number in range(blocks):
        length = short + (number >= blocks - longer)
        parts.append(coded[start : start + length])
        start += length
    columns = (part[place : place + 1] for place in range(short + 1) for part in parts)
    remainders = [_remainder(part, correcting) for part in parts]
    return b"".join(columns) + bytes(byte for column in zip(*remainders, strict=True) for byte in column)


def _remainder(part: bytes, correcting: int) -> bytes:
    multiples, top = _multiples(correcting), 8 * (correcting - 1)
    keep, found = (1 << top) - 1, 0
    for byte in part:
        found = ((found & keep) << 8) ^ multiples[byte ^ (found >> top)]
    return found.to_bytes(correcting)


@lru_cache
def _multiples(correcting: int) -> tuple[int, ...]:
    """The generator polynomial of so many correcting bytes, times each number of the field."""
    generator = [1]
    root = 1
    for _ in range(correcting):
        shifted = [_product(coefficient, root) for coefficient in generator]
        generator = [high ^ low for high, low in zip([*generator, 0], [0, *shifted], strict=True)]
        root = _product(root, 2)
    return tuple(
        int.from_bytes(bytes(_product(coefficient, number) for coefficient in generator[1:]))
        for number in range(FIELD)
    )


def _product(one: int, other: int) -> int:
    found = 0
    while other:
        if other & 1:
            found ^= one
        one <<= 1
        if one & FIELD:
            one ^= FIELD_POLYNOMIAL
        other >>= 1
    return found


def _room(version: int) -> int:
    """Bytes that a version holds, without the correcting ones."""
    return _capacity(version) - BLOCKS[version - 1] * CORRECTING[version - 1]


def _capacity(version: int) -> int:
    alignments = version // 7 + 2 if version > 1 else 0
    modules = (16 * version + 128) * version + 64
    if alignments:
        modules -= (25 * alignments - 10) * alignments - 55
    return (modules - (36 if version > 6 else 0)) // 8


@lru_cache
def _template(version: int) -> _Template:
    drawn = segno.make_qr("0", version=version, error="m", mask=MASK, boost_error=False)
    edge = len(drawn.matrix)
    kinds = dict(zip(product(range(edge), repeat=2), chain(*drawn.matrix_iter(border=0, verbose=True)), strict=True))
    walk = [place for place in _walk(edge) if _is_free(place, kinds[place], edge)]
    modules = bytearray(chain(*drawn.matrix))
    places = tuple(row * edge + column for row, column in walk)
    for place in places:
        modules[place] = 0
    inverted = "".join("0" if place % edge % MASK_COLUMNS else "1" for place in places)
    return _Template(edge, bytes(modules), places, int(inverted, 2))


def _is_free(place: tuple[int, int], kind: int, edge: int) -> bool:
    """Whether a module is for words. segno takes one of them, beside the format's right half, for a part of it."""
    return kind in FREE or place == (FORMAT_ROW, edge - 9)


def _walk(edge: int) -> list[tuple[int, int]]:
    """Rows and columns in the order of the bits: pairs of columns from the right, up and down in turn."""
    pairs = [*range(edge - 1, TIMING_COLUMN, -2), *range(TIMING_COLUMN - 1, 0, -2)]
    found = []
    for turn, right in enumerate(pairs):
        rows = range(edge) if turn % 2 else range(edge - 1, -1, -1)
        found += [(row, column) for row in rows for column in (right, right - 1)]
    return found
