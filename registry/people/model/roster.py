"""A school's roster as a file has it, beside the one that stands: what differs, what is wrong, who is gone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.institutions.model.events import Fact
from registry.people.model.bulk import Newcomer, PostWanted
from registry.people.model.facts import Employment, PersonName, Post


class OnRoster(NamedTuple):
    """Somebody who is or was on a school's staff: under which number, with every name (the present one first)."""

    person_id: UUID
    staff_no: str
    names: tuple[str, ...]
    employment: Employment


@dataclass(frozen=True, slots=True)
class RosterAsked:
    """A roster to be compared. `says_posts`: whether it says anything about posts; `is_whole`: whether it names all.

    `departments`: the names behind the ids that the newcomers carry, also of departments not opened yet.
    """

    school_id: UUID
    newcomers: tuple[Newcomer, ...]
    departments: Mapping[UUID, str]
    says_posts: bool = True
    is_whole: bool = True


class Differs(NamedTuple):
    """One value that differs: the fact's field, what stands, what the file says."""

    field: str
    before: str
    after: str


class RosterLine(NamedTuple):
    """One person of a file: new at the school, or known with what differs (nothing: unchanged)."""

    staff_no: str
    is_new: bool
    differs: tuple[Differs, ...] = ()


class RosterFault(NamedTuple):
    """Why one person of a file cannot be taken: the field at fault and the words; of a leave also its days."""

    staff_no: str
    field: str
    words: str
    leave: tuple[date, date] | None = None


class Lookalike(NamedTuple):
    """Somebody of a file who may be, or is, a person entered elsewhere. `is_same`: known by the identity number."""

    staff_no: str
    is_same: bool
    words: str


class Gone(NamedTuple):
    """Somebody on the roster whom the file does not name."""

    employment: Employment
    name: str
    department: str


class FactChange(NamedTuple):
    """A fact to be written: what it was (None: new), what it becomes, and the event that tells of it."""

    before: Fact | None
    after: Fact
    kind: type[Event]


@dataclass(slots=True)
class RosterWriting:
    """Everything to be written, by table and in this order; the names come before the persons."""

    names: list[PersonName] = field(default_factory=list)
    persons: list[FactChange] = field(default_factory=list)
    records_from: list[FactChange] = field(default_factory=list)
    employments: list[FactChange] = field(default_factory=list)
    posts_ended: list[FactChange] = field(default_factory=list)
    posts: list[FactChange] = field(default_factory=list)
    leaves_voided: list[FactChange] = field(default_factory=list)
    leaves: list[FactChange] = field(default_factory=list)


class LeaveLine(NamedTuple):
    """One leave of a file: new, changed (`before` its former last day), or known; `is_cut`: partly leave already."""

    staff_no: str
    started_on: date
    finished_on: date
    before: date | None
    is_known: bool
    is_cut: bool


@dataclass(slots=True)
class RosterPlan:
    """What a roster would do. With `faults` nothing of it is written."""

    person_ids: dict[str, UUID] = field(default_factory=dict)
    known_persons: set[UUID] = field(default_factory=set)
    lines: list[RosterLine] = field(default_factory=list)
    faults: list[RosterFault] = field(default_factory=list)
    lookalikes: list[Lookalike] = field(default_factory=list)
    leave_lines: list[LeaveLine] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    writing: RosterWriting = field(default_factory=RosterWriting)


class PostsPlan(NamedTuple):
    """What becomes of an employment's posts: which are taken back, which end, which begin, which stay."""

    voided: tuple[Post, ...]
    ended: tuple[tuple[Post, date], ...]
    begun: tuple[PostWanted, ...]
    kept: tuple[Post, ...]
