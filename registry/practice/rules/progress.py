"""How far somebody has come with this school year's duty, in the words in which offices ask. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol

from registry.kernel.periods import Period
from registry.practice.model import PlacementState, YearlyDuty, YearlyState

HANDED_IN = frozenset({PlacementState.SUBMITTED, PlacementState.CONFIRMED, PlacementState.DISPUTED})
UNDER_WAY = frozenset({PlacementState.PLANNED, PlacementState.APPROVED, PlacementState.RETURNED})
BEGUN = UNDER_WAY | {PlacementState.VERIFIED}
"""What begins a year without being enough: practice that is recognised already and too short is no idle year."""
NOT_ASKED = frozenset({YearlyState.EXEMPT, YearlyState.NOT_YET_DUE, YearlyState.WAIVED})


class Progress(StrEnum):
    """已够, 实践中, 待认定, 未启动; or nothing is asked of the person this year."""

    ENOUGH = "enough"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    NOT_BEGUN = "not_begun"
    NOT_ASKED = "not_asked"


class Attempt(Protocol):
    """What of a placement tells how far the year has come: how far it has itself, and its days."""

    @property
    def state(self) -> PlacementState:
        """How far it has come."""
        ...

    @property
    def period(self) -> Period:
        """Its days, both ends counted."""
        ...


def progress_of(duty: YearlyDuty | None, placements: Iterable[Attempt]) -> Progress:
    """The furthest that any placement of the year has come. `duty`: this year's answer, None before any rule."""
    if duty is None or duty.state in NOT_ASKED:
        return Progress.NOT_ASKED
    if duty.state is YearlyState.MET:
        return Progress.ENOUGH
    return begun_in(duty.year, placements)


def begun_in(year: Period, placements: Iterable[Attempt]) -> Progress:
    """The furthest that a placement of the year has come, where what counts is not enough."""
    states: Collection[PlacementState] = {each.state for each in placements if each.period.overlap(year)}
    if not HANDED_IN.isdisjoint(states):
        return Progress.WAITING
    return Progress.NOT_BEGUN if BEGUN.isdisjoint(states) else Progress.UNDER_WAY


def this_year(duties: Iterable[YearlyDuty], on: date) -> YearlyDuty | None:
    """The answer for the school year of a day."""
    return next((duty for duty in duties if on in Period(duty.year.started_on, duty.year.finished_on)), None)
