"""The board for taking away: a workbook and a page to print, with all that the same address shows, in its order."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from litestar import Response, get
from litestar.enums import MediaType
from litestar.params import FromQuery

from registry.audit.process import Reading
from registry.home.board.asked import WISH, Address, Asked
from registry.home.board.pages import title_of
from registry.home.board.place import READ, Rules, board_place, settled
from registry.home.board.rows import STATE_CLASS
from registry.identity.access import Door
from registry.institutions.queries.names import scope_names
from registry.kernel.errors import BadInput
from registry.kernel.scopes import ScopeKind
from registry.platform.language import Language
from registry.platform.web.downloads import workbook_download
from registry.platform.web.pages import Visitor, rendered
from registry.practice.documents.board_paper import (
    SEAL,
    SEALED,
    SIGNERS,
    TITLE,
    BoardPaper,
    Headed,
    asked_words,
    board_paper,
    papers_by_department,
    printed_cell,
)
from registry.practice.queries.board import board
from registry.practice.rules.board import Board, BoardWish

MOST_PEOPLE = 20_000
"""Of one file; more is asked for school by school."""
BY_DEPARTMENT = "department"


class Taken(NamedTuple):
    """What is taken away: its papers, and the wish as it was answered."""

    papers: tuple[BoardPaper, ...]
    wish: BoardWish


@get("/board/workbook", name="board_workbook", permission=READ, dependencies=WISH)
async def workbook(request: Visitor, reading: Door, wish: Asked, by: FromQuery[str | None] = None) -> Response[bytes]:
    """The workbook; `by=department` gives each department a sheet."""
    taken = await _taken(reading, wish, by)
    content = await asyncio.to_thread(_as_workbook, taken.papers)
    return workbook_download(content, f"{taken.papers[0].school_name}-{TITLE}-{taken.wish.on}.xlsx")


@get("/board/print", name="board_print", permission=READ, dependencies=WISH)
async def printed(request: Visitor, reading: Door, wish: Asked, by: FromQuery[str | None] = None) -> Response[Any]:
    """The page to print; `by=department` begins a sheet of paper for each department."""
    taken = await _taken(reading, wish, by)
    context = {
        "papers": taken.papers,
        "shown": printed_cell,
        "state_class": STATE_CLASS,
        "signers": SIGNERS,
        "sealed": SEALED,
        "seal": SEAL,
        "address": Address(request, taken.wish, reading.today),
        "is_by_department": by == BY_DEPARTMENT,
    }
    content = await asyncio.to_thread(rendered, request, "home/board_print.html", **context)
    return Response(content, media_type=MediaType.HTML)


async def _taken(reading: Reading, wish: BoardWish, by: str | None) -> Taken:
    place = await board_place(reading, wish.school_id)
    wish = replace(settled(wish, place), after=None, limit=MOST_PEOPLE)
    found = await board(reading, wish, place.scopes)
    if found.found > MOST_PEOPLE:
        raise BadInput(f"共 {found.found} 人,超出一份文件的 {MOST_PEOPLE} 人;请按学校或部门分别导出")
    rules = Rules(reading, wish.on, place.meant)
    department = next((each.name for each in place.departments if each.id == wish.department_id), None)
    headed = Headed(
        school_name=title_of(place) or await _bureau_name(reading, place.scopes),
        asked=asked_words(wish, department),
        basis=tuple(rules.lines(Language.ZH)),
        schools={} if place.school else {each.id: each.short_name for each in place.schools},
        policy_of=rules.of,
        printed_on=reading.today,
    )
    return Taken(await asyncio.to_thread(_papers, found, headed, by), wish)


def _papers(found: Board, headed: Headed, by: str | None) -> tuple[BoardPaper, ...]:
    parts = papers_by_department(found, headed) if by == BY_DEPARTMENT else ()
    return parts or (board_paper(found, headed),)


async def _bureau_name(reading: Reading, reach: Sequence[Any]) -> str:
    bureaus = [scope for scope in reach if scope.kind is ScopeKind.BUREAU]
    return "、".join((await scope_names(reading, bureaus)).values())


def _as_workbook(papers: Sequence[BoardPaper]) -> bytes:
    from registry.practice.documents.board_workbook import papers_as_workbook  # noqa: PLC0415 -- slow import

    return papers_as_workbook(papers)


ROUTES = [workbook, printed]
