"""Initials of Chinese words as people type them to find a name: 林晓梅 is lxm."""

from functools import lru_cache
from typing import Any

MOST_SPELLINGS = 64
"""Enough for any name; a longer word with many readings is cut there."""


@lru_cache(maxsize=100_000)
def initials(words: str) -> frozenset[str]:
    """Every way to spell the words by initials, since some characters are read in several ways; lower case."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- slow import

    found = {""}
    for readings in pinyin(words, style=Style.FIRST_LETTER, heteronym=True, errors=_as_typed):
        found = {f"{begun}{letter}" for begun in found for letter in set(readings)}
        if len(found) > MOST_SPELLINGS:
            break
    return frozenset(found)


def _as_typed(other: str) -> Any:
    """What is no Chinese character stands for itself."""
    return list(other.lower())
