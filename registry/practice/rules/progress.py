"""How far somebody has come with this school year's duty, in the words in which offices ask. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from registry.kernel.periods import Period
from registry.practice.model import PlacementState, YearlyDuty, YearlyState
from registry.practice.records import Placement

HANDED_IN = frozenset({PlacementState.SUBMITTED, PlacementState.CONFIRMED, PlacementState.DISPUTED})
UNDER_WAY = frozenset({PlacementState.PLANNED, PlacementState.APPROVED, PlacementState.RETURNED})
NOT_ASKED = frozenset({YearlyState.EXEMPT, YearlyState.NOT_YET_DUE, YearlyState.WAIVED})


class Progress(StrEnum):
    """已够, 实践中, 待认定, 未启动; or nothing is asked of the person this year."""

    ENOUGH = "enough"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    NOT_BEGUN = "not_begun"
    NOT_ASKED = "not_asked"


def progress_of(duty: YearlyDuty | None, placements: Iterable[Placement]) -> Progress:
    """The furthest that any placement of the year has come. `duty`: this year's answer, None before any rule."""
    if duty is None or duty.state in NOT_ASKED:
        return Progress.NOT_ASKED
    if duty.state is YearlyState.MET:
        return Progress.ENOUGH
    states = {each.state for each in placements if each.period.overlap(duty.year)}
    if states & HANDED_IN:
        return Progress.WAITING
    return Progress.UNDER_WAY if states & UNDER_WAY else Progress.NOT_BEGUN


def this_year(duties: Iterable[YearlyDuty], on: date) -> YearlyDuty | None:
    """The answer for the school year of a day."""
    return next((duty for duty in duties if on in Period(duty.year.started_on, duty.year.finished_on)), None)
