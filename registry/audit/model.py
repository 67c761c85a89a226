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
