"""Writing events into the chain, and reading the chain back."""

from typing import TYPE_CHECKING, Any

from registry.audit.chain import GENESIS, Head, Link, canonical, hash_after
from registry.audit.tables import AuditEvent, AuditHead, AuditProcess
from registry.platform.copying import copy_rows

if TYPE_CHECKING:
    from registry.audit.model import Event
    from registry.audit.process import Process

HEAD = 1
"""The key of the one row of the chain's head."""


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
    head = Head(rows[0]["number"], bytes(rows[0]["hash"]))
    entries = []
    for event in process.events:
        entry = _entry(process, event, head)
        head = Head(number=entry["number"], hash=entry["hash"])
        entries.append(entry)
    await copy_rows(AuditEvent, entries)
    await AuditHead.update({AuditHead.number: head.number, AuditHead.hash: head.hash}).where(AuditHead.id == HEAD)
    return head


def _entry(process: "Process", event: "Event", head: Head) -> dict[str, Any]:
    number = head.number + 1
    vault = process.reading.house.vault
    sealed = vault.seal(canonical(event.personal), personal_place(number)) if event.personal else None
    content = canonical(
        {
            "number": number,
            "process": process.id,
            "process_kind": process.kind,
            "actor": process.actor.name,
            "account": process.actor.account_id,
            "source": process.actor.source,
            "at": process.now.isoformat(),
            "reason": process.reason,
            "kind": type(event).__name__,
            "subject": event.subject,
            "subject_id": event.subject_id,
            "before": event.before,
            "after": event.after,
            "personal": sealed.hex() if sealed else None,
        }
    )
    return {
        "number": number,
        "process": process.id,
        "kind": type(event).__name__,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "before": None if event.before is None else canonical(event.before),
        "after": None if event.after is None else canonical(event.after),
        "personal": sealed,
        "content": content,
        "previous_hash": head.hash,
        "hash": hash_after(head.hash, content),
    }


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
