"""How a certificate is numbered, what its code and its check digits look like, and how people type them. Pure."""

import re
import unicodedata
from typing import NamedTuple

from registry.certificates.model import CertificateKind

LETTERS = {CertificateKind.PRACTICE: "P", CertificateKind.COMPLIANCE: "C"}
"""Stand in a number before the year; the database knows them too (migration m0191)."""
SERIAL_DIGITS = 5
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys("-‐‑‒–—―−_.·", None)})
CODE_LENGTH, CODE_GROUP = 20, 5
BITS_OF_A_PLACE = 5
CODE_BITS = CODE_LENGTH * BITS_OF_A_PLACE
CHECK_LENGTH, CHECK_GROUP = 8, 4
_SERIAL = re.compile(r"(?<=-[A-Z][0-9]{4}-)0*([0-9]+)$")


class Row(NamedTuple):
    """The row in which numbers follow each other without a gap: those of a kind and year at a school."""

    school_code: str
    kind: CertificateKind
    year: int


def number_of(row: Row, serial: int) -> str:
    """`13957-P2026-00012`; from 100,000 on the serial number gets longer."""
    return f"{row.school_code}-{LETTERS[row.kind]}{row.year}-{serial:0{SERIAL_DIGITS}d}"


def plain_number(typed: str) -> str:
    """A number as it is kept, however it was typed: plain capitals, no blanks, zeros before the serial."""
    return _SERIAL.sub(lambda found: found[1].zfill(SERIAL_DIGITS), _plain(typed))


def code_from(bits: int) -> str:
    """The code of 100 random bits."""
    places = range(CODE_BITS - BITS_OF_A_PLACE, -1, -BITS_OF_A_PLACE)
    return "".join(ALPHABET[bits >> place & len(ALPHABET) - 1] for place in places)


def plain_code(typed: str) -> str | None:
    """A code as it is kept, however it was typed: O is 0, I and L are 1, blanks and hyphens go. None: no code."""
    code = _plain(typed).translate(LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def shown_code(code: str) -> str:
    """A code in groups, as people read it aloud."""
    return _grouped(code, CODE_GROUP, "-")


def check_text(number: str, facts_digest: str) -> str:
    """What the check digits are made from, by a keyed hash."""
    return f"certificate:{number}:{facts_digest}"


def check_digits(keyed_hash: bytes) -> str:
    """Eight digits of a keyed hash: whoever has no key guesses them once in a hundred million times."""
    return f"{int.from_bytes(keyed_hash, 'big') % 10**CHECK_LENGTH:0{CHECK_LENGTH}d}"


def plain_digits(typed: str) -> str | None:
    """Check digits as they are kept, however they were typed: blanks and hyphens go. None: these are none."""
    digits = _plain(typed).replace("-", "")
    return digits if len(digits) == CHECK_LENGTH and digits.isascii() and digits.isdigit() else None


def shown_check_digits(digits: str) -> str:
    """Check digits in two groups."""
    return _grouped(digits, CHECK_GROUP, " ")


def _plain(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def _grouped(text: str, size: int, between: str) -> str:
    return between.join(text[start : start + size] for start in range(0, len(text), size))
