"""The unified social credit code of GB 32100-2015: eighteen characters, the last of which checks the others.

Says whether a code can be one. Knows nothing about whose it is or whether it was ever given out. The letters I, O,
S, V and Z are never used, since they look like figures.
"""

import re
import unicodedata
from operator import mul

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(f"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}")
_BASE = 31
_WEIGHTS = tuple(pow(3, place, _BASE) for place in range(17))


def has_right_check_character(code: str) -> bool:
    """Whether eighteen characters stand in the standard's shape and the last fits the others; letters in capitals."""
    if not _SHAPE.fullmatch(code):
        return False
    total = sum(map(mul, _WEIGHTS, map(_CHARACTERS.index, code[:-1])))
    return code[-1] == _CHARACTERS[-total % _BASE]


def as_written(typed: str) -> str:
    """The code as the standard writes it: full-width characters made plain, spaces dropped, letters in capitals."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()
