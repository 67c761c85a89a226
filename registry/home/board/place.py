"""Whose people a board is about: the schools in reach, the one that is asked for, its departments, its rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import School, Unit
from registry.institutions.queries.departments import schools_offered
from registry.kernel.errors import NotFound, PolicyGap
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.language import Language
from registry.policy.model import PracticePolicy
from registry.practice.documents.board_words import basis_line
from registry.practice.rules.board import BoardWish

READ = Permission.READ_TEACHERS


class BoardPlace(NamedTuple):
    """The scopes to ask in, all schools in reach by code, and the one asked for (None: all of them).

    `departments` are those of the school that the visitor sees, whether they stand on the day or not.
    """

    scopes: tuple[Scope, ...]
    schools: tuple[School, ...]
    school: School | None
    departments: tuple[Unit, ...]
    is_of_all: bool

    @property
    def meant(self) -> tuple[School, ...]:
        """The schools whose people are shown."""
        return self.schools if self.school is None else (self.school,)

    @property
    def sees_departments_alone(self) -> bool:
        """Whether the visitor sees no school as a whole."""
        return all(scope.kind is ScopeKind.DEPARTMENT for scope in self.scopes)

    def departments_on(self, on: date) -> tuple[Unit, ...]:
        """The departments that stand that day, by name."""
        return tuple(each for each in self.departments if each.stands_on(on))


async def board_place(reading: Reading, school_id: UUID | None) -> BoardPlace:
    """Where the board looks. Without a school an office sees its own one, and a bureau all of its schools.

    Raises NotFound for a school out of reach, also where none is in reach.
    """
    reach = tuple(scope for scope in scopes(reading, READ) if scope.kind is not ScopeKind.SYSTEM)
    first = next(iter(reach), None)
    own_school = first.id if first and first.kind is ScopeKind.SCHOOL else None
    about = school_id or own_school
    sees_departments_alone = all(scope.kind is ScopeKind.DEPARTMENT for scope in reach)
    offered = await schools_offered(reading, reach, None if sees_departments_alone else about)
    by_id = {each.school.id: each for each in offered}
    if first is None or not offered or (school_id is not None and school_id not in by_id):
        raise NotFound("没有找到该学校")
    chosen = by_id[about] if about else None
    if chosen is None and first.kind is ScopeKind.DEPARTMENT:
        chosen = next((each for each in offered if any(unit.id == first.id for unit in each.departments)), None)
    if chosen is None and len(offered) == 1:
        chosen = offered[0]
    return BoardPlace(
        reach,
        tuple(each.school for each in offered),
        chosen.school if chosen else None,
        chosen.departments if chosen else (),
        is_of_all=first.kind is ScopeKind.BUREAU and len(offered) > 1,
    )


def settled(wish: BoardWish, place: BoardPlace) -> BoardWish:
    """The wish for the school that is looked at.

    Who chose another school in the form sends the department of the one before along: it is dropped.
    """
    if place.school is None:
        return replace(wish, school_id=None)
    is_left_over = len(place.schools) > 1 and wish.department_id not in {each.id for each in place.departments}
    department_id = None if is_left_over else wish.department_id
    return replace(wish, school_id=place.school.id, department_id=department_id)


class Rules:
    """The practice rule of each school in force on the day."""

    def __init__(self, reading: Reading, on: date, meant: Iterable[School]) -> None:
        self.on = on
        self._policies: dict[str, PracticePolicy | None] = {}
        self._of_school: dict[UUID, PracticePolicy | None] = {}
        for each in meant:
            if each.jurisdiction not in self._policies:
                self._policies[each.jurisdiction] = _policy(reading, each.jurisdiction, on)
            self._of_school[each.id] = self._policies[each.jurisdiction]
        self._named = reading.book.name

    def of(self, school_id: UUID) -> PracticePolicy | None:
        """The rule of one school; None before any was in force."""
        return self._of_school.get(school_id)

    def lines(self, language: Language) -> list[str]:
        """What every figure rests on; of several jurisdictions each with its name."""
        told = {of: basis_line(self.on, policy, language) for of, policy in self._policies.items()}
        if len(told) == 1:
            return list(told.values())
        return [f"{self._named(jurisdiction, language)} · {line}" for jurisdiction, line in told.items()]


def _policy(reading: Reading, jurisdiction: str, on: date) -> PracticePolicy | None:
    try:
        return reading.book.practice(jurisdiction, on)
    except PolicyGap:
        return None
