"""A merge taken back as one unit: every fact returns to the record it came from, and both stand again.

Refused where anything in the survivor's file was changed since: nobody can tell then whose it is.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.service.merging import bind_to_record
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields
from registry.institutions.writing import in_plain_words, require_valid
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import merging as told
from registry.people.model.facts import Employment, Leave, Post
from registry.people.model.merging import Follower, PersonMerge, UndoPersonMerge, Way
from registry.people.queries.merging import all_employments, all_leaves, kept_in, merge, posts_by_key, records_of
from registry.people.queries.rows import these
from registry.people.queries.since_merge import changed_since
from registry.people.rules.merging import may_merge
from registry.people.service.loading import locked_person
from registry.people.service.moving import ACCOUNT, move_facts, write_person

UNDO_REFUSED = "合并之后这份档案又有改动,不能整体撤销"


async def undo_person_merge(
    process: Process,
    command: UndoPersonMerge,
    scopes: Sequence[Scope] = (EVERYWHERE,),
    followers: Sequence[Follower] = (),
) -> PersonMerge:
    """Take a merge back; one that is taken back already stays so.

    Raises NotFound, NotPermitted, InvalidFields without a reason, or where the file was changed since (`merge`).
    """
    standing = await merge(command.merge_id)
    kept = await kept_in(process.reading, standing.survivor_id, scopes)
    require(may_merge(principal_of(process.actor), kept.scope, kept.reach, standing.pair))
    require_valid(empty_fields(reason=command.reason))
    await locked_person(process, standing.survivor_id)
    standing = await merge(command.merge_id)
    if standing.undone_at is not None:
        return standing
    later = await changed_since(process.reading, standing, followers)
    require_valid({"merge": UNDO_REFUSED} if later else {})
    await _stand_again(process, standing)
    await _move_back(process, standing, followers)
    await _restore(process, standing)
    return await _undone(process, standing, command.reason.strip())


async def _stand_again(process: Process, merge: PersonMerge) -> None:
    """Give the particulars back: first the survivor lets go of them, since a number is one record's alone."""
    records = await records_of(process.reading, merge.pair)
    survivor, merged = (records[one] for one in merge.pair)
    table = tables.Person
    await table.update({table.merged_into: None}).where(table.id == merged.id)
    nothing: dict[str, Any] = dict.fromkeys(merge.taken)
    left = replace(survivor, **nothing)
    if merge.taken:
        await write_person(process, survivor, left, told.PersonStandsAgain)
    own = replace(merged, **{name: getattr(survivor, name) for name in merge.taken})
    await write_person(process, merged, own, told.PersonStandsAgain)


async def _move_back(process: Process, merge: PersonMerge, followers: Sequence[Follower]) -> None:
    way = Way(merge.survivor_id, merge.merged_id)
    moved = [part.fact_id for part in merge.parts if not part.is_voided]
    await move_facts(process, way, moved)
    for follower in followers:
        await follower.move(process, way, moved)
    if merge.moved(ACCOUNT):
        await bind_to_record(process, *way)


async def _restore(process: Process, merge: PersonMerge) -> None:
    """Let what was voided with the merge hold again: employments before their posts."""
    voided: dict[str, list[UUID]] = {}
    for part in merge.voided:
        voided.setdefault(part.subject, []).append(part.fact_id)
    employments = await all_employments(merge.merged_id, voided.get(Employment.SUBJECT, []))
    leaves = await all_leaves(merge.merged_id, voided.get(Leave.SUBJECT, []))
    posts = await posts_by_key(voided.get(Post.SUBJECT, []))
    await _unvoid(process, tables.Employment, employments, told.EmploymentRestored)
    await _unvoid(process, tables.PostHeld, posts, told.PostRestored)
    await _unvoid(process, tables.Leave, leaves, told.LeaveRestored)


async def _unvoid(process: Process, table: Any, facts: Sequence[Any], kind: type[Event]) -> None:
    if not facts:
        return
    values = {table.voided_at: None, table.voided_reason: None, table.revision: table.revision + 1}
    with in_plain_words(REFUSALS):
        await table.update(values).where(table.id.is_in(these(each.id for each in facts)))
    for each in facts:
        after = replace(each, voided_at=None, voided_reason=None, revision=each.revision + 1)
        process.record(change(kind, each, after))


async def _undone(process: Process, merge: PersonMerge, reason: str) -> PersonMerge:
    after = replace(merge, undone_by_name=process.actor.name, undone_at=process.now, undone_reason=reason)
    table = tables.PersonMerge
    values: dict[Any, Any] = {
        table.undone_by_name: after.undone_by_name,
        table.undone_at: after.undone_at,
        table.undone_reason: reason,
    }
    if not await table.update(values).where(table.id == merge.id, table.undone_at.is_null()).returning(table.id):
        raise NotFound("没有找到这次合并")
    process.record(change(told.PersonMergeUndone, merge, after))
    return after
