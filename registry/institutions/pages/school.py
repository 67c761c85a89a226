"""A school's settings on one page: names, rules, offices, who approves, the calendar. And its own names changed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, route
from litestar.params import FromPath, FromQuery

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.institutions.model.commands import ChangeSchool, StateSchoolRecordsFrom
from registry.institutions.model.facts import UnitKind
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, revision_in
from registry.institutions.pages.place import KEEP, back, chosen_place, crumbs
from registry.institutions.pages.rule_words import rule_lines
from registry.institutions.pages.words import LEVEL_WORDS
from registry.institutions.queries.belongings import approval_chain_on, approval_chains, breaks, units
from registry.institutions.queries.schools import bureau
from registry.institutions.service.schools import change_school, state_school_records_from
from registry.kernel.errors import PolicyGap
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, language_of, page

REASON = Field("reason", "理由", hint="记入变更记录")


@get("/school", name="school_settings", permission=Permission.READ_SCHOOL)
async def show(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """What is set for the school, by which rules it is judged, and since when."""
    place = await chosen_place(reading, school_id, Permission.READ_SCHOOL)
    school, scope = place.school, place.scope
    try:
        lines = rule_lines(reading.book.practice(school.jurisdiction, reading.today))
    except PolicyGap:
        lines = ()
    known = await units(reading, school.id, scope)
    return page(
        request,
        "institutions/school.html",
        school=school,
        schools=place.offered,
        level=LEVEL_WORDS[school.level],
        jurisdiction=reading.book.name(school.jurisdiction, language_of(request)),
        bureau=await bureau(reading, school.bureau_id) if school.bureau_id else None,
        lines=lines,
        offices=[each for each in known if each.kind is UnitKind.OFFICE],
        departments=[each for each in known if each.kind is UnitKind.DEPARTMENT],
        unit_names={each.id: each.name for each in known},
        chain=await approval_chain_on(reading, school.id, reading.today, scope),
        chains=list(reversed(await approval_chains(reading, school.id, scope))),
        breaks=list(reversed(await breaks(reading, school.id, scope))),
        today=reading.today,
        keeps=permits(principal_of(reading.actor), KEEP),
    )


@route("/school/{school_id:uuid}/names", http_method=BOTH, name="name_school", permission=KEEP)
async def names(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """The names as on the seal and in lists. Level, rules and bureau are the installation's to change."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "修改学校名称",
        "保存",
        (
            Field("name", "公章全称", required=True, hint="与公章一致,印在证明和表格上"),
            Field("short_name", "简称", required=True, hint="用于列表和图表"),
            REASON,
        ),
        crumbs(request, school),
        lede="层次、适用规定和主管教育局由系统管理员更改。",
    )

    async def act(form: Form) -> Response[Any]:
        told = form.text("name", required=True), form.text("short_name", required=True)
        form.require_valid()
        if told == (school.name, school.short_name):
            return back(request, school)
        command = ChangeSchool(
            school_id, revision_in(form), *told, school.level, school.jurisdiction, school.bureau_id
        )
        async with open_process("change_school", reading, form.text("reason")) as process:
            await change_school(process, command, scope)
        return back(request, school, "已保存")

    given = {"name": school.name, "short_name": school.short_name, "revision": school.revision}
    return await conducted(request, question, given, act)


@route("/school/{school_id:uuid}/records-from", http_method=BOTH, name="state_school_records_from", permission=KEEP)
async def records_from(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """Since when the school's records are complete."""
    school, scope, _ = await chosen_place(reading, school_id, KEEP)
    question = Question(
        "设定学校资料起始日",
        "保存",
        (Field("records_from", "资料起始日", Kind.DAY, hint="留空表示全部录全"), REASON),
        crumbs(request, school),
        lede="这一天起的实践资料已录全。此前缺资料时判为“资料待补”,不判未达标。",
        touches=("全校教师的结论会按新的起始日重新得出。",),
    )

    async def act(form: Form) -> Response[Any]:
        day = form.day("records_from")
        form.require_valid()
        if day == school.records_from:
            return back(request, school)
        async with open_process("state_school_records_from", reading, form.text("reason")) as process:
            command = StateSchoolRecordsFrom(school_id, revision_in(form), day)
            await state_school_records_from(process, command, scope)
        return back(request, school, "已保存")

    given = {"records_from": school.records_from, "revision": school.revision}
    return await conducted(request, question, given, act)


ROUTES = [show, names, records_from]
