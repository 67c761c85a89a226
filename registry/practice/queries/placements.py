"""Placements: of persons, one with its former revisions, and those that wait for an office."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached, reached_if_any
from registry.people.rules import Reach
from registry.practice import tables
from registry.practice.model import PlacementState
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement
from registry.practice.rules.visibility import View, is_visible, visible

NO_SUCH_PLACEMENT = "没有找到该实践记录"


async def placements_of(
    reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Placement, ...]]:
    """Each person's placements as they stand, in order of days. Raises NotFound for whom the scope does not reach."""
    asked = await reached(reading, person_ids, scope)
    table = tables.Placement
    standing = select_placements().where(table.person.is_in(these(asked)), table.is_replaced.eq(False))
    found: dict[UUID, list[Placement]] = {one: [] for one in asked}
    for placement in await placements_from(standing):
        found[placement.person_id].append(placement)
    return {one: visible(placements, view_of(scope, asked[one])) for one, placements in found.items()}


async def placement(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> Placement:
    """One revision of a placement, also a former one. Raises NotFound, also for one outside the scope."""
    found = await placements_from(select_placements().where(tables.Placement.id == placement_id))
    return (await within(reading, found, scope))[0]


async def placement_scope(reading: Reading, placement_id: UUID, scopes: Sequence[Scope]) -> tuple[Placement, Scope]:
    """One revision of a placement and the first of these scopes in which it is visible. Raises NotFound."""
    found = await placements_from(select_placements().where(tables.Placement.id == placement_id))
    for scope in dict.fromkeys(scopes if found else ()):
        view = (await _views(reading, found, scope))[found[0].person_id]
        if view is not None and is_visible(found[0], view):
            return found[0], scope
    raise not_found()


async def revisions_of(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Placement, ...]:
    """All revisions of a placement, the one that stands last. Raises NotFound."""
    chain_id = (await placement(reading, placement_id, scope)).chain_id
    found = await placements_from(select_placements().where(tables.Placement.chain == chain_id))
    following = {revision.replaces_id: revision for revision in found}
    ordered = [following[None]]
    while ordered[-1].id in following:
        ordered.append(following[ordered[-1].id])
    return tuple(ordered)


async def waiting_at(
    reading: Reading, school_id: UUID, states: Iterable[PlacementState], scope: Scope = EVERYWHERE
) -> tuple[Placement, ...]:
    """The placements that a school keeps and that are in one of these states; of them those in the scope."""
    table = tables.Placement
    words = [state.value for state in states]
    asked = select_placements().where(
        table.school == school_id, table.is_replaced.eq(False), table.state.is_in(words)
    )
    found = await placements_from(asked)
    views = await _views(reading, found, scope)
    return tuple(each for each in found if (view := views[each.person_id]) and is_visible(each, view))


async def within(reading: Reading, found: tuple[Placement, ...], scope: Scope) -> tuple[Placement, ...]:
    """The same placements. Raises NotFound when there is none, or one that the scope does not reach."""
    views = await _views(reading, found, scope)
    for each in found:
        view = views[each.person_id]
        if view is None or not is_visible(each, view):
            raise not_found()
    if not found:
        raise not_found()
    return found


def view_of(scope: Scope, reach: Reach) -> View:
    """How much of a person somebody sees."""
    employments = tuple((each.school_id, each.period) for each in reach.employments)
    return View(scope, reach.keeps, employments)


def not_found() -> NotFound:
    """The same words, whether there is no such placement or none that the scope reaches."""
    return NotFound(NO_SUCH_PLACEMENT)


async def _views(reading: Reading, found: Iterable[Placement], scope: Scope) -> dict[UUID, View | None]:
    reaches = await reached_if_any(reading, (each.person_id for each in found), scope)
    return {person_id: view_of(scope, reach) if reach else None for person_id, reach in reaches.items()}
