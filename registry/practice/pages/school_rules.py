"""What a school asks of practice by itself: where it takes place, and how many may be graded excellent."""

from typing import Any
from uuid import UUID

from litestar import Response, get, route
from litestar.params import FromPath, FromQuery

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, revision_in
from registry.institutions.pages.place import KEEP, chosen_place
from registry.kernel.errors import InvalidFields, PolicyGap
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, go, page, url
from registry.practice.queries.content import region_rules
from registry.practice.queries.grades import excellent_places, grade_caps
from registry.practice.records.grades import SetGradeCap, VoidGradeCap
from registry.practice.records.region_rules import SetRegionRule, VoidRegionRule
from registry.practice.rules.content import region_rule_on
from registry.practice.rules.grades import WHOLE, cap_on
from registry.practice.service.grades import set_grade_cap, void_grade_cap
from registry.practice.service.region_rules import set_region_rule, void_region_rule

WHY = Field("reason", "理由", required=True, hint="记入变更记录")


@get("/school/rules", name="school_rules", permission=Permission.READ_SCHOOL)
async def show(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """Both rules, in force and before."""
    place = await chosen_place(reading, school_id, Permission.READ_SCHOOL)
    rules = await region_rules(reading, place.school.id, place.scope)
    caps = await grade_caps(reading, place.school.id, place.scope)
    try:
        excellent = await excellent_places(reading, place.school.id, reading.today, place.scope)
    except PolicyGap:
        excellent = None
    return page(
        request,
        "institutions/rules.html",
        school=place.school,
        rules=list(reversed(rules)),
        rule=region_rule_on([each for each in rules if each.voided_at is None], reading.today),
        caps=list(reversed(caps)),
        cap=cap_on(caps, reading.today),
        excellent=excellent,
        today=reading.today,
        keeps=permits(principal_of(reading.actor), KEEP),
    )


@route("/school/{school_id:uuid}/regions/new", http_method=BOTH, name="set_region_rule", permission=KEEP)
async def set_regions(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """Where practice takes place, from a day on."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "设定实践地区要求",
        "设定",
        (
            Field("started_on", "启用日期", Kind.DAY, required=True),
            Field("name", "要求的名称", required=True, hint="如:本校企业实践管理办法第六条"),
            Field(
                "regions", "行政区划代码", Kind.AREA, hint="二至六位,每行一个,如 2111(盘锦市);留空表示不再限定地区"
            ),
        ),
        _crumbs(request, school_id),
        about=school.short_name,
    )

    async def act(form: Form) -> Response[Any]:
        started_on, name = form.day("started_on", required=True), form.text("name", required=True)
        regions = tuple(form.text("regions").replace(",", " ").replace("、", " ").replace(",", " ").split())
        form.require_valid()
        assert started_on is not None
        try:
            async with open_process("set_region_rule", reading) as process:
                await set_region_rule(process, SetRegionRule(school_id, started_on, regions, name), scope)
        except InvalidFields:
            known = await region_rules(reading, school_id, scope)
            told = (started_on, name, tuple(sorted(set(regions))), None)
            if told not in {(each.started_on, each.name, each.regions, each.voided_at) for each in known}:
                raise
        return _back(request, school_id, "地区要求已设定")

    return await conducted(request, question, {}, act)


@route(
    "/school/{school_id:uuid}/regions/{rule_id:uuid}/void", http_method=BOTH, name="void_region_rule", permission=KEEP
)
async def void_regions(
    request: Visitor, reading: Door, school_id: FromPath[UUID], rule_id: FromPath[UUID]
) -> Response[Any]:
    """A rule on regions that never was; the one before it holds on."""
    _, scope, _ = await chosen_place(reading, school_id, KEEP)
    found = next((each for each in await region_rules(reading, school_id, scope) if each.id == rule_id), None)
    if found is None or found.voided_at is not None:
        return _back(request, school_id)
    about = f"{found.started_on} · {found.name}"
    question = Question("作废地区要求", "作废", (WHY,), _crumbs(request, school_id), about, is_risky=True)

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_region_rule", reading, reason) as process:
            await void_region_rule(process, VoidRegionRule(rule_id, revision_in(form), reason), scope)
        return _back(request, school_id, "地区要求已作废")

    return await conducted(request, question, {"revision": found.revision}, act)


@route("/school/{school_id:uuid}/caps/new", http_method=BOTH, name="set_grade_cap", permission=KEEP)
async def set_cap(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """How many may be excellent, from a day on."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "设定优秀比例",
        "设定",
        (
            Field("started_on", "启用日期", Kind.DAY, required=True, hint="从这一天起结束的实践按此比例"),
            Field("percent", "优秀比例上限(%)", hint="0 到 100 的整数,人数向下取整;留空表示不限"),
            Field("reason", "依据", required=True, hint="如:本校企业实践管理办法的条款"),
        ),
        _crumbs(request, school_id),
        about=school.short_name,
        touches=("此前已评的等次不变。",),
    )

    async def act(form: Form) -> Response[Any]:
        started_on, percent = form.day("started_on", required=True), form.whole("percent", 0, WHOLE)
        reason = form.text("reason", required=True)
        form.require_valid()
        assert started_on is not None
        try:
            async with open_process("set_grade_cap", reading, reason) as process:
                await set_grade_cap(process, SetGradeCap(school_id, started_on, percent, reason), scope)
        except InvalidFields:
            known = await grade_caps(reading, school_id, scope)
            told = (started_on, percent, reason, None)
            if told not in {(each.started_on, each.percent, each.reason, each.voided_at) for each in known}:
                raise
        return _back(request, school_id, "优秀比例已设定")

    return await conducted(request, question, {}, act)


@route("/school/{school_id:uuid}/caps/{cap_id:uuid}/void", http_method=BOTH, name="void_grade_cap", permission=KEEP)
async def void_cap(
    request: Visitor, reading: Door, school_id: FromPath[UUID], cap_id: FromPath[UUID]
) -> Response[Any]:
    """A cap that was set by mistake; the one before it holds on."""
    _, scope, _ = await chosen_place(reading, school_id, KEEP)
    found = next((each for each in await grade_caps(reading, school_id, scope) if each.id == cap_id), None)
    if found is None or found.voided_at is not None:
        return _back(request, school_id)
    about = f"{found.started_on} · {found.reason}"
    question = Question("作废优秀比例", "作废", (WHY,), _crumbs(request, school_id), about, is_risky=True)

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_grade_cap", reading, reason) as process:
            await void_grade_cap(process, VoidGradeCap(cap_id, revision_in(form), reason), scope)
        return _back(request, school_id, "优秀比例已作废")

    return await conducted(request, question, {"revision": found.revision}, act)


def _back(request: Visitor, school_id: UUID, note: str = "") -> Response[Any]:
    return go(request, "school_rules", note=note, school_id=school_id)


def _crumbs(request: Visitor, school_id: UUID) -> tuple[tuple[str, str], ...]:
    return ((url(request, "school_rules", school_id=school_id), "实践要求与优秀比例"),)


ROUTES = [show, set_regions, void_regions, set_cap, void_cap]
