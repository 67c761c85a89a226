"""A ledger as read, its faults, and the answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from registry.kernel.citations import Citation
from registry.kernel.periods import Period
from registry.people.model.facts import LeaveKind, Sex
from registry.policy.model import MonthBasis
from registry.practice.model import Credit, Judgement, PlacementCount, Standing, TeacherFacts, YearlyDuty


class Fault(StrEnum):
    """What is wrong with a cell. The words for each, in both languages, are in `rules/wording.py`."""

    REQUIRED_EMPTY = "required_empty"
    NOT_A_DATE = "not_a_date"
    NUMBER_AS_MONTH = "number_as_month"
    NOT_A_PERIOD = "not_a_period"
    END_BEFORE_START = "end_before_start"
    SHARE_UNREADABLE = "share_unreadable"
    SHARE_OUT_OF_RANGE = "share_out_of_range"
    SHARE_DISAGREES = "share_disagrees"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_DUTY_MODE = "unknown_duty_mode"
    ATTENDANCE_MISSING = "attendance_missing"
    ATTENDANCE_UNREADABLE = "attendance_unreadable"
    ATTENDANCE_OUTSIDE = "attendance_outside"
    PERSON_UNKNOWN = "person_unknown"
    NAME_DIFFERS = "name_differs"
    NAME_AMBIGUOUS = "name_ambiguous"
    STAFF_NO_EMPTY = "staff_no_empty"
    ID_NUMBER_WRONG = "id_number_wrong"
    ID_NUMBER_AS_NUMBER = "id_number_as_number"
    DAYS_DIFFER = "days_differ"
    NOT_ON_ROSTER = "not_on_roster"
    OTHER_SCHOOL = "other_school"
    CREDIT_CODE_WRONG = "credit_code_wrong"
    ID_NUMBER_UNCHECKED = "id_number_unchecked"
    NEEDS_CORRECTION = "needs_correction"
    CONFIRMED_ALREADY = "confirmed_already"
    STANDS_OTHERWISE = "stands_otherwise"
    LEAVE_THERE = "leave_there"
    REFUSED = "refused"
    PERIOD_DISAGREES = "period_disagrees"
    EXCEL_ERROR = "excel_error"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A fault in one cell: sheet by its own name, row as Excel counts, column by its header as written there."""

    sheet: str
    row: int
    column: str
    value: str
    fault: Fault
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerTeacher:
    """One person of a ledger with the facts read for them. `incomplete`: some row of theirs could not be read."""

    staff_no: str
    name: str
    facts: TeacherFacts
    department: str = ""
    school_code: str = ""
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class PersonParticulars:
    """What a roster says of a person besides what decides an answer. An identity number may lack a check digit."""

    id_number: str = field(default="", repr=False)
    sex: Sex | None = None
    birth_on: date | None = None


class Place(NamedTuple):
    """A row of a source: the sheet by its own name, the row as Excel counts."""

    sheet: str
    row: int


class PlacementParticulars(NamedTuple):
    """What a ledger says of a placement besides what decides an answer; empty where it says nothing."""

    position: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What no answer needs and the registry keeps: by staff number, by a placement's reference, by days of leave.

    `places`: where each teacher stands in the source; `headers`: of each sheet, how it writes the header of a column
    (by the column's English name). `states_posts`: whether a teachers sheet says anything about posts.
    """

    persons: Mapping[str, PersonParticulars] = field(default_factory=dict)
    placements: Mapping[str, PlacementParticulars] = field(default_factory=dict)
    leave_kinds: Mapping[tuple[str, Period], LeaveKind] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    leave_places: Mapping[tuple[str, Period], Place] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    states_posts: bool = True


@dataclass(frozen=True, slots=True)
class Ledger:
    """A school's own record as read: people in the order first seen, all faults, all warnings.

    `particulars` are read only where they are asked for.
    """

    teachers: tuple[LedgerTeacher, ...]
    errors: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()
    particulars: Particulars = field(default_factory=Particulars)


@dataclass(frozen=True, slots=True)
class TeacherAnswer:
    """One teacher's answer: standing, yearly duty, the same under other jurisdictions, credit since a day."""

    teacher: LedgerTeacher
    standing: Standing
    yearly: tuple[YearlyDuty, ...]
    also: tuple[tuple[str, Judgement], ...] = ()
    since: Credit | None = None
    counts: tuple[PlacementCount, ...] = ()


@dataclass(frozen=True, slots=True)
class CountingBasis:
    """How days became months: the basis, the days of a month under `thirty_days`, the attended days of a month."""

    month_basis: MonthBasis
    days_per_month: int
    working_days_per_month: int


@dataclass(frozen=True, slots=True)
class LedgerAnswer:
    """The whole answer of `registry check`. `counts` of its teachers are filled only where they are asked for.

    `yearly_citation` is the source of the yearly duty; None while there is none.
    """

    as_of: date
    jurisdiction: str
    jurisdiction_name: str
    policy_digest: str
    counting: CountingBasis
    teachers: tuple[TeacherAnswer, ...]
    yearly_citation: Citation | None = None
    since: date | None = None
    errors: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()

    @property
    def basis(self) -> MonthBasis:
        """The basis by its name."""
        return self.counting.month_basis
