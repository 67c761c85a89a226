"""The journal of a placement (周志、日志): what was done on a day, photographs, drafts and kept entries. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event


class EntryState(StrEnum):
    """A draft is its writer's alone; a kept entry belongs to the placement."""

    DRAFT = "draft"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph of an entry, a file that is kept already. `shows_attendance`: proof of being there (考勤照片)."""

    digest: str
    original_digest: str
    thumbnail_digest: str
    shows_attendance: bool = False


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry. `revision` counts its changes from 1; an account None is the installation itself."""

    SUBJECT: ClassVar[str] = "journal_entry"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})

    id: UUID
    chain_id: UUID
    written_on: date
    text: str
    state: EntryState
    photographs: tuple[Photograph, ...]
    written_by: UUID | None
    written_by_name: str
    written_at: datetime
    voided_at: datetime | None
    voided_reason: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """Write an entry, or change one as it was seen.

    `entry_id` is chosen by the form, so that the same form sent twice is one entry. `revision` 0: a new entry.
    `written_on`: the day that it tells of.
    """

    entry_id: UUID
    chain_id: UUID
    revision: int
    written_on: date
    text: str
    state: EntryState = EntryState.KEPT
    photographs: tuple[Photograph, ...] = ()


@dataclass(frozen=True, slots=True)
class StrikeEntry:
    """Take an entry out of the journal. A draft needs no reason."""

    entry_id: UUID
    revision: int
    reason: str = ""


class EntryWritten(Event):
    """A journal entry was begun."""


class EntryChanged(Event):
    """A journal entry says something else, or is no draft any more."""


class EntryStruck(Event):
    """A journal entry was taken out."""
