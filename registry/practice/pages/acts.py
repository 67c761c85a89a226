"""The steps of one placement, each a small form: hand in, withdraw, send back, reject, undo, void."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.platform.web.forms import LONGEST_TEXT, filled
from registry.platform.web.pages import Visitor, go
from registry.practice.pages.correction import voiding
from registry.practice.pages.placement import shown_again
from registry.practice.pages.refused import REFUSALS, refused
from registry.practice.queries.placements import placement_scope
from registry.practice.records import MovePlacement, Placement, Step
from registry.practice.rules.lifecycle import MOVES
from registry.practice.service.steps import move_placement

DONE = {
    Step.APPROVE: "计划已批准",
    Step.SUBMIT: "已提交,等待确认和认定",
    Step.CONFIRM: "已按盖章表确认",
    Step.VERIFY: "已认定",
    Step.RETURN: "已退回教师修改",
    Step.REJECT: "已记为未通过",
    Step.UNDO_REJECTION: "已撤销“未通过”,恢复为待审核",
    Step.WITHDRAW: "已撤回",
    Step.VOID: "已作废,不再计入",
}


@post("/placements/{placement_id:uuid}/steps", name="move_placement", permission=Permission.READ_PLACEMENTS)
async def move(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Take one step. The same step sent twice is one step."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, Permission.READ_PLACEMENTS))
    step = form.choice("step", Step)
    if step not in DONE:
        raise NotFound("没有这一步")
    reason = form.text("reason", required=MOVES[step].needs_reason, longest=LONGEST_TEXT)
    revision = form.whole("revision", 1, 10**6) or 0
    try:
        form.require_valid()
        if not is_taken(found, step, revision):
            async with open_process(f"{step.value}_placement", reading, reason) as process:
                await move_placement(process, MovePlacement(placement_id, revision, step, reason), scope)
    except REFUSALS as why:
        now, _ = await placement_scope(reading, placement_id, (scope,))
        if isinstance(why, StaleEdit) and is_taken(now, step, revision):
            return go(request, "placement", note=DONE[step], placement_id=found.id)
        if step is Step.VOID and isinstance(why, InvalidFields):
            return await voiding(request, reading, found, scope, refused(step.value, form, why))
        return await shown_again(request, reading, found.id, refused(step.value, form, why))
    return go(request, "placement", note=DONE[step], placement_id=found.id)


def is_taken(placement: Placement, step: Step, revision: int) -> bool:
    """Whether a former click took this very step with the placement as it was seen."""
    return placement.state is MOVES[step].leads_to and revision == placement.revision - 1


ROUTES = [move]
