"""The one click with which the people behind a figure are chased; the act and its question are the reminders' own."""

from dataclasses import replace
from typing import NamedTuple

from registry.audit.process import Reading
from registry.home.board.asked import Address
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.kernel.scopes import Scope, ScopeKind
from registry.practice.model import StandingState
from registry.practice.rules.board import Board, BoardWish
from registry.practice.rules.progress import Progress
from registry.reminders.model.messages import BatchKind
from registry.reminders.rules.chasing import kind_of

CHASED = (
    Progress.NOT_BEGUN,
    StandingState.LAPSED,
    StandingState.SHORT,
    StandingState.UNKNOWN,
    StandingState.AT_RISK,
)
"""The figures beside which a button stands."""


class Chases(NamedTuple):
    """What the forms send: by figure the fields of its people; `listed` those of the list shown, None for none."""

    of_figures: dict[Progress | StandingState, dict[str, str]]
    listed: dict[str, str] | None


def chases_of(reading: Reading, found: Board, address: Address) -> Chases:
    """The forms that the visitor may send; none where there is nobody to chase."""
    reach = scopes(reading, Permission.CHASE)
    if not reach:
        return Chases({}, None)
    of_figures = {what: _fields(found.wish, what, address, reach) for what in CHASED if _count(found, what)}
    listed = None
    if address.is_filtered and found.found:
        listed = {**address.fields("sort"), "kind": _kind(found.wish, reach)}
    return Chases(of_figures, listed)


def _count(found: Board, what: Progress | StandingState) -> int:
    return found.sums.progress[what] if isinstance(what, Progress) else found.sums.states[what]


def _fields(
    wish: BoardWish, what: Progress | StandingState, address: Address, reach: tuple[Scope, ...]
) -> dict[str, str]:
    alone = replace(wish, progress=None, state=None, lapses_before=None)
    meant = replace(alone, progress=what) if isinstance(what, Progress) else replace(alone, state=what)
    name = "progress" if isinstance(what, Progress) else "state"
    kept = address.fields("state", "progress", "sort", "lapses_before")
    return {**kept, name: what.value, "kind": _kind(meant, reach)}


def _kind(wish: BoardWish, reach: tuple[Scope, ...]) -> str:
    """A bureau writes to its schools, a school to its teachers."""
    return (BatchKind.REPORT if reach[0].kind is ScopeKind.BUREAU else kind_of(wish)).value
