"""The boards that were asked for lately, kept in memory while they are true.

A board is kept under its school, the scopes that open it, the day asked about and today. Every question compares the
school's stamp, which the projector raises in the transaction of each change; so whatever another process wrote is
seen at once, and only the people whom it concerned are loaded again. What is kept is names and words, no figures.
"""

import asyncio
from bisect import bisect_left, insort
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import ScopeKind
from registry.people.model.facts import PostCategory
from registry.platform.database import engine
from registry.platform.pinyin import initials
from registry.platform.turns import in_turns
from registry.policy.book import Book
from registry.practice.model import StandingState
from registry.practice.queries.board_lines import BoardLine, Loaded, load_lines
from registry.practice.queries.board_order import Key, key_of
from registry.practice.queries.board_places import BoardPlace
from registry.practice.rules.board import BoardRow, BoardSort, BoardSums
from registry.practice.rules.progress import Progress

MOST_LINES = 200_000
"""Lines kept in one process, some 400 bytes each."""
MOST_BOARDS = 300
LARGE = 5_000
MOST_LISTS, MOST_ROWS, MOST_ROWS_IN_ALL = 12, 5_000, 20_000
"""Filtered lists, and rows with their exact answers, kept for one board; such rows in all, some 1.5 kB each."""

Cell = tuple[UUID | None, PostCategory | None, StandingState, Progress]
"""What the sums tell apart."""


class Filter(NamedTuple):
    """What of a wish narrows the list; None and the empty text narrow nothing."""

    department_id: UUID | None = None
    category: PostCategory | None = None
    state: StandingState | None = None
    progress: Progress | None = None
    lapses_before: date | None = None
    q: str = ""

    def admits(self, line: BoardLine) -> bool:
        """Whether a line matches, apart from what was typed."""
        return (
            (self.department_id is None or line.department_id == self.department_id)
            and (self.category is None or line.category is self.category)
            and (self.state is None or line.state is self.state)
            and (self.progress is None or line.progress is self.progress)
            and (self.lapses_before is None or (line.lapses_on is not None and line.lapses_on < self.lapses_before))
        )


class SchoolBoard:
    """One school's lines on a day, counted, and sorted as far as somebody asked."""

    __slots__ = ("_by_person", "_lists", "_orders", "code", "cube", "lines", "rows", "stamp", "sums")

    def __init__(self, code: str, stamp: int, lines: Iterable[BoardLine]) -> None:
        self.code, self.stamp = code, stamp
        self.lines: dict[UUID, BoardLine] = {}
        self.cube: Counter[Cell] = Counter()
        self.rows: dict[UUID, BoardRow] = {}
        self.sums: dict[Filter, BoardSums] = {}
        self._by_person: dict[UUID, list[UUID]] = {}
        self._orders: dict[BoardSort, list[Key]] = {}
        self._lists: OrderedDict[tuple[BoardSort, Filter], list[Key]] = OrderedDict()
        for line in lines:
            self._add(line)

    def change(self, stamp: int, loaded: Loaded) -> None:
        """Take over what changed up to the stamp; what another request took over already is not taken back."""
        if stamp <= self.stamp:
            return
        for person_id in loaded.persons or ():
            for employment_id in self._by_person.pop(person_id, ()):
                self._remove(self.lines.pop(employment_id))
                self.rows.pop(employment_id, None)
        for line in loaded.lines:
            self._add(line)
            for sort, order in self._orders.items():
                insort(order, key_of(line, self.code, sort))
        self._lists.clear()
        self.sums.clear()
        self.stamp = stamp

    def keep(self, employment_id: UUID, row: BoardRow, stamp: int) -> None:
        """Keep an exact row, if nothing changed since the stamp under which it was worked out."""
        if stamp == self.stamp and len(self.rows) < MOST_ROWS:
            self.rows[employment_id] = row

    def listed(self, sort: BoardSort, wanted: Filter) -> Sequence[Key]:
        """The places of the lines that match, in order."""
        order = self._orders.get(sort)
        if order is None:
            order = self._orders[sort] = sorted(key_of(line, self.code, sort) for line in self.lines.values())
        if wanted == Filter():
            return order
        kept = self._lists.get((sort, wanted))
        if kept is None:
            kept = self._lists[sort, wanted] = self._filtered(order, sort, wanted)
            if len(self._lists) > MOST_LISTS:
                self._lists.popitem(last=False)
        else:
            self._lists.move_to_end((sort, wanted))
        return kept

    def counted(self, wanted: Filter) -> Counter[tuple[StandingState, Progress]]:
        """How many lines match in each state and at each step."""
        found: Counter[tuple[StandingState, Progress]] = Counter()
        if wanted.q:
            for key in self.listed(BoardSort.STAFF_NO, wanted):
                line = self.lines[key[-1]]
                found[line.state, line.progress] += 1
            return found
        for (department_id, category, state, progress), people in self.cube.items():
            if wanted.department_id in (None, department_id) and wanted.category in (None, category):
                found[state, progress] += people
        return found

    def _filtered(self, order: Sequence[Key], sort: BoardSort, wanted: Filter) -> list[Key]:
        lines = self.lines
        if not wanted.q:
            return [key for key in order if wanted.admits(lines[key[-1]])]
        sought, is_ascii = wanted.q, wanted.q.isascii()
        begun = f" {sought}"
        found = [
            line
            for line in lines.values()
            if sought in line.name.lower()
            or line.staff_no.lower().startswith(sought)
            or (is_ascii and begun in f" {line.initials}" and _is_spelt(line.name, sought))
        ]
        return sorted(key_of(line, self.code, sort) for line in found if wanted.admits(line))

    def _add(self, line: BoardLine) -> None:
        self.lines[line.employment_id] = line
        self._by_person.setdefault(line.person_id, []).append(line.employment_id)
        self.cube[line.department_id, line.category, line.state, line.progress] += 1

    def _remove(self, line: BoardLine) -> None:
        cell = (line.department_id, line.category, line.state, line.progress)
        self.cube[cell] -= 1
        if not self.cube[cell]:
            del self.cube[cell]
        for sort, order in self._orders.items():
            del order[bisect_left(order, key_of(line, self.code, sort))]


def _is_spelt(name: str, sought: str) -> bool:
    return any(spelling.startswith(sought) for spelling in initials(name))


class _Kept(NamedTuple):
    """Under what a board is kept."""

    place: tuple[UUID, tuple[object, ...]]
    on: date
    today: date
    book: Book


_memory: OrderedDict[_Kept, SchoolBoard] = OrderedDict()


async def school_boards(
    reading: Reading, places: Sequence[BoardPlace], on: date, sort: BoardSort = BoardSort.URGENCY
) -> list[SchoolBoard]:
    """The boards of these schools on a day, as they stand now, one for each place.

    Inside a process nothing is kept and nothing that was kept is used: what it wrote may still be undone.
    """
    memory = OrderedDict() if engine().transaction_exists() else _memory
    fresh: dict[UUID, SchoolBoard] = {}
    missing: dict[ScopeKind, list[BoardPlace]] = {}
    stale: dict[ScopeKind, list[BoardPlace]] = {}
    for place in places:
        kept = memory.get(_key(reading, place, on))
        if kept is None or kept.stamp > place.stamp or kept.code != place.code:
            missing.setdefault(place.scopes[0].kind, []).append(place)
            continue
        fresh[place.school_id] = kept
        if kept.stamp < place.stamp:
            stale.setdefault(place.scopes[0].kind, []).append(place)
    for part in missing.values():
        loaded = await load_lines(reading, part, on)
        async for place in in_turns(part, 1):
            fresh[place.school_id] = await _made(place, loaded[place.school_id], sort)
    for part in stale.values():
        boards = [fresh[place.school_id] for place in part]
        loaded = await load_lines(reading, part, on, [board.stamp for board in boards])
        for place, board in zip(part, boards, strict=True):
            board.change(place.stamp, loaded[place.school_id])
    _keep(memory, {_key(reading, place, on): fresh[place.school_id] for place in places})
    return [fresh[place.school_id] for place in places]


def forget() -> None:
    """Keep nothing: for tests and benchmarks of the first question."""
    _memory.clear()


async def _made(place: BoardPlace, loaded: Loaded, sort: BoardSort) -> SchoolBoard:
    """A new board; a very large one is counted and sorted beside the other requests."""
    if len(loaded.lines) < LARGE:
        return SchoolBoard(place.code, place.stamp, loaded.lines)

    def sorted_already() -> SchoolBoard:
        board = SchoolBoard(place.code, place.stamp, loaded.lines)
        board.listed(sort, Filter())
        return board

    return await asyncio.to_thread(sorted_already)


def _keep(memory: OrderedDict[_Kept, SchoolBoard], boards: dict[_Kept, SchoolBoard]) -> None:
    for key, board in boards.items():
        memory[key] = board
        memory.move_to_end(key)
    held = sum(len(board.lines) for board in memory.values())
    while (held > MOST_LINES or len(memory) > MOST_BOARDS) and len(memory) > len(boards):
        held -= len(memory.popitem(last=False)[1].lines)
    rows = sum(len(board.rows) for board in memory.values())
    for board in memory.values():
        if rows <= MOST_ROWS_IN_ALL:
            break
        rows -= len(board.rows)
        board.rows.clear()


def _key(reading: Reading, place: BoardPlace, on: date) -> _Kept:
    return _Kept((place.school_id, place.scopes), on, reading.today, reading.book)
