"""The first screen: for each role the figure it asks for first, what waits, and the one thing to do next."""

from typing import Any

from litestar import Response, get

from registry.audit.process import Reading
from registry.home.board.asked import Address
from registry.home.board.bureau import school_lines
from registry.home.board.chasing import chases_of
from registry.home.board.pages import duty_figures, state_figures
from registry.home.teacher import teacher_context
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.pages import Visitor, go, page
from registry.practice.queries.approvals import plans_waiting_for
from registry.practice.queries.board import board
from registry.practice.queries.placements import waiting_at
from registry.practice.rules.board import BoardSort, BoardWish
from registry.practice.rules.progress import HANDED_IN
from registry.reminders.queries.inbox import unread_count

NEXT_TO_LAPSE = 5
"""People listed on the first screen, who lapse soonest."""


@get("/", name="home", permission=Permission.OWN_ACCOUNT)
async def home(request: Visitor, reading: Door) -> Response[Any]:
    """What each of the visitor's roles asks for first."""
    principal = principal_of(reading.actor)
    if permits(principal, Permission.KEEP_INSTALLATION) and len({held.role for held in principal.roles}) == 1:
        return go(request, "installation")
    context: dict[str, Any] = {"own": None, "offices": [], "bureaus": [], "plans": await _plans(reading)}
    context["unread"] = await unread_count(reading)
    if principal.person_id and any(held.role is Role.TEACHER for held in principal.roles):
        own = Scope.person(principal.person_id)
        context["own"] = await teacher_context(request, reading, principal.person_id, own, reading.today)
    for scope in scopes(reading, Permission.READ_TEACHERS):
        if scope.kind in (ScopeKind.SCHOOL, ScopeKind.DEPARTMENT):
            context["offices"].append(await _office(request, reading, scope))
        elif scope.kind is ScopeKind.BUREAU:
            context["bureaus"].append(await _bureau(request, reading, scope))
    return page(request, "home/home.html", **context)


async def _office(request: Visitor, reading: Reading, scope: Scope) -> dict[str, Any]:
    """The sums of a school or department, who lapses next, and how many placements wait for the office."""
    department_id = scope.id if scope.kind is ScopeKind.DEPARTMENT else None
    lapsing = BoardWish(reading.today, department_id=department_id, sort=BoardSort.LAPSE, limit=NEXT_TO_LAPSE)
    found = await board(reading, lapsing, [scope])
    (place,) = found.schools
    shown = BoardWish(reading.today, school_id=place.school_id, department_id=department_id)
    address = Address(request, shown, reading.today)
    may_recognise = principal_of(reading.actor).holds(Role.HR_OFFICER, scope)
    waiting = await waiting_at(reading, place.school_id, HANDED_IN, scope) if may_recognise else ()
    return {
        "school_id": place.school_id,
        "name": (next((row.department for row in found.rows), None) if department_id else None) or place.school_name,
        "on": reading.today,
        "rule": next((str(row.standing.citation) for row in found.rows if row.standing.citation), ""),
        "sums": found.sums,
        "everybody": address.to(),
        "duty": duty_figures(found, address),
        "states": state_figures(found, address),
        "chases": chases_of(reading, found, address),
        "lapsing": [row for row in found.rows if row.standing.lapses_on],
        "lapses": address.to(sort=BoardSort.LAPSE),
        "may_recognise": may_recognise,
        "waiting": len(waiting),
    }


async def _bureau(request: Visitor, reading: Reading, scope: Scope) -> dict[str, Any] | None:
    """Each school of a bureau with its sums, and their total; None while the bureau has no school."""
    try:
        found = await board(reading, BoardWish(reading.today, limit=0), [scope])
    except NotFound:
        return None
    address = Address(request, BoardWish(reading.today), reading.today)
    return {
        **school_lines(request, reading, found),
        "sums": found.sums,
        "everybody": address.to(),
        "duty": duty_figures(found, address),
        "chases": chases_of(reading, found, address),
    }


async def _plans(reading: Reading) -> int:
    waiting = [await plans_waiting_for(reading, scope) for scope in scopes(reading, Permission.APPROVE_PLANS)]
    return len({each.placement.id for plans in waiting for each in plans})


ROUTES = [home]
