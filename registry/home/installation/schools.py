"""The schools that the installation serves: listed, opened, changed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Process, Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.queries.listing import accounts_by_school
from registry.institutions.model.commands import ChangeSchool, OpenSchool, StateSchoolRecordsFrom
from registry.institutions.model.facts import School, SchoolLevel
from registry.institutions.queries.schools import bureaus, school, school_by_code, schools
from registry.institutions.service.schools import change_school, open_school, state_school_records_from
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.platform.language import Language
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, language_of, page

LEVEL_WORDS = {SchoolLevel.SECONDARY: "中等职业学校", SchoolLevel.HIGHER: "高等职业学校"}


@get("/installation/schools", name="installation_schools", permission=Permission.KEEP_INSTALLATION)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """All schools and bureaus, with how many can sign in."""
    found, guided = await schools(reading, _scope(reading)), await bureaus(reading)
    return page(
        request,
        "home/installation/schools.html",
        schools=found,
        bureaus=guided,
        bureau_names={each.id: each.name for each in guided},
        counts=await accounts_by_school(reading),
        level_words=LEVEL_WORDS,
        jurisdictions=dict(jurisdictions(reading, language_of(request))),
    )


@get("/installation/schools/new", name="new_school", permission=Permission.KEEP_INSTALLATION)
async def ask_new(request: Visitor, reading: Door, bureau: FromQuery[str | None] = None) -> Response[Any]:
    """The form of a school."""
    return await _form(request, reading, None, Form({"bureau_id": [bureau or ""]}))


@post("/installation/schools/new", name="open_school", permission=Permission.KEEP_INSTALLATION)
async def open_one(request: Visitor, reading: Door) -> Response[Any]:
    """The school is there. The same form sent again finds it there already."""
    form = await filled(request)
    try:
        command = _new_school(form)
        form.require_valid()
        async with open_process("open_school", reading) as process:
            opened = await open_school(process, command, _scope(reading))
    except InvalidFields as wrong:
        there = await _there_already(reading, form)
        if there is None:
            form.faults = wrong.faults
            return await _form(request, reading, None, form)
        opened = there
    return go(request, "installation_school", note="学校已建立,请为人事处建立账号", school_id=opened.id)


@get("/installation/schools/{school_id:uuid}", name="installation_school", permission=Permission.KEEP_INSTALLATION)
async def one(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """A school, to be changed."""
    found = await school(reading, school_id, _scope(reading))
    given = {
        "name": found.name,
        "short_name": found.short_name,
        "level": found.level.value,
        "jurisdiction": found.jurisdiction,
        "bureau_id": str(found.bureau_id or ""),
        "records_from": found.records_from.isoformat() if found.records_from else "",
        "revision": str(found.revision),
    }
    return await _form(request, reading, found, Form({name: [value] for name, value in given.items()}))


@post("/installation/schools/{school_id:uuid}", name="change_school", permission=Permission.KEEP_INSTALLATION)
async def change(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """The school as the form says; only what differs is recorded."""
    form, before = await filled(request), await school(reading, school_id, _scope(reading))
    try:
        wanted = _changed(form, before)
        records_from = form.day("records_from")
        form.require_valid()
        async with open_process("change_school", reading, form.text("reason")) as process:
            await _change(process, before, wanted, records_from)
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, before, form)
    return go(request, "installation_school", note="已保存", school_id=school_id)


def jurisdictions(reading: Reading, language: Language) -> list[tuple[str, str]]:
    """Whose rules the rule book holds, with their names."""
    return [(each, reading.book.name(each, language)) for each in reading.book.jurisdictions()]


def _scope(reading: Reading) -> Scope:
    return scopes(reading, Permission.KEEP_INSTALLATION)[0]


def _new_school(form: Form) -> OpenSchool:
    return OpenSchool(
        form.text("code", required=True),
        form.text("name", required=True),
        form.text("short_name", required=True),
        form.choice("level", SchoolLevel) or SchoolLevel.SECONDARY,
        form.text("jurisdiction", required=True),
        form.key("bureau_id"),
        form.day("records_from"),
    )


def _changed(form: Form, before: School) -> ChangeSchool:
    return ChangeSchool(
        before.id,
        int(form.text("revision")) if form.text("revision").isdigit() else 0,
        form.text("name", required=True),
        form.text("short_name", required=True),
        form.choice("level", SchoolLevel) or before.level,
        form.text("jurisdiction", required=True),
        form.key("bureau_id"),
    )


async def _change(process: Process, before: School, wanted: ChangeSchool, records_from: Any) -> None:
    scope = _scope(process.reading)
    fields = ("name", "short_name", "level", "jurisdiction", "bureau_id")
    revision = wanted.revision
    if any(getattr(before, name) != getattr(wanted, name) for name in fields):
        revision = (await change_school(process, wanted, scope)).revision
    if before.records_from != records_from:
        await state_school_records_from(process, StateSchoolRecordsFrom(before.id, revision, records_from), scope)


async def _there_already(reading: Reading, form: Form) -> School | None:
    try:
        found = await school_by_code(reading, form.text("code"), _scope(reading))
    except NotFound:
        return None
    return found if (found.name, found.short_name) == (form.text("name"), form.text("short_name")) else None


async def _form(request: Visitor, reading: Reading, found: School | None, form: Form) -> Response[str]:
    counted = await accounts_by_school(reading) if found else {}
    return page(
        request,
        "home/installation/school.html",
        422 if form.faults else 200,
        school=found,
        place=f"school:{found.id}" if found else "",
        accounts=counted.get(found.id, 0) if found else 0,
        levels=[(level.value, words) for level, words in LEVEL_WORDS.items()],
        jurisdictions=jurisdictions(reading, language_of(request)),
        bureaus=[(str(each.id), each.name) for each in await bureaus(reading)],
        values=form.values,
        faults=form.faults,
    )


ROUTES = [listed, ask_new, open_one, one, change]
