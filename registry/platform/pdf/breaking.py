"""Where a line of Chinese, or of Chinese with Latin words, may end."""

from collections.abc import Callable, Iterator

from registry.platform.pdf.narrow import CLOSING, OPENING

NOT_FIRST = frozenset("、,。.;:!?，．；：！？·…—～)]}）］｝」』】〕》〉”’％%‰℃°" + CLOSING)
"""No line begins with one of these."""
NOT_LAST = frozenset("([{（［｛「『【〔《〈“‘￥¥№" + OPENING)
"""No line ends with one of these."""
WIDE_FROM = "\u2e80"
WIDE_MARKS = frozenset("“”‘’—…")
"""Set like Chinese characters, though they stand among the Latin ones."""


def lines_of(text: str, width_of: Callable[[str], float], first: float, rest: float) -> list[str]:
    """One paragraph in lines, the first at most `first` wide, the others `rest`; an empty one is one empty line.

    Latin words and figures stay whole, as long as one fits into a line at all.
    """
    whole = text.rstrip(" ")
    if width_of(whole) <= first:
        return [whole]
    lines, line, filled, room = [], "", 0.0, first
    for piece in _fitting(text, width_of, rest):
        inked = piece.rstrip(" ")
        if line and filled + width_of(inked) > room:
            lines.append(line.rstrip(" "))
            line, filled, room = "", 0.0, rest
        line += piece
        filled += width_of(piece)
    return [*lines, line.rstrip(" ")]


def unbroken(text: str) -> Iterator[str]:
    """The pieces within which no line ends: a Latin word or one character, with the marks and blanks that follow."""
    start = 0
    for place in range(1, len(text)):
        if _may_part(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _fitting(text: str, width_of: Callable[[str], float], room: float) -> Iterator[str]:
    for piece in unbroken(text):
        if width_of(piece.rstrip(" ")) > room:
            yield from piece
        else:
            yield piece


def _may_part(before: str, after: str) -> bool:
    if after == " " or after in NOT_FIRST or before in NOT_LAST:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return character >= WIDE_FROM or character in WIDE_MARKS
