"""The planner: who needs what by a day, and the lines of a plan for many with their effect before it is made."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.belongings import breaks
from registry.institutions.queries.schools import school
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employments_of, leaves_of
from registry.people.queries.persons import persons
from registry.people.rules import last_known
from registry.platform.turns import in_turns
from registry.policy.model import PracticePolicy
from registry.practice import tables
from registry.practice.model import PlacementFact, TeacherFacts
from registry.practice.queries.batch_plans import lines_of
from registry.practice.queries.board_facts import known_of
from registry.practice.queries.board_memory import school_boards
from registry.practice.queries.board_places import board_places
from registry.practice.queries.board_truth import parted
from registry.practice.queries.placements import placements_of
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.queries.teacher_file import rule_view
from registry.practice.records import Notice, Placement, PlacementContent
from registry.practice.records.planning import BatchLine, BatchPlan, content_of_line
from registry.practice.rules.board import BoardSort
from registry.practice.rules.counting import RuleLine, rule_line
from registry.practice.rules.draft import as_draft_fact
from registry.practice.rules.entry import OUT_OF_THE_RUNNING, notices
from registry.practice.rules.overview import SchoolBreak
from registry.practice.rules.planning import (
    BreakShare,
    PlanEffect,
    PlanNeed,
    PlanSums,
    Target,
    as_planned,
    by_need,
    effect_of,
    free_breaks,
    need_of,
    sums_over,
)

PEOPLE_AT_ONCE, AT_A_TIME = 50, 5
"""People asked for with one statement, and people worked out before other requests get their turn."""
NOBODY = TeacherFacts(())


class DepartmentSums(NamedTuple):
    """The sums of one department; id None: of those who belong to none."""

    id: UUID | None
    name: str | None
    sums: PlanSums


@dataclass(frozen=True, slots=True)
class Planner:
    """Everybody on the staff on the target day with what they need, by need, and the sums over them.

    `breaks` are the days of the school's calendar that lie ahead. `policy` is that in force on the target day; None:
    there is none.
    """

    target: Target
    needs: tuple[PlanNeed, ...]
    sums: PlanSums
    departments: tuple[DepartmentSums, ...]
    breaks: tuple[BreakShare, ...]
    policy: PracticePolicy | None


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One teacher of a plan: what the placement would say, what it changes, and what stands in its way.

    `content` None: a day is not said yet. `is_employed`: the school employs the teacher on all of its days. `made`:
    the placement as it stands, once the plan was submitted.
    """

    line: BatchLine
    name: str
    staff_no: str
    department: str | None
    content: PlacementContent | None
    effect: PlanEffect
    notices: tuple[Notice, ...]
    is_employed: bool
    same: Placement | None
    made: Placement | None


async def planner(reading: Reading, school_id: UUID, target: Target, scope: Scope) -> Planner:
    """Who will not have met the duty on the target day, and what it takes. Raises NotFound."""
    kept_at = await school(reading, school_id, scope)
    line = rule_line(rule_view(reading.book, kept_at.jurisdiction).versions)
    places = await board_places((scope,), school_id)
    (staff,) = await school_boards(reading, places, target.on, BoardSort.STAFF_NO)
    calendar = await school_breaks(reading, school_id, scope)
    needs: list[PlanNeed] = []
    for part in parted(list(staff.lines.values()), PEOPLE_AT_ONCE):
        facts = await _facts(reading, [each.person_id for each in part], target.on, scope)
        there = [(person, facts[person.person_id]) for person in part if person.person_id in facts]
        needs += [need_of(person, own, line, target, calendar) async for person, own in in_turns(there, AT_A_TIME)]
    rule = line.on(target.on.toordinal())
    return await asyncio.to_thread(_summed, target, needs, calendar, rule.policy if rule else None)


def _summed(
    target: Target, needs: Sequence[PlanNeed], calendar: Sequence[SchoolBreak], policy: PracticePolicy | None
) -> Planner:
    return Planner(
        target,
        tuple(sorted(needs, key=by_need)),
        sums_over(needs),
        _departments(needs),
        free_breaks(NOBODY, target, calendar),
        policy,
    )


async def _facts(reading: Reading, person_ids: Sequence[UUID], on: date, scope: Scope) -> dict[UUID, TeacherFacts]:
    """The same as `teacher_facts`, in one statement; who was taken off the staff this moment is left out."""
    known, found = await known_of(person_ids), {}
    for one, own in known.items():
        reach = own.reach(scope, reading.today)
        if reach is not None:
            found[one] = own.seen_in(scope, reach, on).facts
    return found


async def school_breaks(reading: Reading, school_id: UUID, scope: Scope) -> tuple[SchoolBreak, ...]:
    """The school's calendar in order. Raises NotFound."""
    return tuple(SchoolBreak(each.name, each.period) for each in await breaks(reading, school_id, scope))


async def planned_lines(reading: Reading, plan: BatchPlan, scope: Scope) -> tuple[PlannedLine, ...]:
    """Each line of a plan by department and staff number, with its effect on the target day. Raises NotFound.

    The effect of a draft is what it would add; that of a submitted plan is what its placements would.
    """
    place, found = await _place(reading, plan, scope), []
    for part in parted((await lines_of([plan.id]))[plan.id], PEOPLE_AT_ONCE):
        people = [each.person_id for each in part]
        known = await _people(place, people, scope)
        facts = await _facts(reading, people, plan.content.target_on, scope)
        made = {each.chain_id: each for each in await _made(part)}
        async for each in in_turns(part, AT_A_TIME):
            own, one = made.get(each.id), each.person_id
            found.append(_line(place, each, known[one], _without(facts[one], own), own))
    return tuple(sorted(found, key=lambda one: (one.department or "", one.staff_no)))


def is_employed_throughout(employed: Iterable[EmployedAt], content: PlacementContent) -> bool:
    """Whether one of these employments holds every day of the content."""
    return any(
        each.employment.period.started_on <= content.started_on
        and content.finished_on <= each.employment.period.finished_on
        for each in employed
    )


def same_placement(content: PlacementContent | None, others: Iterable[Placement]) -> Placement | None:
    """A placement that stands already at the same firm on the same days."""
    if content is None:
        return None
    told = (content.enterprise_name.strip(), content.started_on, content.finished_on)
    alike = (each for each in others if (each.enterprise_name, each.started_on, each.finished_on) == told)
    return next((each for each in alike if each.state not in OUT_OF_THE_RUNNING), None)


def _departments(needs: Iterable[PlanNeed]) -> tuple[DepartmentSums, ...]:
    by_id: dict[UUID | None, list[PlanNeed]] = {}
    for each in needs:
        by_id.setdefault(each.person.department_id, []).append(each)
    found = [DepartmentSums(one, own[0].person.department, sums_over(own)) for one, own in by_id.items()]
    return tuple(sorted(found, key=lambda each: (each.id is None, each.name or "")))


class _Place(NamedTuple):
    """What all lines of a plan share."""

    plan: BatchPlan
    reading: Reading
    rule: RuleLine
    target: Target
    calendar: Sequence[Period]


class _Person(NamedTuple):
    """What a line needs to know of its teacher."""

    name: str
    employed: tuple[EmployedAt, ...]
    placements: tuple[Placement, ...]
    leaves: list[tuple[UUID, Period]]


async def _place(reading: Reading, plan: BatchPlan, scope: Scope) -> _Place:
    kept_at = await school(reading, plan.school_id, scope)
    calendar = [each.period for each in await school_breaks(reading, plan.school_id, scope)]
    target = Target(plan.content.duty, plan.content.target_on, reading.today)
    return _Place(plan, reading, rule_line(rule_view(reading.book, kept_at.jurisdiction).versions), target, calendar)


async def _people(place: _Place, people: Sequence[UUID], scope: Scope) -> dict[UUID, _Person]:
    reading, school_id = place.reading, place.plan.school_id
    stand, leaves = await placements_of(reading, people, scope), await leaves_of(reading, people, scope)
    employed, known = await employments_of(reading, people, scope), await persons(reading, people, scope)
    return {
        one: _Person(
            known[one].name,
            tuple(at for at in employed[one] if at.employment.school_id == school_id),
            stand[one],
            [(leave.id, leave.period) for leave in leaves[one]],
        )
        for one in people
    }


def _line(
    place: _Place, line: BatchLine, person: _Person, facts: TeacherFacts, made: Placement | None
) -> PlannedLine:
    plan, reading = place.plan, place.reading
    content = content_of_line(plan.content, line.own)
    others = tuple(each for each in person.placements if each.chain_id != line.id)
    at = last_known(person.employed, content.started_on if content else place.target.on)
    entered = as_planned(content, line.person_id, plan.school_id, reading.now) if content else None
    return PlannedLine(
        line,
        person.name,
        at.employment.staff_no if at else "",
        at.department if at else None,
        content,
        effect_of(facts, _drafted(content, made), place.rule, place.target),
        notices(entered, others, person.leaves, reading.today, place.calendar) if entered else (),
        content is None or is_employed_throughout(person.employed, content),
        same_placement(content, others),
        made,
    )


async def _made(lines: Sequence[BatchLine]) -> tuple[Placement, ...]:
    """The placements that the lines became, in the revision that stands."""
    table = tables.Placement
    wanted = these([each.id for each in lines])
    return await placements_from(select_placements().where(table.chain.is_in(wanted), table.is_replaced.eq(False)))


def _without(facts: TeacherFacts, own: Placement | None) -> TeacherFacts:
    if own is None:
        return facts
    others = tuple(each for each in facts.placements if each.reference != str(own.id))
    return replace(facts, placements=others)


def _drafted(content: PlacementContent | None, own: Placement | None) -> PlacementFact | None:
    """What a line adds: nothing any more where its placement was ended."""
    return as_draft_fact(content) if content and not (own and own.state in OUT_OF_THE_RUNNING) else None
