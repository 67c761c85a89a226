"""What belongs to a placement in all its revisions is found by its chain, and seen by whoever sees what stands."""

from collections.abc import Iterable
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached_if_any
from registry.practice import tables
from registry.practice.queries.placements import not_found, view_of, within
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement
from registry.practice.rules.visibility import is_visible


async def standing_of(
    reading: Reading, chain_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, Placement]:
    """The revision that stands of each chain. Raises NotFound when the scope does not reach them all."""
    asked = set(chain_ids)
    if not asked:
        return {}
    found = await within(reading, await _standing(asked), scope)
    if len(found) < len(asked):
        raise not_found()
    return {each.chain_id: each for each in found}


async def standing_if_any(reading: Reading, chain_ids: Iterable[UUID], scope: Scope) -> dict[UUID, Placement]:
    """The same, with those left out that the scope does not reach."""
    found = await _standing(set(chain_ids))
    reaches = await reached_if_any(reading, (each.person_id for each in found), scope)
    return {
        each.chain_id: each
        for each in found
        if (reach := reaches[each.person_id]) and is_visible(each, view_of(scope, reach))
    }


async def _standing(chain_ids: set[UUID]) -> tuple[Placement, ...]:
    table = tables.Placement
    return await placements_from(
        select_placements().where(table.chain.is_in(these(chain_ids)), table.is_replaced.eq(False))
    )
