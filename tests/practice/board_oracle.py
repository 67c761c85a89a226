"""The board as it is told by the facts alone, everybody anew each time: the yardstick of the fast one."""

from collections import Counter
from datetime import date

from registry.institutions.queries.schools import school, schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import ScopeKind
from registry.people.queries.careers import roster
from registry.platform.pinyin import initials
from registry.practice.queries.board import URGENCY
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.rules import Reckoning, rule_line, standing, yearly_answers
from registry.practice.rules.board import Board, BoardRow, BoardSort, BoardSums, SchoolSums
from registry.practice.rules.progress import Progress, progress_of, this_year

WIDEST = (ScopeKind.SYSTEM, ScopeKind.BUREAU, ScopeKind.SCHOOL, ScopeKind.DEPARTMENT)


async def slow_answers(reading, school_id, on, scope):
    """Each person of the roster with standing, duty and progress, as the scope sees them."""
    place = await school(reading, school_id, scope)
    staff = await roster(reading, school_id, on, scope)
    persons = [entry.person_id for entry in staff]
    facts = await teacher_facts(reading, persons, on, scope)
    placements = await placements_of(reading, persons, scope)
    line = rule_line(reading.book.practice_versions(place.jurisdiction))
    for entry in staff:
        reckoning = Reckoning(facts[entry.person_id])
        duty = this_year(yearly_answers(reckoning, line, on), on)
        progress = progress_of(duty, placements[entry.person_id])
        yield entry, standing(reckoning, line, on), duty, progress


async def slow_board(reading, wish, scopes):
    """The whole board, without pages."""
    reached = {}
    for scope in sorted(scopes, key=lambda scope: WIDEST.index(scope.kind)):
        for place in await schools(reading, scope):
            known = reached.setdefault(place.id, (place, []))[1]
            if not known or known[0].kind is scope.kind is ScopeKind.DEPARTMENT:
                known.append(scope)
    if wish.school_id is not None:
        reached = {one: found for one, found in reached.items() if one == wish.school_id}
    if not reached:
        raise NotFound("没有找到该学校")
    rows, lines = [], []
    for place, opened in sorted(reached.values(), key=lambda found: found[0].code):
        own = [
            (place.code, entry.employment_id, _row(place.id, entry, *answers))
            for scope in opened
            async for entry, *answers in slow_answers(reading, place.id, wish.on, scope)
        ]
        own = [each for each in own if _is_meant(each[2], wish)]
        rows += own
        lines.append(SchoolSums(place.id, place.code, place.name, _sums(own)))
    shown = sorted((each for each in rows if _is_filtered(each[2], wish)), key=lambda each: _order(each, wish.sort))
    found = tuple(row for _, _, row in shown)
    return Board(wish, found, len(found), _sums(rows), tuple(lines), None)


def _row(school_id, entry, *answers):
    place = (entry.department_id, entry.department, entry.category)
    return BoardRow(entry.person_id, school_id, entry.staff_no, entry.name, *place, *answers)


def _is_meant(row, wish):
    return (
        wish.department_id in (None, row.department_id)
        and wish.category in (None, row.category)
        and _matches(row, wish.q.strip().lower())
    )


def _is_filtered(row, wish):
    lapses_on = row.standing.lapses_on
    return (
        wish.state in (None, row.standing.state)
        and wish.progress in (None, row.progress)
        and (wish.lapses_before is None or (lapses_on is not None and lapses_on < wish.lapses_before))
    )


def _matches(row, sought):
    if not sought or sought in row.name.lower() or row.staff_no.lower().startswith(sought):
        return True
    return sought.isascii() and any(spelling.startswith(sought) for spelling in initials(row.name))


def _sums(rows):
    states = Counter(row.standing.state for _, _, row in rows)
    steps = Counter(row.progress for _, _, row in rows)
    return BoardSums(len(rows), {state: states[state] for state in URGENCY}, {step: steps[step] for step in Progress})


def _order(each, sort):
    code, employment_id, row = each
    last = (row.staff_no, code, employment_id)
    lapse = row.standing.lapses_on or date.max
    return {
        BoardSort.STAFF_NO: last,
        BoardSort.NAME: (row.name, *last),
        BoardSort.DEPARTMENT: (row.department or "", *last),
        BoardSort.LAPSE: (lapse, *last),
        BoardSort.URGENCY: (URGENCY.index(row.standing.state), lapse, *last),
    }[sort]
