"""In which order a board's lines come, and the cursor that names a place in it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any
from uuid import UUID

from registry.kernel.errors import BadInput
from registry.practice.model import StandingState
from registry.practice.queries.board_lines import BoardLine
from registry.practice.rules.board import BoardSort

URGENCY = (
    StandingState.LAPSED,
    StandingState.SHORT,
    StandingState.UNKNOWN,
    StandingState.AT_RISK,
    StandingState.NOT_YET_DUE,
    StandingState.MET,
    StandingState.EXEMPT,
)
_RANKS = {state: rank for rank, state in enumerate(URGENCY)}
_SHAPES: dict[BoardSort, tuple[type, ...]] = {
    BoardSort.STAFF_NO: (str, str, UUID),
    BoardSort.NAME: (str, str, str, UUID),
    BoardSort.DEPARTMENT: (str, str, str, UUID),
    BoardSort.LAPSE: (date, str, str, UUID),
    BoardSort.URGENCY: (int, date, str, str, UUID),
}
Key = tuple[Any, ...]
"""What decides a line's place; no two are the same. Ends with the school's code and the employment."""


def key_of(line: BoardLine, school_code: str, sort: BoardSort) -> Key:
    """The place of a line in an order; staff number, school and employment decide between equals."""
    last = (line.staff_no, school_code, line.employment_id)
    if sort is BoardSort.STAFF_NO:
        return last
    if sort is BoardSort.NAME:
        return (line.name, *last)
    if sort is BoardSort.DEPARTMENT:
        return (line.department or "", *last)
    lapse = line.lapses_on or date.max
    return (lapse, *last) if sort is BoardSort.LAPSE else (_RANKS[line.state], lapse, *last)


def cursor_after(key: Key, sort: BoardSort) -> str:
    """The cursor of the page that begins after this place."""
    told = json.dumps([sort.value, *(part if isinstance(part, int) else str(part) for part in key)])
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def key_after(cursor: str, sort: BoardSort) -> Key:
    """The place that a cursor names. Raises BadInput for what is no cursor of this order."""
    try:
        told = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        shape = _SHAPES[sort]
        if told[0] != sort.value or len(told) != len(shape) + 1:
            raise ValueError
        return tuple(_part(kind, part) for kind, part in zip(shape, told[1:], strict=True))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise BadInput("翻页标记无效,请从第一页重新查看 (not a cursor of this list)") from fault


def _part(kind: type, told: object) -> object:
    if kind is int:
        if type(told) is not int:
            raise ValueError
        return told
    if not isinstance(told, str):
        raise ValueError
    return date.fromisoformat(told) if kind is date else kind(told)
