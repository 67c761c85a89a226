"""Everything that one process recorded, as the chain keeps it, with the values of persons: for taking it back.

A process that can be taken back records last what it was, and how many events it has (`events` in what the event
says after). The events of a process follow each other without gaps, since recording processes wait for each other.
"""

import json
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.chain import told_in
from registry.audit.journal import personal_place
from registry.audit.process import Reading
from registry.audit.tables import AuditEvent

_CLOSING = """
SELECT number, process, (content::jsonb -> 'after' ->> 'events')::bigint AS events FROM audit_event
WHERE subject = {} AND subject_id = {} AND kind = {} ORDER BY number DESC LIMIT 1
"""
_OF_PROCESS = """
SELECT number, kind, subject, subject_id, content, personal FROM audit_event
WHERE number > {} AND number <= {} AND process = {} ORDER BY number
"""
_IN_PROCESSES = """
SELECT number, kind, subject, subject_id, content, personal FROM audit_event
WHERE number > {} AND process = ANY({}::uuid[]) ORDER BY number
"""
_SUBJECTS = """
SELECT DISTINCT event.subject_id FROM audit_event AS closing JOIN audit_event AS event
    ON event.process = closing.process AND event.number <= closing.number
    AND event.number > closing.number - (closing.content::jsonb -> 'after' ->> 'events')::bigint
WHERE closing.subject = {} AND closing.subject_id = ANY({}::text[]) AND closing.kind = {}
    AND event.subject = {} AND event.kind = ANY({}::text[])
"""


class Recorded(NamedTuple):
    """One event with all its values; `before` and `after` None: the thing did not exist."""

    number: int
    kind: str
    subject: str
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


async def recorded_with(reading: Reading, subject: str, subject_id: UUID, kind: str) -> tuple[Recorded, ...]:
    """The events of the process that closed with the newest event of this kind about this subject, in order.

    Empty where there is none. Raises BadInput with a foreign key.
    """
    closing = await AuditEvent.raw(_CLOSING, subject, str(subject_id), kind)
    if not closing:
        return ()
    last = closing[0]["number"]
    rows = await AuditEvent.raw(_OF_PROCESS, last - closing[0]["events"], last, closing[0]["process"])
    return tuple(_recorded(reading, row) for row in rows)


async def recorded_in(reading: Reading, processes: Collection[UUID], after: int = 0) -> tuple[Recorded, ...]:
    """The events of these processes with a number above `after`, in order. Raises BadInput with a foreign key."""
    if not processes:
        return ()
    rows = await AuditEvent.raw(_IN_PROCESSES, after, list(processes))
    return tuple(_recorded(reading, row) for row in rows)


async def subjects_recorded_with(
    closing: tuple[str, Collection[UUID], str], subject: str, kinds: Collection[str]
) -> frozenset[UUID]:
    """Of the processes that closed with this kind of event about these subjects: what they did such things to."""
    about, ids, kind = closing
    if not ids:
        return frozenset()
    keys = [str(each) for each in ids]
    rows = await AuditEvent.raw(_SUBJECTS, about, keys, kind, subject, list(kinds))
    return frozenset(UUID(row["subject_id"]) for row in rows)


def _recorded(reading: Reading, row: dict[str, Any]) -> Recorded:
    before, after = told_in(row["content"])
    if row["personal"]:
        vault = reading.house.vault
        hidden = json.loads(vault.open(bytes(row["personal"]), personal_place(row["number"])))
        before = None if before is None else {**before, **(hidden.get("before") or {})}
        after = None if after is None else {**after, **(hidden.get("after") or {})}
    return Recorded(row["number"], row["kind"], row["subject"], row["subject_id"], before, after)
