"""Who somebody is: slips mended, a new name, other ways of writing it, the identity number, since when complete."""

from typing import Any
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import Process, open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.people.model.commands import (
    AddAlias,
    CorrectPerson,
    RecordIdNumber,
    RenamePerson,
    StatePersonRecordsFrom,
)
from registry.people.model.facts import NameKind, Sex
from registry.people.pages.kept import KEEP, back, best_found, crumbs, kept_person, whole_scopes
from registry.people.pages.words import SEX_WORDS
from registry.people.queries.persons import names_of
from registry.people.service.loading import changeable_person
from registry.people.service.persons import (
    add_alias,
    correct_person,
    full_id_number,
    record_id_number,
    rename_person,
    state_person_records_from,
)
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, page

REASON = Field("reason", "理由", hint="记入变更记录")


@route("/people/{person_id:uuid}/correct", http_method=BOTH, name="correct_person", permission=KEEP)
async def correct(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """A slip in name, sex or birth date."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "更正基本信息",
        "保存更正",
        (
            Field("name", "姓名", required=True, hint="只改录入错误;改名请用“登记改名”"),
            Field("sex", "性别", Kind.SELECT, options=offered(SEX_WORDS), empty="未登记"),
            Field("birth_on", "出生日期", Kind.DAY),
            REASON,
        ),
        crumbs(request, kept.person),
    )
    was = kept.person

    async def act(form: Form) -> Response[Any]:
        name, sex = form.text("name", required=True), Sex(form.text("sex")) if form.text("sex") in set(Sex) else None
        command = CorrectPerson(person_id, revision_in(form), name, sex, form.day("birth_on"))
        form.require_valid()
        if (was.name, was.sex, was.birth_on) == (command.name, command.sex, command.birth_on):
            return back(request, person_id)
        async with open_process("correct_person", reading, form.text("reason")) as process:
            await correct_person(process, command, kept.scope)
        return back(request, person_id, "已更正")

    given = {"name": was.name, "sex": was.sex, "birth_on": was.birth_on, "revision": was.revision}
    return await conducted(request, question, given, act)


@route("/people/{person_id:uuid}/rename", http_method=BOTH, name="rename_person", permission=KEEP)
async def rename(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """A new name from a day on."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "登记改名",
        "登记改名",
        (
            Field("name", "新姓名", required=True),
            Field("on", "启用日期", Kind.DAY, required=True, hint="新姓名从这一天起使用"),
            REASON,
        ),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="原姓名记为曾用名,以后按两个姓名都能查到。",
    )

    async def act(form: Form) -> Response[Any]:
        name, on = form.text("name", required=True), form.day("on", required=True)
        form.require_valid()
        assert on is not None
        if name == kept.person.name and revision_in(form) < kept.person.revision:
            return back(request, person_id)
        async with open_process("rename_person", reading, form.text("reason")) as process:
            await rename_person(process, RenamePerson(person_id, revision_in(form), name, on), kept.scope)
        return back(request, person_id, "已登记改名")

    return await conducted(request, question, {"revision": kept.person.revision}, act)


@route("/people/{person_id:uuid}/alias", http_method=BOTH, name="add_alias", permission=KEEP)
async def alias(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """Another way in which papers write the name."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "添加别名",
        "添加别名",
        (
            Field("name", "别名", required=True, hint="证书、台账上出现过的其他写法,如用了别的字"),
            Field("started_on", "开始日期", Kind.DAY),
            Field("finished_on", "结束日期", Kind.DAY),
        ),
        crumbs(request, kept.person),
        about=kept.person.name,
    )

    async def act(form: Form) -> Response[Any]:
        name = form.text("name", required=True)
        command = AddAlias(person_id, name, form.day("started_on"), form.day("finished_on"))
        form.require_valid()
        async with open_process("add_alias", reading) as process:
            if not await _is_known(process, command, kept.scope):
                await add_alias(process, command, kept.scope)
        return back(request, person_id, "已添加别名")

    return await conducted(request, question, {}, act)


@route("/people/{person_id:uuid}/id-number", http_method=BOTH, name="record_id_number", permission=KEEP)
async def id_number(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """The identity number, entered or corrected; the one that stands is not shown here."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "登记身份证件号码",
        "保存号码",
        (Field("id_number", "身份证件号码", required=True, hint="十八位,末位校验"), REASON),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="号码加密保存,页面上只显示首尾几位;每次查看完整号码都会记录。",
    )

    async def act(form: Form) -> Response[Any]:
        command = RecordIdNumber(person_id, revision_in(form), form.text("id_number", required=True))
        form.require_valid()
        async with open_process("record_id_number", reading, form.text("reason")) as process:
            await record_id_number(process, command, kept.scope)
        return back(request, person_id, "身份证件号码已保存")

    return await conducted(request, question, {"revision": kept.person.revision}, act)


@route(
    "/people/{person_id:uuid}/id-number/view",
    http_method=BOTH,
    name="view_id_number",
    permission=Permission.READ_TEACHER,
)
async def view_id_number(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """The whole number, on the answer to this form and nowhere else; the view is recorded with its reason."""
    kept = await best_found(reading, person_id, whole_scopes(reading))
    question = Question(
        "查看完整身份证件号码",
        "查看完整号码",
        (Field("reason", "查看事由", required=True, hint="如:办理职称申报;查看人、时间和事由会记入变更记录"),),
        crumbs(request, kept.person),
        about=kept.person.name,
    )

    async def act(form: Form) -> Response[Any]:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("full_id_number", reading, reason) as process:
            number = await full_id_number(process, person_id, reason, kept.scope)
        if number is None:
            raise NotFound("此人还没有登记身份证件号码")
        return page(request, "people/id_number.html", person=kept.person, number=number, reason=reason)

    return await conducted(request, question, {}, act)


@route("/people/{person_id:uuid}/records-from", http_method=BOTH, name="state_person_records_from", permission=KEEP)
async def records_from(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """Since when this person's records are complete."""
    kept = await kept_person(reading, person_id)
    question = Question(
        "设定本人资料起始日",
        "保存",
        (Field("records_from", "资料起始日", Kind.DAY, hint="留空表示按学校的资料起始日"), REASON),
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="这一天起的实践资料已录全。此前缺资料时判为“资料待补”,不判未达标。",
    )

    async def act(form: Form) -> Response[Any]:
        command = StatePersonRecordsFrom(person_id, revision_in(form), form.day("records_from"))
        form.require_valid()
        if command.records_from == kept.person.records_from:
            return back(request, person_id)
        async with open_process("state_person_records_from", reading, form.text("reason")) as process:
            await state_person_records_from(process, command, kept.scope)
        return back(request, person_id, "已保存")

    given = {"records_from": kept.person.records_from, "revision": kept.person.revision}
    return await conducted(request, question, given, act)


async def _is_known(process: Process, command: AddAlias, scope: Scope) -> bool:
    """Whether exactly this alias is there already; the person is locked, so a second click waits and finds it."""
    await changeable_person(process, command.person_id, scope)
    told = (command.name.strip(), command.started_on, command.finished_on)
    names = await names_of(process.reading, command.person_id, scope)
    return any(
        each.kind is NameKind.ALIAS and (each.name, each.started_on, each.finished_on) == told for each in names
    )


ROUTES = [correct, rename, alias, id_number, view_id_number, records_from]
