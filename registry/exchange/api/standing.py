"""`/api/v1/standing`: one teacher's answer as `registry standing` prints it, or a page of a school's."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from registry.audit.process import Reading
from registry.exchange.api.standing_shapes import (
    ANSWER,
    PAGE,
    StandingAsked,
    Standings,
    StandingsAsked,
    StandingShape,
)
from registry.exchange.documents.answer_json import answer_as_json
from registry.exchange.model import LedgerAnswer
from registry.exchange.service.standings import Asked, Days, standing_of, standing_of_person, standings_at
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.kernel.errors import InvalidFields
from registry.people.queries.reach import scope_reaching
from registry.people.queries.staff_pages import StaffPlace, StaffWish, school_in_reach, staff_page
from registry.platform.language import Language
from registry.platform.web.api import JSON, Operation, PathPart, answered_with, asked, cursor_of, cursor_parts
from registry.platform.web.pages import Visitor
from registry.platform.web.typed import plain

TAG = "standing"
SOME_PERSON = "8b7f6f0e-40a1-4a51-8f3c-0d9f4f1f6f11"
TEXT = {"type": "string", "minLength": 1, "maxLength": 60}
SAME = "与命令 registry standing --format json 的输出完全相同。"
BY_ID = Operation(
    tag=TAG,
    summary="一位教师是否达标",
    description=f"按当天任职学校执行的规定。{SAME}保管其档案的学校(现任职学校)和本人可以查询。",
    query=StandingAsked,
    answer=StandingShape,
    example=ANSWER,
    path={"person_id": PathPart("教师的编号,取自名册的 id", SOME_PERSON)},
    refusals=(303, 404, 406, 422),
)
BY_NUMBER = Operation(
    tag=TAG,
    summary="按学校和工号查一位教师是否达标",
    description=f"按当天任职学校执行的规定。{SAME}",
    query=StandingAsked,
    answer=StandingShape,
    example=ANSWER,
    path={"school": PathPart("学校代码", "SX01", TEXT), "staff_no": PathPart("工号", "T1", TEXT)},
    refusals=(404, 406, 422),
)
LISTED = Operation(
    tag=TAG,
    summary="一所学校的人员是否达标",
    description="当天在册的人,按该校执行的规定;每一项与单独查询时的 teachers 中的一项形状相同。",
    query=StandingsAsked,
    answer=Standings,
    example=PAGE,
    refusals=(404, 406, 422),
)


@get(
    "/standing/{person_id:uuid}",
    name="api_standing",
    permission=Permission.READ_TEACHER,
    token_scope=TokenScope.STANDING_READ,
    told=BY_ID,
)
async def by_id(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """One teacher by id."""
    days = _days(reading, asked(request, StandingAsked))
    scope = await scope_reaching(reading, person_id, scopes(reading, Permission.READ_TEACHER))
    return _told(await standing_of_person(reading, person_id, days, scope))


@get(
    "/standing/{school:str}/{staff_no:str}",
    name="api_standing_by_number",
    permission=Permission.READ_TEACHERS,
    token_scope=TokenScope.STANDING_READ,
    told=BY_NUMBER,
)
async def by_number(request: Visitor, reading: Door, school: FromPath[str], staff_no: FromPath[str]) -> Response[Any]:
    """One teacher by the school's own number."""
    days = _days(reading, asked(request, StandingAsked))
    _, scope = await school_in_reach(reading, plain(school), scopes(reading, Permission.READ_TEACHERS))
    wish = Asked(plain(school), plain(staff_no), days.as_of, days.since)
    return _told(await standing_of(reading, wish, scope))


@get(
    "/standing",
    name="api_standings",
    permission=Permission.READ_TEACHERS,
    token_scope=TokenScope.STANDING_READ,
    told=LISTED,
)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of a school's staff."""
    wish = asked(request, StandingsAsked)
    days = _days(reading, StandingAsked(as_of=wish.as_of, since=wish.since))
    inside = scopes(reading, Permission.READ_TEACHERS)
    after = cursor_parts(wish.cursor, (str, str, UUID))
    school, _ = await school_in_reach(reading, wish.school, inside)
    place = StaffPlace(*after) if after else None
    staff = await staff_page(
        reading,
        StaffWish(days.as_of, school.id, staff_no=wish.staff_no or "", after=place, limit=wish.limit),
        inside,
    )
    answer = await standings_at(reading, school, staff.lines, days, inside)
    found = msgspec.json.decode(answer_as_json(answer, Language.ZH), type=StandingShape)
    page = Standings(
        as_of=found.as_of,
        policy=found.policy,
        policy_digest=found.policy_digest,
        basis=found.basis,
        items=found.teachers,
        next=cursor_of(*map(str, staff.next)) if staff.next else None,
    )
    return answered_with(page)


def _days(reading: Reading, told: StandingAsked) -> Days:
    on = told.as_of or reading.today
    if told.since and told.since > on:
        raise InvalidFields({"since": "起算日晚于截止日期"})
    return Days(on, told.since)


def _told(answer: LedgerAnswer) -> Response[Any]:
    return Response(answer_as_json(answer, Language.ZH).encode(), media_type=JSON)


ROUTES = [by_id, by_number, listed]
