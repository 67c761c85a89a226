"""The journals of placements. A draft is read by the teacher and by whoever wrote it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.chains import standing_if_any, standing_of
from registry.practice.queries.rows import Row, these
from registry.practice.records.journal import EntryState, JournalEntry, Photograph
from registry.practice.rules.journal import may_be_read

NO_SUCH_ENTRY = "没有找到该日志"


async def journal_of(
    reading: Reading, chain_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[JournalEntry, ...]]:
    """The entries of each placement in order of days, without struck ones and others' drafts. Raises NotFound."""
    asked = await standing_of(reading, chain_ids, scope)
    table = tables.JournalEntry
    found: dict[UUID, list[JournalEntry]] = {chain_id: [] for chain_id in asked}
    for each in await entries_from(table.chain.is_in(these(asked)) & table.voided_at.is_null()):
        if may_be_read(each, scope, reading.actor.account_id):
            found[each.chain_id].append(each)
    return {chain_id: tuple(entries) for chain_id, entries in found.items()}


async def journal_entry(reading: Reading, entry_id: UUID, scope: Scope = EVERYWHERE) -> JournalEntry:
    """One entry, also a struck one. Raises NotFound, also for a draft that is not the asker's to read."""
    for found in await entries_from(tables.JournalEntry.id == entry_id):
        is_reached = await standing_if_any(reading, [found.chain_id], scope)
        if is_reached and may_be_read(found, scope, reading.actor.account_id):
            return found
    raise no_such_entry()


async def entries_from(narrowed: Any) -> list[JournalEntry]:
    """The entries for which a condition holds with their photographs, in order of days, whoever asks."""
    table = tables.JournalEntry
    rows = await table.select().where(narrowed).order_by(table.written_on, table.written_at, table.id)
    photographs = await _photographs([row["id"] for row in rows])
    return [_entry(row, tuple(photographs[row["id"]])) for row in rows]


def no_such_entry() -> NotFound:
    """The same words, whether there is no such entry or none that the asker may read."""
    return NotFound(NO_SUCH_ENTRY)


async def _photographs(entry_ids: list[UUID]) -> dict[UUID, list[Photograph]]:
    found: dict[UUID, list[Photograph]] = {entry_id: [] for entry_id in entry_ids}
    table = tables.JournalPhotograph
    columns = (table.entry, table.digest, table.original_digest, table.thumbnail_digest, table.shows_attendance)
    for row in await table.select(*columns).where(table.entry.is_in(these(found))).order_by(table.place):
        found[row["entry"]].append(Photograph(**{name: row[name] for name in Photograph.__slots__}))
    return found


def _entry(row: Row, photographs: tuple[Photograph, ...]) -> JournalEntry:
    values = {**row, "chain_id": row["chain"], "state": EntryState(row["state"]), "photographs": photographs}
    del values["chain"]
    return JournalEntry(**values)
