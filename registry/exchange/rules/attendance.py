"""The list of attended days (出勤日期): the only days that count for on-duty practice, each whole or half."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.exchange.rules.cells import text_of
from registry.exchange.rules.dates import exact_day
from registry.kernel.sheets import Cell
from registry.practice.model import AttendedDay

WHOLE_DAY = 2
_HALVES = {"0.5": 1, ".5": 1, "1": WHOLE_DAY, "1.0": WHOLE_DAY}
_SEPARATORS = re.compile(r"[;,、\r\n\t]+")

Attended = tuple[AttendedDay, ...]


@dataclass(frozen=True, slots=True)
class UnreadableDays:
    """The entries of a list that name no day: the first of them as written, and how many."""

    first: str
    number: int


def read_attended(cell: Cell) -> Attended | UnreadableDays | None:
    """The days in order; a day listed twice adds up, to one whole day at most. None for an empty cell."""
    if not text_of(cell):
        return None
    if not isinstance(cell, str):
        entries: list[Cell] = [cell]
    else:
        entries = list(_entries(unicodedata.normalize("NFKC", cell)))
    halves: dict[date, int] = {}
    unreadable = []
    for entry in entries:
        day = _attended_day(entry)
        if day is None:
            unreadable.append(str(entry))
        else:
            halves[day.on] = min(halves.get(day.on, 0) + day.halves, WHOLE_DAY)
    if unreadable or not halves:
        return UnreadableDays(unreadable[0] if unreadable else str(cell), len(unreadable))
    return tuple(AttendedDay(on, halves[on]) for on in sorted(halves))


def outside(days: Attended, begun: date, ended: date) -> list[date]:
    """The attended days that lie outside the placement."""
    if begun <= days[0].on and days[-1].on <= ended:
        return []
    return [day.on for day in days if not begun <= day.on <= ended]


def _entries(text: str) -> Iterator[str]:
    """The entries between separators; blanks separate too, unless they stand inside one date (`2021年 3月 5日`)."""
    for entry in _SEPARATORS.split(text):
        if not text_of(entry):
            continue
        if _attended_day(entry) is not None:
            yield entry
        else:
            yield from entry.split()


def _attended_day(entry: Cell) -> AttendedDay | None:
    """`2021-03-05`, or with `/0.5` for a half day, `/1` for a whole one."""
    on = exact_day(entry)
    if isinstance(on, date):
        return AttendedDay(on, WHOLE_DAY)
    if not isinstance(entry, str):
        return None
    written, _, part = entry.rpartition("/")
    on, halves = exact_day(written), _HALVES.get(part.strip())
    return AttendedDay(on, halves) if isinstance(on, date) and halves else None
