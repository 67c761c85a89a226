"""Who vouches for teachers in enterprises, opened for those who have to call them and masked for others."""

from collections.abc import Iterable
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import schools
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.practice import tables
from registry.practice.queries.placements import within
from registry.practice.queries.rows import placements_from, select_placements, stored_supervisors, these
from registry.practice.records import Supervisor
from registry.practice.rules.contacts import masked, may_call


async def supervisors_of(
    reading: Reading, placement_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, Supervisor]:
    """The supervisor of each of these placements, empty where none is known. Raises NotFound.

    Whole for the teacher, and for the offices and departments of the school that keeps the placement; masked for
    everybody else.
    """
    asked = select_placements().where(tables.Placement.id.is_in(these(placement_ids)))
    found = await within(reading, await placements_from(asked), scope)
    stored = await stored_supervisors({each.chain_id for each in found}, reading.house.vault)
    offices_of = await _offices_of(reading, scope)
    shown = {}
    for each in found:
        kept = stored.get(each.chain_id)
        supervisor = Supervisor(kept.name, kept.phone) if kept else Supervisor()
        shown[each.id] = supervisor if may_call(each, scope, offices_of) else masked(supervisor)
    return shown


async def _offices_of(reading: Reading, scope: Scope) -> frozenset[UUID]:
    """The schools whose office or department the scope is."""
    if scope.kind is ScopeKind.DEPARTMENT:
        return frozenset(each.id for each in await schools(reading, scope))
    return frozenset({scope.id} if scope.kind is ScopeKind.SCHOOL and scope.id else ())
