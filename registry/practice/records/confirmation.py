"""How the enterprise's word for a placement is kept: stamped paper, one-time link, other proof, a file. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event
from registry.practice.model import AttendedDay


class ConfirmationMethod(StrEnum):
    """What the confirmation rests on.

    `IMPORTED_FILE`: a file that was taken over whole is the proof. `ALTERNATIVE_PROOF`: the firm can stamp no
    more; pay slips, tax or witnesses stand in for it, and a second officer agrees.
    """

    STAMPED_PAPER = "stamped_paper"
    ONE_TIME_LINK = "one_time_link"
    ALTERNATIVE_PROOF = "alternative_proof"
    IMPORTED_FILE = "imported_file"


class Trust(StrEnum):
    """How much a confirmation is worth to whoever relies on it."""

    FULL = "full"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One answer about a placement as it stood at `placement_revision`; `confirms` False: a dispute.

    `content_hash` is the SHA-256 (hex) of what was confirmed. `asked_by_name` is who sent the link, and
    `asked_by_teacher` whether that was the teacher. `answered_by` None: whoever held the link, or the installation.
    """

    SUBJECT: ClassVar[str] = "confirmation"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"supervisor_name"})

    id: UUID
    placement_id: UUID
    placement_revision: int
    method: ConfirmationMethod
    confirms: bool
    content_hash: str
    words: str
    supervisor_name: str
    link_id: UUID | None
    asked_by_name: str | None
    asked_by_teacher: bool
    file_digest: str | None
    answered_by: UUID | None
    answered_by_name: str
    answered_at: datetime
    endorsed_by: UUID | None
    endorsed_by_name: str | None
    endorsed_at: datetime | None
    endorsed_words: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class SupervisorAsked:
    """A link sent for a placement: what it shows (`content_hash`), by whom. A later one takes its place."""

    SUBJECT: ClassVar[str] = "confirmation_request"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    placement_id: UUID
    link_id: UUID
    number: int
    content_hash: str
    asked_by: UUID | None
    asked_by_name: str
    asked_by_teacher: bool
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AskSupervisor:
    """Make a one-time link for the enterprise's supervisor, good for so many days."""

    placement_id: UUID
    revision: int
    days_valid: int


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """Confirm or dispute the placement behind a link. A dispute needs words."""

    token: str
    confirms: bool
    supervisor_name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmByOffice:
    """The office saw the proof. `words` says which, where it is no stamped form; `file_digest`: SHA-256, hex."""

    placement_id: UUID
    revision: int
    method: ConfirmationMethod
    words: str = ""
    file_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Endorse:
    """Agree, as the second officer, that other proof stands in for the firm's stamp."""

    placement_id: UUID
    revision: int
    words: str


@dataclass(frozen=True, slots=True)
class SupervisorView:
    """All that the supervisor sees. `days`: calendar days, or attended days where `attended` lists them."""

    person_name: str
    school_name: str
    enterprise_name: str
    position: str
    started_on: date
    finished_on: date
    days: Fraction
    share_percent: int
    attended: tuple[AttendedDay, ...] | None
    expires_at: datetime


class SupervisorWasAsked(Event):
    """A one-time link was made for a placement."""


class ConfirmationGiven(Event):
    """The enterprise answered, or the office saw its proof."""


class ConfirmationEndorsed(Event):
    """A second officer agreed to proof that stands in for the firm's stamp."""
