"""The board: who is on the staff of the schools in reach on a day, how each stands, and the sums over them.

Pages, exports, chasing, the planner and the API ask here alone, so that all show the same people in the same order.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.platform.pinyin import initials
from registry.practice.model import StandingState
from registry.practice.queries.school_answers import PersonAnswer, answers_at
from registry.practice.rules.board import Board, BoardRow, BoardSort, BoardSums, BoardWish, SchoolSums
from registry.practice.rules.progress import Progress

URGENCY = (
    StandingState.LAPSED,
    StandingState.SHORT,
    StandingState.UNKNOWN,
    StandingState.AT_RISK,
    StandingState.NOT_YET_DUE,
    StandingState.MET,
    StandingState.EXEMPT,
)


async def board(reading: Reading, wish: BoardWish, scopes: Sequence[Scope]) -> Board:
    """The page of the board that is asked for, as far as the scopes reach.

    Raises NotFound for a school out of reach, also where no school is in reach, BadInput for a cursor of no page.
    """
    reached: dict[UUID, tuple[School, Scope]] = {}
    for scope in scopes:
        for each in await schools(reading, scope):
            reached.setdefault(each.id, (each, scope))
    if wish.school_id is not None:
        reached = {one: found for one, found in reached.items() if one == wish.school_id}
    if not reached:
        raise NotFound("没有找到该学校")
    rows: list[BoardRow] = []
    lines = []
    for place, scope in reached.values():
        answers = await answers_at(reading, place.id, wish.on, scope)
        own = [row for row in (_row(place.id, each) for each in answers) if _is_meant(row, wish)]
        rows += own
        lines.append(SchoolSums(place.id, place.code, place.name, _sums(own)))
    shown = sorted((row for row in rows if _is_filtered(row, wish)), key=lambda row: _order(row, wish.sort))
    first = int(wish.after or 0)
    last = len(shown) if wish.limit is None else first + wish.limit
    return Board(
        wish,
        tuple(shown[first:last]),
        len(shown),
        _sums(rows),
        tuple(sorted(lines, key=lambda line: line.school_code)),
        str(last) if last < len(shown) else None,
    )


def _row(school_id: UUID, answer: PersonAnswer) -> BoardRow:
    entry = answer.entry
    return BoardRow(
        entry.person_id,
        school_id,
        entry.staff_no,
        entry.name,
        entry.department_id,
        entry.department,
        entry.category,
        answer.standing,
        answer.duty,
        answer.progress,
    )


def _is_meant(row: BoardRow, wish: BoardWish) -> bool:
    return (
        (wish.department_id is None or row.department_id == wish.department_id)
        and (wish.category is None or row.category is wish.category)
        and _matches(row, wish.q)
    )


def _is_filtered(row: BoardRow, wish: BoardWish) -> bool:
    lapses_on = row.standing.lapses_on
    return (
        (wish.state is None or row.standing.state is wish.state)
        and (wish.progress is None or row.progress is wish.progress)
        and (wish.lapses_before is None or (lapses_on is not None and lapses_on < wish.lapses_before))
    )


def _matches(row: BoardRow, typed: str) -> bool:
    sought = typed.strip().lower()
    if not sought or sought in row.name.lower() or row.staff_no.lower().startswith(sought):
        return True
    return sought.isascii() and any(spelling.startswith(sought) for spelling in initials(row.name))


def _sums(rows: Iterable[BoardRow]) -> BoardSums:
    everybody = list(rows)
    states = Counter(row.standing.state for row in everybody)
    steps = Counter(row.progress for row in everybody)
    return BoardSums(
        len(everybody), {state: states[state] for state in URGENCY}, {step: steps[step] for step in Progress}
    )


def _order(row: BoardRow, sort: BoardSort) -> tuple[object, ...]:
    lapse = row.standing.lapses_on or date.max
    if sort is BoardSort.STAFF_NO:
        return (row.staff_no,)
    if sort is BoardSort.NAME:
        return (row.name, row.staff_no)
    if sort is BoardSort.DEPARTMENT:
        return (row.department or "", row.staff_no)
    if sort is BoardSort.LAPSE:
        return (lapse, row.staff_no)
    return (URGENCY.index(row.standing.state), lapse, row.staff_no)
