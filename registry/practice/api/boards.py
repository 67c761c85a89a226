"""`/api/v1/board`: the same people, sums and order as on the board's page."""

from typing import Any

from litestar import Response, get

from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.kernel.errors import BadInput, InvalidFields
from registry.kernel.periods import Period
from registry.people.queries.staff_pages import school_in_reach
from registry.platform.web.api import NO_CURSOR, Link, Operation, answered_with, asked
from registry.platform.web.pages import Visitor
from registry.practice.api.board_shapes import (
    BOARD,
    BoardAsked,
    BoardLine,
    BoardShape,
    Days,
    SchoolLine,
    Sums,
    YearShape,
)
from registry.practice.model import YearlyDuty
from registry.practice.queries.board import board
from registry.practice.rules.board import Board, BoardRow, BoardSums, BoardWish

ASKING = Operation(
    tag="board",
    summary="看板",
    description="任何一天(含将来)在册的人各处于什么状态、本年度进展如何,以及各项人数。与页面看板的人员和次序相同。",
    query=BoardAsked,
    answer=BoardShape,
    example=BOARD,
    refusals=(404, 406, 422),
    links={
        "standing": Link("api_standing", {"person_id": "$response.body#/items/0/person_id"}),
        "teacher": Link("api_teacher", {"person_id": "$response.body#/items/0/person_id"}),
    },
)


@get(
    "/board",
    name="api_board",
    permission=Permission.READ_TEACHERS,
    token_scope=TokenScope.BOARD_READ,
    told=ASKING,
)
async def show(request: Visitor, reading: Door) -> Response[Any]:
    """A page of the board with its sums."""
    told = asked(request, BoardAsked)
    inside = scopes(reading, Permission.READ_TEACHERS)
    school_id = (await school_in_reach(reading, told.school, inside))[0].id if told.school else None
    wish = BoardWish(
        told.as_of or reading.today,
        school_id,
        told.department,
        told.category,
        told.state,
        told.progress,
        told.q or "",
        told.lapses_before,
        told.sort,
        told.cursor,
        told.limit,
    )
    try:
        found = await board(reading, wish, inside)
    except BadInput as wrong:
        if told.cursor is None:
            raise
        raise InvalidFields({"cursor": NO_CURSOR}) from wrong
    return answered_with(_shaped(found))


def _shaped(found: Board) -> BoardShape:
    codes = {each.school_id: each.school_code for each in found.schools}
    schools = [
        SchoolLine(school=each.school_code, school_name=each.school_name, sums=_sums(each.sums))
        for each in found.schools
    ]
    return BoardShape(
        as_of=found.wish.on,
        found=found.found,
        sums=_sums(found.sums),
        schools=schools,
        items=[_line(row, codes[row.school_id]) for row in found.rows],
        next=found.next,
    )


def _sums(sums: BoardSums) -> Sums:
    return Sums(people=sums.people, asked=sums.asked, states=sums.states, progress=sums.progress)


def _line(row: BoardRow, school_code: str) -> BoardLine:
    standing = row.standing
    credit = standing.credit
    return BoardLine(
        person_id=row.person_id,
        school=school_code,
        staff_no=row.staff_no,
        name=row.name,
        department_id=row.department_id,
        department=row.department,
        category=row.category,
        state=standing.state,
        days_exact=str(credit.days) if credit else None,
        months_exact=str(credit.months) if credit else None,
        required_exact=None if standing.required_months is None else str(standing.required_months),
        window=_days(standing.window) if standing.window else None,
        lapses_on=standing.lapses_on,
        days_needed=standing.days_needed,
        citation=str(standing.citation) if standing.citation else None,
        progress=row.progress,
        annual=_year(row.duty) if row.duty else None,
    )


def _year(duty: YearlyDuty) -> YearShape:
    return YearShape(year=_days(duty.year), months_exact=str(duty.months), state=duty.state)


def _days(period: Period) -> Days:
    return Days(started_on=period.started_on, finished_on=period.finished_on)


ROUTES = [show]
