"""`/api/v1/placements` read: a page at a time, or one."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.people.queries.staff_pages import school_in_reach
from registry.platform.web.api import Link, Operation, PathPart, answered_with, asked, cursor_of, cursor_parts
from registry.platform.web.pages import Visitor
from registry.practice.api.shapes import (
    PLACEMENT,
    PLACEMENTS,
    SOME_PLACEMENT,
    Attended,
    Placements,
    PlacementsAsked,
    PlacementShape,
)
from registry.practice.queries.placement_pages import NamedPlacement, PlacementWish, placement_page, with_names
from registry.practice.queries.placements import placement_scope

TAG = "placements"
READ = Permission.READ_PLACEMENTS
OF_ITS_TEACHER = {"person_id": "$response.body#/items/0/person_id"}
LISTED = Operation(
    tag=TAG,
    summary="企业实践记录",
    description="每次实践一条,给出现行的一版。顺序固定,翻页期间有登记、修改或更正,也不会重复或漏掉。",
    query=PlacementsAsked,
    answer=Placements,
    example=PLACEMENTS,
    refusals=(404, 406, 422),
    links={
        "placement": Link("api_placement", {"placement_id": "$response.body#/items/0/id"}),
        "teacher": Link("api_teacher", OF_ITS_TEACHER),
        "standing": Link("api_standing", OF_ITS_TEACHER),
    },
)
ONE = Operation(
    tag=TAG,
    summary="一条实践记录",
    description="也可以是已被更正取代的旧版。企业指导教师的姓名和电话不通过接口提供。",
    answer=PlacementShape,
    example=PLACEMENT,
    path={"placement_id": PathPart("记录的编号", SOME_PLACEMENT)},
    refusals=(404, 406),
)


@get(
    "/placements",
    name="api_placements",
    permission=READ,
    token_scope=TokenScope.PLACEMENTS_READ,
    told=LISTED,
)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of placements."""
    wish = asked(request, PlacementsAsked)
    inside = scopes(reading, READ)
    after = cursor_parts(wish.cursor, (UUID,))
    school_id = (await school_in_reach(reading, wish.school, inside))[0].id if wish.school else None
    found = await placement_page(
        reading,
        PlacementWish(
            school_id,
            wish.person,
            wish.state,
            wish.form,
            wish.from_day,
            wish.to_day,
            after[0] if after else None,
            wish.limit,
        ),
        inside,
    )
    following = cursor_of(str(found.next)) if found.next else None
    return answered_with(Placements(items=[shaped(each) for each in found.placements], next=following))


@get(
    "/placements/{placement_id:uuid}",
    name="api_placement",
    permission=READ,
    token_scope=TokenScope.PLACEMENTS_READ,
    told=ONE,
)
async def one(reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """One revision of a placement."""
    found, _ = await placement_scope(reading, placement_id, scopes(reading, READ))
    return answered_with(shaped((await with_names([found]))[0]))


def shaped(found: NamedPlacement) -> PlacementShape:
    """A placement as it is answered."""
    told = found.placement
    attended = told.attended
    return PlacementShape(
        id=told.id,
        chain_id=told.chain_id,
        revision=told.revision,
        is_replaced=told.is_replaced,
        replaces_id=told.replaces_id,
        person_id=told.person_id,
        name=found.person_name,
        school=found.school_code,
        staff_no=found.staff_no,
        enterprise_id=told.enterprise_id,
        enterprise_name=told.enterprise_name,
        position=told.position,
        form=told.form,
        started_on=told.started_on,
        finished_on=told.finished_on,
        duty_mode=told.duty_mode,
        share_percent=told.share_percent,
        attended=None if attended is None else [Attended(on=day.on, halves=day.halves) for day in attended],
        state=told.state,
        reason=told.reason,
        relation=told.relation,
        is_abroad=told.is_abroad,
        region_code=told.region_code,
        entered_at=told.entered_at,
        verified_at=told.verified_at,
    )


ROUTES = [listed, one]
