"""The papers that an office keeps of a placement: what each is, who added it, and why one no longer counts. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event


class PaperKind(StrEnum):
    """The nine kinds of paper in a placement's folder, in the order in which they come about."""

    APPLICATION = "application"
    TASK_SHEET = "task_sheet"
    AGREEMENT = "agreement"
    JOURNAL = "journal"
    ATTENDANCE = "attendance"
    INSPECTION = "inspection"
    SUMMARY = "summary"
    APPRAISAL = "appraisal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that is kept already: digests are SHA-256 in hexadecimal, `size_bytes` that of what is kept.

    `original_digest` is that of the file as it was sent. `thumbnail_digest` None: no photograph.
    """

    digest: str
    original_digest: str
    thumbnail_digest: str | None
    media_type: str
    size_bytes: int
    original_name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a placement. It belongs to the chain, so it holds for every revision.

    An account None is the installation itself. A removed paper stays, with who removed it and why.
    """

    SUBJECT: ClassVar[str] = "paper"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"original_name", "note"})

    id: UUID
    chain_id: UUID
    kind: PaperKind
    digest: str
    original_digest: str
    thumbnail_digest: str | None
    media_type: str
    size_bytes: int
    original_name: str
    note: str
    added_by: UUID | None
    added_by_name: str
    added_at: datetime
    removed_by: UUID | None
    removed_by_name: str | None
    removed_at: datetime | None
    removed_reason: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class AddPaper:
    """Put a paper into the folder of a placement, named by its chain."""

    chain_id: UUID
    kind: PaperKind
    file: PaperFile
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemovePaper:
    """Take a paper out of the folder; it stays to be read, with the reason."""

    paper_id: UUID
    reason: str


class PaperAdded(Event):
    """A paper was put into a placement's folder."""


class PaperRemoved(Event):
    """A paper was taken out of a placement's folder."""
