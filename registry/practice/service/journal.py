"""The journal of a placement: entries written, changed and struck. The photographs were kept before the process."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.platform.uploads import KeptUpload
from registry.practice import tables
from registry.practice.queries.journal import entries_from, journal_entry, no_such_entry
from registry.practice.records.journal import (
    EntryChanged,
    EntryStruck,
    EntryWritten,
    JournalEntry,
    Photograph,
    StrikeEntry,
    WriteEntry,
)
from registry.practice.rules.journal import DRAFT_DROPPED, entry_faults, may_be_read, state_fault, strike_faults
from registry.practice.rules.papers import may_keep_papers
from registry.practice.service.chains import standing_for_update

NOT_IN_THE_ROW = frozenset({"photographs"})
NEW = 0
"""The revision of an entry that was not there when its form was shown."""
ALREADY_STRUCK = "该日志已经作废"


def as_photograph(upload: KeptUpload, shows_attendance: bool = False) -> Photograph:
    """A kept upload as an entry names it. Raises InvalidFields for a PDF, which is a paper and no photograph."""
    if upload.thumbnail_digest is None:
        require_valid({"photographs": f"“{upload.name}”不是照片;PDF 请作为材料上传"})
    return Photograph(upload.digest, upload.original_digest, upload.thumbnail_digest or "", shows_attendance)


async def write_entry(process: Process, command: WriteEntry, scope: Scope = EVERYWHERE) -> JournalEntry:
    """Begin an entry, or change one as it was seen. The same form sent twice is one entry.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    locked = await standing_for_update(process, command.chain_id, scope)
    require(may_keep_papers(locked.placement.state, locked.acting.parts))
    require_valid(entry_faults(command, locked.placement.period, process.today))
    found = await entries_from(tables.JournalEntry.id == command.entry_id)
    if not found:
        return await _begun(process, command)
    before, after = found[0], _changed(found[0], command)
    if before.chain_id != command.chain_id or not may_be_read(before, scope, process.actor.account_id):
        raise no_such_entry()
    if _says_the_same(before, after):
        return before
    require_fresh(command.revision, before.revision)
    require(_not_struck(before))
    require_valid(state_fault(before.state, after.state))
    await _save(before, after)
    process.record(change(EntryChanged, before, after))
    return after


async def strike_entry(process: Process, command: StrikeEntry, scope: Scope = EVERYWHERE) -> JournalEntry:
    """Take an entry out of the journal; it stays to be read.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    chain_id = (await journal_entry(process.reading, command.entry_id, scope)).chain_id
    locked = await standing_for_update(process, chain_id, scope)
    before = await journal_entry(process.reading, command.entry_id, scope)
    require(may_keep_papers(locked.placement.state, locked.acting.parts))
    require_fresh(command.revision, before.revision)
    require(_not_struck(before))
    require_valid(strike_faults(before.state, command.reason))
    reason = command.reason.strip() or DRAFT_DROPPED
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    struck = {"voided_at": after.voided_at, "voided_reason": after.voided_reason}
    await save(tables.JournalEntry, before.id, before.revision, struck)
    process.record(change(EntryStruck, before, after))
    return after


async def _begun(process: Process, command: WriteEntry) -> JournalEntry:
    if command.revision != NEW:
        raise no_such_entry()
    after = JournalEntry(
        id=command.entry_id,
        chain_id=command.chain_id,
        **_told(command),
        written_by=process.actor.account_id,
        written_by_name=process.actor.name,
        written_at=process.now,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    await tables.JournalEntry.insert(tables.JournalEntry(**as_row(after, NOT_IN_THE_ROW)))
    await _insert_photographs(after)
    process.record(change(EntryWritten, None, after))
    return after


def _changed(before: JournalEntry, command: WriteEntry) -> JournalEntry:
    return replace(before, **_told(command), revision=before.revision + 1)


def _told(command: WriteEntry) -> dict[str, Any]:
    """What an entry says, tidied: no spaces around the text."""
    return {
        "written_on": command.written_on,
        "text": command.text.strip(),
        "state": command.state,
        "photographs": command.photographs,
    }


def _says_the_same(before: JournalEntry, after: JournalEntry) -> bool:
    """Whether the form was sent twice: nothing differs from what stands."""
    return before.voided_at is None and replace(after, revision=before.revision) == before


def _not_struck(before: JournalEntry) -> Verdict:
    return Verdict.yes() if before.voided_at is None else Verdict.no(ALREADY_STRUCK)


async def _save(before: JournalEntry, after: JournalEntry) -> None:
    values = {name: getattr(after, name) for name in ("written_on", "text", "state")}
    await save(tables.JournalEntry, before.id, before.revision, values)
    if after.photographs != before.photographs:
        table = tables.JournalPhotograph
        await table.delete().where(table.entry == before.id)
        await _insert_photographs(after)


async def _insert_photographs(entry: JournalEntry) -> None:
    table = tables.JournalPhotograph
    rows = [
        table(id=uuid4(), entry=entry.id, place=place, **{name: getattr(each, name) for name in each.__slots__})
        for place, each in enumerate(entry.photographs, start=1)
    ]
    if rows:
        await table.insert(*rows)
