"""The facts of one record moved to another, for a merge and for taking it back. Both records are locked already.

What a fact says stays as it is, so its revision stays; only whose it is changes.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, in_plain_words, save
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import merging as told
from registry.people.model.events import NameAdded
from registry.people.model.facts import Employment, Leave, NameKind, PersonName, PersonRecord
from registry.people.model.merging import Part, PersonMerge, Way
from registry.people.queries.merging import all_employments, all_leaves, names_kept
from registry.people.queries.rows import id_number_place, these
from registry.people.rules.merging import can_be_former

ID_NUMBER = frozenset({"id_number"})
ACCOUNT = "account"
UNCOUNTED = 0
"""The revision of what has none: another name, an account."""


async def move_facts(process: Process, way: Way, ids: Sequence[UUID] | None = None) -> tuple[Part, ...]:
    """Move employments, leave and other names from the first record to the second; all, or those of these keys.

    A former name that would overlap one of the other record goes on as an alias. Raises InvalidFields.
    """
    came_from, goes_to = way
    parts = []
    for employment in await all_employments(came_from, ids):
        process.record(change(told.EmploymentMoved, employment, replace(employment, person_id=goes_to)))
        parts.append(Part(Employment.SUBJECT, employment.id, employment.revision))
    for leave in await all_leaves(came_from, ids):
        process.record(change(told.LeaveMoved, leave, replace(leave, person_id=goes_to)))
        parts.append(Part(Leave.SUBJECT, leave.id, leave.revision))
    with in_plain_words(REFUSALS):
        await _rewrite(tables.Employment, Employment.SUBJECT, parts, goes_to)
        await _rewrite(tables.Leave, Leave.SUBJECT, parts, goes_to)
    return (*parts, *await _move_names(process, way, ids))


async def add_former_name(process: Process, survivor: PersonRecord, name: str) -> tuple[Part, ...]:
    """Keep the merged record's name as an alias, unless the survivor bears it anyway."""
    known = {survivor.name, *(each.name for each in await names_kept(survivor.id))}
    if name in known:
        return ()
    alias = PersonName(uuid4(), survivor.id, name, NameKind.ALIAS, None, None)
    await tables.PersonName.insert(tables.PersonName(**as_row(alias)))
    process.record(change(NameAdded, None, alias))
    return (Part(PersonName.SUBJECT, alias.id, UNCOUNTED),)


async def write_person(process: Process, before: PersonRecord, after: PersonRecord, kind: type[Event]) -> None:
    """Write a record over the revision that was seen; the identity number is sealed for its row."""
    vault, number = process.reading.house.vault, after.id_number
    row: dict[str, Any] = {
        **as_row(after, ID_NUMBER),
        "id_number_sealed": None if number is None else vault.seal(number, id_number_place(after.id)),
        "id_number_index": None if number is None else vault.index(number),
    }
    await save(tables.Person, before.id, before.revision, row)
    process.record(change(kind, before, replace(after, revision=before.revision + 1)))


def merge_row(merge: PersonMerge) -> dict[str, Any]:
    """The columns of a merge and their values."""
    row = {name.removesuffix("_id"): value for name, value in asdict(merge).items()}
    parts = [[each.subject, str(each.fact_id), each.revision, each.is_voided] for each in merge.parts]
    return {**row, "taken": json.dumps(merge.taken), "parts": json.dumps(parts)}


async def _move_names(process: Process, way: Way, ids: Sequence[UUID] | None) -> list[Part]:
    came_from, goes_to = way
    former = [each for each in await names_kept(goes_to) if each.kind is NameKind.FORMER]
    parts = []
    for name in await names_kept(came_from):
        if ids is not None and name.id not in ids:
            continue
        fits = name.kind is NameKind.ALIAS or can_be_former(name, former)
        after = replace(name, person_id=goes_to, kind=name.kind if fits else NameKind.ALIAS)
        table = tables.PersonName
        await table.update({table.person: goes_to, table.kind: after.kind.value}).where(table.id == name.id)
        process.record(change(told.NameMoved, name, after))
        parts.append(Part(PersonName.SUBJECT, name.id, UNCOUNTED))
    return parts


async def _rewrite(table: Any, subject: str, parts: Sequence[Part], goes_to: UUID) -> None:
    ids = [part.fact_id for part in parts if part.subject == subject]
    if ids:
        await table.update({table.person: goes_to}).where(table.id.is_in(these(ids)))
