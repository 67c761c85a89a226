"""What the projections of practice should hold: worked out from the facts as they stand, for many people at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.periods import years_before
from registry.people.queries.rows import not_found
from registry.platform.turns import in_turns
from registry.policy.book import Book
from registry.practice.model import PlacementState, StateRange
from registry.practice.queries.board_facts import Known, known_of
from registry.practice.queries.standing import LOCAL, NATIONAL
from registry.practice.rules.career import Reckonings, Spell, joined, states_of_spells
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.course import Course, course_through
from registry.practice.rules.progress import HANDED_IN, UNDER_WAY

YEARS_AHEAD = 10
AT_ONCE = 25
"""Persons that are worked out before other requests get their turn: some five milliseconds."""
PENDING: frozenset[PlacementState] = HANDED_IN | UNDER_WAY
"""States of placements that only the school that keeps them may see."""

Each = TypeVar("Each")
Lines = dict[str, tuple[StateRange, ...]]
"""A person's timeline under each line."""


class Truth(NamedTuple):
    """What should be stored of one person. `initials`: of the name; `is_shared`: askers may see different facts."""

    lines: Lines
    course: Course
    initials: str
    is_shared: bool


async def true_answers(reading: Reading, person_ids: Sequence[UUID]) -> dict[UUID, Truth]:
    """What the rules give today. Other requests get their turn in between. Raises NotFound."""
    known = await known_of(person_ids)
    if len(known) < len(set(person_ids)):
        raise not_found()
    found: dict[UUID, Truth] = {}
    async for each in in_turns(known.values(), AT_ONCE):
        found[each.person_id] = _truth(reading.book, each, reading.today)
    return found


def horizon_of(today: date) -> date:
    """How far ahead is stored."""
    return years_before(today, -YEARS_AHEAD)


def parted(whole: Sequence[Each], size: int) -> Iterable[Sequence[Each]]:
    """The same in parts of a size."""
    return (whole[start : start + size] for start in range(0, len(whole), size))


@lru_cache(maxsize=256)
def line_of(book: Book, jurisdiction: str) -> RuleLine:
    """A jurisdiction's rules made ready once."""
    return RuleLine(book.practice_versions(jurisdiction))


def _truth(book: Book, known: Known, today: date) -> Truth:
    horizon, spells = horizon_of(today), known.spells
    lines = {name: line_of(book, name) for name in {each.jurisdiction for each in spells} | {NATIONAL}}
    counted = Reckonings(known.whole)
    course, parts = course_through(counted, known.placements, spells, lines, horizon)
    drawn = counted.up_to(today)
    local = parts if drawn is counted else tuple(states_of_spells(drawn, spells, lines, horizon))
    national = tuple(spell._replace(jurisdiction=NATIONAL) for spell in spells)
    own = joined(local)
    timelines = {LOCAL: own, NATIONAL: own if national == spells else _joined(drawn, national, lines, horizon)}
    return Truth(timelines, course, known.initials, _is_shared(known))


def _joined(
    drawn: Reckonings, spells: tuple[Spell, ...], lines: dict[str, RuleLine], horizon: date
) -> tuple[StateRange, ...]:
    return joined(states_of_spells(drawn, spells, lines, horizon))


def _is_shared(known: Known) -> bool:
    """Whether somebody may see a part only: other schools or departments, files that other schools keep."""
    places = {(each.employment.school_id, each.employment.department_id) for each in known.employed}
    if len(places) > 1:
        return True
    schools = {school_id for school_id, _ in places}
    return any(each.school_id not in schools for each in known.placements if each.state in PENDING)
