"""What rests on which revision of a fact: noted in the transaction of the dependent, asked before a correction.

Whoever relies on a fact locks it first as its own slice does (for placements: the person), so that no correction
runs between what was read and what is noted. A reliance is released with a reason, never deleted.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from registry.audit import tables
from registry.audit.model import Event, Reliance, RelianceNoted, RelianceReleased
from registry.audit.process import Process, Reading

ROWS_A_STATEMENT = 1000
"""A statement takes 32,767 values at most, and a reliance has ten."""


async def rely(process: Process, *reliances: Reliance) -> None:
    """Note that these dependents rest on these revisions. What stands already is not noted twice."""
    rows = {uuid4(): each for each in dict.fromkeys(reliances)}
    kept = list(rows)
    for start in range(0, len(kept), ROWS_A_STATEMENT):
        part = kept[start : start + ROWS_A_STATEMENT]
        asked = tables.Reliance.insert(*(_row(process, key, rows[key]) for key in part))
        written = await asked.on_conflict(action="DO NOTHING").returning(tables.Reliance.id)
        for key in (row["id"] for row in written):
            process.record(_event(RelianceNoted, None, rows[key]))


async def release(process: Process, dependent_kind: str, dependent_id: str, reason: str) -> tuple[Reliance, ...]:
    """End everything that this dependent rests on, as when a certificate is revoked; what it rested on.

    The reason is not empty. Nothing to release is no fault.
    """
    table = tables.Reliance
    rests = (table.dependent == dependent_kind) & (table.dependent_id == dependent_id) & table.released_at.is_null()
    changes: dict[Any, Any] = {table.released_at: process.now, table.released_reason: reason.strip()}
    rows = await table.update(changes).where(rests).returning(*_columns())
    ended = tuple(sorted((_reliance(row) for row in rows), key=lambda each: (each.subject, each.subject_id)))
    for each in ended:
        process.record(_event(RelianceReleased, each, None))
    return ended


async def what_rests_on(reading: Reading, subject: str, subject_ids: Iterable[UUID | str]) -> tuple[Reliance, ...]:
    """What rests today on these facts, by kind and words; released reliances are left out.

    No scope: the caller has found the facts in one, and the words hold no values of persons.
    """
    table = tables.Reliance
    ids = QueryString("SELECT unnest({}::text[])", [str(each) for each in subject_ids])
    rests = (table.fact == subject) & table.fact_id.is_in(ids) & table.released_at.is_null()
    ordered = table.select(*_columns()).where(rests).order_by(table.dependent, table.words, table.dependent_id)
    return tuple(_reliance(row) for row in await ordered.order_by(table.fact_id, table.fact_revision))


def _columns() -> tuple[Any, ...]:
    table = tables.Reliance
    fact = (table.fact, table.fact_id, table.fact_revision)
    return (*fact, table.dependent, table.dependent_id, table.words)


def _reliance(row: dict[str, Any]) -> Reliance:
    fact = (row["fact"], row["fact_id"], row["fact_revision"])
    return Reliance(*fact, row["dependent"], row["dependent_id"], row["words"])


def _row(process: Process, key: UUID, each: Reliance) -> tables.Reliance:
    return tables.Reliance(
        id=key,
        fact=each.subject,
        fact_id=each.subject_id,
        fact_revision=each.revision,
        dependent=each.dependent_kind,
        dependent_id=each.dependent_id,
        words=each.words,
        released_at=None,
        released_reason=None,
        process=process.id,
    )


def _event(kind: type[Event], before: Reliance | None, after: Reliance | None) -> Event:
    told = after or before
    assert told is not None
    return kind(told.dependent_kind, told.dependent_id, _values(before), _values(after))


def _values(each: Reliance | None) -> dict[str, object] | None:
    if each is None:
        return None
    return {"fact": each.subject, "fact_id": each.subject_id, "fact_revision": each.revision, "words": each.words}
