"""One teacher of a plan: where the line differs from what the plan says for everybody, or out of the plan."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.home.planner.asking import LABELS, PLAN
from registry.home.planner.drafts import HIGHEST_REVISION, NOTHING_TYPED, Typed, meanwhile, typed_again
from registry.identity.access import Door, scopes
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.scopes import Scope
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import planning_words
from registry.practice.queries.batch_plans import batch_plan, lines_of
from registry.practice.queries.planning import planned_lines
from registry.practice.records.planning import BatchPlan, BatchState, ChangeLine, LineContent, TakeOutLine
from registry.practice.rules.planning import Outcome
from registry.practice.service.planning import change_line, take_out_line


@get("/planner/plans/{plan_id:uuid}/lines/{line_id:uuid}", name="batch_line", permission=PLAN)
async def show(request: Visitor, reading: Door, plan_id: FromPath[UUID], line_id: FromPath[UUID]) -> Response[Any]:
    """What the plan says for one teacher."""
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    if plan.state is not BatchState.DRAFT:
        return go(request, "batch_plan", plan_id=plan_id)
    return await _page(request, reading, (plan, line_id), scope)


@post("/planner/plans/{plan_id:uuid}/lines/{line_id:uuid}", name="save_batch_line", permission=PLAN)
async def save(request: Visitor, reading: Door, plan_id: FromPath[UUID], line_id: FromPath[UUID]) -> Response[Any]:
    """Keep what differs, or take the teacher out."""
    form = await filled(request)
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    is_out = form.text("act") == "take_out"
    try:
        await _carry_out(reading, form, (plan_id, line_id), scope)
    except InvalidFields as wrong:
        typed = Typed(typed_again(form, wrong.faults), wrong.faults)
        return await _page(request, reading, (plan, line_id), scope, typed)
    except StaleEdit:
        there = {each.id: each.own for each in (await lines_of([plan_id]))[plan_id]}
        if not (line_id not in there if is_out else there.get(line_id) == _own(form)):
            now, _ = await batch_plan(reading, plan_id, (scope,))
            if line_id not in there or now.state is not BatchState.DRAFT:
                raise
            return await _page(request, reading, (now, line_id), scope, Typed(form.values, {}, words=meanwhile(now)))
    return go(request, "batch_plan", note="已移出计划" if is_out else "已按此人调整", plan_id=plan_id)


async def _carry_out(reading: Reading, form: Form, which: tuple[UUID, UUID], scope: Scope) -> None:
    revision = form.whole("revision", 1, HIGHEST_REVISION) or 0
    if form.text("act") == "take_out":
        async with open_process("take_out_line", reading) as process:
            await take_out_line(process, TakeOutLine(which[0], revision, which[1]), scope)
        return
    own = _own(form)
    form.require_valid()
    async with open_process("change_line", reading) as process:
        await change_line(process, ChangeLine(which[0], revision, which[1], own), scope)


def _own(form: Form) -> LineContent:
    firm = form.text("enterprise_name")
    key = form.key("enterprise_id") if firm else None
    return LineContent(firm, key, form.text("position"), form.day("started_on"), form.day("finished_on"))


async def _page(
    request: Visitor,
    reading: Reading,
    which: tuple[BatchPlan, UUID],
    scope: Scope,
    typed: Typed = NOTHING_TYPED,
) -> Response[Any]:
    plan, line_id = which
    found = next((each for each in await planned_lines(reading, plan, scope) if each.line.id == line_id), None)
    if found is None:
        raise NotFound("没有找到计划中的这位教师")
    return page(
        request,
        "home/planner_line.html",
        typed.status,
        plan=plan,
        meanwhile=typed.words,
        one=found,
        values=_values(found.line.own) | typed.values,
        faults=typed.faults,
        labels=LABELS,
        words=planning_words,
        Outcome=Outcome,
    )


def _values(own: LineContent) -> dict[str, str]:
    return {
        "enterprise_name": own.enterprise_name,
        "enterprise_id": str(own.enterprise_id or ""),
        "position": own.position,
        "started_on": own.started_on.isoformat() if own.started_on else "",
        "finished_on": own.finished_on.isoformat() if own.finished_on else "",
    }


ROUTES = [show, save]
