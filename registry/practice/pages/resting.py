"""Which of the things that rest on a placement the visitor may open: they belong to slices above this one."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import NamedTuple

from registry.audit.model import Reliance
from registry.audit.process import Reading
from registry.audit.reliances import what_rests_on
from registry.platform.web.pages import Visitor
from registry.practice.model import PlacementState
from registry.practice.records import Placement

Openable = Callable[[Reading, Iterable[str]], Awaitable[frozenset[str]]]
"""Of the ids of one kind of dependent those that the actor may open."""


async def openable(request: Visitor, reading: Reading, rests: Iterable[Reliance]) -> frozenset[str]:
    """The ids of dependents that have a page for the visitor; the others are named without a way to them."""
    kinds: Mapping[str, Openable] = request.app.state.openable
    ids: dict[str, list[str]] = {}
    for each in rests:
        ids.setdefault(each.dependent_kind, []).append(each.dependent_id)
    found = [await kinds[kind](reading, asked) for kind, asked in ids.items() if kind in kinds]
    return frozenset().union(*found)


class Former(NamedTuple):
    """What still rests on a placement as it was before it was corrected or voided, each once; what may be opened."""

    rests: tuple[Reliance, ...]
    opens: frozenset[str]


async def resting_on_former(request: Visitor, reading: Reading, revisions: Iterable[Placement]) -> Former:
    """What is to be looked at again since a placement was corrected or voided. `revisions`: all of the placement."""
    former = [each.id for each in revisions if each.is_replaced or each.state is PlacementState.VOIDED]
    found = await what_rests_on(reading, Placement.SUBJECT, former) if former else ()
    rests = tuple({(each.dependent_kind, each.dependent_id): each for each in found}.values())
    return Former(rests, await openable(request, reading, rests))
