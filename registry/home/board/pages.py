"""The board's page: the yearly duty and the five-year states of a school as of any day, and who is behind them."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from litestar import Response, get

from registry.home.board.asked import FIRST_DAY, LABELS, LAST_DAY, QUESTION, Address, AskedPartly
from registry.home.board.chasing import chases_of
from registry.home.board.place import READ, BoardPlace, Rules, board_place, settled
from registry.home.board.rows import Writer
from registry.identity.access import Door
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.platform.web.pages import Visitor, language_of, page
from registry.practice.documents.board_words import SORTS
from registry.practice.documents.words import CATEGORIES, URGENCY
from registry.practice.model import StandingState
from registry.practice.queries.board import board
from registry.practice.rules.board import ROWS_AT_ONCE, Board, BoardSort
from registry.practice.rules.progress import Progress

ASKED_STEPS = tuple(each for each in Progress if each is not Progress.NOT_ASKED)
CHASED_STATES = (StandingState.LAPSED, StandingState.SHORT, StandingState.AT_RISK)
SHOWN_AT_ONCE = ROWS_AT_ONCE


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum and the address of the people behind it."""

    what: Progress | StandingState
    count: int
    href: str
    is_shown: bool


class Heading(NamedTuple):
    """How the rows can be ordered by a column; `sort` None: not at all."""

    word: str
    sort: BoardSort | None = None


HEADINGS = (
    Heading("工号", BoardSort.STAFF_NO),
    Heading("姓名", BoardSort.NAME),
    Heading("部门", BoardSort.DEPARTMENT),
    Heading("教师类别"),
    Heading("近五年", BoardSort.URGENCY),
    Heading("认定天数(月)"),
    Heading("到期日或还需", BoardSort.LAPSE),
    Heading("本学年"),
    Heading("图示"),
)


@get("/board", name="board", permission=READ, dependencies=QUESTION)
async def show(request: Visitor, reading: Door, question: AskedPartly) -> Response[Any]:
    """Who is there, how each stands, and the sums."""
    wish = question.wish
    place = await board_place(reading, wish.school_id)
    wish = replace(settled(wish, place), limit=SHOWN_AT_ONCE)
    found = await board(reading, wish, place.scopes)
    address, rules = Address(request, wish, reading.today), Rules(reading, wish.on, place.meant)
    language = language_of(request)
    writer = Writer(request, rules, reading.today, language)
    return page(
        request,
        "home/board.html",
        422 if question.faults else 200,
        question=question,
        labels=LABELS,
        days=(FIRST_DAY, LAST_DAY),
        place=place,
        title=title_of(place),
        departments=place.departments_on(wish.on),
        categories=CATEGORIES,
        found=found,
        wish=wish,
        on=wish.on,
        is_today=wish.on == reading.today,
        duty=duty_figures(found, address),
        not_asked=_figure(found, address, Progress.NOT_ASKED),
        states=state_figures(found, address),
        everybody=address.to(state=None, progress=None, lapses_before=None),
        address=address,
        chases=chases_of(reading, found, address),
        basis=rules.lines(language),
        headings=HEADINGS,
        sorts=SORTS,
        lines=writer.lines(found.rows, place.schools if place.school is None else ()),
        may_keep=permits(principal_of(reading.actor), Permission.KEEP_PEOPLE),
        may_certify=permits(principal_of(reading.actor), Permission.ISSUE_CERTIFICATES),
    )


def title_of(place: BoardPlace) -> str:
    """Whose board it is: the school by its full name, with the department of whoever sees one alone."""
    if place.school is None:
        return ""
    is_one = place.sees_departments_alone and len(place.departments) == 1
    return f"{place.school.name}{place.departments[0].name if is_one else ''}"


def duty_figures(found: Board, address: Address) -> list[Figure]:
    """已够, 实践中, 待认定, 未启动, each with its people."""
    return [_figure(found, address, each) for each in ASKED_STEPS]


def state_figures(found: Board, address: Address) -> list[Figure]:
    """The five-year states in the order in which somebody has to act."""
    return [_figure(found, address, each) for each in URGENCY]


def _figure(found: Board, address: Address, what: Progress | StandingState) -> Figure:
    """A link asks for this sum alone: of the other answer's filter and of the lapse date it knows nothing."""
    wish = found.wish
    if isinstance(what, Progress):
        href = address.to(progress=what, state=None, lapses_before=None)
        return Figure(what, found.sums.progress[what], href, wish.progress is what)
    href = address.to(state=what, progress=None, lapses_before=None)
    return Figure(what, found.sums.states[what], href, wish.state is what)


ROUTES = [show]
