"""Entering many placements at once from a file that a school kept before: what is asked, what came of it. Pure."""

from dataclasses import dataclass
from uuid import UUID

from registry.practice.model import PlacementState
from registry.practice.records.placements import PlacementContent


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
