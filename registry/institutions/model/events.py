"""What happened to institutions, and how a fact is written into an event.

Values of persons, named in a fact's `PERSONAL`, go where events are encrypted; all others stand in the open.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from registry.audit.model import Event


class Fact(Protocol):
    """A frozen dataclass with an identity, a name for its kind, and its fields that are values of persons."""

    SUBJECT: ClassVar[str]
    PERSONAL: ClassVar[frozenset[str]]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> UUID:
        """Its key in the database."""
        ...


KindOfEvent = TypeVar("KindOfEvent", bound=Event)
KindOfFact = TypeVar("KindOfFact", bound=Fact)


class BureauOpened(Event):
    """A bureau was entered."""


class SchoolOpened(Event):
    """A school was entered."""


class SchoolChanged(Event):
    """A school got other names, another level, jurisdiction or bureau."""


class SchoolRecordsFromStated(Event):
    """A school said since when its records are complete."""


class UnitOpened(Event):
    """An office or department was entered."""


class UnitClosed(Event):
    """An office or department got its last day."""


class ApprovalChainSet(Event):
    """Other offices approve from a day on."""


class ApprovalChainVoided(Event):
    """A chain was taken back."""


class BreakRecorded(Event):
    """A break was entered into the calendar."""


class BreakVoided(Event):
    """A break was taken out of the calendar."""


class EnterpriseRegistered(Event):
    """An enterprise was named."""


class EnterpriseCompleted(Event):
    """An office checked and filled in an enterprise's particulars."""


class EnterpriseCorrected(Event):
    """The particulars of a completed enterprise were changed."""


def change(kind: type[KindOfEvent], before: KindOfFact | None, after: KindOfFact | None) -> KindOfEvent:
    """The event that tells what a fact was and what it became. At least one of the two is a fact."""
    fact = after or before
    if fact is None:
        raise ValueError("nothing changed into nothing")
    hidden = fact.PERSONAL
    shown = {field.name for field in fields(fact)} - hidden
    personal: dict[str, object] = {"before": _values(before, hidden), "after": _values(after, hidden)}
    return kind(
        fact.SUBJECT, str(fact.id), _values(before, shown), _values(after, shown), personal if hidden else None
    )


def _values(fact: Fact | None, names: Iterable[str]) -> dict[str, object] | None:
    return None if fact is None else {name: _plain(getattr(fact, name)) for name in names}


def _plain(value: object) -> object:
    """A value as JSON knows it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
