"""Plans for many: begun from the people ticked, kept as drafts, shown with their effect before anyone is told."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.planner.asking import (
    LABELS,
    PLAN,
    Office,
    content_from,
    office_meant,
    offices,
    usual_targets,
    values_from,
)
from registry.home.planner.needs import ROWS_AT_ONCE, Listed, NeedWish, Sent, needs_page, people_asked
from registry.identity.access import Door, scopes
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import planning_words
from registry.practice.queries.batch_plans import batch_plan, batch_plans, lines_of
from registry.practice.queries.planning import PlannedLine, planned_lines, school_breaks
from registry.practice.records.planning import (
    AddToBatch,
    BatchContent,
    BatchPlan,
    BatchState,
    ChangeBatch,
    DutyAsked,
    StartBatch,
)
from registry.practice.rules.batches import WITHDRAWN_WITH_IT, batch_faults, past_faults, target_faults
from registry.practice.rules.planning import Outcome, Target
from registry.practice.service.planning import add_to_batch, change_batch, start_batch

HIGHEST_REVISION = 10**9
FOUND, UNPROCESSABLE, CONFLICT = 200, 422, 409


class Typed(NamedTuple):
    """What was typed into a plan's form and what is wrong with it; from which line on the page shows them.

    `words`: what somebody else did meanwhile, so that nothing was written; empty for nothing.
    """

    values: dict[str, str]
    faults: dict[str, str]
    after: int = 0
    words: str = ""

    @property
    def status(self) -> int:
        """The status of the page that shows it again."""
        return CONFLICT if self.words else UNPROCESSABLE if self.faults else FOUND


NOTHING_TYPED = Typed({}, {})


@post("/planner/plans", name="start_plan", permission=PLAN)
async def start(request: Visitor, reading: Door) -> Response[Any]:
    """Begin a plan with the people ticked, or with everybody listed; or take them into a draft that is there."""
    form = await filled(request)
    office = await office_meant(reading, PLAN, form.key("place"))
    wish, into, new_id = _wish(form, reading, office), form.key("into"), form.key("plan_id") or uuid4()
    if form.faults:
        sent = Sent(form.text("target_on"), form.faults, frozenset(form.many("person")))
        return await needs_page(request, reading, office, wish, sent)
    people = [UUID(each) for each in form.many("person") if _is_key(each)]
    if form.text("who") == "listed":
        people = await people_asked(reading, office, wish)
    try:
        if into is None:
            await _begin(reading, office, await _begun(reading, form, office, (wish, new_id)), tuple(people))
        else:
            await _join(reading, into, office.scope, tuple(people))
    except InvalidFields:
        asked = {"place": office.scope.id, "duty": wish.target.duty.value, "target_on": wish.target.on}
        return go(request, "planner", note="请先勾选教师,再建计划", department=wish.department, **asked)
    except StaleEdit:
        await batch_plan(reading, into or new_id, (office.scope,))
        if into is not None and not set(people) <= await _people_in(into):
            raise
    return go(request, "batch_plan", note="草案已保存,提交前不会通知任何人", plan_id=into or new_id)


@get("/planner/plans", name="batch_plans", permission=PLAN)
async def listing(request: Visitor, reading: Door, place: FromQuery[UUID | None] = None) -> Response[Any]:
    """The plans of an office, drafts and those that were made, with who and when."""
    office = await office_meant(reading, PLAN, place)
    plans = await batch_plans(reading, office.scope)
    lines = await lines_of([each.id for each in plans])
    return page(
        request,
        "home/planner_plans.html",
        office=office,
        offered=await offices(reading, PLAN),
        plans=plans,
        people={each.id: len(lines[each.id]) for each in plans},
        words=planning_words,
    )


@get("/planner/plans/{plan_id:uuid}", name="batch_plan", permission=PLAN)
async def show(request: Visitor, reading: Door, plan_id: FromPath[UUID], after: FromQuery[int] = 0) -> Response[Any]:
    """One plan with its effect."""
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    return await plan_page(request, reading, plan, scope, Typed({}, {}, max(after, 0)))


@post("/planner/plans/{plan_id:uuid}", name="save_batch_plan", permission=PLAN)
async def save(request: Visitor, reading: Door, plan_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was typed for everybody."""
    form = await filled(request)
    plan, scope = await batch_plan(reading, plan_id, scopes(reading, PLAN))
    revision = form.whole("revision", 1, HIGHEST_REVISION) or 0
    try:
        content = content_from(form, reading.today)
        async with open_process("change_batch", reading) as process:
            await change_batch(process, ChangeBatch(plan_id, revision, content), scope)
    except InvalidFields as wrong:
        return await plan_page(request, reading, plan, scope, Typed(typed_again(form, wrong.faults), wrong.faults))
    except StaleEdit:
        now, _ = await batch_plan(reading, plan_id, (scope,))
        if now.content != content:
            return await plan_page(request, reading, now, scope, Typed(form.values, {}, words=meanwhile(now)))
    return go(request, "batch_plan", note="草案已保存", plan_id=plan_id)


def meanwhile(plan: BatchPlan) -> str:
    """What somebody else did to a plan that was shown before, for whoever typed into it all the same."""
    who = f"{plan.changed_by_name} 刚才修改了这份计划,本次没有保存"
    if plan.state is not BatchState.DRAFT:
        return f"{who};它已不是草案"
    return f"{who};填写的内容都还在,请核对后再办"


def typed_again(form: Form, faults: Mapping[str, str]) -> dict[str, str]:
    """What to show in the form again; a firm that was not found is looked for anew by its name."""
    return form.values | {"enterprise_id": ""} if "enterprise_name" in faults else form.values


async def plan_page(
    request: Visitor,
    reading: Reading,
    plan: BatchPlan,
    scope: Scope,
    typed: Typed,
) -> Response[Any]:
    """The page of a plan; what was typed and what is wrong with it where it is shown again, faulty lines first."""
    values, faults, after = typed.values, typed.faults, typed.after
    everybody = await planned_lines(reading, plan, scope)
    lines = sorted(everybody, key=lambda each: str(each.line.id) not in faults)
    return page(
        request,
        "home/planner_plan.html",
        typed.status,
        plan=plan,
        meanwhile=typed.words,
        past=past_faults(plan.content, reading.today),
        lines=lines[after:][:ROWS_AT_ONCE],
        number=len(lines),
        after=after,
        at_once=ROWS_AT_ONCE,
        effect=_effect(everybody),
        values=values_from(plan.content) | values,
        faults=faults,
        labels=LABELS | {str(each.line.id): each.name for each in lines},
        calendar=[each for each in await school_breaks(reading, plan.school_id, scope) if _is_ahead(each, reading)],
        is_office=scope.kind is ScopeKind.SCHOOL,
        is_ready=bool(lines) and not batch_faults(plan.content, reading.today, is_whole=True),
        can_withdraw=all(each.made is None or each.made.state in WITHDRAWN_WITH_IT for each in lines),
        words=planning_words,
        BatchState=BatchState,
        DutyAsked=DutyAsked,
        Outcome=Outcome,
    )


def _effect(lines: tuple[PlannedLine, ...]) -> dict[str, int]:
    """Of how many people the duty is asked, how many meet it now and after the plan, and where rows clash."""
    asked = [each.effect for each in lines if each.effect.before.outcome is not Outcome.NOT_ASKED]
    return {
        "asked": len(asked),
        "before": sum(1 for each in asked if each.before.outcome is Outcome.MET),
        "after": sum(1 for each in asked if each.after.outcome is Outcome.MET),
        "clashes": sum(1 for each in lines if each.notices or each.same or not each.is_employed),
    }


async def _begin(
    reading: Reading, office: Office, begun: tuple[UUID, BatchContent], people: tuple[UUID, ...]
) -> None:
    plan_id, content = begun
    department = office.department.id if office.department else None
    command = StartBatch(plan_id, office.school.id, department, content, people)
    async with open_process("start_batch", reading) as process:
        await start_batch(process, command, office.scope)


async def _join(reading: Reading, plan_id: UUID, scope: Scope, people: tuple[UUID, ...]) -> None:
    plan, _ = await batch_plan(reading, plan_id, (scope,))
    async with open_process("add_to_batch", reading) as process:
        await add_to_batch(process, AddToBatch(plan_id, plan.revision, people), scope)


async def _begun(
    reading: Reading, form: Form, office: Office, asked: tuple[NeedWish, UUID]
) -> tuple[UUID, BatchContent]:
    """A plan for the break that was chosen, as far as it lies ahead; without one the days stay open."""
    wish, plan_id = asked
    chosen = form.text("break")
    ahead = wish.target.ahead
    for each in await school_breaks(reading, office.school.id, office.scope):
        days = ahead.overlap(each.period) if ahead else None
        if days and each.period.started_on.isoformat() == chosen:
            return plan_id, _content(planning_words.usual_name(each.name, wish.target.on), wish.target, days)
    return plan_id, _content(planning_words.usual_name("", wish.target.on), wish.target, None)


def _content(name: str, target: Target, days: Period | None) -> BatchContent:
    return BatchContent(
        name,
        target.duty,
        target.on,
        started_on=days.started_on if days else None,
        finished_on=days.finished_on if days else None,
    )


def _wish(form: Form, reading: Reading, office: Office) -> NeedWish:
    usual = usual_targets(reading, office.school)[0][1]
    duty = form.choice("duty", DutyAsked, DutyAsked.FIVE_YEARS) or DutyAsked.FIVE_YEARS
    asked = form.day("target_on") or usual
    for field, fault in target_faults(asked, reading.today).items():
        form.faults.setdefault(field, fault)
    target = Target(duty, usual if "target_on" in form.faults else asked, reading.today)
    listed = form.choice("listed", Listed, Listed.TO_PLAN) or Listed.TO_PLAN
    return NeedWish(target, form.key("department"), listed, 0)


async def _people_in(plan_id: UUID) -> set[UUID]:
    return {each.person_id for each in (await lines_of([plan_id]))[plan_id]}


def _is_key(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


def _is_ahead(each: Any, reading: Reading) -> bool:
    return bool(each.period.finished_on > reading.today)


ROUTES = [start, listing, show, save]
