"""The resident identity number of GB 11643: eighteen characters, the last of which checks the others.

Says whether a number can be one, and how much of it may be shown. Knows nothing about whose it is. Numbers that have
no check digit (the old ones of fifteen digits, passports and permits, which begin with a letter) cannot fail it.
"""

import re
from operator import mul

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_WITHOUT_CHECK_DIGIT = re.compile(r"[0-9]{15}|[A-Z][A-Z0-9]{5,16}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_SHOWN_AT_START, _SHOWN_AT_END = 6, 2


def has_right_check_digit(number: str) -> bool:
    """Whether there are eighteen characters and the last fits the others (ISO 7064 MOD 11-2); `X` in capitals."""
    if not _EIGHTEEN.fullmatch(number):
        return False
    total = sum(map(mul, _WEIGHTS, map(int, number[:-1])))
    return number[-1] == _CHECK_CHARACTERS[total % len(_CHECK_CHARACTERS)]


def may_be_valid(number: str) -> bool:
    """Whether the number fits its check digit, or is of a kind that has none."""
    return has_right_check_digit(number) or _WITHOUT_CHECK_DIGIT.fullmatch(number) is not None


def masked(number: str) -> str:
    """The number with only its first six (a district) and last two characters, fit for a printed list."""
    hidden = len(number) - _SHOWN_AT_START - _SHOWN_AT_END
    if hidden <= 0:
        return "*" * len(number)
    return number[:_SHOWN_AT_START] + "*" * hidden + number[-_SHOWN_AT_END:]
