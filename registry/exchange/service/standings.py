"""Answers from the database in the shape of `registry check`: of one teacher, or of a page of a school's staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.exchange.model import Ledger, LedgerAnswer, LedgerTeacher
from registry.exchange.service.checking import CheckQuestion, check_ledger
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school_by_code
from registry.kernel.errors import BadInput
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employment_on, employments_of
from registry.people.queries.persons import person, teacher_by_staff_no
from registry.people.queries.reach import reached
from registry.people.queries.rows import not_found
from registry.people.queries.staff_pages import StaffLine
from registry.people.rules import last_known
from registry.platform.language import preferred_language
from registry.practice.model import TeacherFacts
from registry.practice.queries.facts import teacher_facts


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom, on which day (None: today), and since when the credit is told besides."""

    school_code: str
    staff_no: str
    as_of: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The day asked about, and since when the credit is told besides (None: not told)."""

    as_of: date
    since: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.since > self.as_of:
            raise BadInput("--since 晚于 --as-of (--since is after --as-of)")


async def standing_of(reading: Reading, asked: Asked, scope: Scope = EVERYWHERE) -> LedgerAnswer:
    """The answer for one teacher, by the rule of the school that employs on the day asked about.

    On a day without employment it is the rule of the school asked. Raises NotFound, also for who does not keep the
    person's file, BadInput.
    """
    days = Days(asked.as_of or reading.today, asked.since)
    await school_by_code(reading, asked.school_code, scope)
    found = await teacher_by_staff_no(reading, asked.school_code, asked.staff_no, scope)
    return await _answer(reading, found.person.id, found.employed, days, scope)


async def standing_of_person(reading: Reading, person_id: UUID, days: Days, scope: Scope) -> LedgerAnswer:
    """The same for a person: of the employments in the scope the one of that day, else the last before it.

    Raises NotFound, also for who does not keep the person's file.
    """
    employed = last_known((await employments_of(reading, [person_id], scope))[person_id], days.as_of)
    if employed is None:
        raise not_found()
    return await _answer(reading, person_id, employed, days, scope)


async def standings_at(
    reading: Reading, school: School, lines: Iterable[StaffLine], days: Days, scopes: Sequence[Scope]
) -> LedgerAnswer:
    """The answers for these lines of one school's staff under that school's rule, as far as the scopes see."""
    shown = tuple(lines)
    facts: dict[UUID, TeacherFacts] = {}
    for scope in dict.fromkeys(scopes):
        meant = [each.person_id for each in shown if each.person_id not in facts and _reaches(scope, school, each)]
        if meant:
            facts |= await teacher_facts(reading, meant, days.as_of, scope)
    teachers = (
        LedgerTeacher(each.staff_no, each.name, facts[each.person_id], each.department or "") for each in shown
    )
    question = CheckQuestion(school.jurisdiction, days.as_of, days.since, language=preferred_language())
    return check_ledger(Ledger(tuple(teachers)), question, reading.book)


async def _answer(reading: Reading, person_id: UUID, employed: EmployedAt, days: Days, scope: Scope) -> LedgerAnswer:
    if not (await reached(reading, [person_id], scope))[person_id].keeps:
        raise not_found()
    ruling = await employment_on(reading, person_id, days.as_of) or employed
    facts = (await teacher_facts(reading, [person_id], days.as_of, scope))[person_id]
    name = (await person(reading, person_id, scope)).name
    teacher = LedgerTeacher(employed.employment.staff_no, name, facts, employed.department or "")
    question = CheckQuestion(ruling.jurisdiction, days.as_of, days.since, language=preferred_language())
    return check_ledger(Ledger((teacher,)), question, reading.book)


def _reaches(scope: Scope, school: School, line: StaffLine) -> bool:
    places = {
        ScopeKind.SCHOOL: school.id,
        ScopeKind.BUREAU: school.bureau_id,
        ScopeKind.DEPARTMENT: line.department_id,
        ScopeKind.SYSTEM: None,
    }
    return scope.kind in places and places[scope.kind] == scope.id
