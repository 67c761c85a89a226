"""When two names may mean one person or one firm: how they are folded, and how much they have in common. Pure."""

import re
import unicodedata
from collections import Counter
from fractions import Fraction

_BESIDES = re.compile(r"[\s·•.,,、。\-—_'\"“”‘’()()\[\]【】《》<>&]+")
_FORMS = (
    "集团股份有限公司",
    "股份有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "集团公司",
    "总公司",
    "公司",
)
"""How the form of a company is written, longest first: what is left tells one firm from another."""
_NOUGHTS = re.compile(r"(?<!\d)0+(?=\d)")
PAIR = 2


def folded(name: str) -> str:
    """A name as it sounds whoever types it: plain width, no blanks, dots or brackets, capitals as small letters."""
    return _BESIDES.sub("", unicodedata.normalize("NFKC", name)).casefold()


def firm_core(name: str) -> str:
    """A firm's name folded, without its company form; the whole name where nothing else would be left."""
    plain = folded(name)
    for form in _FORMS:
        if plain.endswith(form) and plain != form:
            return plain.removesuffix(form)
    return plain


def pairs_of(text: str) -> Counter[str]:
    """Every two characters that stand beside each other; of a single character itself."""
    return Counter(text[place : place + PAIR] for place in range(max(len(text) - 1, 1))) if text else Counter()


def resemblance(one: str, other: str) -> Fraction:
    """How much two folded names have in common, from 0 to 1: shared pairs of characters (Dice)."""
    first, second = pairs_of(one), pairs_of(other)
    total = first.total() + second.total()
    return Fraction(PAIR * (first & second).total(), total) if total else Fraction(0)


def folded_number(number: str) -> str:
    """A staff number without what is written differently: width, case, blanks, dashes, noughts in front."""
    return _NOUGHTS.sub("", folded(number))
