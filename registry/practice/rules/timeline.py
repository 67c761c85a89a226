"""The states of one teacher through time, from one sweep, so that any as-of question is a look-up."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from registry.kernel.periods import Period
from registry.practice.model import PlacementFact, StandingState, StateRange, TeacherFacts
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.credit import Reckoning, Totals
from registry.practice.rules.judging import open_case, plain_state
from registry.practice.rules.lapse_risk import days_at_risk
from registry.practice.rules.numbering import Stretch
from registry.practice.rules.sweep import Frame, Piece, at_least_zero, frames, obliged_days, pieces

StateStretch = tuple[int, int, StandingState]
"""First and last day as ordinals, and the state on all of them."""


def facts_up_to(facts: TeacherFacts, today: date) -> TeacherFacts:
    """The same facts with every placement ended by `today`: nothing after it is credited."""
    cut = (_placement_up_to(placement, today) for placement in facts.placements if placement.started_on <= today)
    return replace(facts, placements=tuple(cut))


def _placement_up_to(placement: PlacementFact, today: date) -> PlacementFact:
    if placement.finished_on <= today:
        return placement
    attended = placement.attended
    if attended is not None:
        attended = tuple(day for day in attended if day.on <= today)
    return placement._replace(finished_on=today, attended=attended)


def states_within(reckoning: Reckoning, line: RuleLine, period: Period) -> tuple[StateRange, ...]:
    """The states on every day of the period, as ranges in order without gaps; neighbours differ.

    Days after the last credited one get no credit, so make the reckoning of `facts_up_to` where today matters.
    """
    first, last = period.started_on.toordinal(), period.finished_on.toordinal()
    result: list[StateStretch] = []
    covered = first - 1
    for start, end, state in _states(reckoning, line, last):
        if end < first:
            continue
        if start > covered + 1:
            _append(result, covered + 1, start - 1, StandingState.EXEMPT)
        _append(result, max(start, first), end, state)
        covered = end
    if covered < last:
        _append(result, covered + 1, last, StandingState.EXEMPT)
    return tuple(StateRange(date.fromordinal(start), date.fromordinal(end), state) for start, end, state in result)


def _append(result: list[StateStretch], first: int, last: int, state: StandingState) -> None:
    if result and result[-1][2] is state:
        result[-1] = (result[-1][0], last, state)
    else:
        result.append((first, last, state))


def _states(reckoning: Reckoning, line: RuleLine, last: int) -> Iterator[StateStretch]:
    """Disjoint stretches in order with their states, from the first day of the rule on."""
    was_met = False
    for frame in frames(reckoning, line, 1, last):
        for start, end in _even_stretches(reckoning, frame):
            case = open_case(reckoning, line, start)
            state = plain_state(case) if case else StandingState.EXEMPT
            if state is StandingState.MET:
                was_met = True
                yield from _with_risk(reckoning, line, frame, (start, end))
            else:
                lapsed = state is StandingState.SHORT and was_met
                yield start, end, StandingState.LAPSED if lapsed else state


def _with_risk(reckoning: Reckoning, line: RuleLine, frame: Frame, met: Stretch) -> Iterator[StateStretch]:
    """A stretch on which the requirement is met, parted by whether a lapse is in sight."""
    day, last = met
    for risk_first, risk_last in sorted(days_at_risk(reckoning, line, frame.rule, met)):
        if risk_last < day:
            continue
        if risk_first > day:
            yield day, risk_first - 1, StandingState.MET
        yield max(day, risk_first), risk_last, StandingState.AT_RISK
        day = risk_last + 1
    if day <= last:
        yield day, last, StandingState.MET


def _even_stretches(reckoning: Reckoning, frame: Frame) -> Iterator[Stretch]:
    """The frame cut wherever a condition may turn: duty, met, due, records asked for before they begin."""
    account = reckoning.account(frame.rule.counting)
    totals = account.totals
    edges = {frame.first, frame.last + 1}
    for first, last in account.duty_stretches:
        edges.update((first, last + 1))
    if frame.moves:
        for piece in pieces(frame, totals):
            for low, high in _turning_ranges(reckoning, frame, totals, piece):
                edges.update((frame.day_at(low), frame.day_at(high) + 1))
    inner = sorted(edge for edge in edges if frame.first <= edge <= frame.last + 1)
    for start, following in pairwise(inner):
        yield start, following - 1


def _turning_ranges(reckoning: Reckoning, frame: Frame, totals: Totals, piece: Piece) -> Iterable[tuple[int, int]]:
    """The numbers of a piece on which each condition holds."""
    low, high, _, _ = piece
    grace = frame.rule.grace_days
    due = (obliged_days(frame, totals, number) - grace for number in (low, high))
    conditions = [at_least_zero(*piece), at_least_zero(low, high, *due)]
    records_from = reckoning.facts.records_from
    if records_from is not None:
        number_of = reckoning.account(frame.rule.counting).numbering.number_of
        last_unrecorded = number_of(records_from.toordinal() - 1)
        asked = (last_unrecorded - 1 - (number - frame.length) for number in (low, high))
        conditions.append(at_least_zero(low, high, *asked))
    return [found for found in conditions if found]
