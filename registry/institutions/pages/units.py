"""Offices and departments opened and closed, breaks entered into the calendar and taken out."""

from typing import Any
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.institutions.model.commands import CloseUnit, OpenUnit, RecordBreak, VoidBreak
from registry.institutions.model.facts import UnitKind
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.institutions.pages.place import KEEP, back, chosen_place, crumbs
from registry.institutions.pages.words import UNIT_WORDS
from registry.institutions.queries.belongings import breaks, units
from registry.institutions.service.breaks import record_break, void_break
from registry.institutions.service.units import close_unit, open_unit
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor


@route("/school/{school_id:uuid}/units/new", http_method=BOTH, name="open_unit", permission=KEEP)
async def open_one(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """A new office or department."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "登记处室或系部",
        "登记",
        (
            Field("kind", "类别", Kind.SELECT, required=True, options=offered(UNIT_WORDS), hint="处室审批,系部教学"),
            Field("name", "名称", required=True, hint="如:人事处、机电工程系"),
            Field("started_on", "设立日期", Kind.DAY, hint="留空表示一直就有"),
        ),
        crumbs(request, school),
    )

    async def act(form: Form) -> Response[Any]:
        kind, name = form.choice("kind", UnitKind), form.text("name", required=True)
        started_on = form.day("started_on")
        form.require_valid()
        assert kind is not None
        try:
            async with open_process("open_unit", reading) as process:
                await open_unit(process, OpenUnit(school_id, kind, name, started_on), scope)
        except InvalidFields:
            known = await units(reading, school_id, scope)
            told = (kind, name, started_on, None)
            if told not in {(each.kind, each.name, each.started_on, each.finished_on) for each in known}:
                raise
        return back(request, school, "已登记")

    return await conducted(request, question, {"kind": UnitKind.DEPARTMENT}, act)


@route("/school/{school_id:uuid}/units/{unit_id:uuid}/close", http_method=BOTH, name="close_unit", permission=KEEP)
async def close(request: Visitor, reading: Door, school_id: FromPath[UUID], unit_id: FromPath[UUID]) -> Response[Any]:
    """The last day of an office or department."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    unit = next((each for each in await units(reading, school_id, scope) if each.id == unit_id), None)
    if unit is None:
        return back(request, school)
    question = Question(
        "撤销处室或系部",
        "撤销",
        (Field("finished_on", "最后一天", Kind.DAY, required=True), Field("reason", "理由")),
        crumbs(request, school),
        about=unit.name,
        touches=(
            "在该系部任职的教师请另行办理系部调动。",
            "审批链中有该处室的,请另设一条新的审批链。",
        ),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        finished_on = form.day("finished_on", required=True)
        form.require_valid()
        assert finished_on is not None
        if unit.finished_on == finished_on:
            return back(request, school)
        async with open_process("close_unit", reading, form.text("reason")) as process:
            await close_unit(process, CloseUnit(unit_id, revision_in(form), finished_on), scope)
        return back(request, school, "已撤销")

    return await conducted(request, question, {"revision": unit.revision}, act)


@route("/school/{school_id:uuid}/breaks/new", http_method=BOTH, name="record_break", permission=KEEP)
async def add_break(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """Days without classes, in which teachers can practise."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "登记假期",
        "登记假期",
        (
            Field("name", "名称", required=True, hint="如:2027 年暑假"),
            Field("started_on", "第一天", Kind.DAY, required=True),
            Field("finished_on", "最后一天", Kind.DAY, required=True, hint="首尾两天都算"),
        ),
        crumbs(request, school),
        lede="按假期推算每位教师开学前还能安排多少天企业实践。",
    )

    async def act(form: Form) -> Response[Any]:
        name = form.text("name", required=True)
        started_on, finished_on = form.day("started_on", required=True), form.day("finished_on", required=True)
        form.require_valid()
        assert started_on
        assert finished_on
        try:
            async with open_process("record_break", reading) as process:
                await record_break(process, RecordBreak(school_id, name, started_on, finished_on), scope)
        except InvalidFields:
            known = await breaks(reading, school_id, scope)
            if (name, started_on, finished_on) not in {
                (each.name, each.started_on, each.finished_on) for each in known
            }:
                raise
        return back(request, school, "假期已登记")

    return await conducted(request, question, {}, act)


@route("/school/{school_id:uuid}/breaks/{break_id:uuid}/void", http_method=BOTH, name="void_break", permission=KEEP)
async def take_break_out(
    request: Visitor, reading: Door, school_id: FromPath[UUID], break_id: FromPath[UUID]
) -> Response[Any]:
    """A break taken out of the calendar; a changed one is entered anew."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    found = next((each for each in await breaks(reading, school_id, scope) if each.id == break_id), None)
    if found is None:
        return back(request, school)
    question = Question(
        "作废假期",
        "作废假期",
        (Field("reason", "理由", required=True, hint="日期有变的,作废后重新登记"),),
        crumbs(request, school),
        about=f"{found.name} · {found.started_on} – {found.finished_on}",
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_break", reading, reason) as process:
            await void_break(process, VoidBreak(break_id, revision_in(form), reason), scope)
        return back(request, school, "假期已作废")

    return await conducted(request, question, {"revision": found.revision}, act)


ROUTES = [open_one, close, add_break, take_break_out]
