"""Persons: entered, mended, renamed; and the one door to a full identity number."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.periods import ONE_DAY
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.commands import (
    AddAlias,
    CorrectPerson,
    RecordIdNumber,
    RegisterPerson,
    RenamePerson,
    StatePersonRecordsFrom,
)
from registry.people.model.facts import NameKind, Person, PersonName, PersonRecord
from registry.people.queries.persons import names_of
from registry.people.queries.reach import reached
from registry.people.queries.rows import id_number_place
from registry.people.rules import (
    birth_fault,
    days_fault,
    id_number_fault,
    may_keep_people,
    may_view_id_number,
    rename_fault,
    written,
)
from registry.people.service.loading import changeable_person, locked_person

ID_NUMBER = frozenset({"id_number"})


async def register_person(process: Process, command: RegisterPerson, scope: Scope = EVERYWHERE) -> Person:
    """Enter a person. Who belongs to no school yet is reached by the installation only, so a school takes on.

    Raises NotPermitted, InvalidFields, also where the identity number is somebody's already.
    """
    require(may_keep_people(scope))
    id_number = written(command.id_number or "") or None
    faults = birth_fault(command.birth_on, process.today)
    require_valid(empty_fields(name=command.name), id_number_fault(id_number, process.today), faults)
    name = command.name.strip()
    after = PersonRecord(uuid4(), name, command.sex, command.birth_on, id_number, command.records_from, revision=1)
    with in_plain_words(REFUSALS):
        await tables.Person.insert(tables.Person(**_row(process, after)))
    process.record(change(events.PersonRegistered, None, after))
    return after.shown()


async def correct_person(process: Process, command: CorrectPerson, scope: Scope = EVERYWHERE) -> Person:
    """Mend a slip. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await changeable_person(process, command.person_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(name=command.name), birth_fault(command.birth_on, process.today))
    after = replace(before, name=command.name.strip(), sex=command.sex, birth_on=command.birth_on)
    return await _saved(process, before, after, events.PersonCorrected)


async def rename_person(process: Process, command: RenamePerson, scope: Scope = EVERYWHERE) -> Person:
    """Give a new name from a day on. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await changeable_person(process, command.person_id, scope)
    require_fresh(command.revision, before.revision)
    name = command.name.strip()
    require_valid(rename_fault(before.name, name), empty_fields(name=name))
    since = await _named_since(process, before.id)
    require_valid({"on": f"现用姓名自 {since} 起使用"} if since and command.on <= since else {})
    former = PersonName(uuid4(), before.id, before.name, NameKind.FORMER, since, command.on - ONE_DAY)
    await _add_name(process, former)
    return await _saved(process, before, replace(before, name=name), events.PersonRenamed)


async def add_alias(process: Process, command: AddAlias, scope: Scope = EVERYWHERE) -> PersonName:
    """Note another way in which papers write the name. Raises NotFound, NotPermitted, InvalidFields."""
    person = await changeable_person(process, command.person_id, scope)
    days = command.started_on, command.finished_on
    require_valid(empty_fields(name=command.name), order_fault(*days), days_fault(*days, process.today))
    name = command.name.strip()
    alias = PersonName(uuid4(), person.id, name, NameKind.ALIAS, command.started_on, command.finished_on)
    await _add_name(process, alias)
    return alias


async def record_id_number(process: Process, command: RecordIdNumber, scope: Scope = EVERYWHERE) -> Person:
    """Enter or correct the identity number. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await changeable_person(process, command.person_id, scope)
    require_fresh(command.revision, before.revision)
    id_number = written(command.id_number)
    require_valid(id_number_fault(id_number, process.today))
    return await _saved(process, before, replace(before, id_number=id_number), events.IdNumberRecorded)


async def state_person_records_from(
    process: Process, command: StatePersonRecordsFrom, scope: Scope = EVERYWHERE
) -> Person:
    """Say since when the person's records are complete. Raises NotFound, NotPermitted, StaleEdit."""
    before = await changeable_person(process, command.person_id, scope)
    require_fresh(command.revision, before.revision)
    after = replace(before, records_from=command.records_from)
    return await _saved(process, before, after, events.PersonRecordsFromStated)


async def full_id_number(process: Process, person_id: UUID, reason: str, scope: Scope = EVERYWHERE) -> str | None:
    """The whole identity number, None where none is known; the view is recorded with its reason.

    Raises NotFound, NotPermitted, InvalidFields without a reason.
    """
    reach = (await reached(process.reading, [person_id], scope))[person_id]
    require(may_view_id_number(scope, reach))
    require_valid(empty_fields(reason=reason))
    person = await locked_person(process, person_id)
    if person.id_number is not None:
        seen: dict[str, object] = {"reason": reason.strip()}
        process.record(events.IdNumberViewed(PersonRecord.SUBJECT, str(person.id), None, seen))
    return person.id_number


async def person_known_as(process: Process, id_number: str, name: str) -> PersonRecord | None:
    """Whoever has that identity number, locked, when the name is or was theirs; None when nobody has it.

    For taking somebody on who comes from another school. Raises InvalidFields when the name never was theirs.
    """
    index = process.reading.house.vault.index(written(id_number))
    rows = await tables.Person.select(tables.Person.id).where(tables.Person.id_number_index == index)
    if not rows:
        return None
    found = await locked_person(process, rows[0]["id"])
    others = await names_of(process.reading, found.id)
    known = {found.name, *(each.name for each in others)}
    require_valid({} if name.strip() in known else {"name": "该身份证件号码已登记,姓名与登记不符,请核对"})
    return found


async def _named_since(process: Process, person_id: UUID) -> date | None:
    """The first day of the present name, None when there was no other before."""
    names = await names_of(process.reading, person_id)
    former = [each.finished_on for each in names if each.kind is NameKind.FORMER and each.finished_on]
    return max(former) + ONE_DAY if former else None


async def _add_name(process: Process, name: PersonName) -> None:
    with in_plain_words(REFUSALS):
        await tables.PersonName.insert(tables.PersonName(**as_row(name)))
    process.record(change(events.NameAdded, None, name))


async def _saved(process: Process, before: PersonRecord, after: PersonRecord, kind: type[Event]) -> Person:
    saved = replace(after, revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.Person, before.id, before.revision, _row(process, after))
    process.record(change(kind, before, saved))
    return saved.shown()


def _row(process: Process, person: PersonRecord) -> dict[str, Any]:
    """The columns of a person; the identity number sealed for the row, and hashed for finding."""
    vault, number = process.reading.house.vault, person.id_number
    return {
        **as_row(person, ID_NUMBER),
        "id_number_sealed": None if number is None else vault.seal(number, id_number_place(person.id)),
        "id_number_index": None if number is None else vault.index(number),
    }
