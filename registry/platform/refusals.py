"""What PostgreSQL refuses, in the words of the field that is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from asyncpg import IntegrityConstraintViolationError

from registry.kernel.errors import InvalidFields

Refusals = Mapping[str, tuple[str, str]]
"""A constraint's name in the database, the field at fault, what is wrong with it."""


@contextmanager
def in_plain_words(refusals: Refusals) -> Iterator[None]:
    """Tell a refusal of the database as InvalidFields. One that is not listed is a fault of ours and stays one."""
    try:
        yield
    except IntegrityConstraintViolationError as refusal:
        told = refusals.get(refusal.constraint_name or "")
        if told is None:
            raise
        raise InvalidFields(dict([told])) from refusal
