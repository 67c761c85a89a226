"""Two records of one firm become one, and can be parted again. The name as written stays in each placement."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from registry.audit.history import Subject, history_of
from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import merging as told
from registry.institutions.model.events import change
from registry.institutions.model.facts import Enterprise
from registry.institutions.model.merging import (
    EnterpriseMerge,
    EnterprisePair,
    FirmFollower,
    FirmUse,
    MergeEnterprises,
    UndoEnterpriseMerge,
)
from registry.institutions.queries.enterprises import select_enterprises
from registry.institutions.queries.merging import enterprise_merge, merges_into
from registry.institutions.rules import empty_fields
from registry.institutions.rules.merging import firm_faults, may_merge_enterprises, taken_from
from registry.institutions.service.enterprises import enterprise_row
from registry.institutions.writing import in_plain_words, require_fresh, require_valid, save
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.platform.database import these

UNDO_REFUSED = "合并之后企业信息又有改动,不能整体撤销"


async def merge_enterprises(
    process: Process, command: MergeEnterprises, scope: Scope = EVERYWHERE, followers: Sequence[FirmFollower] = ()
) -> EnterpriseMerge:
    """Make two records one; the same form sent twice is one merge.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    require_valid(empty_fields(reason=command.reason))
    found = await _locked(command.survivor_id, command.merged_id)
    done = [each for each in await merges_into(command.survivor_id) if each.merged_id == command.merged_id]
    if done:
        return done[0]
    survivor, merged = _both(found, command.survivor_id, command.merged_id)
    require_valid(firm_faults(survivor, merged))
    require(may_merge_enterprises(scope, survivor, merged, await _use(merged.id, followers)))
    for seen, stands in zip(command.revisions, (survivor, merged), strict=True):
        require_fresh(seen, stands.revision)
    merge = EnterpriseMerge(
        id=command.merge_id,
        merged_id=merged.id,
        survivor_id=survivor.id,
        reason=command.reason.strip(),
        taken=taken_from(survivor, merged),
        parts=(),
        merged_by_name=process.actor.name,
        merged_at=process.now,
    )
    await tables.EnterpriseMerge.insert(tables.EnterpriseMerge(**_row(merge)))
    return await _merged(process, merge, survivor, merged, followers)


async def undo_enterprise_merge(
    process: Process, command: UndoEnterpriseMerge, scope: Scope = EVERYWHERE, followers: Sequence[FirmFollower] = ()
) -> EnterpriseMerge:
    """Take a merge back; one that is taken back already stays so. Placements entered since stay with the survivor.

    Raises NotFound, NotPermitted, InvalidFields without a reason, or where the firm was changed since (`merge`).
    """
    require_valid(empty_fields(reason=command.reason))
    merge = await enterprise_merge(command.merge_id)
    found = await _locked(merge.survivor_id, merge.merged_id, with_merged=True)
    merge = await enterprise_merge(command.merge_id)
    if merge.undone_at is not None:
        return merge
    survivor, merged = _both(found, merge.survivor_id, merge.merged_id)
    require(may_merge_enterprises(scope, survivor, merged, await _use(survivor.id, followers, merge.parts)))
    require_valid({"merge": UNDO_REFUSED} if await _is_changed(process, merge) else {})
    table = tables.Enterprise
    await table.update({table.merged_into: None}).where(table.id == merged.id)
    nothing: dict[str, Any] = dict.fromkeys(merge.taken)
    own: dict[str, Any] = {name: getattr(survivor, name) for name in merge.taken}
    if merge.taken:
        await _write(process, survivor, replace(survivor, **nothing), told.EnterpriseStandsAgain)
    await _write(process, merged, replace(merged, **own), told.EnterpriseStandsAgain)
    for follower in followers:
        await follower.move(process, EnterprisePair(merge.survivor_id, merge.merged_id), merge.parts)
    return await _undone(process, merge, command.reason.strip())


async def _merged(
    process: Process,
    merge: EnterpriseMerge,
    survivor: Enterprise,
    merged: Enterprise,
    followers: Sequence[FirmFollower],
) -> EnterpriseMerge:
    """Move what names the firm, let the record lead on, and give the survivor what only the other knew."""
    parts: list[UUID] = []
    for follower in followers:
        parts += await follower.move(process, EnterprisePair(merged.id, survivor.id), None)
    left: dict[str, Any] = dict.fromkeys(name for name in merge.taken if name != "completed_at")
    table = tables.Enterprise
    await _write(process, merged, replace(merged, **left), told.EnterpriseLedOn)
    await table.update({table.merged_into: survivor.id}).where(table.id == merged.id)
    if merge.taken:
        own: dict[str, Any] = {name: getattr(merged, name) for name in merge.taken}
        await _write(process, survivor, replace(survivor, **own), told.EnterpriseTookOver)
    done = replace(merge, parts=tuple(parts))
    kept = tables.EnterpriseMerge
    await kept.update({kept.parts: _row(done)["parts"]}).where(kept.id == done.id)
    process.record(change(told.EnterprisesMerged, None, done))
    return done


async def _locked(*ids: UUID, with_merged: bool = False) -> dict[UUID, Enterprise]:
    """These records, locked in the order of their ids; merged ones left out unless they are asked for."""
    table = tables.Enterprise
    asked = select_enterprises().where(table.id.is_in(these(ids))).order_by(table.id)
    if not with_merged:
        asked = asked.where(table.merged_into.is_null())
    return {row["id"]: Enterprise(**row) for row in await asked.lock_rows("NO KEY UPDATE")}


def _both(found: dict[UUID, Enterprise], *ids: UUID) -> tuple[Enterprise, Enterprise]:
    if not found.keys() >= set(ids):
        raise NotFound("没有找到企业")
    survivor, merged = (found[one] for one in ids)
    return survivor, merged


async def _use(enterprise_id: UUID, followers: Sequence[FirmFollower], ids: Sequence[UUID] | None = None) -> FirmUse:
    """Which schools name the firm, in all placements or in those of these keys."""
    counted: dict[UUID, int] = {}
    for follower in followers:
        for school, number in (await follower.used(enterprise_id, ids)).by_school.items():
            counted[school] = counted.get(school, 0) + number
    return FirmUse(counted)


async def _is_changed(process: Process, merge: EnterpriseMerge) -> bool:
    """Whether the survivor was changed, or led on itself, since the merge."""
    subjects: list[Subject] = [(Enterprise.SUBJECT, merge.survivor_id), (EnterpriseMerge.SUBJECT, merge.id)]
    found = (await history_of(process.reading, subjects, with_personal=False)).changes
    begun = next(each for each in found if each.subject == EnterpriseMerge.SUBJECT)
    return any(each.number > begun.number for each in found)


async def _write(process: Process, before: Enterprise, after: Enterprise, kind: type[Event]) -> None:
    with in_plain_words(REFUSALS):
        await save(tables.Enterprise, before.id, before.revision, enterprise_row(after))
    process.record(change(kind, before, replace(after, revision=before.revision + 1)))


async def _undone(process: Process, merge: EnterpriseMerge, reason: str) -> EnterpriseMerge:
    after = replace(merge, undone_by_name=process.actor.name, undone_at=process.now, undone_reason=reason)
    table = tables.EnterpriseMerge
    values: dict[Any, Any] = {
        table.undone_by_name: after.undone_by_name,
        table.undone_at: after.undone_at,
        table.undone_reason: reason,
    }
    await table.update(values).where(table.id == merge.id)
    process.record(change(told.EnterpriseMergeUndone, merge, after))
    return after


def _row(merge: EnterpriseMerge) -> dict[str, Any]:
    row = {name.removesuffix("_id"): value for name, value in asdict(merge).items()}
    parts = [str(each) for each in merge.parts]
    return {**row, "taken": json.dumps(merge.taken), "parts": json.dumps(parts)}
