"""Mail addresses, mails in the outbox, settings of a school. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.reminders.model.messages import MailState

CODE_PLACE = "CODE"
"""Stands for the one-time code in an address that a page hands to the service."""


INBOX_PATH = "/inbox"
"""Where the inbox is on this site; jobs know no routes."""


class Quiet(NamedTuple):
    """No mail between these hours of China's clock; `until` is the first hour that is not quiet. Equal: never."""

    begins: int
    until: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How mails leave this installation. `sends` False: no mail server is named, messages stay in the inbox.

    `inbox_url` None: the installation has no public address; mails then say to sign in as usual. `domain` goes into
    Message-IDs.
    """

    sends: bool
    inbox_url: str | None
    quiet: Quiet
    domain: str = "registry.invalid"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where an account wants its mail. `address` None: removed. Unconfirmed ones get the mail with the code only."""

    SUBJECT: ClassVar[str] = "mail_address"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})

    id: UUID
    account_id: UUID
    address: str | None = field(repr=False)
    confirmed_at: datetime | None
    is_wanted: bool
    set_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class SetMailAddress:
    """The owner names an address; a mail with a one-time link goes there. `link` holds `CODE_PLACE`."""

    address: str = field(repr=False)
    link: str


class Purpose(StrEnum):
    """What a mail is for. Confirmations are asked for, so they keep no quiet hours."""

    REMINDER = "reminder"
    CONFIRMATION = "confirmation"


class Claimed(NamedTuple):
    """A mail that this worker sends now; `attempt` counts from 1."""

    id: UUID
    rfc_id: str
    recipient: str
    subject: str
    text: str
    attempt: int


class QueuedMail(NamedTuple):
    """A mail as the operator sees it: whose, how far, when next, and what the server said last."""

    id: UUID
    login: str
    purpose: Purpose
    state: MailState
    attempts: int
    created_at: datetime
    next_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """What a school's people are told unasked; days, None: not at all. `quiet` None: the installation's hours.

    `lapse_days`: weekly, to who would no longer meet the requirement within so many days; `lapse_again_days` once
    more, nearer. `hand_in_days`: a placement ended so long ago and is not handed in. `approve_days`: a plan waits so
    long for somebody's opinion.
    """

    SUBJECT: ClassVar[str] = "reminder_setting"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    lapse_days: int | None
    lapse_again_days: int | None
    hand_in_days: int | None
    approve_days: int | None
    quiet_from: int | None
    quiet_until: int | None
    set_by_name: str
    set_at: datetime | None
    revision: int

    @property
    def quiet(self) -> Quiet | None:
        """The school's own quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return Quiet(self.quiet_from, self.quiet_until)


@dataclass(frozen=True, slots=True)
class SetReminders:
    """A school decides what its people are told unasked. `revision` 0: nothing was set before."""

    school_id: UUID
    revision: int
    lapse_days: int | None
    lapse_again_days: int | None
    hand_in_days: int | None
    approve_days: int | None
    quiet: Quiet | None


class MailAddressSet(Event):
    """The owner named a mail address, not confirmed yet."""


class MailAddressConfirmed(Event):
    """Whoever reads the address followed the link."""


class MailAddressRemoved(Event):
    """The owner took the address away."""


class MailWishChanged(Event):
    """The owner wants mails, or wants none."""


class RemindersSet(Event):
    """A school decided what its people are told unasked."""


class MailResent(Event):
    """An operator had a mail that failed sent once more."""
