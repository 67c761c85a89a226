"""Which placements of a person somebody may read. Pure."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from registry.kernel.periods import Period
from registry.kernel.scopes import Scope, ScopeKind
from registry.practice.model import PlacementState


class Kept(Protocol):
    """What of a placement decides who may read it."""

    @property
    def school_id(self) -> UUID:
        """The school that keeps it."""
        ...

    @property
    def state(self) -> PlacementState:
        """How far it has come."""
        ...

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        ...


KindOfPlacement = TypeVar("KindOfPlacement", bound=Kept)


class View(NamedTuple):
    """What a scope reaches of a person: whether the whole file, and the employments there (school and days)."""

    scope: Scope
    keeps_file: bool
    employments: tuple[tuple[UUID, Period], ...]


def visible(placements: Iterable[KindOfPlacement], view: View) -> tuple[KindOfPlacement, ...]:
    """Verified practice goes with the person to whoever keeps the file; a school keeps what it recorded itself.

    A department that somebody left sees only what fell into the time there.
    """
    return tuple(placement for placement in placements if is_visible(placement, view))


def is_visible(placement: Kept, view: View) -> bool:
    """Whether one placement may be read."""
    if view.scope.kind in (ScopeKind.SYSTEM, ScopeKind.PERSON):
        return True
    if view.keeps_file and placement.state is PlacementState.VERIFIED:
        return True
    narrow = view.scope.kind is ScopeKind.DEPARTMENT and not view.keeps_file
    return any(
        placement.school_id == school_id and (not narrow or placement.period.overlap(days) is not None)
        for school_id, days in view.employments
    )
