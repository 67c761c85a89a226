"""Titles: entered by the teacher or the office, verified, appointed to, corrected, voided; those that wait."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, route
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.institutions.pages.asking import BOTH, Field, Kind, Question, conducted, offered, revision_in
from registry.institutions.pages.place import chosen_place
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.people.model.facts import Person
from registry.people.pages.kept import Kept, back, best_found, crumbs
from registry.people.queries.persons import persons
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, go, page
from registry.portfolio.model import (
    LEVEL_WORDS,
    AppointTitle,
    CorrectTitle,
    RecordTitle,
    Title,
    TitleContent,
    TitleLevel,
    VerifyTitle,
    VoidTitle,
)
from registry.portfolio.queries.titles import not_found, title, titles_of, titles_waiting_at
from registry.portfolio.service.titles import appoint_title, correct_title, record_title, verify_title, void_title

TITLES = Permission.KEEP_TITLES
"""Teachers for their own, the office for everybody whose file it keeps."""
CONTENT = (
    Field("name", "职称名称", required=True, hint="与证书一致,如:讲师、高级讲师"),
    Field("level", "级别", Kind.SELECT, required=True, options=offered(LEVEL_WORDS), empty="请选择"),
    Field("series", "系列", required=True, hint="如:中等职业学校教师、高等学校教师、工程"),
    Field("granted_on", "取得日期", Kind.DAY, required=True, hint="评审通过的日期,以证书为准"),
    Field("appointed_on", "聘任日期", Kind.DAY, hint="只取得、未聘任的请留空"),
    Field("appointed_until", "聘任截止日期", Kind.DAY, hint="没有截止日期请留空"),
    Field("granted_by", "评审(发证)机构"),
    Field("certificate_no", "证书编号"),
)
WHY = Field("reason", "理由", required=True, hint="记入变更记录")


@route("/people/{person_id:uuid}/titles/new", http_method=BOTH, name="record_title", permission=TITLES)
async def record(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """A title, not verified yet."""
    kept = await best_found(reading, person_id, scopes(reading, TITLES))
    question = Question(
        "登记职称",
        "登记职称",
        CONTENT,
        crumbs(request, kept.person),
        about=kept.person.name,
        lede="登记后由人事处对照证书原件和聘书审核,审核后才起作用。",
    )

    async def act(form: Form) -> Response[Any]:
        content = _content(form)
        try:
            async with open_process("record_title", reading) as process:
                await record_title(process, RecordTitle(person_id, content), kept.scope)
        except InvalidFields:
            known = (await titles_of(reading, [person_id], kept.scope))[person_id]
            if not any(_content_of(each) == content for each in known):
                raise
        return back(request, person_id, "职称已登记,等待审核")

    return await conducted(request, question, {}, act)


@get("/titles/waiting", name="titles_waiting", permission=Permission.KEEP_PEOPLE)
async def waiting(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """What nobody has verified yet, the longest waiting first."""
    place = await chosen_place(reading, school_id, Permission.KEEP_PEOPLE)
    found = await titles_waiting_at(reading, place.school.id, place.scope)
    owners = await persons(reading, {each.person_id for each in found}, place.scope) if found else {}
    return page(
        request,
        "portfolio/waiting.html",
        titles=found,
        owners=owners,
        school=place.school,
        schools=place.offered,
        levels=LEVEL_WORDS,
    )


@route("/titles/{title_id:uuid}/verify", http_method=BOTH, name="verify_title", permission=TITLES)
async def verify(request: Visitor, reading: Door, title_id: FromPath[UUID]) -> Response[Any]:
    """The office has seen certificate and letter."""
    found, kept = await _title(reading, title_id)

    async def step(form: Form) -> None:
        async with open_process("verify_title", reading) as process:
            await verify_title(process, VerifyTitle(title_id, revision_in(form)), kept.scope)

    question = _question(
        request, kept.person, found, ("审核职称", "证书与登记一致,审核通过"), lede="请对照证书原件和聘书。"
    )
    return await _stepped(request, question, found, step, "职称已审核", is_done=found.is_verified)


@route("/titles/{title_id:uuid}/appoint", http_method=BOTH, name="appoint_title", permission=TITLES)
async def appoint(request: Visitor, reading: Door, title_id: FromPath[UUID]) -> Response[Any]:
    """An appointment, its renewal or its last day."""
    found, kept = await _title(reading, title_id)
    fields = (
        Field("appointed_on", "聘任日期", Kind.DAY, required=True),
        Field("appointed_until", "聘任截止日期", Kind.DAY, hint="续聘、解聘改这一天;没有截止日期请留空"),
    )

    async def step(form: Form) -> None:
        appointed_on, until = form.day("appointed_on", required=True), form.day("appointed_until")
        form.require_valid()
        assert appointed_on is not None
        if (found.appointed_on, found.appointed_until) == (appointed_on, until):
            return
        async with open_process("appoint_title", reading) as process:
            await appoint_title(process, AppointTitle(title_id, revision_in(form), appointed_on, until), kept.scope)

    question = _question(request, kept.person, found, ("登记职称聘任", "保存聘任"), fields)
    return await _stepped(request, question, found, step, "聘任已保存")


@route("/titles/{title_id:uuid}/correct", http_method=BOTH, name="correct_title", permission=TITLES)
async def correct(request: Visitor, reading: Door, title_id: FromPath[UUID]) -> Response[Any]:
    """The right title in place of the one that was entered wrongly."""
    found, kept = await _title(reading, title_id)

    async def step(form: Form) -> None:
        reason = form.text("reason", required=True)
        content = _content(form, found.document_digest)
        command = CorrectTitle(title_id, revision_in(form), content, reason)
        async with open_process("correct_title", reading, reason) as process:
            await correct_title(process, command, kept.scope)

    lede = "原记录作废并保留,由更正后的记录取代。"
    question = _question(request, kept.person, found, ("更正职称", "保存更正"), (*CONTENT, WHY), lede=lede)
    return await _stepped(request, question, found, step, "职称已更正")


@route("/titles/{title_id:uuid}/void", http_method=BOTH, name="void_title", permission=TITLES)
async def void(request: Visitor, reading: Door, title_id: FromPath[UUID]) -> Response[Any]:
    """A title taken back."""
    found, kept = await _title(reading, title_id)

    async def step(form: Form) -> None:
        reason = form.text("reason", required=True)
        form.require_valid()
        async with open_process("void_title", reading, reason) as process:
            await void_title(process, VoidTitle(title_id, revision_in(form), reason), kept.scope)

    lede = "“任现职以来”的起算日会随之改变。"
    question = _question(request, kept.person, found, ("作废职称", "作废职称"), (WHY,), lede=lede)
    return await _stepped(request, question, found, step, "职称已作废")


async def _title(reading: Reading, title_id: UUID) -> tuple[Title, Kept]:
    """The title, and its person in the scope that may act. Raises NotFound, in the same words for a stranger."""
    for scope in scopes(reading, TITLES):
        found = await _title_in(reading, title_id, scope)
        if found:
            return found, await best_found(reading, found.person_id, scopes(reading, TITLES))
    raise not_found()


async def _title_in(reading: Reading, title_id: UUID, scope: Scope) -> Title | None:
    try:
        return await title(reading, title_id, scope)
    except NotFound:
        return None


def _question(
    request: Visitor,
    of: Person,
    found: Title,
    words: tuple[str, str],
    fields: tuple[Field, ...] = (),
    lede: str = "",
) -> Question:
    heading, act = words
    about = f"{of.name} · {found.name} · {found.granted_on}"
    return Question(heading, act, fields, crumbs(request, of), about, lede, is_risky=heading == "作废职称")


async def _stepped(
    request: Visitor,
    question: Question,
    found: Title,
    step: Callable[[Form], Awaitable[None]],
    note: str,
    is_done: bool = False,
) -> Response[Any]:
    """The small form of a step; what was done already leads back to the file."""
    if found.voided_at is not None or is_done:
        return back(request, found.person_id)

    async def act(form: Form) -> Response[Any]:
        await step(form)
        return go(request, "person", note=note, person_id=found.person_id)

    told = {name: getattr(found, name) for name in (each.name for each in CONTENT)}
    return await conducted(request, question, {**told, "revision": found.revision}, act)


def _content(form: Form, document_digest: str | None = None) -> TitleContent:
    """What was typed. Raises InvalidFields with everything that is missing."""
    level, granted_on = form.choice("level", TitleLevel), form.day("granted_on", required=True)
    name, series = form.text("name", required=True), form.text("series", required=True)
    days = form.day("appointed_on"), form.day("appointed_until")
    papers = form.text("granted_by"), form.text("certificate_no")
    form.require_valid()
    assert level is not None
    assert granted_on is not None
    return TitleContent(name, level, series, granted_on, *days, *papers, document_digest)


def _content_of(found: Title) -> TitleContent:
    told = (found.name, found.level, found.series, found.granted_on, found.appointed_on, found.appointed_until)
    return TitleContent(*told, found.granted_by, found.certificate_no, found.document_digest)


ROUTES = [record, waiting, verify, appoint, correct, void]
