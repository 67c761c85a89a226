"""What the codes of an embedded font stand for, so that text copies and searches right.

ReportLab writes a character above U+FFFF as one number of five digits, which readers take for two other characters
(𬭎 copies as garbage), lists more than the hundred pairs that the format allows in a block, and gives the missing
glyph a meaning. This map is written in place of its own.
"""

from collections.abc import Callable, Iterable, Sequence

from reportlab.pdfbase import ttfonts

from registry.platform.pdf.narrow import MEANT

reportlabs_own: Callable[[str, Sequence[int]], str] = ttfonts.makeToUnicodeCMap
"""Kept so that a test can say when it has been mended."""
PAIRS_IN_A_BLOCK = 100
SPACE = 32

_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode_map(_font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode map of a font of at most 256 codes; `subset` lists the character of each code.

    Code 0 is the missing glyph and stands for nothing; so do the codes that are filled with a space.
    """
    pairs = [
        f"<{code:02X}> <{chr(MEANT.get(character, character)).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if code and (character != SPACE or code == SPACE)
    ]
    return "\n".join((_HEAD, *_blocks(pairs), _TAIL))


def put_in_place() -> None:
    """Let ReportLab write this map. Doing it twice changes nothing."""
    ttfonts.makeToUnicodeCMap = to_unicode_map


def _blocks(pairs: Sequence[str]) -> Iterable[str]:
    for first in range(0, len(pairs), PAIRS_IN_A_BLOCK):
        block = pairs[first : first + PAIRS_IN_A_BLOCK]
        yield "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar"))
