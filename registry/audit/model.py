"""The nouns of audit: who acts, and what changed."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `account_id` None: the installation itself (a command of the operator, a job)."""

    account_id: UUID | None
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Reliance:
    """Something that rests on one revision of a fact: a certificate, a status, a frozen file.

    `subject` and `subject_id` name the fact as its events do; `words` name the dependent as a person would
    ("企业实践证明 LN-2026-0012"), without values of persons.
    """

    subject: str
    subject_id: str
    revision: int
    dependent_kind: str
    dependent_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """A change of one subject. Slices subclass it; the class's name is the event's kind.

    `before` and `after` are what the subject was and became, as plain values ready for JSON; None: it did not
    exist. Values of persons go into `personal`, which is stored encrypted.
    """

    subject: str
    subject_id: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    personal: dict[str, object] | None = None


class RelianceNoted(Event):
    """Something came to rest on a fact. The subject is the dependent."""


class RelianceReleased(Event):
    """Something no longer rests on a fact. The subject is the dependent."""
