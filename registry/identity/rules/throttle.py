"""How long to wait after wrong passwords: more with each, never for ever. Pure."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """`free` failures cost nothing; then the wait begins with `first_wait`, doubles, and stops at `longest_wait`.

    Failures older than `window` are forgotten.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    window: timedelta


ACCOUNT_PACE = Pace(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
"""A forgetful owner gets five tries; a guesser about a hundred a day, hopeless against ten characters. Fifteen
minutes is also the longest that somebody else's guessing can keep the owner out."""
ADDRESS_PACE = Pace(50, timedelta(seconds=2), timedelta(minutes=5), timedelta(hours=1))
"""A whole school may come from one address and mistype its slips on the first morning, so many are free; but one
password tried on many accounts ends here."""
PREFIX_OF_ONE_LINE = 64
"""Bits of an IPv6 address that one line has in common: whoever has one has all of them."""
DOUBLINGS = 20
"""More than any pace needs; keeps the power small."""


def next_attempt_at(failures: Sequence[datetime], pace: Pace) -> datetime | None:
    """When the next try is allowed, that instant included; None: at once.

    `failures` in order of time: those since the last success, not older than the pace's window.
    """
    beyond = len(failures) - pace.free
    if beyond < 0:
        return None
    factor: int = 2 ** min(beyond, DOUBLINGS)
    return failures[-1] + min(pace.first_wait * factor, pace.longest_wait)


def line_of(address: str) -> str:
    """What counts as one address: itself, or for IPv6 the network of its line. Unreadable ones count as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, PREFIX_OF_ONE_LINE), strict=False))
