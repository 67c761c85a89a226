"""The board: who is on the staff of the schools in reach on a day, how each stands, and the sums over them.

Pages, exports, chasing, the planner and the API ask here alone, so that all show the same people in the same order.
Found, sorted and counted by the stored answers; what is shown of a person is worked out from the facts.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from registry.audit.process import Reading
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.platform.turns import in_turns
from registry.practice.model import StandingState
from registry.practice.queries.board_answers import Asked, answered
from registry.practice.queries.board_facts import Known, known_of, post_on
from registry.practice.queries.board_lines import BoardLine
from registry.practice.queries.board_memory import MOST_LISTS, Filter, SchoolBoard, school_boards
from registry.practice.queries.board_order import URGENCY, Key, cursor_after, key_after
from registry.practice.queries.board_places import BoardPlace, board_places
from registry.practice.queries.board_truth import line_of, parted
from registry.practice.rules.board import Board, BoardRow, BoardSort, BoardSums, BoardWish, SchoolSums
from registry.practice.rules.progress import Progress

__all__ = ["URGENCY", "board"]
AT_ONCE = 100
"""People whose facts one statement fetches."""
IN_A_TURN = 20
"""Rows that are worked out before other requests get their turn: some ten milliseconds."""


class _Pick(NamedTuple):
    """A line that is shown, its place in the order, and the school's board."""

    key: Key
    place: BoardPlace
    own: SchoolBoard

    @property
    def line(self) -> BoardLine:
        """The line itself."""
        return self.own.lines[self.key[-1]]


async def board(reading: Reading, wish: BoardWish, scopes: Sequence[Scope]) -> Board:
    """The page of the board that is asked for, as far as the scopes reach. Three statements once it is in memory.

    Raises NotFound for a school out of reach, also where no school is in reach, BadInput for a cursor of no page.
    """
    after = None if wish.after is None else key_after(wish.after, wish.sort)
    places = await board_places(scopes, wish.school_id)
    boards = await school_boards(reading, places, wish.on, wish.sort)
    wanted = Filter(
        wish.department_id, wish.category, wish.state, wish.progress, wish.lapses_before, wish.q.strip().lower()
    )
    await _make_ready(boards, wish.sort, wanted)
    lists = [each.listed(wish.sort, wanted) for each in boards]
    sums = [_sums(each, wanted) for each in boards]
    following = merge(*(_picks(*each, after) for each in zip(places, boards, lists, strict=True)))
    picked = list(islice(following, wish.limit))
    has_more = wish.limit is not None and next(following, None) is not None
    return Board(
        wish,
        await _rows(reading, wish, picked),
        sum(map(len, lists)),
        _added(sums),
        tuple(
            SchoolSums(place.school_id, place.code, place.name, own) for place, own in zip(places, sums, strict=True)
        ),
        cursor_after(picked[-1].key, wish.sort) if has_more and picked else None,
    )


async def _make_ready(boards: Sequence[SchoolBoard], sort: BoardSort, wanted: Filter) -> None:
    """Sort and count the boards one after another, so that what asks them all at once afterwards finds it done."""
    async for own in in_turns(boards, 1):
        own.listed(sort, wanted)
        _sums(own, wanted)


def _picks(place: BoardPlace, own: SchoolBoard, keys: Sequence[Key], after: Key | None) -> Iterator[_Pick]:
    first = 0 if after is None else bisect_right(keys, after)
    return (_Pick(keys[at], place, own) for at in range(first, len(keys)))


def _sums(own: SchoolBoard, wanted: Filter) -> BoardSums:
    """State, progress and lapse are left aside, so that each sum is the number of people behind its own link."""
    meant = Filter(wanted.department_id, wanted.category, q=wanted.q)
    known = own.sums.get(meant)
    if known is None:
        if len(own.sums) >= MOST_LISTS:
            own.sums.clear()
        known = own.sums[meant] = _counted(own, meant)
    return known


def _counted(own: SchoolBoard, meant: Filter) -> BoardSums:
    counted = own.counted(meant)
    states: Counter[StandingState] = Counter()
    steps: Counter[Progress] = Counter()
    for (state, progress), people in counted.items():
        states[state] += people
        steps[progress] += people
    return _told(states, steps)


def _added(sums: Sequence[BoardSums]) -> BoardSums:
    if len(sums) == 1:
        return sums[0]
    states: Counter[StandingState] = Counter()
    steps: Counter[Progress] = Counter()
    for each in sums:
        states.update(each.states)
        steps.update(each.progress)
    return _told(states, steps)


def _told(states: Counter[StandingState], steps: Counter[Progress]) -> BoardSums:
    return BoardSums(
        states.total(), {state: states[state] for state in URGENCY}, {step: steps[step] for step in Progress}
    )


async def _rows(reading: Reading, wish: BoardWish, picked: Sequence[_Pick]) -> tuple[BoardRow, ...]:
    """The exact answers of those who are shown, in their order: one statement for every hundred not known yet."""
    found = {pick.line.employment_id: pick.own.rows.get(pick.line.employment_id) for pick in picked}
    unknown = [(pick, pick.line, pick.own.stamp) for pick in picked if found[pick.line.employment_id] is None]
    today = reading.today
    rules = {
        pick.place: Asked(line_of(reading.book, pick.place.jurisdiction), wish.on, today) for pick, _, _ in unknown
    }
    for part in parted(unknown, AT_ONCE):
        known = await known_of({line.person_id for _, line, _ in part})
        async for pick, line, stamp in in_turns(part, IN_A_TURN):
            own = known.get(line.person_id)
            row = _row(pick.place, line, own, rules[pick.place]) if own else None
            found[line.employment_id] = row
            if row and wish.limit is not None:
                pick.own.keep(line.employment_id, row, stamp)
    return tuple(row for row in found.values() if row)


def _row(place: BoardPlace, line: BoardLine, known: Known, asked: Asked) -> BoardRow | None:
    """One person's line as the facts stand now; None for somebody who was taken off the staff this moment."""
    employed = next((each for each in known.employed if each.employment.id == line.employment_id), None)
    if employed is None:
        return None
    try:
        standing, duty, progress = answered(known, place.scope_of(employed.employment.department_id), asked)
    except NotFound:
        return None
    employment = employed.employment
    return BoardRow(
        known.person_id,
        place.school_id,
        employment.staff_no,
        known.name,
        employment.department_id,
        employed.department,
        post_on(known, employment.id, asked.on),
        standing,
        duty,
        progress,
    )
