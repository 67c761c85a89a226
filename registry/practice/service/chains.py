"""The placement to whose folder or journal something is added, locked, and the part that the actor plays."""

from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Process
from registry.kernel.scopes import Scope
from registry.practice.queries.chains import standing_of
from registry.practice.records import Placement
from registry.practice.service.loading import Acting, acting_towards, lock_persons


class Locked(NamedTuple):
    """The revision that stands of a placement whose person is locked, and who acts towards it."""

    placement: Placement
    acting: Acting


async def standing_for_update(process: Process, chain_id: UUID, scope: Scope) -> Locked:
    """What stands of a chain; its person is locked. Raises NotFound."""
    first = (await standing_of(process.reading, [chain_id], scope))[chain_id]
    await lock_persons(process, [first.person_id])
    placement = (await standing_of(process.reading, [chain_id], scope))[chain_id]
    return Locked(placement, acting_towards(process, placement.person_id, placement.school_id, scope))
