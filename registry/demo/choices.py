"""Choices that are always the same for the same question: a hash of what the choice is for. Pure."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Each = TypeVar("Each")


def lot(sides: int, *question: object) -> int:
    """A number from 0 below `sides`; the same question always has the same answer."""
    asked = "/".join(map(str, question)).encode("utf-8")
    return int.from_bytes(blake2b(asked, digest_size=8).digest(), "big") % sides


def between(least: int, most: int, *question: object) -> int:
    """A number from `least` to `most`, both included."""
    return least + lot(most - least + 1, *question)


def one_of(several: Sequence[Each], *question: object) -> Each:
    """One of several."""
    return several[lot(len(several), *question)]
