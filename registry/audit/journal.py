"""Writing events into the chain, and reading the chain back."""

from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from registry.audit.chain import GENESIS, Head, Link, hash_after
from registry.audit.tables import AuditEvent, AuditHead, AuditProcess
from registry.platform.copying import copy_records
from registry.platform.turns import in_turns

if TYPE_CHECKING:
    from registry.audit.model import Event
    from registry.audit.process import Process

COLUMNS = (
    *("number", "process", "kind", "subject", "subject_id", "personal"),
    *("content", "previous_hash", "hash"),
)
HEAD = 1
"""The key of the one row of the chain's head."""
_encoder = msgspec.json.Encoder(order="sorted", enc_hook=str)


async def write_events(process: "Process") -> Head:
    """Chain the events of a process to what stands, in its transaction. Recording processes wait for each other."""
    await AuditProcess.insert(
        AuditProcess(
            id=process.id,
            kind=process.kind,
            actor_account_id=process.actor.account_id,
            actor_name=process.actor.name,
            source=process.actor.source,
            started_at=process.now,
            reason=process.reason,
        )
    )
    rows = await AuditHead.select().where(AuditHead.id == HEAD).lock_rows("UPDATE")
    writer = _Writer(process, Head(rows[0]["number"], bytes(rows[0]["hash"])))
    await copy_records(AuditEvent, COLUMNS, writer.records(process.events))
    head = writer.head
    await AuditHead.update({AuditHead.number: head.number, AuditHead.hash: head.hash}).where(AuditHead.id == HEAD)
    return head


class _Writer:
    """Makes the rows of one process's events, each chained to the one before.

    The text that is hashed is put together from parts, since what a process says of itself is the same in all its
    events: it is `canonical` of the same values, byte for byte (tests/audit/test_event_text.py compares them).
    """

    def __init__(self, process: "Process", head: Head) -> None:
        actor = process.actor
        account = None if actor.account_id is None else str(actor.account_id)
        self.head = head
        self._id, self._vault = process.id, process.reading.house.vault
        self._begins = f'{{"account":{_text(account)},"actor":{_text(actor.name)},"after":'
        self._at = f',"at":{_text(process.now.isoformat())},"before":'
        self._process = (
            f',"process":{_text(str(process.id))},"process_kind":{_text(process.kind)},'
            f'"reason":{_text(process.reason)},"source":{_text(actor.source)},"subject":'
        )
        self._last: tuple[object, str] = (None, "null")

    async def records(self, events: Iterable["Event"]) -> AsyncIterator[tuple[Any, ...]]:
        """The rows of these events one after another; others have a turn in between."""
        async for event in in_turns(events):
            yield self.record(event)

    def record(self, event: "Event") -> tuple[Any, ...]:
        """The row of the next event, in the order of `COLUMNS`."""
        previous, number = self.head.hash, self.head.number + 1
        sealed = self._vault.seal(_text(event.personal), personal_place(number)) if event.personal else None
        kind = type(event).__name__
        before = self._known(event.before)
        after = self._known(event.after)
        content = (
            f'{self._begins}{after}{self._at}{before},"kind":"{kind}","number":{number},"personal":'
            f"{_text(sealed.hex() if sealed else None)}{self._process}{_text(event.subject)},"
            f'"subject_id":{_text(event.subject_id)}}}'
        )
        self.head = Head(number, hash_after(previous, content))
        about = (number, self._id, kind, event.subject, event.subject_id)
        return (*about, sealed, content, previous, self.head.hash)

    def _known(self, values: dict[str, object] | None) -> str:
        """What an event becomes is often what the next one starts from: the same object is written once."""
        if values is None:
            return "null"
        if self._last[0] is not values:
            self._last = (values, _text(values))
        return self._last[1]


def _text(values: object) -> str:
    """What `canonical` writes, in a fifth of its time."""
    return _encoder.encode(values).decode("utf-8")


def personal_place(number: int) -> str:
    """The place for which an event's values of persons are sealed: table, column and row."""
    return f"audit_event.personal:{number}"


async def stored_events(after: int, limit: int) -> list[dict[str, Any]]:
    """The next events of the chain in order, every column as it is stored."""
    return await AuditEvent.select().where(AuditEvent.number > after).order_by(AuditEvent.number).limit(limit)


async def links(after: int, limit: int) -> list[Link]:
    """The next links of the chain in order."""
    return [link_of(event) for event in await stored_events(after, limit)]


def link_of(event: dict[str, Any]) -> Link:
    """A stored event as the chain sees it."""
    return Link(event["number"], event["content"], bytes(event["previous_hash"]), bytes(event["hash"]))


async def head() -> Head:
    """Where the chain ends now."""
    rows = await AuditHead.select().where(AuditHead.id == HEAD)
    return Head(rows[0]["number"], bytes(rows[0]["hash"])) if rows else Head(0, GENESIS)
