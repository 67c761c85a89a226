"""Who is or was on a school's staff, by staff number, and what stands of them: for comparing a file with it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from piccolo.querystring import QueryString

from registry.audit.process import Reading
from registry.people import tables
from registry.people.model.facts import EmployedAt, Leave, NameKind, PersonRecord, Post
from registry.people.model.roster import OnRoster
from registry.people.queries.rows import (
    employed_at,
    leave_of,
    person_record,
    post_of,
    select_employed,
    select_leaves,
    select_posts,
    these,
)
from registry.people.rules import last_known, written
from registry.platform.turns import in_turns

_NAMESAKES = """
SELECT DISTINCT person.name, person.birth_on FROM person
JOIN unnest({}::text[], {}::date[]) AS wanted (name, born) ON person.name = wanted.name
WHERE person.birth_on = wanted.born AND person.merged_into IS NULL
"""


@dataclass(frozen=True, slots=True)
class RosterKnown:
    """What stands of the people of a file.

    `numbered`: the employment of each staff number at the school; `here`: every employment there by person;
    `by_id_number`: whoever has one of the file's identity numbers, at this school or another.
    """

    numbered: Mapping[str, EmployedAt]
    here: Mapping[UUID, Sequence[EmployedAt]]
    by_id_number: Mapping[str, UUID]
    persons: Mapping[UUID, PersonRecord]
    other_names: Mapping[UUID, frozenset[str]]
    named_since: Mapping[UUID, date]
    posts: Mapping[UUID, Sequence[Post]]
    leaves: Mapping[UUID, Sequence[Leave]]


async def on_roster(reading: Reading, school_id: UUID) -> dict[str, OnRoster]:
    """Everybody who is, was or will be on a school's staff, by staff number. No scope: the caller has the school."""
    staff = await staff_of(school_id)
    numbered = by_staff_no(staff, reading.today)
    ids = {each.employment.person_id for each in numbered.values()}
    table = tables.Person
    rows = await table.select(table.id, table.name).where(table.id.is_in(these(ids)))
    names = {row["id"]: row["name"] for row in rows}
    others, _ = await _other_names(ids)
    found = {}
    async for number, each in in_turns(numbered.items()):
        own = each.employment.person_id
        called = (names[own], *sorted(others.get(own, ())))
        found[number] = OnRoster(own, number, called, each.employment)
    return found


async def roster_known(
    reading: Reading, school_id: UUID, numbers: Collection[str], ids: Iterable[str]
) -> RosterKnown:
    """What stands of these staff numbers and identity numbers. Eight statements for any number of them."""
    staff = await staff_of(school_id)
    numbered = {number: each for number, each in by_staff_no(staff, reading.today).items() if number in numbers}
    by_id = await _by_id_number(reading, ids)
    here: dict[UUID, list[EmployedAt]] = {}
    for each in staff:
        here.setdefault(each.employment.person_id, []).append(each)
    persons = {each.employment.person_id for each in numbered.values()} | set(by_id.values())
    names, since = await _other_names(persons)
    employments = [each.employment.id for person_id in persons for each in here.get(person_id, ())]
    return RosterKnown(
        numbered,
        here,
        by_id,
        await _persons(reading, persons),
        names,
        since,
        await _posts(employments),
        await leaves_of(persons),
    )


async def staff_of(school_id: UUID) -> list[EmployedAt]:
    """Every employment at a school that is not voided."""
    rows = await select_employed().where(tables.Employment.school == school_id)
    return [employed_at(row) async for row in in_turns(rows)]


def by_staff_no(staff: Iterable[EmployedAt], on: date) -> dict[str, EmployedAt]:
    """Who has each number on the day, or had it last."""
    held: dict[str, list[EmployedAt]] = {}
    for each in staff:
        held.setdefault(each.employment.staff_no, []).append(each)
    found = {number: each[0] if len(each) == 1 else last_known(each, on) for number, each in held.items()}
    return {number: each for number, each in found.items() if each}


async def namesakes(names: Sequence[str], births: Sequence[date]) -> set[tuple[str, date]]:
    """Of these names with their birth dates those that somebody has already."""
    rows = await tables.Person.raw(_NAMESAKES, list(names), list(births))
    return {(row["name"], row["birth_on"]) for row in rows}


async def _by_id_number(reading: Reading, ids: Iterable[str]) -> dict[str, UUID]:
    vault, table = reading.house.vault, tables.Person
    by_index = {vault.index(number): number for each in ids if (number := written(each))}
    if not by_index:
        return {}
    indexes = QueryString("SELECT unnest({}::bytea[])", list(by_index))
    rows = await table.select(table.id, table.id_number_index).where(table.id_number_index.is_in(indexes))
    return {by_index[bytes(row["id_number_index"])]: row["id"] for row in rows}


async def _persons(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, PersonRecord]:
    rows = await tables.Person.select().where(tables.Person.id.is_in(these(ids)))
    return {row["id"]: person_record(row, reading.house.vault) for row in rows}


async def _other_names(ids: Iterable[UUID]) -> tuple[dict[UUID, frozenset[str]], dict[UUID, date]]:
    """The names besides the present one, and the last day of the last former one."""
    table = tables.PersonName
    columns = (table.person, table.name, table.kind, table.finished_on)
    names: dict[UUID, set[str]] = {}
    since: dict[UUID, date] = {}
    for row in await table.select(*columns).where(table.person.is_in(these(ids))):
        names.setdefault(row["person"], set()).add(row["name"])
        if row["kind"] == NameKind.FORMER.value and row["finished_on"]:
            since[row["person"]] = max(row["finished_on"], since.get(row["person"], date.min))
    return {one: frozenset(each) for one, each in names.items()}, since


async def _posts(employment_ids: Iterable[UUID]) -> dict[UUID, list[Post]]:
    found: dict[UUID, list[Post]] = {}
    for row in await select_posts().where(tables.PostHeld.employment.is_in(these(employment_ids))):
        found.setdefault(row["employment_id"], []).append(post_of(row))
    return found


async def leaves_of(ids: Iterable[UUID]) -> dict[UUID, list[Leave]]:
    """The leave of these persons. No scope: the caller has found them in one."""
    found: dict[UUID, list[Leave]] = {}
    for row in await select_leaves().where(tables.Leave.person.is_in(these(ids))):
        found.setdefault(row["person_id"], []).append(leave_of(row))
    return found
