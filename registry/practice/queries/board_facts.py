"""All that decides the answers of some people, for many at once and with one statement, and what a scope sees of it.

The projection and the board ask here: `teacher_facts` of `registry.practice.queries.facts` answers the same, slower.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt, Employment
from registry.people.model.facts import PostCategory as Category
from registry.people.rules import Reach, reach_of, records_from
from registry.platform.pinyin import initials
from registry.practice import tables
from registry.practice.model import (
    AttendedDay,
    IndustryHire,
    PlacementFact,
    PlacementState,
    PostCategory,
    PostHeld,
    PracticeForm,
    TeacherFacts,
)
from registry.practice.queries.facts import spells_among
from registry.practice.rules.career import Spell
from registry.practice.rules.visibility import View, visible

_KNOWN = """
SELECT person.id, person.name, person.records_from,
    ARRAY(
        SELECT ROW(e.id, e.school, e.staff_no, e.department, e.started_on, e.finished_on, e.revision,
            e.industry_months, s.code, s.jurisdiction, s.bureau, s.records_from, u.name)
        FROM employment e JOIN school s ON s.id = e.school LEFT JOIN school_unit u ON u.id = e.department
        WHERE e.person = person.id AND e.voided_at IS NULL
    ) AS employed,
    ARRAY(
        SELECT ROW(h.employment, h.category, h.started_on, h.finished_on)
        FROM employment e JOIN post_held h ON h.employment = e.id
        WHERE e.person = person.id AND e.voided_at IS NULL AND h.voided_at IS NULL
    ) AS posts,
    ARRAY(
        SELECT ROW(l.started_on, l.finished_on) FROM leave l
        WHERE l.person = person.id AND l.voided_at IS NULL ORDER BY l.started_on
    ) AS leaves,
    ARRAY(
        SELECT ROW(p.id, p.school, p.started_on, p.finished_on, p.share_percent, p.state, p.form,
            CASE WHEN p.is_by_attendance THEN ARRAY(
                SELECT ROW(a.attended_on, a.halves) FROM placement_attended_day a
                WHERE a.placement = p.id ORDER BY a.attended_on
            ) END)
        FROM placement p WHERE p.person = person.id AND NOT p.is_replaced
        ORDER BY p.started_on, p.finished_on, p.id
    ) AS placements
FROM unnest({}::uuid[]) AS asked (id) JOIN person ON person.id = asked.id
"""


class KeptPlacement(NamedTuple):
    """A placement as it stands, as far as the rules ask, and the school that keeps it."""

    fact: PlacementFact
    school_id: UUID

    @property
    def state(self) -> PlacementState:
        """How far it has come."""
        return self.fact.state

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        return Period(self.fact.started_on, self.fact.finished_on)


class Seen(NamedTuple):
    """What a scope sees of a person: the facts for the rules as seen from a day, and the placements behind them."""

    facts: TeacherFacts
    placements: tuple[KeptPlacement, ...]


@dataclass(frozen=True)
class Known:
    """Everything about a person that decides an answer; voided and replaced facts are left out."""

    person_id: UUID
    name: str
    records_from: date | None
    employed: tuple[EmployedAt, ...]
    posts: tuple[tuple[UUID, PostHeld], ...]
    leaves: tuple[Period, ...]
    placements: tuple[KeptPlacement, ...]

    @cached_property
    def whole(self) -> TeacherFacts:
        """All facts, the records complete since ever: for whoever goes through the spells."""
        return TeacherFacts(
            tuple(post for _, post in self.posts),
            tuple(each.fact for each in self.placements),
            self.leaves,
            None,
            _hires(each.employment for each in self.employed),
        )

    @property
    def initials(self) -> str:
        """The name in pinyin initials, all readings, apart by spaces."""
        return " ".join(sorted(initials(self.name)))

    @property
    def spells(self) -> tuple[Spell, ...]:
        """Under whose rule the person stands on the days of employment, in order."""
        return spells_among(self.employed, self.records_from)

    def reach(self, scope: Scope, today: date) -> Reach | None:
        """How much of the person a scope reaches today."""
        return reach_of(self.employed, scope, today)

    def seen_in(self, scope: Scope, reach: Reach, on: date) -> Seen:
        """What the scope sees of the person, the records complete as seen from `on`."""
        view = View(scope, reach.keeps, tuple((each.school_id, each.period) for each in reach.employments))
        inside = {each.id for each in reach.employments}
        periods = [each.period for each in reach.employments]
        placements = visible(self.placements, view)
        facts = TeacherFacts(
            tuple(post for own, post in self.posts if reach.keeps or own in inside),
            tuple(each.fact for each in placements),
            tuple(leave for leave in self.leaves if reach.keeps or any(map(leave.overlap, periods))),
            records_from(self.records_from, self.employed, on),
            _hires(each.employment for each in self.employed if reach.keeps or each.employment.id in inside),
        )
        return Seen(facts, placements)


async def known_of(person_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """What is known of each of these persons, whoever asks; who does not exist is left out. One statement."""
    rows: list[dict[str, Any]] = await tables.StandingRange.raw(_KNOWN, list(person_ids))
    return {row["id"]: _known(row) for row in rows}


def post_on(known: Known, employment_id: UUID, on: date) -> Category | None:
    """The category of the post held in an employment on a day, or None."""
    for own, post in known.posts:
        if own == employment_id and (post.started_on or date.min) <= on <= (post.finished_on or date.max):
            return Category(post.category.value)
    return None


def _known(row: dict[str, Any]) -> Known:
    employed = [_employed(row["id"], each) for each in row["employed"]]
    if len(employed) > 1:
        employed.sort(key=lambda each: (each.employment.period, each.school_code))
    posts = [(own, _post(*post)) for own, *post in row["posts"]]
    if len(posts) > 1:
        posts.sort(key=lambda each: (each[1].started_on or date.min, each[1].finished_on or date.max))
    return Known(
        row["id"],
        row["name"],
        row["records_from"],
        tuple(employed),
        tuple(posts),
        tuple(Period(first, last) for first, last in row["leaves"]),
        tuple(_placement(each) for each in row["placements"]),
    )


def _employed(person_id: UUID, row: Sequence[Any]) -> EmployedAt:
    one, school, staff_no, department, first, last, revision, months, *place = row
    days = (first, last, None, None, revision, months)
    return EmployedAt(Employment(one, person_id, school, staff_no, department, *days), *place)


@lru_cache(maxsize=4096)
def _post(category: str, first: date | None, last: date | None) -> PostHeld:
    return PostHeld(PostCategory(category), first, last)


_STATES = {each.value: each for each in PlacementState}
_FORMS = {each.value: each for each in PracticeForm}


def _placement(row: Sequence[Any]) -> KeptPlacement:
    one, school, first, last, share, state, form, attended = row
    days = None if attended is None else tuple(AttendedDay(*day) for day in attended)
    fact = PlacementFact(str(one), first, last, share, days, _STATES[state], _FORMS[form])
    return KeptPlacement(fact, school)


def _hires(employments: Iterable[Employment]) -> tuple[IndustryHire, ...]:
    return tuple(
        IndustryHire(each.started_on, each.industry_months)
        for each in employments
        if each.started_on is not None and each.industry_months is not None
    )
