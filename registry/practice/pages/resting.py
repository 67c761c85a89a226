"""Which of the things that rest on a placement the visitor may open: they belong to slices above this one."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from registry.audit.model import Reliance
from registry.audit.process import Reading
from registry.platform.web.pages import Visitor

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
