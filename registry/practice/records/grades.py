"""Grades of placements (考核等级) and how many may be excellent: facts, commands, events. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.kernel.periods import Period


class Grade(StrEnum):
    """优秀, 合格, 不合格. Unqualified practice is not recognised."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


@dataclass(frozen=True, slots=True)
class PlacementGrade:
    """The grade of a placement, the same for all its revisions; `revision` counts its changes."""

    SUBJECT: ClassVar[str] = "placement_grade"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    placement_id: UUID
    grade: Grade
    words: str
    graded_by: UUID | None
    graded_by_name: str
    graded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class GradeCap:
    """How many of a school year's participants may be excellent, in whole percent; None: as many as deserve it.

    It holds for placements that end on `started_on` or later, until the next cap begins.
    """

    SUBJECT: ClassVar[str] = "grade_cap"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    started_on: date
    percent: int | None
    reason: str
    set_by_name: str
    set_at: datetime
    voided_at: datetime | None
    voided_reason: str | None
    revision: int


class ExcellentPlaces(NamedTuple):
    """A school year's places for the excellent: who took part, how many may be, how many are (persons each).

    `most` None: no cap is set.
    """

    year: Period
    participants: int
    most: int | None
    taken: int


@dataclass(frozen=True, slots=True)
class GradePlacement:
    """Give or change a placement's grade. Unqualified needs words: they are the reason of the rejection."""

    placement_id: UUID
    revision: int
    grade: Grade
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetGradeCap:
    """Let at most this share of participants be excellent, from a day on; `percent` None lifts the cap."""

    school_id: UUID
    started_on: date
    percent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class VoidGradeCap:
    """Take a cap back that was set by mistake; the one before it holds on."""

    cap_id: UUID
    revision: int
    reason: str


class PlacementGraded(Event):
    """A placement got its grade, or another one."""


class GradeCapSet(Event):
    """From a day on another share of participants may be excellent."""


class GradeCapVoided(Event):
    """A cap was taken back."""
