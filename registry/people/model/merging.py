"""Two records that turn out to be one person: what is asked, what stands in the way, what moved, what tells of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.history import Subject
from registry.audit.model import Event
from registry.audit.process import Process, Reading


class Likeness(StrEnum):
    """Why two records may be one person, the strongest reason first."""

    NAME_AND_BIRTH = "name_and_birth"
    NAME_AND_STAFF_NO = "name_and_staff_no"
    NAME = "name"


class Candidate(NamedTuple):
    """A record as the list of duplicates shows it. `staff_nos`: every number in the scope, the latest first."""

    person_id: UUID
    name: str
    birth_on: date | None
    has_id_number: bool
    staff_nos: tuple[str, ...]
    departments: tuple[str, ...]
    has_left: bool


class Duplicate(NamedTuple):
    """Two records that may be one person. `survivor` is the one that says more."""

    survivor: Candidate
    merged: Candidate
    likeness: Likeness


class Pair(NamedTuple):
    """The record that stays and the one that leads to it."""

    survivor_id: UUID
    merged_id: UUID


class Way(NamedTuple):
    """Whose facts go to whose record."""

    came_from: UUID
    goes_to: UUID


class ObstacleKind(StrEnum):
    """What of two records cannot stand in one. Only an employment or a leave can be voided with the merge."""

    ID_NUMBERS = "id_numbers"
    EMPLOYMENT = "employment"
    LEAVE = "leave"
    TITLE = "title"
    PLAN = "plan"
    ACCOUNTS = "accounts"


class Obstacle(NamedTuple):
    """Something of the merged record that contradicts the survivor's. `fact_id`: the one that may be voided."""

    kind: ObstacleKind
    words: str
    fact_id: UUID | None = None


class Part(NamedTuple):
    """A fact that moved with a merge, or was voided by it. `revision`: what it counted after the merge."""

    subject: str
    fact_id: UUID
    revision: int
    is_voided: bool = False


@dataclass(frozen=True, slots=True)
class MergePersons:
    """Make two records one. `merge_id` is chosen by the page, so that a form sent twice is one merge.

    `voided`: employments and leave of the merged record that the survivor has too and that are voided with it.
    """

    merge_id: UUID
    pair: Pair
    revisions: tuple[int, int]
    reason: str
    voided: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class UndoPersonMerge:
    """Take a merge back as one unit."""

    merge_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class PersonMerge:
    """A merge. `taken` names the survivor's particulars that came from the merged record."""

    SUBJECT: ClassVar[str] = "person_merge"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    merged_id: UUID
    survivor_id: UUID
    reason: str
    taken: tuple[str, ...]
    parts: tuple[Part, ...]
    merged_by_name: str
    merged_at: datetime
    undone_by_name: str | None = None
    undone_at: datetime | None = None
    undone_reason: str | None = None

    @property
    def pair(self) -> Pair:
        """Its two records."""
        return Pair(self.survivor_id, self.merged_id)

    def moved(self, subject: str) -> tuple[UUID, ...]:
        """The facts of one kind that moved with it."""
        return tuple(part.fact_id for part in self.parts if part.subject == subject and not part.is_voided)

    @property
    def voided(self) -> tuple[Part, ...]:
        """What was voided with it."""
        return tuple(part for part in self.parts if part.is_voided)


class Follower(NamedTuple):
    """What another slice keeps of persons and brings along when two become one.

    `obstacles` says what cannot stand in one record. `move` moves everything from one person to another, or the
    given facts only, and tells what moved. `subjects` are the keys of the person's facts, for their history.
    """

    obstacles: Callable[[Reading, Pair], Awaitable[tuple[Obstacle, ...]]]
    move: Callable[[Process, Way, Sequence[UUID] | None], Awaitable[tuple[Part, ...]]]
    subjects: Callable[[Reading, UUID], Awaitable[tuple[Subject, ...]]]


class PersonsMerged(Event):
    """Two records became one."""


class PersonMergeUndone(Event):
    """A merge was taken back."""


class PersonTookOver(Event):
    """A record got particulars of the one merged into it."""


class PersonLedOn(Event):
    """A record stands no longer for itself: it leads to another."""


class PersonStandsAgain(Event):
    """A merged record stands for itself again, with its own particulars."""


class EmploymentMoved(Event):
    """An employment went with its person's record."""


class LeaveMoved(Event):
    """A leave went with its person's record."""


class NameMoved(Event):
    """Another name went with its person's record."""


class EmploymentRestored(Event):
    """An employment that was voided with a merge holds again."""


class PostRestored(Event):
    """A post that was voided with a merge holds again."""


class LeaveRestored(Event):
    """A leave that was voided with a merge holds again."""
