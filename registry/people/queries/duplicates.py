"""People that may have been entered twice, among those whose files an office keeps."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import Scope
from registry.people import tables
from registry.people.model.facts import EmployedAt
from registry.people.model.merging import Candidate, Duplicate
from registry.people.queries.reach import employed_of
from registry.people.queries.rows import these
from registry.people.queries.staff import persons_of_schools
from registry.people.rules import reach_of
from registry.people.rules.merging import duplicates

LISTED_AT_MOST = 200


async def duplicate_people(reading: Reading, scopes: Iterable[Scope]) -> tuple[Duplicate, ...]:
    """The likeliest LISTED_AT_MOST pairs of records whose files are kept in these schools."""
    asked = [scope for scope in dict.fromkeys(scopes) if scope.id is not None]
    known = await persons_of_schools(scope.id for scope in asked if scope.id)
    employed = await employed_of(known)
    kept = {one: each for one, each in employed.items() if _is_kept(each, asked, reading.today)}
    rows = await _particulars(kept)
    found = [_candidate(row, kept[row["id"]], reading.today) for row in rows]
    return duplicates(found)[:LISTED_AT_MOST]


async def duplicates_of(reading: Reading, person_id: UUID, scopes: Iterable[Scope]) -> tuple[UUID, ...]:
    """Whom the office may look at beside this person."""
    found = [(each.survivor.person_id, each.merged.person_id) for each in await duplicate_people(reading, scopes)]
    return tuple(other for pair in found if person_id in pair for other in pair if other != person_id)


def _is_kept(employed: list[EmployedAt], scopes: list[Scope], on: date) -> bool:
    return any((reach := reach_of(employed, scope, on)) is not None and reach.keeps for scope in scopes)


async def _particulars(person_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await tables.Person.raw(
        "SELECT id, name, birth_on, id_number_index IS NOT NULL AS has_id_number FROM person "
        "WHERE merged_into IS NULL AND id IN ({})",
        these(person_ids),
    )
    return rows


def _candidate(row: Mapping[str, Any], employed: list[EmployedAt], on: date) -> Candidate:
    latest = list(reversed(employed))
    return Candidate(
        person_id=row["id"],
        name=row["name"],
        birth_on=row["birth_on"],
        has_id_number=row["has_id_number"],
        staff_nos=tuple(dict.fromkeys(each.employment.staff_no for each in latest)),
        departments=tuple(dict.fromkeys(each.department for each in latest if each.department)),
        has_left=not any(on in each.employment.period for each in latest),
    )
