"""Persons, employments, posts, leave. Every date given is counted; None means since ever, or without an end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.kernel.id_numbers import masked
from registry.kernel.periods import Period

NOTHING_PERSONAL: frozenset[str] = frozenset()


class Sex(StrEnum):
    """As the personnel file says."""

    MALE = "male"
    FEMALE = "female"


class NameKind(StrEnum):
    """A former name was the name until a day (曾用名); an alias is another way of writing it, as papers show."""

    FORMER = "former"
    ALIAS = "alias"


class PostCategory(StrEnum):
    """The kind of teaching post (教师类别); the words are those of the practice rules."""

    PROFESSIONAL = "professional"
    INSTRUCTOR = "instructor"
    PUBLIC = "public"


class LeaveKind(StrEnum):
    """What a leave is for. All approved leave counts alike; the kind is health data."""

    MATERNITY = "maternity"
    SICK = "sick"
    STUDY = "study"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as queries show one: the identity number is masked."""

    id: UUID
    name: str
    sex: Sex | None
    birth_on: date | None
    id_number_masked: str | None
    records_from: date | None
    revision: int


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person with the full identity number. Stays in the service; nobody is shown it."""

    SUBJECT: ClassVar[str] = "person"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"name", "sex", "birth_on", "id_number"})

    id: UUID
    name: str
    sex: Sex | None
    birth_on: date | None
    id_number: str | None = field(repr=False)
    records_from: date | None
    revision: int

    def shown(self) -> Person:
        """The person as queries show one."""
        hidden = None if self.id_number is None else masked(self.id_number)
        return Person(self.id, self.name, self.sex, self.birth_on, hidden, self.records_from, self.revision)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name that papers may carry besides the present one."""

    SUBJECT: ClassVar[str] = "other_name"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"name"})

    id: UUID
    person_id: UUID
    name: str
    kind: NameKind
    started_on: date | None
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class Employment:
    """Being on a school's staff under one number, in one department.

    `industry_months`: months worked in enterprises before it, as the school checked; None: not stated.
    """

    SUBJECT: ClassVar[str] = "employment"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    person_id: UUID
    school_id: UUID
    staff_no: str
    department_id: UUID | None
    started_on: date | None
    finished_on: date | None
    voided_at: datetime | None
    voided_reason: str | None
    revision: int
    industry_months: int | None = None
    industry_note: str | None = None

    @property
    def period(self) -> Period:
        """Its days; an open end reaches to the end of the calendar."""
        return Period(self.started_on or date.min, self.finished_on or date.max)


@dataclass(frozen=True, slots=True)
class Post:
    """A teaching post within an employment.

    `unpractised_reason`: why the office let a first post begin without the practice that the rule asks before it.
    """

    SUBJECT: ClassVar[str] = "post_held"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    employment_id: UUID
    category: PostCategory
    started_on: date | None
    finished_on: date | None
    voided_at: datetime | None
    voided_reason: str | None
    revision: int
    unpractised_reason: str | None = None

    @property
    def period(self) -> Period:
        """Its days; an open end reaches to the end of the calendar."""
        return Period(self.started_on or date.min, self.finished_on or date.max)


@dataclass(frozen=True, slots=True)
class Leave:
    """Approved leave; both days are counted. `approved_by` is the name of who entered it as approved."""

    SUBJECT: ClassVar[str] = "leave"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"kind"})

    id: UUID
    person_id: UUID
    kind: LeaveKind
    started_on: date
    finished_on: date
    approved_by: str
    approved_at: datetime
    voided_at: datetime | None
    voided_reason: str | None
    revision: int

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        return Period(self.started_on, self.finished_on)


@dataclass(frozen=True, slots=True)
class EmployedAt:
    """An employment with what others need to know of its school and department."""

    employment: Employment
    school_code: str
    jurisdiction: str
    bureau_id: UUID | None
    school_records_from: date | None
    department: str | None


@dataclass(frozen=True, slots=True)
class Teacher:
    """A person on a school's staff."""

    person: Person
    employed: EmployedAt


@dataclass(frozen=True, slots=True)
class DeletionAnswer:
    """What somebody who asked for deletion is told, and the law it rests on."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line of a school's list of staff on a day. `category` None: no teaching post that day."""

    person_id: UUID
    employment_id: UUID
    staff_no: str
    name: str
    department_id: UUID | None
    department: str | None
    category: PostCategory | None
