"""Persons: by id, by identity number, by staff number; their names and since when their records are complete."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people import tables
from registry.people.model.facts import NameKind, Person, PersonName, Teacher
from registry.people.queries.reach import employed_of, reached, reached_if_any
from registry.people.queries.rows import employed_at, not_found, person_record, select_employed, these
from registry.people.rules import last_known, reach_of, records_from, written


async def person(reading: Reading, person_id: UUID, scope: Scope = EVERYWHERE) -> Person:
    """One person, the identity number masked. Raises NotFound."""
    return (await persons(reading, [person_id], scope))[person_id]


async def persons(reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE) -> dict[UUID, Person]:
    """These persons, identity numbers masked. Raises NotFound when the scope does not reach them all."""
    asked = await reached(reading, person_ids, scope)
    rows = await tables.Person.select().where(tables.Person.id.is_in(these(asked)))
    return {row["id"]: person_record(row, reading.house.vault).shown() for row in rows}


async def person_by_id_number(reading: Reading, typed: str, scope: Scope = EVERYWHERE) -> Person:
    """The person of that identity number, however it was typed. Raises NotFound, also for one outside the scope."""
    index = reading.house.vault.index(written(typed))
    rows = await tables.Person.select().where(tables.Person.id_number_index == index)
    if not rows or (await reached_if_any(reading, [rows[0]["id"]], scope))[rows[0]["id"]] is None:
        raise not_found()
    return person_record(rows[0], reading.house.vault).shown()


async def teacher_by_staff_no(
    reading: Reading, school_code: str, staff_no: str, scope: Scope = EVERYWHERE
) -> Teacher:
    """Who has that number at that school today; else who had it last; else who will have it next.

    Raises NotFound.
    """
    table = tables.Employment
    asked = select_employed().where(table.school.code == school_code, table.staff_no == staff_no.strip())
    held = [employed_at(row) for row in await asked]
    employed = last_known([each for each in held if reach_of([each], scope, reading.today)], reading.today)
    if employed is None:
        raise not_found()
    own = await person(reading, employed.employment.person_id, scope)
    return Teacher(own, employed)


async def names_of(reading: Reading, person_id: UUID, scope: Scope = EVERYWHERE) -> tuple[PersonName, ...]:
    """The names that papers may carry besides the present one. Raises NotFound."""
    await reached(reading, [person_id], scope)
    table = tables.PersonName
    columns = (table.id, table.person.as_alias("person_id"), table.name, table.kind, table.started_on)
    rows = await table.select(*columns, table.finished_on).where(table.person == person_id).order_by(table.name)
    return tuple(PersonName(**{**row, "kind": NameKind(row["kind"])}) for row in rows)


async def records_from_of(
    reading: Reading, person_ids: Iterable[UUID], on: date | None = None, scope: Scope = EVERYWHERE
) -> dict[UUID, date | None]:
    """Since when each person's records are complete; the person's own day goes before the school's. None: always.

    The school is that of the day asked about, today when none is given. Raises NotFound.
    """
    asked = await reached(reading, person_ids, scope)
    employed = await employed_of(asked)
    table = tables.Person
    rows = await table.select(table.id, table.records_from).where(table.id.is_in(these(asked)))
    day = on or reading.today
    return {row["id"]: records_from(row["records_from"], employed[row["id"]], day) for row in rows}
