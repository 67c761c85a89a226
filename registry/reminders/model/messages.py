"""Batches, the messages in them, and what a sender sees before and after. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.kernel.scopes import Scope
from registry.practice.rules.board import BoardWish


class BatchKind(StrEnum):
    """What people are told. The last four come by themselves, the others from an office's click.

    `REPORT` (催报) goes from a bureau to the personnel offices of schools: a bureau does not write to teachers.
    """

    YEARLY = "yearly"
    PAPERS = "papers"
    LAPSE = "lapse"
    SHORT = "short"
    REPORT = "report"
    AUTO_LAPSE = "auto_lapse"
    AUTO_HAND_IN = "auto_hand_in"
    AUTO_APPROVE = "auto_approve"
    AUTO_CERTIFICATES = "auto_certificates"


TO_TEACHERS = (BatchKind.YEARLY, BatchKind.PAPERS, BatchKind.LAPSE, BatchKind.SHORT)
CHASES = (*TO_TEACHERS, BatchKind.REPORT)


class About(StrEnum):
    """Where a message leads."""

    TEACHER = "teacher"
    PLACEMENT = "placement"
    PLANS = "plans"
    BOARD = "board"
    CERTIFICATES = "certificates"


@dataclass(frozen=True, slots=True)
class Batch:
    """One sending. `school_id` None: over several schools. `wish`: the board's filter as a query, without `q`.

    `asked`: people behind the filter (of a report: schools); `sent`: messages written. `sent_by` None: it came by
    itself. `scope` is that of the sender.
    """

    SUBJECT: ClassVar[str] = "reminder_batch"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"q"})

    id: UUID
    kind: BatchKind
    scope: Scope
    school_id: UUID | None
    as_of: date
    wish: str
    q: str
    asked: int
    sent: int
    sent_by: UUID | None
    sent_by_name: str
    sent_at: datetime


class Letter(NamedTuple):
    """What somebody is told, and where it leads."""

    title: str
    text: str
    about: About
    target: UUID | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with whom it is for: a person, or an account of an office. `account_id` None: nobody can read it yet.

    `name` and `staff_no` are for the sender's list; of an office the school's name, and nothing.
    """

    school_id: UUID
    person_id: UUID | None
    account_id: UUID | None
    name: str
    staff_no: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its reader sees it."""

    id: UUID
    kind: BatchKind
    title: str
    text: str
    about: About
    target: UUID | None
    sent_by_name: str
    created_at: datetime
    read_at: datetime | None


class MailState(StrEnum):
    """How far a mail has come. Dropped: its owner wants none any more."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Told(NamedTuple):
    """One message of a batch as its sender sees it. `mail` None: none was written."""

    name: str
    staff_no: str
    person_id: UUID | None
    has_account: bool
    read_at: datetime | None
    mail: MailState | None
    mail_words: str


class Counts(NamedTuple):
    """How a batch fared: messages, those read, those for whom there is no account; and its mails."""

    messages: int
    read: int
    unreached: int
    mails: dict[MailState, int]

    @property
    def reached(self) -> int:
        """Those whom it reached: in an inbox, or told on paper."""
        return self.messages - self.unreached


@dataclass(frozen=True, slots=True)
class ChaseAsk:
    """Whom to chase: the board's filter as it stood on the screen, and what they are told."""

    wish: BoardWish
    kind: BatchKind


@dataclass(frozen=True, slots=True)
class SendChase:
    """Chase. `digest` is that of the preview that was agreed to; `again`: also those chased a few days ago."""

    batch_id: UUID
    ask: ChaseAsk
    digest: str
    again: bool = False


class Addressee(NamedTuple):
    """Somebody who would be told. `chased_on`: chased a few days ago."""

    draft: Draft
    gets_mail: bool
    chased_on: date | None


class NotAsked(NamedTuple):
    """Somebody behind the filter of whom nothing of this kind is wanted."""

    name: str
    staff_no: str


@dataclass(frozen=True, slots=True)
class ChasePreview:
    """What one click would do. `found`: people behind the filter; of them some are asked nothing of this kind.

    `digest` changes when anybody or any figure does.
    """

    ask: ChaseAsk
    found: int
    addressees: tuple[Addressee, ...]
    left_out: tuple[NotAsked, ...]
    digest: str


class ChaseSent(Event):
    """An office chased people."""


class RemindersSent(Event):
    """Reminders went out by themselves."""
