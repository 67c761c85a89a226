"""What two records have that cannot stand in one, which merges there were, and where a merged record leads."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.queries.people import accounts_of_people
from registry.kernel.scopes import Scope
from registry.people import tables
from registry.people.model.facts import Employment, Leave, NameKind, PersonName, PersonRecord, Post
from registry.people.model.merging import Obstacle, ObstacleKind, Pair, Part, PersonMerge
from registry.people.queries.reach import employed_of, reached_if_any, stood_for
from registry.people.queries.rows import leave_of, not_found, person_record, post_of, select_leaves, these
from registry.people.rules import Reach
from registry.people.rules.merging import contradicting_numbers, overlapping_employments, overlapping_leaves


class Kept(NamedTuple):
    """Where the asker keeps a person's file."""

    scope: Scope
    reach: Reach


async def kept_in(reading: Reading, person_id: UUID, scopes: Sequence[Scope]) -> Kept:
    """The first of these scopes that keeps the person's file, else the first that reaches it. Raises NotFound."""
    found = []
    for scope in dict.fromkeys(scopes):
        reach = (await reached_if_any(reading, [person_id], scope))[person_id]
        if reach is not None:
            found.append(Kept(scope, reach))
    if not found or await stood_for(person_id) is not None:
        raise not_found()
    return next((each for each in found if each.reach.keeps), found[0])


async def obstacles_between(reading: Reading, pair: Pair) -> tuple[Obstacle, ...]:
    """What this slice and accounts cannot have twice in one record. Permission is the caller's."""
    employed = await employed_of(pair)
    stays, comes = ([each.employment for each in employed[one]] for one in pair)
    leaves = await _leaves_of(pair)
    records = await records_of(reading, pair)
    accounts = await accounts_of_people(pair)
    both = tuple(accounts.get(one) for one in pair)
    words = f"两条记录各有账号({both[0]}、{both[1]}),请先由运维人员解除其中一个账号与人员的关联"
    return (
        *contradicting_numbers(*(records[one] for one in pair)),
        *overlapping_employments(stays, comes),
        *overlapping_leaves(leaves[pair.survivor_id], leaves[pair.merged_id]),
        *((Obstacle(ObstacleKind.ACCOUNTS, words),) if all(both) else ()),
    )


async def records_of(reading: Reading, pair: Pair) -> dict[UUID, PersonRecord]:
    """Both records whole. Stays in the service and the rules. Raises NotFound."""
    rows = await tables.Person.select().where(tables.Person.id.is_in(these(pair)))
    found = {row["id"]: person_record(row, reading.house.vault) for row in rows}
    if len(found) < len(set(pair)):
        raise not_found()
    return found


async def merges_of(person_id: UUID) -> tuple[PersonMerge, ...]:
    """The merges into this record that stand, the latest first. Permission is the caller's."""
    table = tables.PersonMerge
    rows = await table.select().where(table.survivor == person_id, table.undone_at.is_null())
    return tuple(merge_of(row) for row in sorted(rows, key=lambda row: row["merged_at"], reverse=True))


async def merge(merge_id: UUID) -> PersonMerge:
    """One merge. Permission is the caller's. Raises NotFound."""
    rows = await tables.PersonMerge.select().where(tables.PersonMerge.id == merge_id)
    if not rows:
        raise not_found("这次合并")
    return merge_of(rows[0])


async def merged_records(person_id: UUID) -> tuple[UUID, ...]:
    """Every record that leads to this one, also over others."""
    rows: list[dict[str, Any]] = await tables.Person.raw(
        "WITH RECURSIVE led(id) AS (SELECT id FROM person WHERE merged_into = {} "
        "UNION SELECT person.id FROM person JOIN led ON person.merged_into = led.id) SELECT id FROM led",
        person_id,
    )
    return tuple(row["id"] for row in rows)


async def merge_ids(person_id: UUID) -> tuple[UUID, ...]:
    """Every merge with this record, undone ones among them."""
    table = tables.PersonMerge
    rows = await table.select(table.id).where((table.survivor == person_id) | (table.merged == person_id))
    return tuple(row["id"] for row in rows)


async def names_kept(person_id: UUID) -> tuple[PersonName, ...]:
    """The names of a record besides its present one."""
    table = tables.PersonName
    columns = [each for each in table.all_columns() if each is not table.person]
    rows = await table.select(*columns, table.person.as_alias("person_id")).where(table.person == person_id)
    return tuple(PersonName(**{**row, "kind": NameKind(row["kind"])}) for row in rows)


def merge_of(row: dict[str, Any]) -> PersonMerge:
    """A row of the table of merges as a fact."""
    values = {name: value for name, value in row.items() if name not in ("merged", "survivor", "taken", "parts")}
    parts = tuple(Part(subject, UUID(key), *rest) for subject, key, *rest in json.loads(row["parts"]))
    taken = tuple(json.loads(row["taken"]))
    return PersonMerge(**values, merged_id=row["merged"], survivor_id=row["survivor"], taken=taken, parts=parts)


async def all_employments(person_id: UUID, ids: Sequence[UUID] | None = None) -> tuple[Employment, ...]:
    """Every employment of a record, voided ones among them; or those of the given keys."""
    table = tables.Employment
    asked = table.select(
        table.id,
        table.person.as_alias("person_id"),
        table.school.as_alias("school_id"),
        table.staff_no,
        table.department.as_alias("department_id"),
        table.started_on,
        table.finished_on,
        table.voided_at,
        table.voided_reason,
        table.revision,
        table.industry_months,
        table.industry_note,
    ).where(table.person == person_id)
    return tuple(Employment(**row) for row in await _narrowed(asked, table, ids))


async def all_leaves(person_id: UUID, ids: Sequence[UUID] | None = None) -> tuple[Leave, ...]:
    """Every leave of a record, voided ones among them; or those of the given keys."""
    table = tables.Leave
    columns = [each for each in table.all_columns() if each is not table.person]
    asked = table.select(*columns, table.person.as_alias("person_id")).where(table.person == person_id)
    return tuple(leave_of(row) for row in await _narrowed(asked, table, ids))


async def posts_by_key(ids: Sequence[UUID]) -> tuple[Post, ...]:
    """These posts, voided ones among them."""
    table = tables.PostHeld
    columns = [each for each in table.all_columns() if each is not table.employment]
    asked = table.select(*columns, table.employment.as_alias("employment_id")).where(table.id.is_in(these(ids)))
    return tuple(post_of(row) for row in await asked)


async def _narrowed(asked: Any, table: Any, ids: Sequence[UUID] | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await (asked if ids is None else asked.where(table.id.is_in(these(ids))))
    return rows


async def _leaves_of(pair: Pair) -> dict[UUID, list[Leave]]:
    found: dict[UUID, list[Leave]] = {one: [] for one in pair}
    for row in await select_leaves().where(tables.Leave.person.is_in(these(pair))):
        leave = leave_of(row)
        found[leave.person_id].append(leave)
    return found
