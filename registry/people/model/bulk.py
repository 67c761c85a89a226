"""Taking many people on at once: what is asked, and what came of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.people.model.commands import RegisterPerson
from registry.people.model.facts import LeaveKind, PostCategory


class PostWanted(NamedTuple):
    """A teaching post; a date left out is that of the employment."""

    category: PostCategory
    started_on: date | None
    finished_on: date | None


class LeaveWanted(NamedTuple):
    """Approved leave; both days are counted."""

    kind: LeaveKind
    started_on: date
    finished_on: date


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be on the staff. `person.name` is compared with whoever is known by the number already."""

    staff_no: str
    person: RegisterPerson
    department_id: UUID | None = None
    started_on: date | None = None
    finished_on: date | None = None
    posts: tuple[PostWanted, ...] = ()
    leaves: tuple[LeaveWanted, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeOnMany:
    """Put these people on a school's staff, all or none."""

    school_id: UUID
    newcomers: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Who stands behind each staff number, and how much was written."""

    person_ids: Mapping[str, UUID]
    persons: int
    employments: int
    posts: int
    leaves: int
