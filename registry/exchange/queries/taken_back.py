"""What earlier imports of a school wrote and was taken back with them: it counts as if it never was."""

from uuid import UUID

from registry.audit.recorded import subjects_recorded_with
from registry.exchange import tables
from registry.exchange.model.imports import ImportRun, ImportState, ImportUndone
from registry.practice.records import Placement, PlacementVoided, PlacementWithdrawn

_ENDED = (PlacementVoided.__name__, PlacementWithdrawn.__name__)


async def placements_taken_back(school_id: UUID) -> frozenset[UUID]:
    """The placements that undone imports of this school took out of the count."""
    table = tables.ImportRun
    undone = table.select(table.id).where(table.school == school_id, table.state == ImportState.UNDONE.value)
    ids = [row["id"] for row in await undone]
    return await subjects_recorded_with((ImportRun.SUBJECT, ids, ImportUndone.__name__), Placement.SUBJECT, _ENDED)
