"""Whether each person of a list has enough practice on a closing date, and which papers decide it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.model.facts import School
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.model.facts import RosterEntry
from registry.people.rules.pasted import Entry
from registry.portfolio.model import Title
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.rules import present_title
from registry.practice.model import Credit, PlacementCount, PlacementState, Standing, StandingState, TeacherFacts
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.queries.recognition import faults_before_recognition
from registry.practice.queries.teacher_file import rule_view
from registry.practice.records import Placement
from registry.practice.rules import Reckoning, RuleLine, credit_within, placement_parts, rule_line, standing
from registry.practice.rules.overview import RuleView, required_in_days
from registry.practice.rules.progress import HANDED_IN, UNDER_WAY

IS_ENOUGH = frozenset({StandingState.MET, StandingState.AT_RISK})
IS_NOT_ASKED = frozenset({StandingState.EXEMPT, StandingState.NOT_YET_DUE})


class Finding(StrEnum):
    """够, 不够, 缺材料, not asked; or the entry does not name one person of the staff."""

    ENOUGH = "enough"
    NOT_ENOUGH = "not_enough"
    PAPERS_MISSING = "papers_missing"
    NOT_ASKED = "not_asked"
    SEVERAL = "several"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A placement that would count once it is recognised, and what stands against that."""

    placement: Placement
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """One person's answer on the closing date.

    `title` None: none is verified and in force that day, so `since_title` is unknown, which is not zero.
    `required_days` None: days do not say the requirement. `records_incomplete`: the figures are "at least".
    """

    entry: RosterEntry
    finding: Finding
    standing: Standing
    required_days: Fraction | None
    title: Title | None
    since_title: Credit | None
    waiting: tuple[Waiting, ...]
    counts: tuple[PlacementCount, ...]
    records_incomplete: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One pasted entry with its answer; `answer` None where it does not name one person."""

    pasted: Entry
    finding: Finding
    answer: PersonAnswer | None


@dataclass(frozen=True, slots=True)
class Question:
    """Of which school, on which day, within which scope."""

    school: School
    on: date
    scope: Scope


async def answered(reading: Reading, entries: Iterable[Entry], question: Question) -> tuple[Line, ...]:
    """Every entry with its answer, in the order asked, in a fixed number of statements."""
    asked = tuple(entries)
    meant = {entry: entry.candidates[0] for entry in asked if _names_one(entry)}
    people = {each.person_id: each for each in meant.values()}
    facts = await teacher_facts(reading, people, question.on, question.scope)
    titles = await titles_of(reading, people, question.scope)
    waiting = await _waiting(reading, people, question)
    view = rule_view(reading.book, question.school.jurisdiction)
    answers = {
        one: _answer(entry, facts[one], present_title(titles[one], question.on), waiting[one], (view, question.on))
        for one, entry in people.items()
    }
    return tuple(_line(entry, answers) for entry in asked)


def _names_one(entry: Entry) -> bool:
    return len(entry.candidates) == 1 and not entry.disagrees


def _line(entry: Entry, answers: Mapping[UUID, PersonAnswer]) -> Line:
    if not entry.candidates:
        return Line(entry, Finding.NOBODY, None)
    if not _names_one(entry):
        return Line(entry, Finding.SEVERAL, None)
    answer = answers[entry.candidates[0].person_id]
    return Line(entry, answer.finding, answer)


async def _waiting(reading: Reading, people: Iterable[UUID], question: Question) -> dict[UUID, tuple[Waiting, ...]]:
    """By person, what would count by the closing date once it is recognised."""
    found = await placements_of(reading, people, question.scope)
    open_states = HANDED_IN | UNDER_WAY - {PlacementState.PLANNED, PlacementState.APPROVED}
    waiting = {
        one: [each for each in placements if each.state in open_states and each.started_on <= question.on]
        for one, placements in found.items()
    }
    asked = [each.id for placements in waiting.values() for each in placements]
    faults = await faults_before_recognition(reading, asked, question.scope) if asked else {}
    return {one: tuple(Waiting(each, faults[each.id]) for each in placements) for one, placements in waiting.items()}


def _answer(
    entry: RosterEntry,
    facts: TeacherFacts,
    title: Title | None,
    waiting: tuple[Waiting, ...],
    rule: tuple[RuleView, date],
) -> PersonAnswer:
    view, on = rule
    line, reckoning = rule_line(view.versions), Reckoning(facts)
    found = standing(reckoning, line, on)
    in_force = line.on(on.toordinal())
    since_title = None
    if title is not None and title.appointed_on is not None and in_force is not None:
        since_title = credit_within(reckoning.account(in_force.counting), Period(title.appointed_on, on))
    required_days = None
    if in_force and found.required_months is not None and found.credit is not None:
        required_days = required_in_days(found.required_months, found.credit, in_force.policy)
    return PersonAnswer(
        entry,
        _finding(found, facts, waiting, line),
        found,
        required_days,
        title,
        since_title,
        waiting,
        placement_parts(reckoning, line, on),
        found.state is StandingState.UNKNOWN,
    )


def _finding(found: Standing, facts: TeacherFacts, waiting: tuple[Waiting, ...], line: RuleLine) -> Finding:
    """不够 is said only where neither papers nor records could make it enough."""
    if found.state in IS_ENOUGH:
        return Finding.ENOUGH
    if found.state in IS_NOT_ASKED:
        return Finding.NOT_ASKED
    if found.state is StandingState.UNKNOWN:
        return Finding.PAPERS_MISSING
    would_count = {str(each.placement.id) for each in waiting}
    supposed = tuple(
        each._replace(state=PlacementState.VERIFIED) if each.reference in would_count else each
        for each in facts.placements
    )
    after = standing(Reckoning(replace(facts, placements=supposed)), line, found.on)
    return Finding.PAPERS_MISSING if after.state in IS_ENOUGH else Finding.NOT_ENOUGH
