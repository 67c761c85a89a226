"""The nouns of audit: actors, events as recorded, reliances."""

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it stands in the chain."""

    number: int
    process_id: UUID
    process_kind: str
    kind: str
    actor_name: str
    recorded_at: datetime
    reason: str
    event: Event
