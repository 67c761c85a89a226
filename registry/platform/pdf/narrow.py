"""Quotation marks and apostrophes among Latin letters, which have the shape of Latin type and not a whole square.

Unicode has one character for both shapes; a Chinese font keeps the narrow one as another glyph of it. Within a line
that is about to be drawn the narrow one is a control character, which no text has; whoever copies gets the mark.
"""

import re

MARKS = {"‘": "\x91", "’": "\x92", "“": "\x93", "”": "\x94"}
"""Each mark with the character that stands for its narrow shape."""
MEANT = {ord(narrow): ord(mark) for mark, narrow in MARKS.items()}
"""What the narrow shapes mean, by number."""
GLYPHS = {"‘": 30441, "’": 30442, "“": 30444, "”": 30445}
"""Where the first shipped font has them: what its feature `pwid` puts in place of the square ones."""
OPENING, CLOSING = MARKS["‘"] + MARKS["“"], MARKS["’"] + MARKS["”"]
_LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_BESIDE = r"\x20-\x7e\x91-\x94\u00a0-\u024f\u1e00-\u1eff\u2010-\u2013\u2018\u2019"
_AROUND = tuple(
    re.compile(f"(?<![^{_BESIDE}]){first}((?:(?!{first})[{_BESIDE}])*?){last}(?![^{_BESIDE}]|[{_LATIN}])")
    for first, last in ("“”", "‘’")
)
_WORD = re.compile(f"[{_LATIN}]")
_WITHIN = re.compile(f"(?<=[{_LATIN}])[‘’](?=[{_LATIN}])|(?<=[{_LATIN}])’(?= [{_LATIN}])")


def narrowed(text: str) -> str:
    """A text as it is drawn: marks within Latin words and around them narrow, all others as they are.

    Marks around Latin words that stand in Chinese stay square, as the Chinese ones beside them.
    """
    if not any(mark in text for mark in MARKS):
        return text
    for pair in _AROUND:
        text = pair.sub(_around, text)
    return _WITHIN.sub(lambda found: MARKS[found[0]], text)


def _around(found: re.Match[str]) -> str:
    whole = found[0]
    return MARKS[whole[0]] + found[1] + MARKS[whole[-1]] if _WORD.search(found[1]) else whole
