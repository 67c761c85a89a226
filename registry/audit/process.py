"""The two doors. A `Reading` carries who asks, when and the rule book; a `Process` also an open transaction.

Only `open_process` starts a transaction. What a process records is written in it, chained to the event before it,
after the projectors have brought every projection up to date; so a change, its event and what follows from it
are there together or not at all.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from registry.audit.heads import HeadFile
from registry.audit.journal import write_events
from registry.audit.model import Actor, Event
from registry.platform.clock import SHANGHAI
from registry.platform.database import transaction
from registry.platform.vault import Vault
from registry.policy.book import Book

Projector = Callable[["Process", Sequence[Event]], Awaitable[None]]
"""Brings a projection up to date with the events of a process, inside its transaction."""


@dataclass(frozen=True, slots=True)
class House:
    """What the composition root puts together once: the vault for values of persons, the projectors in order.

    `heads` keeps the chain's head outside the database (None: nowhere, as in tests without a data folder).
    """

    vault: Vault
    projectors: tuple[Projector, ...] = ()
    heads: HeadFile | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What every query gets first. `now` is an aware instant, frozen for the whole request."""

    actor: Actor
    now: datetime
    book: Book
    house: House

    @property
    def today(self) -> date:
        """The calendar day in China."""
        return self.now.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Process:
    """What every use case gets first: a reading with an identity, a reason and a sink for events."""

    reading: Reading
    kind: str
    id: UUID
    reason: str
    events: list[Event] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.reading.actor

    @property
    def now(self) -> datetime:
        """The one instant of the whole process."""
        return self.reading.now

    @property
    def today(self) -> date:
        """The calendar day in China at that instant."""
        return self.reading.today

    def record(self, event: Event) -> None:
        """Note a change. It is written with the change, or lost with it."""
        self.events.append(event)


@asynccontextmanager
async def open_process(kind: str, reading: Reading, reason: str = "") -> AsyncIterator[Process]:
    """Carry out one use case in one transaction; any exception undoes all of it."""
    process, head = Process(reading, kind, uuid4(), reason), None
    async with transaction():
        yield process
        for projector in reading.house.projectors:
            await projector(process, tuple(process.events))
        if process.events:
            head = await write_events(process)
    if head and reading.house.heads:
        reading.house.heads.keep(head)
