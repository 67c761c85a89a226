"""Numbers that pass their check and belong to nobody: identity numbers and credit codes. Pure."""

from datetime import date
from operator import mul

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_BASE = 31
CODE_WEIGHTS = tuple(pow(3, place, CODE_BASE) for place in range(17))
COMPANY = "91"
"""The first two characters of an enterprise's code: registered by the market regulator, an enterprise."""


def id_number(division: str, born_on: date, serial: int) -> str:
    """The number of nobody, born in that division that day; an odd serial (0 to 999) is a man's."""
    begun = f"{division}{born_on:%Y%m%d}{serial:03d}"
    return begun + ID_CHECKS[sum(map(mul, ID_WEIGHTS, map(int, begun))) % len(ID_CHECKS)]


def credit_code(division: str, serial: int) -> str:
    """The code of no firm in that division; `serial` below ten million."""
    begun = f"{COMPANY}{division}MA{serial:07d}"
    total = sum(map(mul, CODE_WEIGHTS, map(CODE_CHARACTERS.index, begun)))
    return begun + CODE_CHARACTERS[-total % CODE_BASE]
