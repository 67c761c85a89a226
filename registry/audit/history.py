"""Who changed what, when and why: the events of some subjects, newest first, in parts.

Permission is the caller's: it has found the subjects in a scope, and knows whether the reader may see values of
persons. Those are decrypted only when asked for.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.chain import told_in
from registry.audit.journal import personal_place
from registry.audit.model import RelianceNoted, RelianceReleased
from registry.audit.process import Reading
from registry.audit.tables import AuditEvent
from registry.platform.vault import Vault

Subject = tuple[str, UUID | str]
"""A kind of thing and its key, as its events name them: ("placement", placement.id)."""
Values = dict[str, Any]

PAGE_SIZE = 50
BOOKKEEPING = frozenset({"id", "revision"})
"""Fields that say nothing of what a person did."""
SIDES = frozenset({"before", "after"})
RESTING = frozenset({RelianceNoted.__name__, RelianceReleased.__name__})
"""Kinds of events that say what rests on which fact: a certificate has one for each fact that it was made from."""
_ASKED = """
SELECT event.number, event.kind, event.subject, event.subject_id, event.content, event.personal,
    process.id AS process_id, process.kind AS process_kind, process.actor_account_id, process.actor_name,
    process.source, process.started_at, process.reason
FROM audit_event AS event JOIN audit_process AS process ON process.id = event.process
WHERE (event.subject, event.subject_id) IN (SELECT * FROM unnest({}::text[], {}::text[]))
    AND event.kind <> ALL ({}::text[]) AND ({}::bigint IS NULL OR event.number < {}::bigint)
ORDER BY event.number DESC LIMIT {}
"""


class Page(NamedTuple):
    """Which part of a history: at most `size` changes, older than the change with the number `before`."""

    before: int | None = None
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Change:
    """One event as it is shown. `before` and `after` None: the thing did not exist.

    `reason` is that of the process; many facts keep their own among their values. `is_veiled`: values of persons
    belong to the change and were not decrypted; then `changed` does not name them. Personal values that an event
    keeps for itself, as the reason of a lock, stand in `after`.
    """

    number: int
    at: datetime
    process_id: UUID
    process_kind: str
    actor_account_id: UUID | None
    actor_name: str
    source: str
    reason: str
    kind: str
    subject: str
    subject_id: str
    before: Values | None
    after: Values | None
    changed: tuple[str, ...]
    is_veiled: bool


@dataclass(frozen=True, slots=True)
class History:
    """A part of a history, newest first. `older`: what to give as `Page.before` for the next part; None: the end."""

    changes: tuple[Change, ...]
    older: int | None


async def history_of(
    reading: Reading,
    subjects: Iterable[Subject],
    with_personal: bool,
    page: Page = Page(),  # noqa: B008 -- a constant
    left_out: Collection[str] = (),
) -> History:
    """The changes of these subjects. Values of persons stand among the others when they are asked for.

    `left_out`: kinds of events that are not told.

    One who shows them to somebody records that view where the law asks for it. Raises BadInput with a foreign key.
    """
    asked = list(dict.fromkeys((subject, str(subject_id)) for subject, subject_id in subjects))
    names, ids = [subject for subject, _ in asked], [subject_id for _, subject_id in asked]
    rows = await AuditEvent.raw(_ASKED, names, ids, list(left_out), page.before, page.before, page.size + 1)
    vault = reading.house.vault if with_personal else None
    changes = tuple(_change(row, vault) for row in rows[: page.size])
    return History(changes, changes[-1].number if len(rows) > page.size else None)


def _change(row: Mapping[str, Any], vault: Vault | None) -> Change:
    before, after = told_in(row["content"])
    if row["personal"] and vault:
        personal = json.loads(vault.open(bytes(row["personal"]), personal_place(row["number"])))
        aside = {name: value for name, value in personal.items() if name not in SIDES}
        before, after = (
            _joined(before, personal.get("before")),
            _joined(after, {**(personal.get("after") or {}), **aside}),
        )
    return Change(
        number=row["number"],
        at=row["started_at"],
        process_id=row["process_id"],
        process_kind=row["process_kind"],
        actor_account_id=row["actor_account_id"],
        actor_name=row["actor_name"],
        source=row["source"],
        reason=row["reason"],
        kind=row["kind"],
        subject=row["subject"],
        subject_id=row["subject_id"],
        before=before,
        after=after,
        changed=changed_fields(before, after),
        is_veiled=bool(row["personal"]) and vault is None,
    )


def changed_fields(before: Values | None, after: Values | None) -> tuple[str, ...]:
    """The names whose values differ, in alphabetical order; of a new thing all that have one."""
    old, new = before or {}, after or {}
    names = sorted({*old, *new} - BOOKKEEPING)
    return tuple(name for name in names if old.get(name) != new.get(name))


def _joined(open_values: Values | None, hidden: Values | None) -> Values | None:
    return {**(open_values or {}), **hidden} if hidden else open_values
