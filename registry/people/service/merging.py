"""Two records that are one person become one, in one act that can be taken back as a whole.

What stays keeps its key; everything that belongs to the other moves to it with every revision, and the other stays
as a row that leads on. Other slices bring along what they keep of persons (`Follower`).
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.service.merging import bind_to_record
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import in_plain_words, require_fresh, require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import merging as told
from registry.people.model.commands import VoidEmployment, VoidLeave
from registry.people.model.facts import Employment, Leave, PersonRecord
from registry.people.model.merging import Follower, MergePersons, Obstacle, Pair, Part, PersonMerge, Way
from registry.people.queries.merging import kept_in, merges_of, obstacles_between, records_of
from registry.people.queries.rows import not_found, these
from registry.people.rules.merging import MERGED_WITH, may_merge, taken_over
from registry.people.service.employments import void_employment
from registry.people.service.leaves import void_leave
from registry.people.service.loading import posts_in
from registry.people.service.moving import (
    ACCOUNT,
    UNCOUNTED,
    add_former_name,
    merge_row,
    move_facts,
    write_person,
)


async def merge_persons(
    process: Process,
    command: MergePersons,
    scopes: Sequence[Scope] = (EVERYWHERE,),
    followers: Sequence[Follower] = (),
) -> PersonMerge:
    """Make two records one; the same form sent twice is one merge.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields, also with what cannot stand in one record (`voided`).
    """
    pair = command.pair
    require_valid(
        empty_fields(reason=command.reason),
        {"survivor": "请选择两条不同的记录"} if pair.survivor_id == pair.merged_id else {},
    )
    await _lock(process, command, scopes)
    if (done := await _done_already(process, command, scopes)) is not None:
        return done
    await _permit(process, pair, scopes)
    records = await records_of(process.reading, pair)
    for one, seen in zip(pair, command.revisions, strict=True):
        require_fresh(seen, records[one].revision)
    await _require_room(process, command, followers)
    merge = await _begun(process, command, records)
    parts = [*await _void(process, command, scopes), *await _moved(process, merge, followers)]
    return await _finished(process, merge, records, tuple(parts))


async def _done_already(process: Process, command: MergePersons, scopes: Sequence[Scope]) -> PersonMerge | None:
    """The merge of the same two records that stands already."""
    for merge in await merges_of(command.pair.survivor_id):
        if merge.merged_id == command.pair.merged_id:
            await kept_in(process.reading, merge.survivor_id, scopes)
            return merge
    return None


async def _permit(process: Process, pair: Pair, scopes: Sequence[Scope]) -> None:
    for one in pair:
        kept = await kept_in(process.reading, one, scopes)
        require(may_merge(principal_of(process.actor), kept.scope, kept.reach, pair))


async def _lock(process: Process, command: MergePersons, scopes: Sequence[Scope]) -> None:
    """Lock the schools of what is voided, then both records in the order of their ids, merged or not."""
    table, person = tables.Employment, tables.Person
    voided = table.id.is_in(these(command.voided)) & (table.person == command.pair.merged_id)
    schools = {row["school"] for row in await table.select(table.school).where(voided)}
    for school_id in sorted(schools):
        await changeable_school(school_id, _over(school_id, scopes))
    asked = person.select(person.id).where(person.id.is_in(these(command.pair))).order_by(person.id)
    if len(await asked.lock_rows("NO KEY UPDATE")) < len(command.pair):
        raise not_found()


async def _require_room(process: Process, command: MergePersons, followers: Sequence[Follower]) -> None:
    """Everything that cannot stand twice is voided with the merge, or refuses it with its words."""
    found: list[Obstacle] = [*await obstacles_between(process.reading, command.pair)]
    for follower in followers:
        found += await follower.obstacles(process.reading, command.pair)
    stands = [each.words for each in found if each.fact_id is None or each.fact_id not in command.voided]
    require_valid({"voided": ";".join(dict.fromkeys(stands))} if stands else {})
    foreign = command.voided - {each.fact_id for each in found}
    require_valid({"voided": "所选的记录与保留的记录并不冲突,请刷新后再选"} if foreign else {})


async def _begun(process: Process, command: MergePersons, records: dict[UUID, PersonRecord]) -> PersonMerge:
    """The merge as it begins: the database lets what is verified move between two records once it is written."""
    survivor, merged = (records[one] for one in command.pair)
    merge = PersonMerge(
        id=command.merge_id,
        merged_id=merged.id,
        survivor_id=survivor.id,
        reason=command.reason.strip(),
        taken=taken_over(survivor, merged),
        parts=(),
        merged_by_name=process.actor.name,
        merged_at=process.now,
    )
    await tables.PersonMerge.insert(tables.PersonMerge(**merge_row(merge)))
    return merge


async def _void(process: Process, command: MergePersons, scopes: Sequence[Scope]) -> list[Part]:
    """Void what the survivor has too: leave before employments, which may be all by which the file is reached."""
    reason = f"{MERGED_WITH}{command.reason.strip()}"
    merged, parts = command.pair.merged_id, []
    chosen = these(command.voided)
    leave, employment = tables.Leave, tables.Employment
    for row in await leave.select(leave.id, leave.revision).where(leave.id.is_in(chosen), leave.person == merged):
        scope = (await kept_in(process.reading, merged, scopes)).scope
        after = await void_leave(process, VoidLeave(row["id"], row["revision"], reason), scope)
        parts.append(Part(Leave.SUBJECT, after.id, after.revision, is_voided=True))
    columns = (employment.id, employment.revision, employment.school)
    for row in await employment.select(*columns).where(employment.id.is_in(chosen), employment.person == merged):
        posts = await posts_in(row["id"])
        command_of = VoidEmployment(row["id"], row["revision"], reason)
        done = await void_employment(process, command_of, _over(row["school"], scopes))
        parts.append(Part(Employment.SUBJECT, done.id, done.revision, is_voided=True))
        parts += [Part(post.SUBJECT, post.id, post.revision + 1, is_voided=True) for post in posts]
    return parts


async def _moved(process: Process, merge: PersonMerge, followers: Sequence[Follower]) -> list[Part]:
    way = Way(merge.merged_id, merge.survivor_id)
    parts = [*await move_facts(process, way)]
    for follower in followers:
        parts += await follower.move(process, way, None)
    for account_id in await bind_to_record(process, merge.merged_id, merge.survivor_id):
        parts.append(Part(ACCOUNT, account_id, UNCOUNTED))
    return parts


async def _finished(
    process: Process, merge: PersonMerge, records: dict[UUID, PersonRecord], parts: tuple[Part, ...]
) -> PersonMerge:
    """Let the merged record lead on, give the survivor what only the other knew, and keep what moved."""
    survivor, merged = records[merge.survivor_id], records[merge.merged_id]
    own = replace(survivor, **{name: getattr(merged, name) for name in merge.taken})
    left = replace(merged, id_number=None)
    table = tables.Person
    await write_person(process, merged, left, told.PersonLedOn)
    await table.update({table.merged_into: survivor.id}).where(table.id == merged.id)
    if merge.taken:
        with in_plain_words(REFUSALS):
            await write_person(process, survivor, own, told.PersonTookOver)
    parts += await add_former_name(process, survivor, merged.name)
    done = replace(merge, parts=parts)
    kept = tables.PersonMerge
    await kept.update({kept.parts: merge_row(done)["parts"]}).where(kept.id == done.id)
    process.record(change(told.PersonsMerged, None, done))
    return done


def _over(school_id: UUID, scopes: Sequence[Scope]) -> Scope:
    """The scope in which a school's facts are changed. Raises NotFound where there is none."""
    for scope in (Scope.school(school_id), EVERYWHERE):
        if scope in scopes:
            return scope
    raise not_found("该任职")
