"""Approving plans: the chain on a placement's page, and the pile of plans that wait for somebody's opinion."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.queries.persons import persons
from registry.platform.web.forms import LONGEST_TEXT, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import words
from registry.practice.model import PlacementState
from registry.practice.queries.approvals import PlanWaiting, chain_progress, opinions_of, plans_waiting_for
from registry.practice.queries.placements import placement_scope
from registry.practice.records import MovePlacement, Placement, Step
from registry.practice.records.approvals import GiveOpinion
from registry.practice.service.approvals import give_opinion
from registry.practice.service.steps import move_placement

APPROVE = Permission.APPROVE_PLANS


async def section(reading: Reading, placement: Placement, scope: Scope) -> dict[str, Any]:
    """How far the plan has come along the school's chain, and everything that was said."""
    return {
        "progress": await chain_progress(reading, placement.id, scope),
        "opinions": await opinions_of(reading, placement.id, scope),
        "is_plan": placement.state is PlacementState.PLANNED,
    }


@get("/plans", name="plans", permission=APPROVE)
async def waiting(request: Visitor, reading: Door) -> Response[Any]:
    """The plans whose next step the visitor may sign."""
    return await _list(request, reading, {})


@post("/plans/{placement_id:uuid}", name="give_opinion", permission=APPROVE)
async def answer(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Agree to a plan, or send it back with words. The same opinion sent twice is one."""
    form = await filled(request)
    agreed, said = form.text("agreed") == "yes", form.text("words", longest=LONGEST_TEXT)
    revision, position = form.whole("revision", 1, 10**6) or 0, form.whole("position", 1, 99)
    form.require_valid()
    waiting = {each.placement.id: (each, scope) for each, scope in await _waiting(reading)}
    plan, scope = waiting.get(placement_id, (None, None))
    if plan is None or scope is None or position != (plan.step.position if plan.step else None):
        return await _said_already(request, reading, placement_id)
    try:
        async with open_process("give_opinion", reading, said) as process:
            if position is None:
                await move_placement(process, MovePlacement(placement_id, revision, Step.APPROVE, said), scope)
            else:
                await give_opinion(process, GiveOpinion(placement_id, revision, position, agreed, said), scope)
    except StaleEdit:
        return await _said_already(request, reading, placement_id)
    except InvalidFields as wrong:
        return await _list(request, reading, {placement_id: wrong.faults}, typed=said)
    return go(request, "plans", note="已同意" if agreed else "已退回教师修改")


async def _said_already(request: Visitor, reading: Reading, placement_id: UUID) -> Response[Any]:
    """A plan that no longer waits as it was seen: somebody signed it, perhaps the visitor with a second click."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, APPROVE))
    said = await opinions_of(reading, placement_id, scope)
    if any(each.given_by == reading.actor.account_id for each in said):
        return go(request, "plans", note="这份计划已有您的意见")
    if found.state is PlacementState.APPROVED:
        return go(request, "plans", note="这份计划已批准")
    raise StaleEdit("这份计划刚才有人改动或办理,请刷新后再看")


async def _waiting(reading: Reading) -> list[tuple[PlanWaiting, Scope]]:
    found: dict[UUID, tuple[PlanWaiting, Scope]] = {}
    for scope in scopes(reading, APPROVE):
        for each in await plans_waiting_for(reading, scope):
            found.setdefault(each.placement.id, (each, scope))
    return list(found.values())


async def _list(
    request: Visitor, reading: Reading, faults: dict[UUID, dict[str, str]], typed: str = ""
) -> Response[Any]:
    plans = [each for each, _ in await _waiting(reading)]
    names = await persons(reading, {each.placement.person_id for each in plans})
    return page(
        request,
        "practice/plans.html",
        422 if faults else 200,
        plans=plans,
        names=names,
        faults=faults,
        typed=typed,
        words=words,
    )


ROUTES = [waiting, answer]
