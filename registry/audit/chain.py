"""The chain of events: each one's hash covers the hash of the one before it. Pure."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

GENESIS = hashlib.sha256(b"teacher-registry audit chain").digest()
"""What stands in the place of the hash before the first event."""


class Link(NamedTuple):
    """One event as the chain sees it: its number, the text that is hashed, the two hashes stored with it."""

    number: int
    content: str
    previous_hash: bytes
    hash: bytes


class Head(NamedTuple):
    """The last number and hash of a chain; number 0 and `GENESIS` for an empty one."""

    number: int
    hash: bytes


def canonical(values: dict[str, object]) -> str:
    """One text for one set of values: keys sorted, no spaces, dates and ids as text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


class Told(NamedTuple):
    """What the subject of an event was and became; None: it did not exist."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


def told_in(content: str) -> Told:
    """What the text of an event says, without the values of persons."""
    values = json.loads(content)
    return Told(values["before"], values["after"])


def hash_after(previous_hash: bytes, content: str) -> bytes:
    """The hash of an event that follows one with `previous_hash`."""
    return hashlib.sha256(previous_hash + content.encode("utf-8")).digest()


def first_break(
    links: Iterable[Link],
    known_heads: Iterable[Head],
    after: Head = Head(0, GENESIS),  # noqa: B008 -- a constant
) -> str | None:
    """What is wrong with the first event that does not fit, or None when the chain is whole.

    `known_heads` were kept outside: each must be found in the chain, or its end was cut off or rewritten.
    `after` is the head that the first link must follow.
    """
    expected = after
    waiting = {head.number: head.hash for head in known_heads if head.number}
    for link in links:
        if link.number != expected.number + 1:
            return f"第 {expected.number + 1} 条事件缺失 (event {expected.number + 1} is missing)"
        if link.previous_hash != expected.hash or hash_after(link.previous_hash, link.content) != link.hash:
            return f"第 {link.number} 条事件被改动 (event {link.number} was altered)"
        expected = Head(link.number, link.hash)
        if waiting.pop(link.number, link.hash) != link.hash:
            return f"第 {link.number} 条事件与库外留存的不符 (event {link.number} differs from the head kept outside)"
    if waiting:
        return f"第 {expected.number} 条之后的事件被截去 (events after {expected.number} were cut off)"
    return None
