"""The list of a school's teachers with their answers on a day: filtered, searched, every sum opening its people."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery

from registry.audit.process import Reading
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school, schools
from registry.kernel.errors import NotFound
from registry.kernel.periods import asked_day
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.pinyin import initials
from registry.platform.web.pages import Visitor, page
from registry.practice.documents.words import URGENCY
from registry.practice.model import StandingState
from registry.practice.queries.school_answers import PersonAnswer, answers_at
from registry.practice.rules.progress import Progress

SHOWN_AT_ONCE = 50


class Sums(NamedTuple):
    """How many people in each state, and how far they are with this year's duty."""

    people: int
    states: list[tuple[StandingState, int]]
    asked: int
    progress: list[tuple[Progress, int]]


@get("/teachers", name="teachers", permission=Permission.READ_TEACHERS)
async def show(
    request: Visitor,
    reading: Door,
    school_id: FromQuery[UUID | None] = None,
    as_of: FromQuery[date | None] = None,
    standing: FromQuery[StandingState | None] = None,
    progress: FromQuery[Progress | None] = None,
    department: FromQuery[UUID | None] = None,
    q: FromQuery[str] = "",
    after: FromQuery[int] = 0,
) -> Response[Any]:
    """Who is there, and how each stands."""
    place, scope, offered = await chosen_school(reading, school_id)
    on = asked_day(as_of) or reading.today
    everybody = await answers_at(reading, place.id, on, scope)
    shown = [
        each
        for each in everybody
        if (standing is None or each.standing.state is standing)
        and (progress is None or each.progress is progress)
        and (department is None or each.entry.department_id == department)
        and matches(each, q)
    ]
    departments = {each.entry.department_id: each.entry.department for each in everybody if each.entry.department_id}
    return page(
        request,
        "home/teachers.html",
        school=place,
        schools=offered,
        answers=sorted(shown, key=urgency)[max(after, 0) :][:SHOWN_AT_ONCE],
        found=len(shown),
        after=max(after, 0),
        at_once=SHOWN_AT_ONCE,
        sums=sums_of(everybody),
        departments=sorted(departments.items(), key=lambda pair: str(pair[1])),
        chosen={"standing": standing, "progress": progress, "department": department, "q": q},
        on=on,
        is_today=on == reading.today,
        may_keep=permits(principal_of(reading.actor), Permission.KEEP_PEOPLE),
        Progress=Progress,
    )


async def chosen_school(reading: Reading, school_id: UUID | None) -> tuple[School, Scope, tuple[School, ...]]:
    """The school that is asked for (the first one where none is), the scope that reaches it, and all there are.

    Raises NotFound, also where the actor has no school.
    """
    offered: dict[UUID, tuple[School, Scope]] = {}
    for scope in scopes(reading, Permission.READ_TEACHERS):
        for each in await schools(reading, scope):
            offered.setdefault(each.id, (each, scope))
    if not offered or (school_id is not None and school_id not in offered):
        raise NotFound("没有找到该学校")
    place, scope = offered[school_id or next(iter(offered))]
    if scope.kind is ScopeKind.SYSTEM:
        raise NotFound("没有找到该学校")
    return await school(reading, place.id, scope), scope, tuple(each for each, _ in offered.values())


def sums_of(answers: tuple[PersonAnswer, ...]) -> Sums:
    """The sums over a list; every one is the number of people behind its link."""
    states = Counter(each.standing.state for each in answers)
    progress = Counter(each.progress for each in answers)
    asked = len(answers) - progress[Progress.NOT_ASKED]
    steps = [each for each in Progress if each is not Progress.NOT_ASKED]
    return Sums(
        len(answers),
        [(state, states[state]) for state in URGENCY],
        asked,
        [(each, progress[each]) for each in steps],
    )


def matches(answer: PersonAnswer, typed: str) -> bool:
    """Whether name, pinyin initials or staff number begin with or hold what was typed."""
    sought = typed.strip().lower()
    entry = answer.entry
    if not sought or sought in entry.name.lower() or entry.staff_no.lower().startswith(sought):
        return True
    return sought.isascii() and any(spelling.startswith(sought) for spelling in initials(entry.name))


def urgency(answer: PersonAnswer) -> tuple[int, date, str]:
    """Who must act first: by state, then by the day on which it lapses."""
    found = answer.standing
    return URGENCY.index(found.state), found.lapses_on or date.max, answer.entry.staff_no


ROUTES = [show]
