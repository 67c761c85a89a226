"""Two records that turn out to be one firm: what is asked, who may be meant, what tells of it. Pure."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.facts import Enterprise


class FirmLikeness(StrEnum):
    """Why two records may be one firm, the strongest reason first."""

    SAME_WRITING = "same_writing"
    SAME_CORE = "same_core"
    SIMILAR = "similar"


class FirmDuplicate(NamedTuple):
    """Two records that may be one firm. `survivor` is the one that says more."""

    survivor: Enterprise
    merged: Enterprise
    likeness: FirmLikeness


class EnterprisePair(NamedTuple):
    """The record that stays and the one that leads to it; or whose placements go where."""

    first: UUID
    second: UUID


@dataclass(frozen=True, slots=True)
class MergeEnterprises:
    """Make two records one. `merge_id` is chosen by the page, so that a form sent twice is one merge."""

    merge_id: UUID
    survivor_id: UUID
    merged_id: UUID
    revisions: tuple[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class UndoEnterpriseMerge:
    """Take a merge back as one unit."""

    merge_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class EnterpriseMerge:
    """A merge. `taken` names the survivor's particulars that came from the merged record, `parts` what moved."""

    SUBJECT: ClassVar[str] = "enterprise_merge"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    merged_id: UUID
    survivor_id: UUID
    reason: str
    taken: tuple[str, ...]
    parts: tuple[UUID, ...]
    merged_by_name: str
    merged_at: datetime
    undone_by_name: str | None = None
    undone_at: datetime | None = None
    undone_reason: str | None = None


class FirmUse(NamedTuple):
    """How often each school's placements name a firm; every revision counts."""

    by_school: dict[UUID, int]

    @property
    def placements(self) -> int:
        """All of them."""
        return sum(self.by_school.values())


class FirmFollower(NamedTuple):
    """What another slice keeps of firms: who uses one, and how its records come along."""

    used: Callable[[UUID, Sequence[UUID] | None], Awaitable[FirmUse]]
    move: Callable[[Process, EnterprisePair, Sequence[UUID] | None], Awaitable[list[UUID]]]


class EnterprisesMerged(Event):
    """Two records became one."""


class EnterpriseMergeUndone(Event):
    """A merge was taken back."""


class EnterpriseTookOver(Event):
    """A record got particulars of the one merged into it."""


class EnterpriseLedOn(Event):
    """A record stands no longer for itself: it leads to another."""


class EnterpriseStandsAgain(Event):
    """A merged record stands for itself again, with its own particulars."""
