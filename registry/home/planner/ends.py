"""How a draft ends: made into placements all at once, given up; and how what was made is withdrawn together."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.home.planner.asking import PLAN
from registry.home.planner.drafts import HIGHEST_REVISION, Typed, meanwhile, plan_page
from registry.identity.access import Door, scopes
from registry.kernel.errors import InvalidFields, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go
from registry.practice.queries.batch_plans import batch_plan
from registry.practice.records.planning import BatchPlan, BatchState, EndBatch, SubmitBatch
from registry.practice.service.planning import discard_batch, submit_batch, withdraw_batch


@post("/planner/plans/{plan_id:uuid}/submit", name="submit_batch_plan", permission=PLAN)
async def submit(request: Visitor, reading: Door, plan_id: FromPath[UUID]) -> Response[Any]:
    """Make the placements, all or none."""
    form = await filled(request)
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    try:
        async with open_process("submit_batch", reading) as process:
            made = await submit_batch(process, SubmitBatch(plan_id, _revision(form)), scope)
    except InvalidFields as wrong:
        return await plan_page(request, reading, plan, scope, Typed({}, wrong.faults))
    except (StaleEdit, NotPermitted) as refused:
        now, _ = await batch_plan(reading, plan_id, (scope,))
        if now.state is not BatchState.SUBMITTED:
            return await _too_late(request, reading, now, scope, (form, refused))
        return go(request, "batch_plan", plan_id=plan_id)
    return go(request, "batch_plan", note=f"已提交,建立了 {len(made)} 条计划", plan_id=plan_id)


@post("/planner/plans/{plan_id:uuid}/withdraw", name="withdraw_batch_plan", permission=PLAN)
async def withdraw(request: Visitor, reading: Door, plan_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw all that was made."""
    form = await filled(request)
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    command = EndBatch(plan_id, _revision(form), form.text("reason"))
    try:
        form.require_valid()
        async with open_process("withdraw_batch", reading, command.reason) as process:
            await withdraw_batch(process, command, scope)
    except InvalidFields as wrong:
        return await plan_page(request, reading, plan, scope, Typed(form.values, wrong.faults))
    except (StaleEdit, NotPermitted) as refused:
        now, _ = await batch_plan(reading, plan_id, (scope,))
        if now.state is not BatchState.WITHDRAWN:
            return await _too_late(request, reading, now, scope, (form, refused))
    return go(request, "batch_plan", note="已整批撤回", plan_id=plan_id)


@post("/planner/plans/{plan_id:uuid}/discard", name="discard_batch_plan", permission=PLAN)
async def discard(request: Visitor, reading: Door, plan_id: FromPath[UUID]) -> Response[Any]:
    """Give a draft up."""
    form = await filled(request)
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    command = EndBatch(plan_id, _revision(form), form.text("reason"))
    try:
        form.require_valid()
        async with open_process("discard_batch", reading, command.reason) as process:
            await discard_batch(process, command, scope)
    except InvalidFields as wrong:
        return await plan_page(request, reading, plan, scope, Typed(form.values, wrong.faults))
    except (StaleEdit, NotPermitted) as refused:
        now, _ = await batch_plan(reading, plan_id, (scope,))
        if now.state is not BatchState.DISCARDED:
            return await _too_late(request, reading, now, scope, (form, refused))
    return go(request, "batch_plans", note="草案已放弃", place=scope.id)


def _revision(form: Form) -> int:
    return form.whole("revision", 1, HIGHEST_REVISION) or 0


async def _too_late(
    request: Visitor,
    reading: Reading,
    now: BatchPlan,
    scope: Scope,
    why: tuple[Form, StaleEdit | NotPermitted],
) -> Response[Any]:
    """The plan as it stands, with what was typed, where somebody else was first. Raises NotPermitted."""
    form, refused = why
    if isinstance(refused, NotPermitted):
        raise refused
    return await plan_page(request, reading, now, scope, Typed(form.values, {}, words=meanwhile(now)))


ROUTES = [submit, withdraw, discard]
