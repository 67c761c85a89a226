"""The nouns of enterprise practice. Frozen facts and answers; nothing here computes."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from registry.kernel.citations import Citation
from registry.kernel.periods import Period


class PlacementState(StrEnum):
    """How far a placement has come. Only `VERIFIED` counts."""

    PLANNED = "planned"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    VERIFIED = "verified"
    RETURNED = "returned"
    REJECTED = "rejected"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


class PracticeForm(StrEnum):
    """What kind of practice it was (实践形式). All count in full unless a rule pack excludes one."""

    POST_WORK = "post_work"
    SECONDMENT = "secondment"
    VISIT = "visit"
    SKILL_TRAINING = "skill_training"
    RESEARCH = "research"
    INTERN_SUPERVISION = "intern_supervision"
    TRAINING_BASE = "training_base"
    ONLINE = "online"
    OTHER = "other"


class PostCategory(StrEnum):
    """The kind of teaching post held (教师类别)."""

    PROFESSIONAL = "professional"
    INSTRUCTOR = "instructor"
    PUBLIC = "public"


class AttendedDay(NamedTuple):
    """One listed day of attendance: one half or two."""

    on: date
    halves: int


class PlacementFact(NamedTuple):
    """One placement. Both dates are counted.

    Measured by span (`attended` is None: every calendar day counts with `share_percent`, 1 to 100) or by
    attendance (`attended` lists the only days that count; the share has no meaning).
    """

    reference: str
    started_on: date
    finished_on: date
    share_percent: int = 100
    attended: tuple[AttendedDay, ...] | None = None
    state: PlacementState = PlacementState.VERIFIED
    form: PracticeForm = PracticeForm.OTHER
    enterprise: str = ""


class PostHeld(NamedTuple):
    """A teaching post and the days it was held; None means since ever, or without an end."""

    category: PostCategory
    started_on: date | None = None
    finished_on: date | None = None


class IndustryHire(NamedTuple):
    """A first day at a school, and the whole months in enterprises before it."""

    started_on: date
    industry_months: int


@dataclass(frozen=True, slots=True)
class TeacherFacts:
    """Everything that decides one teacher's standing. `records_from`: complete since that day; None: always."""

    posts: tuple[PostHeld, ...]
    placements: tuple[PlacementFact, ...] = ()
    leaves: tuple[Period, ...] = ()
    records_from: date | None = None
    hires: tuple[IndustryHire, ...] = ()


class StandingState(StrEnum):
    """The seven answers to "is the requirement met?" (domain words in `registry/handbook/glossary.md`)."""

    MET = "met"
    AT_RISK = "at_risk"
    LAPSED = "lapsed"
    SHORT = "short"
    UNKNOWN = "unknown"
    NOT_YET_DUE = "not_yet_due"
    EXEMPT = "exempt"


class YearlyState(StrEnum):
    """The six answers to "was the yearly duty done?"."""

    EXEMPT = "exempt"
    NOT_YET_DUE = "not_yet_due"
    MET = "met"
    WAIVED = "waived"
    OPEN = "open"
    SHORT = "short"


class Credit(NamedTuple):
    """What practice is worth: the sum of daily credits, and the same in months under the policy's basis."""

    days: Fraction
    months: Fraction


class Judgement(NamedTuple):
    """The part of a standing that another jurisdiction's rule also needs: state, requirement, source."""

    state: StandingState
    required_months: Fraction | None
    citation: Citation | None


class Standing(NamedTuple):
    """A teacher's answer on one day. Figures are None for `exempt`; forecasts are None where they do not apply."""

    on: date
    state: StandingState
    credit: Credit | None
    required_months: Fraction | None
    window: Period | None
    lapses_on: date | None
    days_needed: int | None
    citation: Citation | None


class YearlyDuty(NamedTuple):
    """One school year's answer, with the credit within the year up to the day asked about."""

    year: Period
    credit: Credit
    state: YearlyState

    @property
    def months(self) -> Fraction:
        """The credit in months."""
        return self.credit.months


class StateRange(NamedTuple):
    """Days on which the state is the same. The last range of a timeline ends at its horizon."""

    started_on: date
    finished_on: date
    state: StandingState


class NotCounted(StrEnum):
    """Why a day of a placement carries no credit, in the order in which the reasons are tried."""

    NOT_VERIFIED = "not_verified"
    FORM_EXCLUDED = "form_excluded"
    AFTER_DATE = "after_date"
    OUTSIDE_WINDOW = "outside_window"
    BEFORE_DUTY = "before_duty"
    LEAVE = "leave"
    COVERED_ALREADY = "covered_already"


@dataclass(frozen=True, slots=True)
class PlacementCount:
    """One placement's part in a total: its credit in days, and the days it offered that did not count, by reason.

    `offered` is what the placement would be worth alone, everywhere; `counted` plus all of `left_out` equals it.
    """

    placement: PlacementFact
    offered: Fraction
    counted: Fraction
    left_out: dict[NotCounted, Fraction] = field(default_factory=dict)
