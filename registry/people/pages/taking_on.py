"""Somebody new on the staff: known by the identity number already, or entered now; with employment and post."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, school_scopes
from registry.institutions.model.facts import School
from registry.institutions.pages.asking import offered
from registry.institutions.queries.schools import school, schools
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from registry.kernel.scopes import Scope
from registry.people.model.commands import HoldPost, Place, RegisterPerson, TakeOn
from registry.people.model.facts import Employment, PostCategory, Sex
from registry.people.pages.employments import department_field
from registry.people.pages.kept import KEEP, back
from registry.people.pages.posts import EXCEPTION
from registry.people.pages.words import CATEGORY_WORDS, SEX_WORDS
from registry.people.queries.persons import names_of, teacher_by_staff_no
from registry.people.rules import id_number_fault, written
from registry.people.service.employments import take_on
from registry.people.service.posts import hold_post
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, page

LABELS = {
    "school_id": "学校",
    "name": "姓名",
    "id_number": "身份证件号码",
    "sex": "性别",
    "birth_on": "出生日期",
    "staff_no": "工号",
    "department_id": "系部",
    "started_on": "入职日期",
    "finished_on": "离职日期",
    "category": "教师类别",
    EXCEPTION.name: EXCEPTION.label,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to be taken on, and the post held from the first day; `category` None: none yet."""

    command: TakeOn
    category: PostCategory | None
    exception: str


@get("/people/new", name="new_person", permission=KEEP)
async def ask(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """An empty form."""
    place, scope = await _school(reading, school_id)
    return await _form(request, reading, place, scope, Form({}))


@post("/people/new", name="take_on", permission=KEEP)
async def take(request: Visitor, reading: Door) -> Response[Any]:
    """The person is on the staff. The same form sent twice is one person."""
    form = await filled(request)
    place, scope = await _school(reading, form.key("school_id"))
    try:
        asked = _asked(form, place, reading.today)
        person_id = (await _taken_on(reading, asked, scope)).person_id
    except InvalidFields as wrong:
        there = None if form.faults else await _there_already(reading, form, place, scope)
        if there is None:
            form.faults = wrong.faults
            return await _form(request, reading, place, scope, form)
        person_id = there
    return back(request, person_id, "教师已登记")


async def _school(reading: Reading, school_id: UUID | None) -> tuple[School, Scope]:
    """The school that takes on: the one named, else the first whose files the actor keeps. Raises NotFound."""
    for scope in school_scopes(reading, KEEP):
        if school_id in (None, scope.id) and scope.id is not None:
            return await school(reading, scope.id, scope), scope
    raise NotFound("没有找到该学校")


def _asked(form: Form, place: School, today: date) -> Asked:
    """What was typed. Raises InvalidFields with everything that is wrong."""
    id_number = written(form.text("id_number")) or None
    form.faults.update({} if id_number is None else id_number_fault(id_number, today))
    sex, category = form.text("sex"), form.text("category")
    born_on = form.day("birth_on")
    if id_number and "id_number" not in form.faults:
        born_on = born_on or _born_on(id_number)
        if born_on != _born_on(id_number):
            form.faults.setdefault("birth_on", "出生日期与身份证件号码不一致")
    person = RegisterPerson(
        form.text("name", required=True), Sex(sex) if sex in set(Sex) else None, born_on, id_number
    )
    employment = Place(
        place.id,
        form.text("staff_no", required=True),
        form.key("department_id"),
        form.day("started_on"),
        form.day("finished_on"),
    )
    held = PostCategory(category) if category in set(PostCategory) else None
    exception = form.text(EXCEPTION.name)
    form.require_valid()
    return Asked(TakeOn(person, employment), held, exception)


async def _taken_on(reading: Reading, asked: Asked, scope: Scope) -> Employment:
    """All of it in one process. Raises InvalidFields, also where the rule on first posts refuses."""
    is_entered = False
    try:
        async with open_process("take_on", reading) as process:
            employment = await take_on(process, asked.command, scope)
            if asked.category:
                command = HoldPost(employment.id, asked.category, unpractised_reason=asked.exception or None)
                await hold_post(process, command, scope)
            is_entered = True
    except NotPermitted as refused:
        if not is_entered:
            raise
        raise InvalidFields({EXCEPTION.name: str(refused)}) from refused
    return employment


async def _there_already(reading: Reading, form: Form, place: School, scope: Scope) -> UUID | None:
    """Who a first click took on: the same name under the same number at the school, begun the same day."""
    try:
        found = await teacher_by_staff_no(reading, place.code, form.text("staff_no"), scope)
    except NotFound:
        return None
    names = {found.person.name, *(each.name for each in await names_of(reading, found.person.id, scope))}
    begun = found.employed.employment.started_on
    return found.person.id if form.text("name") in names and begun == form.day("started_on") else None


def _born_on(id_number: str) -> date:
    return date.fromisoformat(id_number[6:14])


async def _form(request: Visitor, reading: Reading, place: School, scope: Scope, form: Form) -> Response[Any]:
    known = [each for own in school_scopes(reading, KEEP) for each in await schools(reading, own)]
    return page(
        request,
        "people/new.html",
        422 if form.faults else 200,
        school=place,
        schools=known,
        departments=(await department_field(reading, place.id, scope)).options,
        sexes=offered(SEX_WORDS),
        categories=offered(CATEGORY_WORDS),
        exception=EXCEPTION,
        labels=LABELS,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask, take]
