"""One placement on one page: what it says, how far it has come, what rests on it, what may be done now."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.audit import wording
from registry.audit.history import Page, history_of
from registry.audit.process import Reading
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.persons import person
from registry.platform.web.pages import Visitor, page
from registry.practice.documents import words
from registry.practice.model import PlacementState
from registry.practice.pages import appraisal_part, approval, confirmation_part, journal, papers
from registry.practice.pages.refused import LABELS, Refused
from registry.practice.pages.resting import resting_on_former
from registry.practice.queries.notices import notices_about
from registry.practice.queries.placements import placement_scope, revisions_of
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import Placement, Step
from registry.practice.rules.lifecycle import MOVES, Part, is_decision, may_mend, may_move
from registry.practice.service.loading import acting_of, stands_apart

SECTIONS = (approval, papers, confirmation_part, appraisal_part, journal)
"""The parts of the page, in the order of a placement's life."""
HINTS = {
    "planned": "等待审批;实践结束后在这里提交。",
    "approved": "计划已批准。实践结束后提交,并上传盖章的鉴定(考核)表。",
    "submitted": "等待认定:有企业盖章的鉴定(考核)表,或企业通过链接确认。",
    "complete": "材料已齐,等待人事处认定。",
    "confirmed": "企业已确认,等待人事处认定。",
    "disputed": "企业提出异议。核对后修改并重新提交,或由人事处处理。",
    "verified": "已认定并计入。",
    "returned": "请按说明修改后重新提交。",
    "rejected": "未通过,不计入。",
    "voided": "已作废,不再计入;记录和材料保留。",
    "withdrawn": "已撤回,不再计入。",
}
"""What comes next, by state; `complete`: handed in, and nothing is missing."""
SOME_REASON = "…"
"""Stands for the reason that will be asked for, when a page only wants to know whether an act may be offered."""


@get("/placements/{placement_id:uuid}", name="placement", permission=Permission.READ_PLACEMENTS)
async def show(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """The whole placement."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, Permission.READ_PLACEMENTS))
    context = await _context(request, reading, found, scope)
    return page(request, "practice/placement.html", **context, refused=Refused())


async def shown_again(request: Visitor, reading: Reading, placement_id: UUID, refused: Refused) -> Response[Any]:
    """The page as the placement stands now, with what was typed into one of its forms and why it was not taken."""
    now, scope = await placement_scope(reading, placement_id, scopes(reading, Permission.READ_PLACEMENTS))
    context = await _context(request, reading, now, scope)
    return page(request, "practice/placement.html", refused.status, **context, refused=refused)


async def _context(request: Visitor, reading: Reading, found: Placement, scope: Scope) -> dict[str, Any]:
    context = await _facts(reading, found, scope)
    context["former"] = await resting_on_former(request, reading, context["revisions"])
    for part in SECTIONS:
        context |= await part.section(reading, found, scope)
    return context


async def _facts(reading: Reading, found: Placement, scope: Scope) -> dict[str, Any]:
    principal = principal_of(reading.actor)
    acting = acting_of(principal, found.person_id, found.school_id, scope)
    revisions = await revisions_of(reading, found.id, scope)
    return {
        "placement": found,
        "owner": await person(reading, found.person_id, scope),
        "school": await school(reading, found.school_id, EVERYWHERE),
        "supervisor": (await supervisors_of(reading, [found.id], scope))[found.id],
        "notices": await notices_about(reading, found, scope) if not found.is_replaced else (),
        "revisions": revisions,
        "stands": revisions[-1],
        "steps": offered(reading, found, scope),
        "needs_reason": {step for step, move in MOVES.items() if move.needs_reason},
        "may_mend": not found.is_replaced and may_mend(found.state, acting.parts).allowed,
        "may_enter": bool(acting.parts & {Part.TEACHER, Part.OFFICE}),
        "next_hints": HINTS,
        "labels": LABELS,
        "words": words,
        "Step": Step,
        "State": PlacementState,
    }


def offered(reading: Reading, placement: Placement, scope: Scope) -> tuple[Step, ...]:
    """The steps that this actor may take with a placement now, in the order of its life."""
    principal = principal_of(reading.actor)
    acting = acting_of(principal, placement.person_id, placement.school_id, scope)
    if placement.is_replaced:
        return ()
    found = (step for step in MOVES if may_move(step, placement.state, acting.parts, SOME_REASON).allowed)
    apart = stands_apart(principal, acting, placement.person_id).allowed
    return tuple(step for step in found if apart or not is_decision(step))


@get("/placements/{placement_id:uuid}/history", name="placement_history", permission=Permission.READ_PLACEMENTS)
async def history(
    request: Visitor, reading: Door, placement_id: FromPath[UUID], before: FromQuery[int | None] = None
) -> Response[Any]:
    """Every change of a placement and of what belongs to it: who, when, why, before and after."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, Permission.READ_PLACEMENTS))
    revisions = await revisions_of(reading, found.id, scope)
    subjects = [(Placement.SUBJECT, each.id) for each in revisions]
    changes = await history_of(reading, subjects, with_personal=False, page=Page(before))
    return page(request, "practice/history.html", placement=found, history=changes, wording=wording)


ROUTES = [show, history]
