"""A form as a browser sends it, and the staged world from which it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.practice.model import PlacementState as S
from registry.practice.records import Placement
from tests.web.practice_stage import Stage


class Sent(NamedTuple):
    """A form as a browser sends it."""

    login: str
    path: str
    values: dict[str, Any]
    files: Sequence[Any] = ()


@dataclass
class World:
    """The staged school, and what the forms are about besides: see `tests.races.world`."""

    stage: Stage
    ids: dict[str, Any] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)

    def at(self, state: S) -> Placement:
        """The placement of that state."""
        return self.stage.placement(state)


Making = Callable[[World], Sent]
"""Fills a form in, once the world is staged."""


def to(login: str, path: str, /, **values: str) -> Callable[[World], Sent]:
    """`path` and values may name ids of the world in braces."""

    def made(world: World) -> Sent:
        return Sent(
            login, path.format(**world.ids), {name: value.format(**world.ids) for name, value in values.items()}
        )

    return made
