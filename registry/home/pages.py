"""The first screen: for each role the figure it asks for first, what waits, and the one thing to do next."""

from typing import Any

from litestar import Response, get

from registry.audit.process import Reading
from registry.home.staff import Sums, sums_of, urgency
from registry.home.teacher import teacher_context
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import schools
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.pages import Visitor, go, page
from registry.practice.model import StandingState
from registry.practice.queries.approvals import plans_waiting_for
from registry.practice.queries.placements import waiting_at
from registry.practice.queries.school_answers import answers_at
from registry.practice.rules.progress import HANDED_IN, Progress

NEXT_TO_LAPSE = 10
"""People listed on the first screen, who lapse soonest."""


@get("/", name="home", permission=Permission.OWN_ACCOUNT)
async def home(request: Visitor, reading: Door) -> Response[Any]:
    """What each of the visitor's roles asks for first."""
    principal = principal_of(reading.actor)
    if permits(principal, Permission.KEEP_INSTALLATION) and len({held.role for held in principal.roles}) == 1:
        return go(request, "installation")
    context: dict[str, Any] = {"own": None, "offices": [], "bureaus": [], "plans": await _plans(reading)}
    if principal.person_id and any(held.role is Role.TEACHER for held in principal.roles):
        own = Scope.person(principal.person_id)
        context["own"] = await teacher_context(request, reading, principal.person_id, own, reading.today)
    for scope in scopes(reading, Permission.READ_TEACHERS):
        if scope.kind in (ScopeKind.SCHOOL, ScopeKind.DEPARTMENT):
            context["offices"].append(await _office(reading, scope))
        elif scope.kind is ScopeKind.BUREAU:
            context["bureaus"].append(await _bureau(reading, scope))
    return page(request, "home/home.html", Progress=Progress, **context)


async def _office(reading: Reading, scope: Scope) -> dict[str, Any]:
    """The sums of a school or department, who lapses next, and how many placements wait for the office."""
    (place,) = await schools(reading, scope)
    answers = await answers_at(reading, place.id, reading.today, scope)
    lapsing = [each for each in answers if each.standing.state is StandingState.AT_RISK]
    principal = principal_of(reading.actor)
    may_recognise = principal.holds(Role.HR_OFFICER, scope)
    waiting = await waiting_at(reading, place.id, HANDED_IN, scope) if may_recognise else ()
    return {
        "school": place,
        "is_department": scope.kind is ScopeKind.DEPARTMENT,
        "department": next((each.entry.department for each in answers), None),
        "department_id": scope.id if scope.kind is ScopeKind.DEPARTMENT else None,
        "sums": sums_of(answers),
        "lapsing": sorted(lapsing, key=urgency)[:NEXT_TO_LAPSE],
        "may_recognise": may_recognise,
        "waiting": len(waiting),
    }


async def _bureau(reading: Reading, scope: Scope) -> list[tuple[School, Sums]]:
    """Each school of a bureau with its sums."""
    return [
        (place, sums_of(await answers_at(reading, place.id, reading.today, scope)))
        for place in await schools(reading, scope)
    ]


async def _plans(reading: Reading) -> int:
    waiting = [await plans_waiting_for(reading, scope) for scope in scopes(reading, Permission.APPROVE_PLANS)]
    return len({each.placement.id for plans in waiting for each in plans})


ROUTES = [home]
