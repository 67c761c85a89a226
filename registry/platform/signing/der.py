"""The few pieces of DER that are written by hand: asn1crypto would take most of a signature's time for them."""

from typing import Final

from asn1crypto.core import Integer, ObjectIdentifier

INTEGER: Final = 0x02
OCTETS: Final = 0x04
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT_0: Final = 0xA0
"""A constructed value with the context's tag 0."""
NULL: Final = b"\x05\x00"
_SHORT = 0x80


def der(tag: int, *parts: bytes) -> bytes:
    """A value with its tag and length."""
    body = b"".join(parts)
    if len(body) < _SHORT:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(length))) + length + body


def set_of(tag: int, parts: tuple[bytes, ...]) -> bytes:
    """A SET OF: its parts in the order that DER asks for."""
    return der(tag, *sorted(parts))


def oid(dotted: str) -> bytes:
    """An object identifier."""
    return bytes(ObjectIdentifier(dotted).dump())


def integer(number: int) -> bytes:
    """A whole number."""
    return bytes(Integer(number).dump())
