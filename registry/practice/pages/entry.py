"""Entering a placement, mending it, and what it would change while it is still being typed."""

from dataclasses import fields
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.queries.careers import employment_on, employments_of
from registry.people.queries.persons import person
from registry.people.queries.reach import scope_reaching
from registry.platform.web.forms import filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import wording, words
from registry.practice.model import PlacementState
from registry.practice.pages.form import LABELS, content_from, draft_fields, values_of
from registry.practice.queries.placements import placement_scope, placements_of
from registry.practice.queries.preview import preview_placement
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import MendPlacement, Placement, PlacementContent, RecordPlacement, Supervisor
from registry.practice.rules.lifecycle import may_mend
from registry.practice.service.loading import acting_of
from registry.practice.service.placements import mend_placement, record_placement

ENTER = Permission.ENTER_PLACEMENTS
"""Who may open the form: teachers for themselves, the office for a teacher."""
NO_FAULTS: dict[str, str] = {}


class Owner(NamedTuple):
    """Whose practice it is, and the scope in which the actor reaches the person."""

    person_id: UUID
    scope: Scope


class Shown(NamedTuple):
    """What the form shows: what was typed, what is wrong with it, and the placement it changes (None: a new one)."""

    values: dict[str, str]
    faults: dict[str, str] = NO_FAULTS
    edited: Placement | None = None


@get("/placements/new", name="new_placement", permission=ENTER)
async def ask(
    request: Visitor, reading: Door, person_id: FromQuery[UUID | None] = None, copy: FromQuery[UUID | None] = None
) -> Response[Any]:
    """An empty form, or one that begins with what the last placement says."""
    former, seen = await placement_scope(reading, copy, scopes(reading, ENTER)) if copy else (None, None)
    meant = person_id or (former.person_id if former else principal_of(reading.actor).person_id)
    if meant is None:
        return go(request, "teachers", note="请先选择教师,再代为登记")
    owner = await _owner(reading, meant)
    values = {"form": "post_work", "duty_mode": "off_duty", "relation": "none", "placement_id": str(uuid4())}
    if former and seen:
        values |= values_of(content_of(former), (await supervisors_of(reading, [former.id], seen))[former.id])
        values |= {"started_on": "", "finished_on": "", "attended": "", "summary": ""}
    return await _form(request, reading, owner, Shown(values))


@post("/placements", name="record_placement", permission=ENTER)
async def record(request: Visitor, reading: Door) -> Response[Any]:
    """Keep it as a plan, or hand it in. The same form sent twice is one placement."""
    form = await filled(request)
    owner = await _owner(reading, form.key("person_id"))
    state = PlacementState.SUBMITTED if form.text("as") == "submitted" else PlacementState.PLANNED
    new_id = form.key("placement_id") or uuid4()
    try:
        content = content_from(form, reading.today)
        school_id = await _school_of(reading, owner)
        command = RecordPlacement(owner.person_id, school_id, content, state, new_id)
        async with open_process("record_placement", reading) as process:
            await record_placement(process, command, owner.scope)
    except InvalidFields as wrong:
        return await _form(request, reading, owner, Shown(form.values, wrong.faults))
    except StaleEdit:
        saved, _ = await placement_scope(reading, new_id, (owner.scope,))
        return go(request, "placement", placement_id=saved.id)
    note = "已提交,等待确认和认定" if state is PlacementState.SUBMITTED else "计划已保存"
    return go(request, "placement", note=note, placement_id=new_id)


@get("/placements/{placement_id:uuid}/edit", name="edit_placement", permission=ENTER)
async def ask_again(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """The form with what the placement says now."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, ENTER))
    acting = acting_of(principal_of(reading.actor), found.person_id, found.school_id, scope)
    if found.is_replaced or not may_mend(found.state, acting.parts).allowed:
        return go(request, "placement", placement_id=found.id)
    values = values_of(content_of(found), (await supervisors_of(reading, [found.id], scope))[found.id])
    values["revision"] = str(found.revision)
    return await _form(request, reading, Owner(found.person_id, scope), Shown(values, edited=found))


@post("/placements/{placement_id:uuid}/edit", name="mend_placement", permission=ENTER)
async def mend(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Write what was typed over what the placement said."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, ENTER))
    revision = form.whole("revision", 1, 10**6) or 0
    try:
        content = content_from(form, reading.today)
        if content == content_of(found, content.supervisor) and revision < found.revision:
            return go(request, "placement", placement_id=placement_id)
        async with open_process("mend_placement", reading) as process:
            await mend_placement(process, MendPlacement(placement_id, revision, content), scope)
    except StaleEdit:
        now, _ = await placement_scope(reading, placement_id, (scope,))
        if content != content_of(now, content.supervisor):
            raise
    except InvalidFields as wrong:
        return await _form(request, reading, Owner(found.person_id, scope), Shown(form.values, wrong.faults, found))
    return go(request, "placement", note="已保存修改", placement_id=placement_id)


@post("/placements/preview", name="preview_placement", permission=ENTER)
async def preview(request: Visitor, reading: Door) -> Response[Any]:
    """What the placement being typed would change; a piece of a page."""
    form = await filled(request)
    owner = await _owner(reading, form.key("person_id"))
    found = await preview_placement(reading, owner.person_id, draft_fields(form), owner.scope, form.key("instead_of"))
    return page(request, "practice/preview.html", found=found, wording=wording, words=words)


def content_of(found: Placement, supervisor: Supervisor | None = None) -> PlacementContent:
    """What a placement says, as a form would say it."""
    told = {
        field.name: getattr(found, field.name) for field in fields(PlacementContent) if field.name != "supervisor"
    }
    return PlacementContent(**told, supervisor=supervisor)


async def _owner(reading: Reading, person_id: UUID | None) -> Owner:
    """Whose practice is entered, and in which scope: one's own unless somebody else is named. Raises NotFound."""
    owner = person_id or principal_of(reading.actor).person_id
    if owner is None:
        raise NotFound("请先选择教师")
    return Owner(owner, await scope_reaching(reading, owner, scopes(reading, ENTER)))


async def _school_of(reading: Reading, owner: Owner) -> UUID:
    """The school that keeps what is entered now: the one that employs today, else the one that did so last."""
    person_id, scope = owner
    employed = await employment_on(reading, person_id, reading.today, scope)
    if employed is None:
        known = (await employments_of(reading, [person_id], scope))[person_id]
        if not known:
            raise InvalidFields({"school_id": "此人没有任职记录,请先由人事处登记任职"})
        employed = known[-1]
    return employed.employment.school_id


async def _form(request: Visitor, reading: Reading, of: Owner, shown: Shown) -> Response[Any]:
    former = (await placements_of(reading, [of.person_id], of.scope))[of.person_id]
    return page(
        request,
        "practice/entry.html",
        422 if shown.faults else 200,
        owner=await person(reading, of.person_id, of.scope),
        is_own=principal_of(reading.actor).person_id == of.person_id,
        values=shown.values,
        faults=shown.faults,
        labels=LABELS,
        edited=shown.edited,
        last=former[-1] if former else None,
        words=words,
    )


ROUTES = [ask, record, ask_again, mend, preview]
