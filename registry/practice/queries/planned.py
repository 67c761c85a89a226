"""What the plan summary and the list of results are filled in from: placements of a period, with figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.model.facts import School
from registry.institutions.queries.enterprises import enterprise
from registry.institutions.queries.schools import school
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employments_of
from registry.people.queries.persons import persons
from registry.people.queries.reach import reached
from registry.people.rules import last_known
from registry.policy.model import PracticePolicy
from registry.practice.model import Credit, PlacementState, Standing, TeacherFacts
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.grades import grades_among
from registry.practice.queries.papers import missing_papers
from registry.practice.queries.placements import waiting_at
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.queries.teacher_file import rule_view
from registry.practice.records import Placement, Supervisor
from registry.practice.records.grades import Grade
from registry.practice.records.papers import PaperKind
from registry.practice.rules import Reckoning
from registry.practice.rules.counting import RuleLine, rule_line
from registry.practice.rules.entry import OUT_OF_THE_RUNNING, as_fact
from registry.practice.rules.judging import credit_within, standing
from registry.practice.rules.overview import RuleVersion, YearAnswer, year_answers
from registry.practice.rules.preview import NOTHING

PLANS = frozenset({PlacementState.PLANNED, PlacementState.APPROVED})
CARRIED_OUT = frozenset(PlacementState) - OUT_OF_THE_RUNNING
RESULTS = frozenset({PlacementState.VERIFIED, PlacementState.REJECTED})
NO_FIRM = UUID(int=0)


class ListWish(NamedTuple):
    """Placements with a day in a period, of one department or (None) of all that the scope reaches."""

    school_id: UUID
    period: Period
    department_id: UUID | None = None


class Teacher(NamedTuple):
    """Whose placement it is, as employed at the school on its first day; empty and None where nobody knows."""

    person_id: UUID
    name: str
    staff_no: str
    department_id: UUID | None
    department: str


class PlannedRow(NamedTuple):
    """One row of the plan summary. `contact`: whom to ask in the enterprise, as far as the asker may know."""

    teacher: Teacher
    placement: Placement
    contact: Supervisor


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of the list of results.

    `days`: recognised days of this placement within the period, leave and days before the duty left out; what it
    shares with other placements is counted in each of them, and once in the sums. `standing` and `year` None: the
    person's file is kept elsewhere now, and is not judged here.
    """

    teacher: Teacher
    placement: Placement
    days: Credit
    standing: Standing | None
    year: YearAnswer | None
    grade: Grade | None
    missing: tuple[PaperKind, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The rows by department, staff number and days, as of a day, and under which rule."""

    school: School
    on: date
    rows: tuple[ResultRow, ...]
    rule: RuleVersion
    policy: PracticePolicy | None


async def planned_in(
    reading: Reading, wish: ListWish, scope: Scope, states: Iterable[PlacementState] = PLANS
) -> tuple[PlannedRow, ...]:
    """The school's plans of a period by department, staff number and days. Raises NotFound."""
    found = await _placements(reading, wish, scope, states)
    called = await supervisors_of(reading, [each.id for _, each in found], scope) if found else {}
    firms = await _contacts(reading, (each for _, each in found), scope)
    return tuple(
        PlannedRow(who, each, firms.get(each.enterprise_id or NO_FIRM) or called[each.id]) for who, each in found
    )


async def results_in(reading: Reading, wish: ListWish, on: date, scope: Scope) -> Results:
    """What was recognised and refused of a period, with everybody's sums as of a day. Raises NotFound."""
    kept_at = await school(reading, wish.school_id, scope)
    found = await _placements(reading, wish, scope, RESULTS)
    people = list(dict.fromkeys(who.person_id for who, _ in found))
    reach = await reached(reading, people, scope)
    kept = [one for one in people if reach[one].keeps]
    facts = await teacher_facts(reading, people, on, scope)
    view = rule_view(reading.book, kept_at.jurisdiction)
    line = rule_line(view.versions)
    sums = {one: _sums(facts[one], line, on) for one in kept}
    chains = [each.chain_id for _, each in found]
    grades, papers = await grades_among(chains), await missing_papers(reading, chains, scope)
    rows = []
    for who, each in found:
        at = sums.get(who.person_id)
        grade = grades.get(each.chain_id)
        rows.append(
            ResultRow(
                who,
                each,
                _own_credit(facts[who.person_id], each, line, wish.period),
                at.standing if at else None,
                at.year if at else None,
                grade.grade if grade else None,
                papers[each.chain_id].missing,
            )
        )
    rule = line.on(on.toordinal())
    return Results(kept_at, on, tuple(rows), view.version, rule.policy if rule else None)


class _Sums(NamedTuple):
    standing: Standing
    year: YearAnswer | None


def _sums(facts: TeacherFacts, line: RuleLine, on: date) -> _Sums:
    reckoning = Reckoning(facts)
    years = (year for year in year_answers(reckoning, line, on) if year.is_current)
    return _Sums(standing(reckoning, line, on), next(years, None))


def _own_credit(facts: TeacherFacts, placement: Placement, line: RuleLine, period: Period) -> Credit:
    """The credit of this placement alone on the days of the period, as the yearly duty counts it (bases included)."""
    common = placement.period.overlap(period)
    rule = line.on((common or placement.period).finished_on.toordinal())
    if common is None or rule is None:
        return NOTHING
    alone = Reckoning(replace(facts, placements=(as_fact(placement),)))
    return credit_within(alone.account(rule.yearly_counting), common)


async def _placements(
    reading: Reading, wish: ListWish, scope: Scope, states: Iterable[PlacementState]
) -> list[tuple[Teacher, Placement]]:
    await school(reading, wish.school_id, scope)
    waiting = await waiting_at(reading, wish.school_id, states, scope)
    found = [each for each in waiting if each.period.overlap(wish.period)]
    people = list(dict.fromkeys(each.person_id for each in found))
    known, employed = await persons(reading, people, scope), await employments_of(reading, people, scope)
    rows = [
        (_teacher(each, known[each.person_id].name, employed[each.person_id], wish.school_id), each) for each in found
    ]
    meant = [row for row in rows if wish.department_id in (None, row[0].department_id)]
    return sorted(meant, key=lambda row: (row[0].department, row[0].staff_no, row[1].started_on, row[1].finished_on))


def _teacher(placement: Placement, name: str, employed: Sequence[EmployedAt], school_id: UUID) -> Teacher:
    there = [each for each in employed if each.employment.school_id == school_id]
    at = last_known(there, placement.started_on)
    if at is None:
        return Teacher(placement.person_id, name, "", None, "")
    own = at.employment
    return Teacher(placement.person_id, name, own.staff_no, own.department_id, at.department or "")


async def _contacts(reading: Reading, placements: Iterable[Placement], scope: Scope) -> dict[UUID, Supervisor]:
    """Whom to ask in the firms that told it, where the asker may know."""
    found = {}
    for one in {each.enterprise_id for each in placements if each.enterprise_id}:
        firm = await enterprise(reading, one, scope)
        if firm.contact:
            found[one] = Supervisor(firm.contact, firm.contact_phone or "")
    return found
