"""Entering many placements at once from a file that a school kept before: what is asked, what came of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.practice.model import PlacementState
from registry.practice.records.placements import Placement, PlacementContent


@dataclass(frozen=True, slots=True)
class FiledPlacement:
    """One placement as the file has it. `reference`: where in the file, such as `台账!12`."""

    reference: str
    person_id: UUID
    content: PlacementContent
    state: PlacementState


@dataclass(frozen=True, slots=True)
class RecordFiled:
    """Enter these placements of one school, all or none. `proof` names the file: the reason of whatever needs one."""

    school_id: UUID
    placements: tuple[FiledPlacement, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class FiledRecorded:
    """How many were written, how many of them verified; how many stood already and were left as they are.

    `own`: of the importer's own practice, which somebody else must verify; entered as submitted.
    """

    recorded: int
    verified: int
    known: int
    own: int


@dataclass(frozen=True, slots=True)
class FilingAsked:
    """Placements of one school's file to be compared with what stands.

    `new_persons`: whom the same file takes on, of whom nothing can stand. `set_aside`: placements that count as if
    they were not there, since the import that made them was taken back. `corrects`: rows that differ from a verified
    placement correct it.
    """

    school_id: UUID
    placements: tuple[FiledPlacement, ...]
    proof: str
    new_persons: frozenset[UUID] = frozenset()
    set_aside: frozenset[UUID] = frozenset()
    corrects: bool = False


class Difference(NamedTuple):
    """One value of a placement that differs: the field's name, what stands, what the file says."""

    field: str
    before: str
    after: str


class FilingProblem(StrEnum):
    """Why a row of a file cannot be written, or what to know of it."""

    WRONG = "wrong"
    NEEDS_CORRECTION = "needs_correction"
    CONFIRMED_ALREADY = "confirmed_already"
    OWN_CORRECTION = "own_correction"
    STANDS_OTHERWISE = "stands_otherwise"


class FilingNote(NamedTuple):
    """A problem of one row: where in the file, which field, the facts of the words."""

    reference: str
    problem: FilingProblem
    field: str
    facts: Mapping[str, str]


class Mended(NamedTuple):
    """A standing placement that the file changes; `verified` None: it is not recognised by it."""

    filed: FiledPlacement
    before: Placement
    mended: Placement
    verified: Placement | None
    differences: tuple[Difference, ...]


class Corrected(NamedTuple):
    """A verified placement that a new revision replaces."""

    filed: FiledPlacement
    before: Placement
    after: Placement
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class FilingPlan:
    """What the placements of a file would do. With `faults` nothing of it is written.

    `new`: with whether the actor may verify each. `own`: said to be recognised, and the importer's own.
    """

    new: list[tuple[FiledPlacement, bool]] = field(default_factory=list)
    known: int = 0
    mended: list[Mended] = field(default_factory=list)
    corrected: list[Corrected] = field(default_factory=list)
    own: list[FiledPlacement] = field(default_factory=list)
    faults: list[FilingNote] = field(default_factory=list)
    warnings: list[FilingNote] = field(default_factory=list)


class RecognitionTakenBack(Event):
    """A recognition that came with an import was taken back with it; the placement is as it was before."""
