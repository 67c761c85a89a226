"""Placements as they are kept: every revision, the commands that change them, the events that tell of it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.kernel.periods import Period
from registry.practice.model import AttendedDay, PlacementState, PracticeForm

WHOLE_SHARE = 100
"""Percent of working time of somebody released altogether."""


class Step(StrEnum):
    """What can be done to a placement besides changing what it says."""

    APPROVE = "approve"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    VERIFY = "verify"
    RETURN = "return"
    REJECT = "reject"
    UNDO_REJECTION = "undo_rejection"
    WITHDRAW = "withdraw"
    VOID = "void"


class FirmRelation(StrEnum):
    """Whose firm it is, as declared: nobody's near, the teacher's own, or a relative's."""

    NONE = "none"
    OWN = "own"
    RELATIVE = "relative"


class DutyMode(StrEnum):
    """Whether the teacher was released from work at the school: 脱产, 半脱产, 不脱产."""

    OFF_DUTY = "off_duty"
    HALF_DUTY = "half_duty"
    ON_DUTY = "on_duty"


class Supervisor(NamedTuple):
    """Who vouches for the teacher in the enterprise (企业指导教师). Empty where unknown."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PlacementContent:
    """What is told of a placement, as its application and its appraisal form ask for it.

    With `attended` only those days count, and the share has no meaning. `supervisor` None: as it stands, nobody
    where none is known yet. `region_code`: six digits of the division where it is (GB/T 2260), empty: the firm's.
    """

    enterprise_name: str
    started_on: date
    finished_on: date
    enterprise_id: UUID | None = None
    position: str = ""
    form: PracticeForm = PracticeForm.OTHER
    share_percent: int = 100
    attended: tuple[AttendedDay, ...] | None = None
    goals: str = ""
    expected_results: str = ""
    teaching_arrangement: str = ""
    summary: str = ""
    is_abroad: bool = False
    region_code: str = ""
    relation: FirmRelation = FirmRelation.NONE
    supervisor: Supervisor | None = None

    @property
    def duty_mode(self) -> DutyMode:
        """Read from share and attendance, which decide what counts."""
        return _duty_mode(self.share_percent, self.attended)


@dataclass(frozen=True, slots=True)
class Placement:
    """One revision of a placement. `chain_id` is the same in all its revisions; `revision` counts this row's changes.

    Whose practice it was is `person_id`; who entered it may be somebody else, and both are shown. An account None
    is the installation itself. The relation to the firm and whether a secondment fits the subject are ruled on by
    the office: `relation_approved_at` and `fits_subject` are None until then. Its supervisor is kept apart, sealed.
    """

    SUBJECT: ClassVar[str] = "placement"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    chain_id: UUID
    person_id: UUID
    school_id: UUID
    enterprise_id: UUID | None
    enterprise_name: str
    position: str
    form: PracticeForm
    started_on: date
    finished_on: date
    share_percent: int
    attended: tuple[AttendedDay, ...] | None
    state: PlacementState
    reason: str
    entered_by: UUID | None
    entered_by_name: str
    entered_at: datetime
    verified_by: UUID | None
    verified_by_name: str | None
    verified_at: datetime | None
    replaces_id: UUID | None
    is_replaced: bool
    revision: int
    goals: str = ""
    expected_results: str = ""
    teaching_arrangement: str = ""
    summary: str = ""
    is_abroad: bool = False
    region_code: str = ""
    relation: FirmRelation = FirmRelation.NONE
    relation_reason: str = ""
    relation_approved_by_name: str | None = None
    relation_approved_at: datetime | None = None
    fits_subject: bool | None = None
    fit_reason: str = ""
    fit_decided_by_name: str | None = None

    @property
    def duty_mode(self) -> DutyMode:
        """Read from share and attendance, which decide what counts."""
        return _duty_mode(self.share_percent, self.attended)

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        return Period(self.started_on, self.finished_on)


@dataclass(frozen=True, slots=True)
class PlacementSupervisor:
    """The supervisor of a placement, the same for all its revisions."""

    SUBJECT: ClassVar[str] = "placement_supervisor"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"name", "phone"})

    id: UUID
    chain_id: UUID
    name: str
    phone: str
    revision: int


class NoticeKind(StrEnum):
    """What whoever enters a placement should know; none of it is refused."""

    OVERLAPS_PLACEMENT = "overlaps_placement"
    OVERLAPS_LEAVE = "overlaps_leave"
    NOT_FINISHED = "not_finished"
    IN_TERM = "in_term"
    WEEKEND = "weekend"


class Notice(NamedTuple):
    """A notice, the days concerned, and the other placement or the leave (None: no other)."""

    kind: NoticeKind
    period: Period
    other_id: UUID | None


class Entered(NamedTuple):
    """A placement as written, and what to look at again."""

    placement: Placement
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class RecordPlacement:
    """Enter a placement, as a plan or as done. `school_id`: the school that keeps it, which employs the person.

    `placement_id` is chosen by the form, so that the same form sent twice is one placement; None: a new one.
    """

    person_id: UUID
    school_id: UUID
    content: PlacementContent
    state: PlacementState = PlacementState.PLANNED
    placement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MendPlacement:
    """Change what a placement says that is not verified yet."""

    placement_id: UUID
    revision: int
    content: PlacementContent


@dataclass(frozen=True, slots=True)
class MovePlacement:
    """Take one step with one placement."""

    placement_id: UUID
    revision: int
    step: Step
    reason: str = ""


class Seen(NamedTuple):
    """A placement as the asker saw it."""

    placement_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class VerifyPlacements:
    """Recognise these placements, all or none."""

    placements: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class CorrectPlacement:
    """Replace a verified placement by a new revision.

    `figures_agreed`: the asker saw what rests on the figures and agrees that they change.
    """

    placement_id: UUID
    revision: int
    content: PlacementContent
    reason: str
    figures_agreed: bool = False


@dataclass(frozen=True, slots=True)
class ApproveRelation:
    """Let a placement in the teacher's own or a relative's firm stand; without it none is recognised."""

    placement_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecideFit:
    """Say whether the post of a secondment fits the subject taught; without it none is recognised."""

    placement_id: UUID
    revision: int
    fits: bool
    reason: str


class PlacementRecorded(Event):
    """A placement was entered."""


class PlacementMended(Event):
    """What a placement says was changed before it was verified."""


class PlacementApproved(Event):
    """A plan was approved."""


class PlacementSubmitted(Event):
    """A placement was handed in."""


class PlacementConfirmed(Event):
    """The enterprise vouched for a placement, or the office saw its stamped paper."""


class PlacementDisputed(Event):
    """The enterprise contradicted."""


class PlacementVerified(Event):
    """The office recognised a placement."""


class PlacementReturned(Event):
    """The office sent a placement back to be mended."""


class PlacementRejected(Event):
    """The office did not recognise a placement."""


class RejectionUndone(Event):
    """A mistaken rejection was taken back."""


class PlacementWithdrawn(Event):
    """A placement was taken back before it was verified."""


class PlacementVoided(Event):
    """A verified placement was taken out of the count."""


class PlacementReplaced(Event):
    """A verified revision no longer holds; a later one does."""


class PlacementCorrected(Event):
    """A new revision: `before` is the one that it replaces."""


class RelationApproved(Event):
    """A placement in a declared own or relative's firm may be recognised."""


class FitDecided(Event):
    """It was said whether the post of a secondment fits the subject taught."""


class SupervisorNamed(Event):
    """The supervisor of a placement was entered."""


class SupervisorChanged(Event):
    """A placement has another supervisor, or another number for the same."""


def _duty_mode(share_percent: int, attended: tuple[AttendedDay, ...] | None) -> DutyMode:
    if attended is not None:
        return DutyMode.ON_DUTY
    return DutyMode.OFF_DUTY if share_percent == WHOLE_SHARE else DutyMode.HALF_DUTY
