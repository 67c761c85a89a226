"""The states of one teacher through time, from one sweep, so that any as-of question is a look-up."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from registry.kernel.periods import Period
from registry.practice.model import PlacementFact, StandingState, StateRange, TeacherFacts
from registry.practice.rules.counting import Rule, RuleLine
from registry.practice.rules.credit import Account, Reckoning, Totals
from registry.practice.rules.lapse_risk import days_at_risk
from registry.practice.rules.numbering import Stretch
from registry.practice.rules.sweep import (
    Frame,
    Piece,
    at_least_zero,
    is_always_met,
    is_never_met,
    margin,
    obliged_days,
    pieces,
    rule_frames,
)

SHORTEST_YEAR = 365
"""Days: no window is shorter than so many for each of its years."""
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
    for rule, rule_first, rule_last in line.stretches:
        found = rule_frames(reckoning, rule, rule_first, min(last, rule_last))
        for start, end, state in _judged(reckoning, rule, found):
            if state is StandingState.MET:
                was_met = True
                yield from _with_risk(reckoning, line, rule, (start, end))
            else:
                lapsed = state is StandingState.SHORT and was_met
                yield start, end, StandingState.LAPSED if lapsed else state


def _judged(reckoning: Reckoning, rule: Rule, found: Sequence[Frame]) -> Iterator[StateStretch]:
    """The stretches of one rule's frames, without regard to past and future."""
    account, always = reckoning.account(rule.counting), reckoning.facts.records_from is None
    is_simple = always and account.totals.duty is None
    if is_simple and not reckoning.leaves and rule.grace_days <= rule.window_years * SHORTEST_YEAR:
        yield from _plain_run(account, rule, found)
        return
    for frame in found:
        if not (is_simple and frame.moves) and not _is_obliged_in(account, frame):
            yield frame.first, frame.last, StandingState.EXEMPT
            continue
        is_plain = (is_simple and frame.moves and frame.length >= rule.grace_days) or _is_plain(
            reckoning, account, frame
        )
        yield from (_plain_stretches if is_plain else _mixed_stretches)(reckoning, account, frame)


def _plain_run(account: Account, rule: Rule, found: Sequence[Frame]) -> Iterator[StateStretch]:
    """The stretches of frames that are plain, all of them, and one after another; what is required is the same."""
    months, required = account.months, rule.threshold or 0
    seeing = _seeing(found, months.positions) if required > 0 else range(len(found))
    if not seeing or (required > 0 and months.totals[-1] < required):
        if found:
            yield found[0].first, found[-1].last, StandingState.SHORT
        return
    if seeing.start:
        yield found[0].first, found[seeing.start - 1].last, StandingState.SHORT
    total_at = months.at
    for frame in found[seeing.start : seeing.stop]:
        number, last_number, length = frame.number, frame.last_number, frame.length
        if total_at(last_number) - total_at(number - length) < required:
            yield frame.first, frame.last, StandingState.SHORT
        elif total_at(number) - total_at(last_number - length) >= required:
            yield frame.first, frame.last, StandingState.MET
        else:
            yield from _turning_stretches(account, frame)
    if seeing.stop < len(found):
        yield found[seeing.stop].first, found[-1].last, StandingState.SHORT


def _seeing(found: Sequence[Frame], credited: Sequence[int]) -> range:
    """Which of the frames have a window that may hold a credited day."""
    if not credited:
        return range(0)
    begin = bisect_right(found, credited[0], key=_last_number)
    return range(begin, bisect_left(found, credited[-1], begin, key=_window_start))


def _last_number(frame: Frame) -> int:
    return frame.last_number


def _window_start(frame: Frame) -> int:
    return frame.number - frame.length


def _is_obliged_in(account: Account, frame: Frame) -> bool:
    """Whether an obliged post is held on any day of the frame."""
    return any(first <= frame.last and frame.first <= last for first, last in account.duty_stretches)


def _is_plain(reckoning: Reckoning, account: Account, frame: Frame) -> bool:
    """Whether only the margin can turn in the frame: obliged throughout every window, due, all records there."""
    rule, duty = frame.rule, account.totals.duty
    start, end = frame.number - frame.length, frame.last_number
    if not frame.moves or frame.length < rule.grace_days:
        return False
    if duty is not None and duty.at(end) - duty.at(start) != end - start:
        return False
    records_from = reckoning.facts.records_from
    return records_from is None or account.numbering.day_numbered(start + 1) >= records_from.toordinal()


def _plain_stretches(reckoning: Reckoning, account: Account, frame: Frame) -> Iterator[StateStretch]:
    """The stretches of a plain frame, met and not met in turn."""
    if _sees_no_credit(account, frame) or is_never_met(frame, account.totals):
        yield frame.first, frame.last, StandingState.SHORT
        return
    if is_always_met(frame, account.totals):
        yield frame.first, frame.last, StandingState.MET
        return
    yield from _turning_stretches(account, frame)


def _turning_stretches(account: Account, frame: Frame) -> Iterator[StateStretch]:
    """The stretches of a plain frame, cut where the margin turns."""
    day = frame.first
    for low, high in _met_numbers(frame, account.totals):
        first, last = frame.day_at(low), frame.day_at(high)
        if first > day:
            yield day, first - 1, StandingState.SHORT
        yield first, last, StandingState.MET
        day = last + 1
    if day <= frame.last:
        yield day, frame.last, StandingState.SHORT


def _sees_no_credit(account: Account, frame: Frame) -> bool:
    """Whether no window of the frame holds a credited day, and something is required."""
    credited = account.months.positions
    if credited and credited[0] < frame.last_number and frame.number - frame.length < credited[-1]:
        return False
    return (frame.rule.threshold or 0) > 0


def _met_numbers(frame: Frame, totals: Totals) -> list[Stretch]:
    """The numbers of the frame on which the requirement is met, as stretches apart and in order."""
    found: list[Stretch] = []
    for piece in pieces(frame, totals):
        met = at_least_zero(*piece)
        if met is None:
            continue
        if found and met[0] <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], met[1]))
        else:
            found.append(met)
    return found


def _mixed_stretches(reckoning: Reckoning, account: Account, frame: Frame) -> Iterator[StateStretch]:
    """The stretches of any frame: cut wherever a condition may turn, each judged on its first day."""
    for start, end in _even_stretches(reckoning, frame):
        yield start, end, _state_on(reckoning, account, frame, start)


def _state_on(reckoning: Reckoning, account: Account, frame: Frame, day: int) -> StandingState:
    """The state on a day of the frame, without regard to past and future: `plain_state` of a frame known already."""
    number = frame.number + (day - frame.first if frame.moves else 0)
    if not account.is_obliged(day):
        return StandingState.EXEMPT
    if frame.rule.prorated and obliged_days(frame, account.totals, number) < frame.rule.grace_days:
        return StandingState.NOT_YET_DUE
    if margin(frame, account.totals, number) >= 0:
        return StandingState.MET
    records_from = reckoning.facts.records_from
    if records_from is None:
        return StandingState.SHORT
    first_asked = max(account.numbering.day_numbered(number - frame.length + 1), account.duty_stretches[0][0])
    return StandingState.UNKNOWN if first_asked < records_from.toordinal() else StandingState.SHORT


def _with_risk(reckoning: Reckoning, line: RuleLine, rule: Rule, met: Stretch) -> Iterator[StateStretch]:
    """A stretch on which the requirement is met, parted by whether a lapse is in sight."""
    day, last = met
    for risk_first, risk_last in sorted(days_at_risk(reckoning, line, rule, met)):
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
