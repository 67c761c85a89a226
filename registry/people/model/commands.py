"""What can be asked of people. `revision` is that of the fact as the asker saw it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from registry.people.model.facts import LeaveKind, PostCategory, Sex


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """Enter a person. With an identity number, nobody else may have it."""

    name: str
    sex: Sex | None = None
    birth_on: date | None = None
    id_number: str | None = field(default=None, repr=False)
    records_from: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """Mend a slip in the name, sex or birth date; a change of name is `RenamePerson`."""

    person_id: UUID
    revision: int
    name: str
    sex: Sex | None
    birth_on: date | None


@dataclass(frozen=True, slots=True)
class RenamePerson:
    """Give a person a new name from a day on; the old one becomes a former name."""

    person_id: UUID
    revision: int
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class AddAlias:
    """Note another way in which papers write the name."""

    person_id: UUID
    name: str
    started_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordIdNumber:
    """Enter or correct the identity number."""

    person_id: UUID
    revision: int
    id_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatePersonRecordsFrom:
    """Say since when this person's records are complete; None: the school's day holds."""

    person_id: UUID
    revision: int
    records_from: date | None


@dataclass(frozen=True, slots=True)
class AskDeletion:
    """Ask that what is kept about a person be deleted, in the person's words."""

    person_id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is employed, under which number, from when to when."""

    school_id: UUID
    staff_no: str
    department_id: UUID | None = None
    started_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class Employ:
    """Put a known person on a school's staff."""

    person_id: UUID
    place: Place


@dataclass(frozen=True, slots=True)
class TakeOn:
    """Put somebody on a school's staff who may be known already: the identity number decides."""

    person: RegisterPerson
    place: Place


@dataclass(frozen=True, slots=True)
class CorrectEmployment:
    """Mend an employment that was entered wrongly; its school stays. The process says why."""

    employment_id: UUID
    revision: int
    staff_no: str
    department_id: UUID | None
    started_on: date | None
    finished_on: date | None


@dataclass(frozen=True, slots=True)
class StateIndustryExperience:
    """Say how many whole months somebody had worked in enterprises before the employment, and what shows it."""

    employment_id: UUID
    revision: int
    months: int
    note: str


@dataclass(frozen=True, slots=True)
class EndEmployment:
    """Say which day is the last; posts end with it."""

    employment_id: UUID
    revision: int
    finished_on: date


@dataclass(frozen=True, slots=True)
class VoidEmployment:
    """Take back an employment that never was, with its posts."""

    employment_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Move somebody to a school or department from a day on; the employment before ends the day before.

    `place.started_on` is the first day there; `category` is the post held there, None: none yet.
    """

    employment_id: UUID
    revision: int
    place: Place
    category: PostCategory | None = None


@dataclass(frozen=True, slots=True)
class HoldPost:
    """Enter a teaching post. A date left out is that of the employment.

    `unpractised_reason`: the office lets a first post begin without the practice that the rule asks before it.
    """

    employment_id: UUID
    category: PostCategory
    started_on: date | None = None
    finished_on: date | None = None
    unpractised_reason: str | None = None


@dataclass(frozen=True, slots=True)
class EndPost:
    """Say which day of a post is the last."""

    post_id: UUID
    revision: int
    finished_on: date


@dataclass(frozen=True, slots=True)
class VoidPost:
    """Take back a post that never was."""

    post_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecordLeave:
    """Enter approved leave; both days are counted."""

    person_id: UUID
    kind: LeaveKind
    started_on: date
    finished_on: date


@dataclass(frozen=True, slots=True)
class VoidLeave:
    """Take back a leave; a changed leave is voided and recorded anew."""

    leave_id: UUID
    revision: int
    reason: str
