"""Who approves plans: another chain from a day on, in six rows to fill; a mistaken one voided."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post, route
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.institutions.model.commands import SetApprovalChain, VoidApprovalChain
from registry.institutions.model.facts import ApprovalChain, ApprovalStep, UnitKind
from registry.institutions.pages.asking import BOTH, Field, Question, conducted, revision_in
from registry.institutions.pages.place import KEEP, Place, back, chosen_place, crumbs
from registry.institutions.queries.belongings import approval_chain_on, approval_chains, units
from registry.institutions.service.approval_chains import set_approval_chain, void_approval_chain
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, page

ROWS = range(1, 7)
OWN_DEPARTMENT = "department"
"""What the form says for the head of the teacher's own department."""


@get("/school/{school_id:uuid}/chains/new", name="new_chain", permission=KEEP)
async def ask(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """Six rows, filled with the chain in force."""
    place = await chosen_place(reading, school_id, KEEP)
    standing = await approval_chain_on(reading, school_id, reading.today, place.scope)
    fields: dict[str, list[Any]] = {"started_on": [reading.today.isoformat()]}
    for number, step in enumerate(standing.steps[: len(ROWS)] if standing else (), 1):
        fields |= {f"office_{number}": [str(step.office_id or OWN_DEPARTMENT)], f"label_{number}": [step.label]}
    return await _form(request, reading, place, Form(fields))


@post("/school/{school_id:uuid}/chains/new", name="set_chain", permission=KEEP)
async def set_one(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """The chain holds from that day on; plans asked for before keep theirs."""
    place, form = await chosen_place(reading, school_id, KEEP), await filled(request)
    started_on, steps = form.day("started_on", required=True), _steps(form)
    try:
        form.require_valid()
        assert started_on is not None
        async with open_process("set_approval_chain", reading) as process:
            await set_approval_chain(process, SetApprovalChain(school_id, started_on, steps), place.scope)
    except InvalidFields as wrong:
        known = await approval_chains(reading, school_id, place.scope)
        if not any((each.started_on, each.steps, each.voided_at) == (started_on, steps, None) for each in known):
            form.faults = wrong.faults
            return await _form(request, reading, place, form)
    return back(request, place.school, "审批链已设定")


@route("/school/{school_id:uuid}/chains/{chain_id:uuid}/void", http_method=BOTH, name="void_chain", permission=KEEP)
async def void(request: Visitor, reading: Door, school_id: FromPath[UUID], chain_id: FromPath[UUID]) -> Response[Any]:
    """A chain that was set by mistake; the one before it holds on."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    found = next((each for each in await approval_chains(reading, school_id, scope) if each.id == chain_id), None)
    if found is None or found.voided_at is not None:
        return back(request, school)
    question = Question(
        "作废审批链",
        "作废审批链",
        (Field("reason", "理由", required=True, hint="记入变更记录"),),
        crumbs(request, school),
        about=f"{found.started_on} · {_said(found)}",
        touches=("此前一条审批链继续有效;已按本链提交的计划仍按本链办理。",),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_approval_chain", reading, reason) as process:
            await void_approval_chain(process, VoidApprovalChain(chain_id, revision_in(form), reason), scope)
        return back(request, school, "审批链已作废")

    return await conducted(request, question, {"revision": found.revision}, act)


def _steps(form: Form) -> tuple[ApprovalStep, ...]:
    """The rows that say something, in order; an empty row between two others is left out."""
    steps = []
    for number in ROWS:
        office, label = form.text(f"office_{number}"), form.text(f"label_{number}")
        if not office and not label:
            continue
        if not office:
            form.faults.setdefault(f"office_{number}", "请选择由谁审批")
        if not label:
            form.faults.setdefault(f"label_{number}", "请填写意见名称")
        key = None if office in ("", OWN_DEPARTMENT) else form.key(f"office_{number}")
        steps.append(ApprovalStep(key, label))
    return tuple(steps)


def _said(chain: ApprovalChain) -> str:
    return " → ".join(step.label for step in chain.steps)


async def _form(request: Visitor, reading: Reading, place: Place, form: Form) -> Response[Any]:
    known = await units(reading, place.school.id, place.scope)
    labels = {f"office_{number}": "由谁审批" for number in ROWS} | {f"label_{number}": "意见名称" for number in ROWS}
    return page(
        request,
        "institutions/chain.html",
        422 if form.faults else 200,
        school=place.school,
        rows=list(ROWS),
        own_department=OWN_DEPARTMENT,
        offices=[(str(each.id), each.name) for each in known if each.kind is UnitKind.OFFICE],
        labels={"started_on": "启用日期", "steps": "审批步骤", **labels},
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask, set_one, void]
