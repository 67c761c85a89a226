"""`POST /api/v1/placements`: a placement planned or handed in by another system, as the page does it."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, post

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.identity.model.token_scopes import TokenScope
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.queries.careers import employment_on, employments_of
from registry.people.queries.reach import scope_reaching
from registry.platform.web.api import Link, Operation, answered_with, sent
from registry.platform.web.pages import Visitor, url
from registry.practice.api.placements import TAG, shaped
from registry.practice.api.shapes import ENTERED, SENT, EnteredShape, NoticeShape, PlacementSent
from registry.practice.model import AttendedDay
from registry.practice.queries.notices import notices_about
from registry.practice.queries.placement_pages import with_names
from registry.practice.queries.placements import placement_scope
from registry.practice.records import Notice, Placement, PlacementContent, RecordPlacement, Supervisor
from registry.practice.rules.draft import draft_faults
from registry.practice.rules.lifecycle import ENTERED_AS
from registry.practice.service.placements import record_placement

ENTER = Permission.ENTER_PLACEMENTS
ENTERING = Operation(
    tag=TAG,
    summary="登记一次实践",
    description="存为计划或直接提交,与页面上的登记相同:教师登记本人的,人事处代教师登记。"
    "发送方自选 placement_id 时,同一内容再发一次回答 200,不会重复登记;内容不同则回答 409。",
    body=PlacementSent,
    sent=SENT,
    answer=EnteredShape,
    example=ENTERED,
    status=201,
    also={200: "同一编号的同一内容已经登记过"},
    refusals=(400, 403, 404, 406, 409, 413, 415, 422),
    links={"placement": Link("api_placement", {"placement_id": "$response.body#/placement/id"})},
)


@post(
    "/placements",
    name="api_enter_placement",
    permission=ENTER,
    token_scope=TokenScope.PLACEMENTS_WRITE,
    told=ENTERING,
)
async def enter(request: Visitor, reading: Door) -> Response[Any]:
    """Enter a placement once, however often it is sent."""
    told = await sent(request, PlacementSent)
    if told.state not in ENTERED_AS:
        raise InvalidFields({"state": "登记时只能是 planned 或 submitted"})
    content = content_of(told)
    if faults := draft_faults(content, reading.today):
        raise InvalidFields(faults)
    person_id = told.person_id or principal_of(reading.actor).person_id
    if person_id is None:
        raise NotFound("令牌的主人不是教师,请写明是谁的实践")
    scope = await scope_reaching(reading, person_id, scopes(reading, ENTER))
    school_id = await _school_of(reading, person_id, scope)
    command = RecordPlacement(person_id, school_id, content, told.state, told.placement_id or uuid4())
    try:
        async with open_process("record_placement", reading) as process:
            made = await record_placement(process, command, scope)
    except StaleEdit:
        return await _again(request, reading, command, scope)
    return await _answer(request, made.placement, made.notices, 201)


def content_of(told: PlacementSent) -> PlacementContent:
    """What was sent, as the registry keeps it."""
    attended = None if told.attended is None else sorted(AttendedDay(day.on, day.halves) for day in told.attended)
    supervisor = None if told.supervisor is None else Supervisor(told.supervisor.name, told.supervisor.phone)
    return PlacementContent(
        enterprise_name=told.enterprise_name.strip(),
        started_on=told.started_on,
        finished_on=told.finished_on,
        enterprise_id=told.enterprise_id,
        position=told.position.strip(),
        form=told.form,
        share_percent=told.share_percent,
        attended=None if attended is None else tuple(attended),
        goals=told.goals.strip(),
        expected_results=told.expected_results.strip(),
        teaching_arrangement=told.teaching_arrangement.strip(),
        summary=told.summary.strip(),
        is_abroad=told.is_abroad,
        region_code=told.region_code,
        relation=told.relation,
        supervisor=supervisor,
    )


async def _again(request: Visitor, reading: Reading, command: RecordPlacement, scope: Scope) -> Response[Any]:
    """The placement that was entered under this id before.

    Raises StaleEdit where it says something else, NotFound where the scope does not reach it.
    """
    assert command.placement_id is not None
    found, seen = await placement_scope(reading, command.placement_id, (scope,))
    if found.person_id != command.person_id or not _says(found, command.content):
        raise StaleEdit("这个编号已登记了另一次实践,请换一个编号")
    return await _answer(request, found, await notices_about(reading, found, seen), 200)


def _says(found: Placement, content: PlacementContent) -> bool:
    named = (name for name in content.__dataclass_fields__ if name != "supervisor")
    return all(getattr(found, name) == getattr(content, name) for name in named)


async def _school_of(reading: Reading, person_id: UUID, scope: Scope) -> UUID:
    """The school that keeps what is entered now: the one that employs today, else the one that did so last."""
    employed = await employment_on(reading, person_id, reading.today, scope)
    if employed is None:
        known = (await employments_of(reading, [person_id], scope))[person_id]
        if not known:
            raise InvalidFields({"person_id": "此人没有任职记录,请先由人事处登记任职"})
        employed = known[-1]
    return employed.employment.school_id


async def _answer(request: Visitor, placement: Placement, notices: tuple[Notice, ...], status: int) -> Response[Any]:
    (named,) = await with_names([placement])
    shown = [
        NoticeShape(
            kind=each.kind,
            from_day=each.period.started_on,
            to_day=each.period.finished_on,
            other_id=each.other_id,
        )
        for each in notices
    ]
    place = {"location": url(request, "api_placement", placement_id=placement.id)}
    return answered_with(EnteredShape(placement=shaped(named), notices=shown), status, place)


ROUTES = [enter]
