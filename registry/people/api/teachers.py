"""`/api/v1/teachers`: who is on the staff of the schools in reach, and one teacher's career."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from registry.audit.process import Reading
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.kernel.scopes import Scope
from registry.people.api.shapes import (
    SOME_PERSON,
    TEACHER,
    TEACHERS,
    Away,
    EmployedShape,
    Held,
    TeacherLine,
    Teachers,
    TeachersAsked,
    TeacherShape,
)
from registry.people.model.facts import EmployedAt, Post
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import person, records_from_of
from registry.people.queries.reach import scope_reaching
from registry.people.queries.staff_pages import StaffLine, StaffPlace, StaffWish, school_in_reach, staff_page
from registry.platform.web.api import Link, Operation, PathPart, answered_with, asked, cursor_of, cursor_parts
from registry.platform.web.pages import Visitor

TAG = "teachers"
LISTED = Operation(
    tag=TAG,
    summary="教师名册",
    description="某一天在册的教师,一人在两校任职时各占一行。翻页期间有人入职,也不会重复或漏掉原有的人。",
    query=TeachersAsked,
    answer=Teachers,
    example=TEACHERS,
    refusals=(404, 406, 422),
    links={
        "teacher": Link("api_teacher", {"person_id": "$response.body#/items/0/id"}),
        "standing": Link("api_standing", {"person_id": "$response.body#/items/0/id"}),
    },
)
ONE = Operation(
    tag=TAG,
    summary="一位教师",
    description="任职、任教岗位和请假。曾任职的学校只看到在本校期间的部分;证件号码不通过接口提供。",
    answer=TeacherShape,
    example=TEACHER,
    path={"person_id": PathPart("教师的编号,取自名册的 id", SOME_PERSON)},
    refusals=(303, 404, 406),
    links={"standing": Link("api_standing", {"person_id": "$response.body#/id"})},
)


@get(
    "/teachers",
    name="api_teachers",
    permission=Permission.READ_TEACHERS,
    token_scope=TokenScope.TEACHERS_READ,
    told=LISTED,
)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of the staff."""
    wish = asked(request, TeachersAsked)
    inside = scopes(reading, Permission.READ_TEACHERS)
    after = cursor_parts(wish.cursor, (str, str, UUID))
    school_id = (await school_in_reach(reading, wish.school, inside))[0].id if wish.school else None
    found = await staff_page(
        reading,
        StaffWish(
            wish.as_of or reading.today,
            school_id,
            wish.department,
            wish.category,
            wish.staff_no or "",
            wish.name or "",
            StaffPlace(*after) if after else None,
            wish.limit,
        ),
        inside,
    )
    following = cursor_of(*map(str, found.next)) if found.next else None
    return answered_with(Teachers(items=[_line(each) for each in found.lines], next=following))


@get(
    "/teachers/{person_id:uuid}",
    name="api_teacher",
    permission=Permission.READ_TEACHER,
    token_scope=TokenScope.TEACHERS_READ,
    told=ONE,
)
async def one(reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """One teacher's career."""
    scope = await scope_reaching(reading, person_id, scopes(reading, Permission.READ_TEACHER))
    return answered_with(await _teacher(reading, person_id, scope))


async def _teacher(reading: Reading, person_id: UUID, scope: Scope) -> TeacherShape:
    found = await person(reading, person_id, scope)
    employed = (await employments_of(reading, [person_id], scope))[person_id]
    posts = (await posts_of(reading, [person_id], scope))[person_id]
    leaves = (await leaves_of(reading, [person_id], scope))[person_id]
    return TeacherShape(
        id=found.id,
        name=found.name,
        records_from=(await records_from_of(reading, [person_id], None, scope))[person_id],
        employments=[_employed(each, posts) for each in employed],
        leaves=[Away(started_on=each.started_on, finished_on=each.finished_on) for each in leaves],
    )


def _line(found: StaffLine) -> TeacherLine:
    return TeacherLine(
        id=found.person_id,
        name=found.name,
        school=found.school_code,
        school_name=found.school_name,
        staff_no=found.staff_no,
        department_id=found.department_id,
        department=found.department,
        category=found.category,
        employed_from=found.started_on,
        employed_to=found.finished_on,
    )


def _employed(found: EmployedAt, posts: tuple[Post, ...]) -> EmployedShape:
    held = [each for each in posts if each.employment_id == found.employment.id]
    return EmployedShape(
        school=found.school_code,
        staff_no=found.employment.staff_no,
        department_id=found.employment.department_id,
        department=found.department,
        started_on=found.employment.started_on,
        finished_on=found.employment.finished_on,
        industry_months=found.employment.industry_months,
        posts=[
            Held(category=each.category, started_on=each.started_on, finished_on=each.finished_on) for each in held
        ],
    )


ROUTES = [listed, one]
