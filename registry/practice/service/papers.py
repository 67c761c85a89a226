"""The folder of a placement: papers put in and taken out. The files were kept before the process began."""

from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.platform.uploads import KeptUpload
from registry.practice import tables
from registry.practice.model import PlacementState
from registry.practice.queries.papers import paper, papers_from
from registry.practice.records.papers import AddPaper, Paper, PaperAdded, PaperFile, PaperRemoved, RemovePaper
from registry.practice.rules.papers import may_keep_papers, paper_faults, removal_faults
from registry.practice.service.chains import Locked, standing_for_update
from registry.practice.service.loading import is_not_involved

ALREADY_REMOVED = "该材料已经移除"


def as_paper_file(upload: KeptUpload) -> PaperFile:
    """A kept upload as a paper names it."""
    return PaperFile(
        digest=upload.digest,
        original_digest=upload.original_digest,
        thumbnail_digest=upload.thumbnail_digest,
        media_type=upload.media_type,
        size_bytes=upload.size,
        original_name=upload.name,
    )


async def add_paper(process: Process, command: AddPaper, scope: Scope = EVERYWHERE) -> Paper:
    """Put a paper into a placement's folder. The same file sent again as the same kind is the one that is there.

    Raises NotFound, NotPermitted, InvalidFields.
    """
    locked = await standing_for_update(process, command.chain_id, scope)
    require(may_keep_papers(locked.placement.state, locked.acting.parts))
    require_valid(paper_faults(command.note))
    there = await _there(command)
    if there:
        return there
    after = _added(process, command)
    await tables.Paper.insert(tables.Paper(**as_row(after)))
    process.record(change(PaperAdded, None, after))
    return after


async def remove_paper(process: Process, command: RemovePaper, scope: Scope = EVERYWHERE) -> Paper:
    """Take a paper out of its folder; the row and the file stay. Raises NotFound, NotPermitted, InvalidFields."""
    chain_id = (await paper(process.reading, command.paper_id, scope)).chain_id
    locked = await standing_for_update(process, chain_id, scope)
    before = await paper(process.reading, command.paper_id, scope)
    require(_may_remove(process, locked, before))
    require_valid(removal_faults(command.reason))
    after = replace(
        before,
        removed_by=process.actor.account_id,
        removed_by_name=process.actor.name,
        removed_at=process.now,
        removed_reason=command.reason.strip(),
        revision=before.revision + 1,
    )
    changed = ("removed_by", "removed_by_name", "removed_at", "removed_reason")
    await save(tables.Paper, before.id, before.revision, {name: getattr(after, name) for name in changed})
    process.record(change(PaperRemoved, before, after))
    return after


def _may_remove(process: Process, locked: Locked, before: Paper) -> Verdict:
    """What a recognised placement rests on is not taken out for oneself, nor for whom one stands in for."""
    verdict = may_keep_papers(locked.placement.state, locked.acting.parts)
    if verdict.allowed and before.removed_at is not None:
        return Verdict.no(ALREADY_REMOVED)
    if verdict.allowed and locked.placement.state is PlacementState.VERIFIED:
        return is_not_involved(process, locked.acting, locked.placement.person_id)
    return verdict


async def _there(command: AddPaper) -> Paper | None:
    """The paper of the same kind whose file is the same, as it was sent or as it is kept."""
    table = tables.Paper
    standing = (table.chain == command.chain_id) & (table.kind == command.kind.value) & table.removed_at.is_null()
    same = {command.file.digest, command.file.original_digest}
    found = await papers_from(standing)
    return next((each for each in found if same & {each.digest, each.original_digest}), None)


def _added(process: Process, command: AddPaper) -> Paper:
    file: dict[str, Any] = {field.name: getattr(command.file, field.name) for field in fields(command.file)}
    return Paper(
        id=uuid4(),
        chain_id=command.chain_id,
        kind=command.kind,
        **file,
        note=command.note.strip(),
        added_by=process.actor.account_id,
        added_by_name=process.actor.name,
        added_at=process.now,
        removed_by=None,
        removed_by_name=None,
        removed_at=None,
        removed_reason=None,
        revision=1,
    )
