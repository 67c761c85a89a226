"""Who vouches for teachers in enterprises, opened for those who have to call them and masked for others."""

from collections.abc import Iterable
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.placements import within
from registry.practice.queries.rows import placements_from, select_placements, stored_supervisors, these
from registry.practice.records import Supervisor
from registry.practice.rules.contacts import masked, may_call


async def supervisors_of(
    reading: Reading, placement_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, Supervisor]:
    """The supervisor of each of these placements, empty where none is known. Raises NotFound.

    Whole for the teacher and the office of the school that keeps the placement; masked for everybody else.
    """
    asked = select_placements().where(tables.Placement.id.is_in(these(placement_ids)))
    found = await within(reading, await placements_from(asked), scope)
    stored = await stored_supervisors({each.chain_id for each in found}, reading.house.vault)
    shown = {}
    for each in found:
        kept = stored.get(each.chain_id)
        supervisor = Supervisor(kept.name, kept.phone) if kept else Supervisor()
        shown[each.id] = supervisor if may_call(each, scope) else masked(supervisor)
    return shown
