"""Who is on a school's board on a day, with the stored answers: loaded once, then only what changed since.

Where the stored answer is not what the asker sees (files of former employers, practice that another school has not
finished, two employers at once, a lapse that moves every day, days beyond what is stored) it is worked out.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, ScopeKind
from registry.people.model.facts import PostCategory
from registry.practice import tables
from registry.practice.model import StandingState
from registry.practice.queries.board_answers import Asked, answered
from registry.practice.queries.board_facts import known_of
from registry.practice.queries.board_places import BoardPlace
from registry.practice.queries.board_truth import PENDING, line_of, parted
from registry.practice.rules.course import DAILY, HELD
from registry.practice.rules.progress import Progress

AT_ONCE = 100
"""Persons whose answers are worked out before other requests get their turn."""
_COLUMNS = """
SELECT asked.school, asked.person, e.id AS employment, e.staff_no, e.department, u.name AS department_name, p.name,
    h.category, c.initials,
    c.states[width_bucket({}::date, c.states_since)] AS state,
    c.lapses_on[width_bucket({}::date, c.lapses_since)] AS lapses_on,
    c.progress[width_bucket({}::date, c.progress_since)] AS progress,
    CASE WHEN c.is_shared THEN
        EXISTS (
            SELECT FROM employment o WHERE o.person = e.person AND o.school <> e.school AND o.voided_at IS NULL
            AND daterange(o.started_on, o.finished_on, '[]') @> {}::date
        ) OR {}::boolean AND (
            e.finished_on < {}::date AND EXISTS (
                SELECT FROM employment o WHERE o.person = e.person AND o.voided_at IS NULL
                AND COALESCE(o.finished_on, 'infinity') >= {}::date
            ) OR EXISTS (
                SELECT FROM placement x WHERE x.person = e.person AND x.school <> e.school AND NOT x.is_replaced
                AND x.state = ANY ({}::text[]) AND x.started_on <= {}::date + 366 AND x.finished_on >= {}::date - 366
            )
        )
    END AS is_apart
"""
_EVERYBODY = "(SELECT school, person, id FROM employment WHERE school = ANY ({}::uuid[]) AND voided_at IS NULL)"
_CHANGED = """(
    SELECT b.school, b.person, o.id
    FROM unnest({}::uuid[], {}::bigint[]) AS seen (school, stamp)
    JOIN board_change b ON b.school = seen.school AND b.stamp > seen.stamp
    LEFT JOIN employment o ON o.person = b.person AND o.school = b.school AND o.voided_at IS NULL
)"""
_JOINED = """
FROM {asked} AS asked (school, person, id)
LEFT JOIN employment e ON e.id = asked.id AND (e.started_on IS NULL OR e.started_on <= {{}}::date)
    AND (e.finished_on IS NULL OR e.finished_on >= {{}}::date)
    AND ({{}}::uuid[] IS NULL OR e.department = ANY ({{}}::uuid[]))
LEFT JOIN person p ON p.id = e.person
LEFT JOIN school_unit u ON u.id = e.department
LEFT JOIN post_held h ON h.employment = e.id AND h.voided_at IS NULL
    AND (h.started_on IS NULL OR h.started_on <= {{}}::date)
    AND (h.finished_on IS NULL OR h.finished_on >= {{}}::date)
LEFT JOIN standing_course c ON c.person = e.person
"""
_LOAD, _LOAD_CHANGED = _COLUMNS + _JOINED.format(asked=_EVERYBODY), _COLUMNS + _JOINED.format(asked=_CHANGED)
_STATES = {each.value: each for each in StandingState}
_PROGRESS = {each.value: each for each in Progress}
_CATEGORIES = {each.value: each for each in PostCategory}


class BoardLine(NamedTuple):
    """One person on a school's board, as stored: enough to find, sort and count, not to show figures."""

    employment_id: UUID
    person_id: UUID
    staff_no: str
    name: str
    initials: str
    department_id: UUID | None
    department: str | None
    category: PostCategory | None
    state: StandingState
    lapses_on: date | None
    progress: Progress


class Loaded(NamedTuple):
    """What a load found at one school: the persons it looked at (None: everybody), and the lines of them."""

    persons: set[UUID] | None
    lines: list[BoardLine]


async def load_lines(
    reading: Reading, places: Sequence[BoardPlace], on: date, since: Sequence[int] | None = None
) -> dict[UUID, Loaded]:
    """The lines of these schools on a day; `since`: only of whoever changed after these stamps, one for a school.

    All places are opened by scopes of one kind. One statement, and one for every hundred people to be worked out.
    """
    rows = await _rows(reading, places, on, since)
    by_school = {place.school_id: (place, _is_ruled(reading, place, on)) for place in places}
    found = {one: Loaded(None if since is None else set(), []) for one in by_school}
    apart: list[tuple[BoardPlace, dict[str, Any]]] = []
    for start in range(0, len(rows), 2000):
        for row in rows[start : start + 2000]:
            loaded = found[row["school"]]
            if loaded.persons is not None:
                loaded.persons.add(row["person"])
            if row["employment"] is None:
                continue
            place, is_ruled = by_school[row["school"]]
            line = _line(row, is_ruled)
            if line is None:
                apart.append((place, row))
            else:
                loaded.lines.append(line)
        await asyncio.sleep(0)
    for place, line in await _worked_out(reading, apart, on):
        found[place.school_id].lines.append(line)
    return found


async def _rows(
    reading: Reading, places: Sequence[BoardPlace], on: date, since: Sequence[int] | None
) -> list[dict[str, Any]]:
    schools, scopes = [place.school_id for place in places], [scope for place in places for scope in place.scopes]
    units = [scope.id for scope in scopes if scope.kind is ScopeKind.DEPARTMENT] or None
    pending, today = [state.value for state in PENDING], reading.today
    columns = (on, on, on, on, EVERYWHERE not in scopes, today, today, pending, on, on)
    asked = (schools,) if since is None else (schools, list(since))
    statement = _LOAD if since is None else _LOAD_CHANGED
    found: list[dict[str, Any]] = await tables.StandingCourse.raw(
        statement, *columns, *asked, on, on, units, units, on, on
    )
    return found


def _is_ruled(reading: Reading, place: BoardPlace, on: date) -> bool:
    """Whether any rule is in force there; before it nothing is asked of anybody."""
    return line_of(reading.book, place.jurisdiction).on(on.toordinal()) is not None


def _line(row: dict[str, Any], is_ruled: bool) -> BoardLine | None:
    """The line of a row, or None where what is stored is not the answer."""
    if not is_ruled:
        return _told(row, StandingState.EXEMPT, None, Progress.NOT_ASKED)
    if row["is_apart"] or not row["state"] or not row["progress"]:
        return None
    state, lapses_on = _STATES[row["state"]], row["lapses_on"]
    if state in HELD and (lapses_on is None or lapses_on == DAILY):
        return None
    return _told(row, state, lapses_on if state in HELD else None, _PROGRESS[row["progress"]])


def _told(
    row: dict[str, Any], state: StandingState, lapses_on: date | None, progress: Progress, initials: str | None = None
) -> BoardLine:
    return BoardLine(
        row["employment"],
        row["person"],
        row["staff_no"],
        row["name"],
        row["initials"] or initials or "",
        row["department"],
        row["department_name"],
        _CATEGORIES.get(row["category"]),
        state,
        lapses_on,
        progress,
    )


async def _worked_out(
    reading: Reading, apart: Iterable[tuple[BoardPlace, dict[str, Any]]], on: date
) -> list[tuple[BoardPlace, BoardLine]]:
    """The lines of those for whom what is stored is not the answer."""
    found = []
    for part in parted(list(apart), AT_ONCE):
        known = await known_of({row["person"] for _, row in part})
        for place, row in part:
            own = known.get(row["person"])
            scope = place.scope_of(row["department"])
            if own is None or own.reach(scope, reading.today) is None:
                continue
            asked = Asked(line_of(reading.book, place.jurisdiction), on, reading.today)
            standing, _, progress = answered(own, scope, asked)
            found.append((place, _told(row, standing.state, standing.lapses_on, progress, own.initials)))
        await asyncio.sleep(0)
    return found
