"""Which persons a scope reaches, and how much of each. Two statements for any number of persons."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.errors import Moved
from registry.kernel.scopes import Scope, ScopeKind
from registry.people import tables
from registry.people.model.facts import EmployedAt
from registry.people.queries.rows import employed_at, not_found, select_employed, these
from registry.people.rules import Reach, reach_of
from registry.platform.turns import in_turns


async def reached(reading: Reading, person_ids: Iterable[UUID], scope: Scope) -> dict[UUID, Reach]:
    """How much of each of these persons the scope reaches. Raises NotFound when it does not reach them all."""
    found = await reached_if_any(reading, person_ids, scope)
    if None in found.values():
        raise not_found()
    return {person_id: reach for person_id, reach in found.items() if reach is not None}


async def reached_if_any(reading: Reading, person_ids: Iterable[UUID], scope: Scope) -> dict[UUID, Reach | None]:
    """The same, with None for whoever the scope does not reach or who does not exist."""
    asked = list(dict.fromkeys(person_ids))
    rows = await tables.Person.select(tables.Person.id).where(tables.Person.id.is_in(these(asked)))
    known = {row["id"] for row in rows}
    if scope.kind is ScopeKind.PERSON:
        known &= {scope.id}
    employed = await employed_of(known)
    today = reading.today
    return {one: reach_of(employed[one], scope, today) if one in known else None async for one in in_turns(asked)}


async def scope_reaching(reading: Reading, person_id: UUID, scopes: Sequence[Scope]) -> Scope:
    """The first of these scopes that reaches the person.

    Raises NotFound when none does, Moved where the record was merged into one that they reach.
    """
    for scope in dict.fromkeys(scopes):
        if (await reached_if_any(reading, [person_id], scope))[person_id] is not None:
            return scope
    await lead_on(reading, person_id, scopes)
    raise not_found()


async def stood_for(person_id: UUID) -> UUID | None:
    """The record that a merged one leads to in the end; None for one that stands for itself."""
    table, found = tables.Person, None
    while rows := await table.select(table.merged_into).where(
        table.id == (found or person_id), table.merged_into.is_not_null()
    ):
        found = rows[0]["merged_into"]
    return found


async def standing_for(person_ids: Iterable[UUID]) -> set[UUID]:
    """The same persons, each merged record replaced by the one that stands for it."""
    asked, table = set(person_ids), tables.Person
    merged = table.id.is_in(these(asked)) & table.merged_into.is_not_null()
    gone = {row["id"] for row in await table.select(table.id).where(merged)}
    stand = {standing for one in gone if (standing := await stood_for(one)) is not None}
    return (asked - gone) | stand


async def lead_on(reading: Reading, person_id: UUID, scopes: Iterable[Scope]) -> None:
    """Raises Moved where the person's record was merged into one that these scopes reach; else passes."""
    survivor_id = await stood_for(person_id)
    if survivor_id is None:
        return
    for scope in dict.fromkeys(scopes):
        if (await reached_if_any(reading, [survivor_id], scope))[survivor_id] is not None:
            raise Moved(person_id, survivor_id)


async def employed_of(person_ids: Iterable[UUID]) -> dict[UUID, list[EmployedAt]]:
    """The employments of each person in the order of their days, voided ones left out."""
    found: dict[UUID, list[EmployedAt]] = {person_id: [] for person_id in person_ids}
    table = tables.Employment
    rows = await select_employed().where(table.person.is_in(these(found)))
    async for row in in_turns(rows):
        each = employed_at(row)
        found[each.employment.person_id].append(each)
    for employed in found.values():
        if len(employed) > 1:
            employed.sort(key=lambda each: (each.employment.period, each.school_code))
    return found
