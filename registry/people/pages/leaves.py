"""Approved leave: recorded, or voided with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.kernel.errors import InvalidFields
from registry.people.model.commands import RecordLeave, VoidLeave
from registry.people.model.facts import LeaveKind
from registry.people.pages.kept import KEEP, back, crumbs, kept_leave, kept_person
from registry.people.pages.words import LEAVE_WORDS
from registry.people.queries.careers import leaves_of
from registry.people.service.leaves import record_leave, void_leave
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor


@route("/people/{person_id:uuid}/leave", http_method=BOTH, name="record_leave", permission=KEEP)
async def record(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """Leave that was approved."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "登记请假",
        "登记请假",
        (
            Field("kind", "请假类别", Kind.SELECT, required=True, options=offered(LEAVE_WORDS), empty="请选择"),
            Field("started_on", "开始日期", Kind.DAY, required=True),
            Field("finished_on", "结束日期", Kind.DAY, required=True, hint="首尾两天都算"),
        ),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="只登记已批准的长假。请假期间不计实践天数,考核窗口相应前移。类别只有本人和人事处可见。",
    )

    async def act(form: Form) -> Response[Any]:
        kind = form.choice("kind", LeaveKind)
        started_on, finished_on = form.day("started_on", required=True), form.day("finished_on", required=True)
        form.require_valid()
        assert kind
        assert started_on
        assert finished_on
        try:
            async with open_process("record_leave", reading) as process:
                await record_leave(process, RecordLeave(person_id, kind, started_on, finished_on), kept.scope)
        except InvalidFields:
            known = (await leaves_of(reading, [person_id], kept.scope))[person_id]
            if (kind, started_on, finished_on) not in {
                (each.kind, each.started_on, each.finished_on) for each in known
            }:
                raise
        return back(request, person_id, "请假已登记")

    return await conducted(request, question, {}, act)


@route("/people/{person_id:uuid}/leaves/{leave_id:uuid}/void", http_method=BOTH, name="void_leave", permission=KEEP)
async def void(request: Visitor, reading: Door, person_id: FromPath[UUID], leave_id: FromPath[UUID]) -> Response[Any]:
    """A leave taken back; a changed one is voided and recorded anew."""
    kept, leave = await kept_leave(reading, person_id, leave_id)
    if leave is None:
        return back(request, person_id)
    question = Question(
        "作废请假",
        "作废请假",
        (Field("reason", "理由", required=True, hint="日期有变的,作废后重新登记"),),
        crumbs(request, kept.person),
        about=f"{kept.person.name} · {leave.started_on} – {leave.finished_on}",
        touches=("这段日期的实践天数和考核窗口会重新计算。",),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_leave", reading, reason) as process:
            await void_leave(process, VoidLeave(leave_id, revision_in(form), reason), kept.scope)
        return back(request, person_id, "请假已作废")

    return await conducted(request, question, {"revision": leave.revision}, act)


ROUTES = [record, void]
