"""What stands of many people who are to be taken on: by staff number at the school, by identity number."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from piccolo.querystring import QueryString

from registry.audit.process import Process
from registry.institutions.model.facts import School
from registry.kernel.periods import Period
from registry.people import tables
from registry.people.model.bulk import Newcomer
from registry.people.model.facts import EmployedAt, Employment
from registry.people.queries.rows import employed_at, leave_of, select_employed, select_leaves, select_posts, these
from registry.people.rules import last_known, written


@dataclass(frozen=True, slots=True)
class Known:
    """The employments at the school by staff number; of the persons their names, leave and identity numbers."""

    employments: Mapping[str, Employment]
    by_id_number: Mapping[str, UUID]
    names: Mapping[UUID, frozenset[str]]
    with_id_number: frozenset[UUID]
    employed_here: Mapping[UUID, Sequence[Period]]
    with_posts: frozenset[UUID]
    leaves: Mapping[UUID, Sequence[Period]]

    def person_of(self, newcomer: Newcomer) -> UUID | None:
        """Who it is, when known: the staff number goes before the identity number."""
        employment = self.employments.get(newcomer.staff_no)
        return employment.person_id if employment else self.by_id_number.get(_id_number(newcomer))

    def fault(self, newcomer: Newcomer) -> dict[str, str]:
        """Why this newcomer cannot be whoever is known by these numbers."""
        person_id, id_number = self.person_of(newcomer), _id_number(newcomer)
        if person_id is None:
            return {}
        words = None
        if newcomer.person.name.strip() not in self.names[person_id]:
            words = "姓名与已登记的不符,请核对工号和身份证件号码;如已改名,请先登记新姓名"
        elif id_number and self.by_id_number.get(id_number, person_id) != person_id:
            words = "身份证件号码已登记在另一人名下"
        elif id_number and id_number not in self.by_id_number and person_id in self.with_id_number:
            words = "身份证件号码与已登记的不符"
        elif newcomer.staff_no not in self.employments and self._is_here(person_id, newcomer):
            words = "此人在本校同一时期已有另一个工号"
        return {newcomer.staff_no: words} if words else {}

    def _is_here(self, person_id: UUID, newcomer: Newcomer) -> bool:
        days = Period(newcomer.started_on or date.min, newcomer.finished_on or date.max)
        return any(days.overlap(period) for period in self.employed_here.get(person_id, ()))


async def known_of(process: Process, school: School, newcomers: Sequence[Newcomer]) -> Known:
    """What stands of these newcomers at a school that is locked. Six statements for any number of them."""
    staff = [employed_at(row) for row in await select_employed().where(tables.Employment.school == school.id)]
    employments = _employments(process, staff, {each.staff_no.strip() for each in newcomers})
    by_id_number = await _by_id_number(process, newcomers)
    here: dict[UUID, list[Period]] = {}
    for each in staff:
        here.setdefault(each.employment.person_id, []).append(each.employment.period)
    ids = {each.person_id for each in employments.values()} | set(by_id_number.values())
    return Known(
        employments,
        by_id_number,
        await _names(ids),
        await _with_id_number(ids),
        here,
        await _with_posts(each.id for each in employments.values()),
        await _leaves(ids),
    )


def _employments(process: Process, staff: Iterable[EmployedAt], numbers: Set[str]) -> dict[str, Employment]:
    """Who has each of these numbers, or had it last."""
    held: dict[str, list[EmployedAt]] = {}
    for each in staff:
        if each.employment.staff_no in numbers:
            held.setdefault(each.employment.staff_no, []).append(each)
    found = {number: last_known(several, process.today) for number, several in held.items()}
    return {number: each.employment for number, each in found.items() if each}


async def _by_id_number(process: Process, newcomers: Iterable[Newcomer]) -> dict[str, UUID]:
    vault, person = process.reading.house.vault, tables.Person
    by_index = {vault.index(number): number for each in newcomers if (number := _id_number(each))}
    indexes = QueryString("SELECT unnest({}::bytea[])", list(by_index))
    rows = await person.select(person.id, person.id_number_index).where(person.id_number_index.is_in(indexes))
    return {by_index[bytes(row["id_number_index"])]: row["id"] for row in rows}


def _id_number(newcomer: Newcomer) -> str:
    return written(newcomer.person.id_number or "")


async def _names(ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The present name of each person and every other that papers may carry."""
    person, other = tables.Person, tables.PersonName
    wanted = list(ids)
    rows = await person.select(person.id, person.name).where(person.id.is_in(these(wanted)))
    names = {row["id"]: {row["name"]} for row in rows}
    for row in await other.select(other.person, other.name).where(other.person.is_in(these(wanted))):
        names[row["person"]].add(row["name"])
    return {one: frozenset(known) for one, known in names.items()}


async def _with_id_number(ids: Iterable[UUID]) -> frozenset[UUID]:
    person = tables.Person
    numbered = person.select(person.id).where(person.id.is_in(these(ids)), person.id_number_index.is_not_null())
    return frozenset(row["id"] for row in await numbered)


async def _with_posts(employment_ids: Iterable[UUID]) -> frozenset[UUID]:
    rows = await select_posts().where(tables.PostHeld.employment.is_in(these(employment_ids)))
    return frozenset(row["employment_id"] for row in rows)


async def _leaves(ids: Iterable[UUID]) -> dict[UUID, list[Period]]:
    found: dict[UUID, list[Period]] = {}
    for row in await select_leaves().where(tables.Leave.person.is_in(these(ids))):
        leave = leave_of(row)
        found.setdefault(leave.person_id, []).append(leave.period)
    return found
