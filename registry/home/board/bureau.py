"""A bureau's view: each of its schools with its sums on one day, and their total; each figure opens its people."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from litestar import Response, get

from registry.audit.process import Reading
from registry.home.board.asked import FIRST_DAY, LABELS, LAST_DAY, QUESTION, Address, AskedPartly
from registry.home.board.pages import ASKED_STEPS
from registry.home.board.place import READ, Rules, board_place
from registry.identity.access import Door
from registry.platform.web.pages import Visitor, language_of, page
from registry.practice.documents.words import URGENCY
from registry.practice.model import StandingState
from registry.practice.queries.board import board
from registry.practice.rules.board import Board, BoardSums
from registry.practice.rules.progress import Progress


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a school, and the address of the people behind it."""

    count: int
    href: str


class SchoolLine(NamedTuple):
    """A school with its figures: people, those of whom the yearly duty asks, each step of it, each state."""

    name: str
    href: str
    people: Sum
    asked: int
    steps: tuple[Sum, ...]
    states: tuple[Sum, ...]


@get("/board/schools", name="bureau_board", permission=READ, dependencies=QUESTION)
async def show(request: Visitor, reading: Door, question: AskedPartly) -> Response[Any]:
    """All schools in reach, as of any day."""
    wish = question.wish
    place = await board_place(reading, None)
    found = await board(reading, replace(wish, school_id=None, limit=0, after=None), place.scopes)
    language = language_of(request)
    return page(
        request,
        "home/board_schools.html",
        422 if question.faults else 200,
        question=question,
        labels=LABELS,
        days=(FIRST_DAY, LAST_DAY),
        on=wish.on,
        is_today=wish.on == reading.today,
        basis=Rules(reading, wish.on, place.schools).lines(language),
        **school_lines(request, reading, found),
    )


def school_lines(request: Visitor, reading: Reading, found: Board) -> dict[str, Any]:
    """What the table of schools shows: a line for each school, the total, what its columns are."""
    address = _address(request, found, reading.today)
    lines = [_line(each.school_name, each.sums, address, school_id=each.school_id) for each in found.schools]
    return {
        "school_lines": lines,
        "total": _line("", found.sums, address),
        "steps": ASKED_STEPS,
        "state_columns": URGENCY,
    }


def _address(request: Visitor, found: Board, today: date) -> Address:
    return Address(request, replace(found.wish, school_id=None), today)


def _line(name: str, sums: BoardSums, address: Address, **of_school: Any) -> SchoolLine:
    def opening(count: int, **asked: Progress | StandingState) -> Sum:
        return Sum(count, address.to(**of_school, **asked))

    return SchoolLine(
        name,
        address.to(**of_school),
        opening(sums.people),
        sums.asked,
        tuple(opening(sums.progress[each], progress=each) for each in ASKED_STEPS),
        tuple(opening(sums.states[each], state=each) for each in URGENCY),
    )


ROUTES = [show]
