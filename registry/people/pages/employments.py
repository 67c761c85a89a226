"""Employments of somebody known: mended, moved to another department, ended, taken back; industry before them."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.institutions.model.facts import UnitKind
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.institutions.queries.belongings import units
from registry.kernel.scopes import Scope
from registry.people.model.commands import (
    CorrectEmployment,
    EndEmployment,
    Place,
    StateIndustryExperience,
    Transfer,
    VoidEmployment,
)
from registry.people.model.facts import EmployedAt, PostCategory
from registry.people.pages.kept import KEEP, Kept, back, crumbs, kept_employment
from registry.people.pages.words import CATEGORY_WORDS
from registry.people.queries.careers import posts_of
from registry.people.service.employments import (
    correct_employment,
    end_employment,
    state_industry_experience,
    transfer,
    void_employment,
)
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor

LONGEST_INDUSTRY = 720
"""Months; sixty years."""
WHY = Field("reason", "理由", required=True, hint="记入变更记录")


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/correct",
    http_method=BOTH,
    name="correct_employment",
    permission=KEEP,
)
async def correct(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """What was entered wrongly of an employment."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    was = employed.employment
    question = Question(
        "更正任职",
        "保存更正",
        (
            Field("staff_no", "工号", required=True),
            await department_field(reading, was.school_id, kept.scope),
            Field("started_on", "入职日期", Kind.DAY, hint="留空表示起始日期不详"),
            Field("finished_on", "离职日期", Kind.DAY, hint="在职请留空"),
            WHY,
        ),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="只改录入错误;换系部请用“系部调动”,离职请用“结束任职”。",
    )

    async def act(form: Form) -> Response[Any]:
        staff_no, department = form.text("staff_no", required=True), form.key("department_id")
        days = form.day("started_on"), form.day("finished_on")
        reason = form.text("reason", required=True)
        form.require_valid()
        command = CorrectEmployment(employment_id, revision_in(form), staff_no, department, *days)
        if (was.staff_no, was.department_id, was.started_on, was.finished_on) == (staff_no, department, *days):
            return back(request, person_id)
        async with open_process("correct_employment", reading, reason) as process:
            await correct_employment(process, command, kept.scope)
        return back(request, person_id, "已更正")

    names = ("staff_no", "department_id", "started_on", "finished_on", "revision")
    return await conducted(request, question, {name: getattr(was, name) for name in names}, act)


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/end",
    http_method=BOTH,
    name="end_employment",
    permission=KEEP,
)
async def end(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """The last day of an employment; its posts end with it."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    question = Question(
        "结束任职",
        "结束任职",
        (
            Field("finished_on", "最后一天", Kind.DAY, required=True, hint="这一天仍在职"),
            Field("reason", "理由", hint="如:调往他校、退休、辞职"),
        ),
        crumbs(request, kept.person),
        about=_named(kept, employed),
        touches=(
            "教师岗位同时在这一天结束。",
            "已认定的企业实践属于本人,随人转移,不受影响。",
            "调往他校的,由新学校按身份证件号码登记任职,档案随之转到新学校。",
        ),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        finished_on = form.day("finished_on", required=True)
        form.require_valid()
        assert finished_on is not None
        if employed.employment.finished_on == finished_on:
            return back(request, person_id)
        command = EndEmployment(employment_id, revision_in(form), finished_on)
        async with open_process("end_employment", reading, form.text("reason")) as process:
            await end_employment(process, command, kept.scope)
        return back(request, person_id, "任职已结束")

    return await conducted(request, question, {"revision": employed.employment.revision}, act)


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/void",
    http_method=BOTH,
    name="void_employment",
    permission=KEEP,
)
async def void(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """An employment that never was."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    question = Question(
        "作废任职",
        "作废任职",
        (WHY,),
        crumbs(request, kept.person),
        about=_named(kept, employed),
        lede="只用于从未有过的任职;离职请用“结束任职”。",
        touches=("该任职下的教师岗位一并作废。", "如此人在本校没有其他任职,本校将不再看到其档案。"),
        is_risky=True,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_employment", reading, reason) as process:
            await void_employment(process, VoidEmployment(employment_id, revision_in(form), reason), kept.scope)
        return back(request, person_id, "任职已作废")

    return await conducted(request, question, {"revision": employed.employment.revision}, act)


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/transfer",
    http_method=BOTH,
    name="transfer_employment",
    permission=KEEP,
)
async def move(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """To another department of the school. To another school a person goes by ending here and beginning there."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    was = employed.employment
    question = Question(
        "系部调动",
        "办理调动",
        (
            Field("started_on", "到新系部的第一天", Kind.DAY, required=True, hint="原任职在前一天结束"),
            await department_field(reading, was.school_id, kept.scope),
            Field("staff_no", "工号", required=True),
            Field("category", "调动后的教师岗位", Kind.SELECT, options=offered(CATEGORY_WORDS), empty="暂无岗位"),
        ),
        crumbs(request, kept.person),
        about=_named(kept, employed),
        lede="调往他校不在这里办理:本校结束任职,新学校按身份证件号码登记任职,实践记录随人转移。",
    )

    async def act(form: Form) -> Response[Any]:
        place = Place(
            was.school_id,
            form.text("staff_no", required=True),
            form.key("department_id"),
            form.day("started_on", required=True),
        )
        chosen = form.text("category")
        category = PostCategory(chosen) if chosen in set(PostCategory) else None
        form.require_valid()
        command = Transfer(employment_id, revision_in(form), place, category)
        async with open_process("transfer", reading) as process:
            await transfer(process, command, kept.scope)
        return back(request, person_id, "调动已办理")

    held = await _category_now(reading, kept, employed)
    given = {"staff_no": was.staff_no, "category": held, "revision": was.revision}
    return await conducted(request, question, given, act)


@route(
    "/people/{person_id:uuid}/employments/{employment_id:uuid}/industry",
    http_method=BOTH,
    name="state_industry",
    permission=KEEP,
)
async def industry(
    request: Visitor, reading: Door, person_id: FromPath[UUID], employment_id: FromPath[UUID]
) -> Response[Any]:
    """How long somebody had worked in enterprises before the employment."""
    kept, employed = await kept_employment(reading, person_id, employment_id)
    if employed is None:
        return back(request, person_id)
    was = employed.employment
    question = Question(
        "登记企业工作经历",
        "保存",
        (
            Field("months", "入职前在企业工作的月数", required=True, hint="整月;没有填 0"),
            Field("note", "依据", required=True, hint="如:劳动合同、社保缴费记录"),
        ),
        crumbs(request, kept.person),
        about=_named(kept, employed),
    )

    async def act(form: Form) -> Response[Any]:
        form.text("months", required=True)
        months, note = form.whole("months", 0, LONGEST_INDUSTRY), form.text("note", required=True)
        form.require_valid()
        assert months is not None
        if (was.industry_months, was.industry_note) == (months, note):
            return back(request, person_id)
        command = StateIndustryExperience(employment_id, revision_in(form), months, note)
        async with open_process("state_industry_experience", reading) as process:
            await state_industry_experience(process, command, kept.scope)
        return back(request, person_id, "企业工作经历已保存")

    given = {"months": was.industry_months, "note": was.industry_note, "revision": was.revision}
    return await conducted(request, question, given, act)


async def department_field(reading: Reading, school_id: UUID, scope: Scope) -> Field:
    """The choice among the departments that the school has today."""
    known = await units(reading, school_id, scope)
    standing = [each for each in known if each.kind is UnitKind.DEPARTMENT and each.stands_on(reading.today)]
    options = tuple((str(each.id), each.name) for each in standing)
    return Field("department_id", "系部", Kind.SELECT, options=options, empty="不属于系部")


async def _category_now(reading: Reading, kept: Kept, employed: EmployedAt) -> PostCategory | None:
    posts = (await posts_of(reading, [kept.person.id], kept.scope))[kept.person.id]
    held = [each for each in posts if each.employment_id == employed.employment.id and _lasts(each, reading.today)]
    return held[-1].category if held else None


def _lasts(post: Any, today: date) -> bool:
    return bool(post.period.finished_on >= today)


def _named(kept: Kept, employed: EmployedAt) -> str:
    return " · ".join(filter(None, (kept.person.name, employed.employment.staff_no, employed.department)))


ROUTES = [correct, end, void, move, industry]
