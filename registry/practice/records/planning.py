"""Plans for many teachers at once: facts, the commands that change them, the events that tell of it. Pure.

A plan is a draft of placements; nobody is told of it before it is submitted, and what it then makes are placements.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event
from registry.practice.model import AttendedDay, PracticeForm
from registry.practice.records.placements import WHOLE_SHARE, PlacementContent


class DutyAsked(StrEnum):
    """Which of the two duties a plan is for: that of five years, or the yearly one."""

    FIVE_YEARS = "five_years"
    YEARLY = "yearly"


class BatchState(StrEnum):
    """How far a plan for many has come: drafted, made into placements, these withdrawn, or the draft given up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class BatchContent:
    """What a plan says for everybody in it. A draft may leave enterprise and days open; what is submitted may not.

    `duty` and `target_on`: which duty it is to meet, and by when.
    """

    name: str
    duty: DutyAsked
    target_on: date
    enterprise_name: str = ""
    enterprise_id: UUID | None = None
    position: str = ""
    form: PracticeForm = PracticeForm.POST_WORK
    started_on: date | None = None
    finished_on: date | None = None
    share_percent: int = WHOLE_SHARE
    attended: tuple[AttendedDay, ...] | None = None


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A plan for many. `department_id` None: the school's office drafted it for any department."""

    SUBJECT: ClassVar[str] = "practice_plan"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    department_id: UUID | None
    content: BatchContent
    state: BatchState
    reason: str
    created_by: UUID | None
    created_by_name: str
    created_at: datetime
    changed_by_name: str
    changed_at: datetime
    submitted_by: UUID | None
    submitted_by_name: str | None
    submitted_at: datetime | None
    revision: int


@dataclass(frozen=True, slots=True)
class LineContent:
    """Where one teacher's line differs from the plan; empty and None: as the plan says."""

    enterprise_name: str = ""
    enterprise_id: UUID | None = None
    position: str = ""
    started_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One teacher of a plan. Its id becomes that of the placement."""

    SUBJECT: ClassVar[str] = "practice_plan_line"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    plan_id: UUID
    person_id: UUID
    own: LineContent = LineContent()


def content_of_line(plan: BatchContent, own: LineContent) -> PlacementContent | None:
    """What the placement of a line would say; None while a day is not said yet. Listed days outside are left out."""
    started_on, finished_on = own.started_on or plan.started_on, own.finished_on or plan.finished_on
    if started_on is None or finished_on is None:
        return None
    is_elsewhere = bool(own.enterprise_name)
    found = PlacementContent(
        enterprise_name=own.enterprise_name if is_elsewhere else plan.enterprise_name,
        enterprise_id=own.enterprise_id if is_elsewhere else plan.enterprise_id,
        position=own.position or plan.position,
        form=plan.form,
        started_on=started_on,
        finished_on=finished_on,
        share_percent=plan.share_percent,
        attended=plan.attended,
    )
    if plan.attended is None or not (own.started_on or own.finished_on):
        return found
    return replace(found, attended=tuple(day for day in plan.attended if started_on <= day.on <= finished_on))


@dataclass(frozen=True, slots=True)
class StartBatch:
    """Begin a plan with these teachers. `plan_id` is chosen by the form, so that it is begun once."""

    plan_id: UUID
    school_id: UUID
    department_id: UUID | None
    content: BatchContent
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """Change what a draft says for everybody."""

    plan_id: UUID
    revision: int
    content: BatchContent


@dataclass(frozen=True, slots=True)
class AddToBatch:
    """Take more teachers into a draft; who is in it already stays as they are."""

    plan_id: UUID
    revision: int
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Say for one teacher what differs."""

    plan_id: UUID
    revision: int
    line_id: UUID
    own: LineContent


@dataclass(frozen=True, slots=True)
class TakeOutLine:
    """Take one teacher out of a draft."""

    plan_id: UUID
    revision: int
    line_id: UUID


@dataclass(frozen=True, slots=True)
class SubmitBatch:
    """Make the placements of a draft, all or none."""

    plan_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class EndBatch:
    """Give a draft up, or withdraw all placements of a submitted plan; why is kept."""

    plan_id: UUID
    revision: int
    reason: str


class BatchStarted(Event):
    """A plan for many was begun."""


class BatchChanged(Event):
    """What a plan says for everybody was changed."""


class BatchLineAdded(Event):
    """A teacher was taken into a plan."""


class BatchLineChanged(Event):
    """What a plan says for one teacher was changed."""


class BatchLineTakenOut(Event):
    """A teacher was taken out of a plan."""


class BatchSubmitted(Event):
    """The placements of a plan were made."""


class BatchWithdrawn(Event):
    """The placements of a plan were all withdrawn."""


class BatchDiscarded(Event):
    """The draft of a plan was given up."""
