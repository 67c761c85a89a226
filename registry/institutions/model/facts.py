"""Bureaus, schools with what belongs to them, enterprises. Every date given is counted; None is an open end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.kernel.periods import Period

NOTHING_PERSONAL: frozenset[str] = frozenset()


class SchoolLevel(StrEnum):
    """中等职业学校 or 高等职业学校."""

    SECONDARY = "secondary"
    HIGHER = "higher"


class UnitKind(StrEnum):
    """An office approves (人事处、教务处); a department teaches (二级学院、系部)."""

    OFFICE = "office"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Bureau:
    """An education bureau and the jurisdiction whose rules it applies."""

    SUBJECT: ClassVar[str] = "bureau"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    code: str
    name: str
    jurisdiction: str
    revision: int


@dataclass(frozen=True, slots=True)
class School:
    """A school. `name` is the full legal name as on the seal; `records_from`: complete since then, None: always."""

    SUBJECT: ClassVar[str] = "school"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    code: str
    name: str
    short_name: str
    level: SchoolLevel
    jurisdiction: str
    bureau_id: UUID | None
    records_from: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class Unit:
    """An office or department of a school while it stands."""

    SUBJECT: ClassVar[str] = "school_unit"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    school_id: UUID
    kind: UnitKind
    name: str
    started_on: date | None
    finished_on: date | None
    revision: int

    def stands_on(self, on: date) -> bool:
        """Whether the unit exists that day."""
        return (self.started_on or date.min) <= on <= (self.finished_on or date.max)


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One opinion in the chain, such as 审核. `office_id` None: the head of the teacher's own department."""

    office_id: UUID | None
    label: str


@dataclass(frozen=True, slots=True)
class ApprovalChain:
    """Who approves, in order, from `started_on` until the day before the next chain begins."""

    SUBJECT: ClassVar[str] = "approval_chain"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    school_id: UUID
    started_on: date
    steps: tuple[ApprovalStep, ...]
    voided_at: datetime | None
    voided_reason: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class Break:
    """Days without classes, such as 2026 年暑假, in which teachers can practise."""

    SUBJECT: ClassVar[str] = "school_break"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    school_id: UUID
    name: str
    started_on: date
    finished_on: date
    voided_at: datetime | None
    voided_reason: str | None
    revision: int

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        return Period(self.started_on, self.finished_on)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A firm that teachers practise in. `completed_at`: when an office checked its particulars; None: as typed."""

    SUBJECT: ClassVar[str] = "enterprise"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"contact", "contact_phone"})

    id: UUID
    name: str
    credit_code: str | None
    address: str | None
    contact: str | None
    contact_phone: str | None
    completed_at: datetime | None
    revision: int
