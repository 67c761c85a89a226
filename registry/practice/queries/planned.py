"""What the plan summary and the list of results are filled in from: placements of a period, with figures."""

from collections.abc import Collection, Iterable, Sequence
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
from registry.people.queries.rows import not_found
from registry.people.rules import last_known
from registry.platform.turns import in_turns
from registry.policy.model import PracticePolicy
from registry.practice import tables
from registry.practice.model import Credit, PlacementState, Standing, TeacherFacts
from registry.practice.queries.board_facts import known_of
from registry.practice.queries.board_truth import parted
from registry.practice.queries.grades import grades_among
from registry.practice.queries.papers import missing_papers
from registry.practice.queries.placements import view_of
from registry.practice.queries.rows import placements_from, select_placements, these
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
from registry.practice.rules.visibility import is_visible

PLANS = frozenset({PlacementState.PLANNED, PlacementState.APPROVED})
CARRIED_OUT = frozenset(PlacementState) - OUT_OF_THE_RUNNING
RESULTS = frozenset({PlacementState.VERIFIED, PlacementState.REJECTED})
NO_FIRM = UUID(int=0)
AT_ONCE = 50
"""Placements that are asked for together."""
AT_A_TIME = 5
"""People worked out before other requests get their turn."""


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
    placements = [each for _, each in found]
    called = await _called(reading, placements, scope)
    firms = await _contacts(reading, placements, scope)
    return tuple(
        PlannedRow(who, each, firms.get(each.enterprise_id or NO_FIRM) or called[each.id]) for who, each in found
    )


async def results_in(reading: Reading, wish: ListWish, on: date, scope: Scope) -> Results:
    """What was recognised and refused of a period, with everybody's sums as of a day. Raises NotFound."""
    kept_at = await school(reading, wish.school_id, scope)
    found = await _placements(reading, wish, scope, RESULTS)
    view = rule_view(reading.book, kept_at.jurisdiction)
    line, rows = rule_line(view.versions), []
    known: dict[UUID, _Known] = {}
    for part in parted(found, AT_ONCE):
        known |= await _known(reading, {who.person_id for who, _ in part} - known.keys(), (line, on), scope)
        chains = [each.chain_id for _, each in part]
        grades, papers = await grades_among(chains), await missing_papers(reading, chains, scope)
        async for who, each in in_turns(part, AT_A_TIME):
            own, grade = known[who.person_id], grades.get(each.chain_id)
            rows.append(
                ResultRow(
                    who,
                    each,
                    _own_credit(own.facts, each, line, wish.period),
                    own.sums.standing if own.sums else None,
                    own.sums.year if own.sums else None,
                    grade.grade if grade else None,
                    papers[each.chain_id].missing,
                )
            )
    rule = line.on(on.toordinal())
    return Results(kept_at, on, tuple(rows), view.version, rule.policy if rule else None)


class _Sums(NamedTuple):
    standing: Standing
    year: YearAnswer | None


class _Known(NamedTuple):
    """What the scope sees of a person; `sums` None where the file is kept elsewhere now."""

    facts: TeacherFacts
    sums: _Sums | None


async def _known(
    reading: Reading, people: Collection[UUID], asked: tuple[RuleLine, date], scope: Scope
) -> dict[UUID, _Known]:
    line, on = asked
    found = {}
    async for one, own in in_turns((await known_of(people)).items(), AT_A_TIME):
        reach = own.reach(scope, reading.today)
        if reach is None:
            raise not_found()
        facts = own.seen_in(scope, reach, on).facts
        found[one] = _Known(facts, _sums(facts, line, on) if reach.keeps else None)
    return found


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
    rows = []
    for part in parted(await _within(wish, states), AT_ONCE):
        found = await placements_from(select_placements().where(tables.Placement.id.is_in(these(part))))
        known = await known_of({each.person_id for each in found})
        async for each in in_turns(found, AT_A_TIME):
            own = known[each.person_id]
            reach = own.reach(scope, reading.today)
            if reach is None or not is_visible(each, view_of(scope, reach)):
                continue
            employed = [at for at in own.employed if reach.keeps or at.employment in reach.employments]
            who = _teacher(each, own.name, employed, wish.school_id)
            if wish.department_id in (None, who.department_id):
                rows.append((who, each))
    return sorted(rows, key=lambda row: (row[0].department, row[0].staff_no, row[1].started_on, row[1].finished_on))


async def _within(wish: ListWish, states: Iterable[PlacementState]) -> list[UUID]:
    """The school's placements in these states with a day in the period, in order of days; whoever may see them."""
    table = tables.Placement
    rows = await (
        table.select(table.id)
        .where(
            table.school == wish.school_id,
            table.is_replaced.eq(False),
            table.state.is_in([state.value for state in states]),
            table.started_on <= wish.period.finished_on,
            table.finished_on >= wish.period.started_on,
        )
        .order_by(table.started_on, table.finished_on, table.id)
    )
    return [row["id"] for row in rows]


async def _called(reading: Reading, found: Iterable[Placement], scope: Scope) -> dict[UUID, Supervisor]:
    """Whom to call in each placement, where the asker may know."""
    called: dict[UUID, Supervisor] = {}
    for part in parted([each.id for each in found], AT_ONCE):
        called |= await supervisors_of(reading, part, scope)
    return called


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
