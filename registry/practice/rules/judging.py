"""The standing of one teacher on one day.

Order of the answers: no duty or no rule (`exempt`), too new (`not_yet_due`), met with or without a lapse in sight,
and for what is not met: records incomplete (`unknown`), met before (`lapsed`), never met (`short`).
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from registry.kernel.periods import Period, years_before
from registry.practice.model import Credit, Judgement, Standing, StandingState
from registry.practice.rules.counting import DAY_UNITS, Rule, RuleLine
from registry.practice.rules.credit import Account, Reckoning
from registry.practice.rules.forecast import LAPSE_HORIZON_YEARS, Forecast
from registry.practice.rules.sweep import (
    Frame,
    at_least_zero,
    frame_on,
    is_never_met,
    obliged_days,
    pieces,
    required_scaled,
    rule_frames,
)


class Case(NamedTuple):
    """A teacher before the rule in force on a day (an ordinal), with the window that ends there.

    `credit` is in month units; `required` in month units times the window's length, so that both are whole.
    """

    reckoning: Reckoning
    line: RuleLine
    rule: Rule
    account: Account
    frame: Frame
    day: int
    credit: int
    required: int

    @property
    def is_met(self) -> bool:
        """Whether the credit is at least what is required."""
        return self.frame.length * self.credit >= self.required


def open_case(reckoning: Reckoning, line: RuleLine, day: int) -> Case | None:
    """The case on a day, or None while no five-year rule is in force."""
    rule = line.on(day)
    if rule is None or rule.threshold is None:
        return None
    account, frame = reckoning.account(rule.counting), frame_on(reckoning, rule, day)
    credit = account.months.at(frame.number) - account.months.at(frame.number - frame.length)
    required = required_scaled(frame, account.totals, frame.number)
    return Case(reckoning, line, rule, account, frame, day, credit, required)


def standing(reckoning: Reckoning, line: RuleLine, on: date) -> Standing:
    """The whole answer on one day, with its forecasts."""
    case = open_case(reckoning, line, on.toordinal())
    if case is None:
        return Standing(on, StandingState.EXEMPT, None, None, None, None, None, None)
    required = case.rule.policy.months_per_window
    citation = required.citation if required else None
    forecast = Forecast(reckoning, line, case.day)
    state, lapse = _state(case, forecast, years_before(on, -LAPSE_HORIZON_YEARS).toordinal())
    if state is StandingState.EXEMPT:
        return Standing(on, state, None, None, None, None, None, citation)
    return Standing(
        on,
        state,
        credit_in(case),
        required_months(case),
        window(case),
        date.fromordinal(lapse) if lapse else None,
        _days_needed(case, forecast, state),
        citation,
    )


def judged(reckoning: Reckoning, line: RuleLine, on: date) -> Judgement:
    """State, requirement and source alone, as another jurisdiction's answer is shown beside the local one."""
    case = open_case(reckoning, line, on.toordinal())
    if case is None:
        return Judgement(StandingState.EXEMPT, None, None)
    required = case.rule.policy.months_per_window
    look_ahead = case.day + case.rule.look_ahead_days
    state, _ = _state(case, Forecast(reckoning, line, case.day), look_ahead)
    shown = None if state is StandingState.EXEMPT else required_months(case)
    return Judgement(state, shown, required.citation if required else None)


def credit_in(case: Case) -> Credit:
    """Days and months of credit in the window."""
    upto, after = case.frame.number, case.frame.number - case.frame.length
    return _credit(case.account, after, upto, case.credit)


def credit_within(account: Account, period: Period) -> Credit:
    """Days and months of credit in any period, both ends counted."""
    number_of = account.numbering.number_of
    after, upto = number_of(period.started_on.toordinal() - 1), number_of(period.finished_on.toordinal())
    return _credit(account, after, upto, account.months.at(upto) - account.months.at(after))


def _credit(account: Account, after: int, upto: int, month_units: int) -> Credit:
    return Credit(Fraction(account.day_units_between(after, upto), DAY_UNITS), account.counting.months(month_units))


def required_months(case: Case) -> Fraction:
    """What is asked in this window: the threshold, in proportion to the obliged days where the rule says so."""
    return _fraction(case.required, case.frame.length * case.account.counting.month_units)


def window(case: Case) -> Period:
    """The days that the window covers, from its first day that is not leave to its end."""
    day_numbered = case.account.numbering.day_numbered
    first = day_numbered(case.frame.number - case.frame.length + 1)
    return _period(first, day_numbered(case.frame.number))


_fraction = lru_cache(maxsize=4096)(Fraction)
"""Schools have many teachers with the same requirement, and reducing a fraction takes longer than finding it."""


@lru_cache(maxsize=4096)
def _period(first: int, last: int) -> Period:
    return Period(date.fromordinal(first), date.fromordinal(last))


def is_too_new(case: Case) -> bool:
    """Whether the obliged days in the window are too few for the requirement to be due yet."""
    if not case.rule.prorated:
        return False
    return obliged_days(case.frame, case.account.totals, case.frame.number) < case.rule.grace_days


def lacks_records(case: Case) -> bool:
    """Whether days that the window asks about lie before the day from which the records are complete."""
    records_from = case.reckoning.facts.records_from
    if records_from is None:
        return False
    first_asked = case.account.numbering.day_numbered(case.frame.number - case.frame.length + 1)
    return max(first_asked, case.account.duty_stretches[0][0]) < records_from.toordinal()


def was_met_before(case: Case) -> bool:
    """Whether on some earlier day the requirement was due and met, under the rule of that day."""
    return any(
        _was_met_under(case, rule, first, min(last, case.day - 1)) for rule, first, last in case.line.stretches
    )


def _was_met_under(case: Case, rule: Rule, first: int, last: int) -> bool:
    """Whether it was due and met on one of these days, all of them judged as `rule` says."""
    if first > last or rule.threshold is None:
        return False
    account = case.reckoning.account(rule.counting)
    if account.months.at(account.numbering.number_of(last)) < _least_to_meet(rule, account):
        return False
    for frame in rule_frames(case.reckoning, rule, first, last):
        if is_never_met(frame, account.totals):
            continue
        for piece in pieces(frame, account.totals):
            met = at_least_zero(*piece)
            if met and _was_due(frame, account, met):
                return True
    return False


def _least_to_meet(rule: Rule, account: Account) -> int:
    """Month units without which the rule cannot have been due and met: a newcomer owes at least one day's part."""
    if account.totals.duty is None or not rule.prorated:
        return rule.threshold or 0
    return min(1, rule.grace_days)


def _was_due(frame: Frame, account: Account, met: tuple[int, int]) -> bool:
    """Whether on some day with a number in `met` an obliged post was held and the teacher was not too new."""
    low, high = met
    at_low, at_high = (obliged_days(frame, account.totals, number) - frame.rule.grace_days for number in met)
    due = at_least_zero(low, high, at_low, at_high)
    if due is None:
        return False
    first = frame.day_at(due[0])
    last = frame.day_at(due[1]) if frame.moves else frame.last
    return any(start <= last and first <= end for start, end in account.duty_stretches)


def plain_state(case: Case) -> StandingState:
    """The state without regard to past and future: `met` may be at risk, `short` may have lapsed."""
    if not case.account.is_obliged(case.day):
        return StandingState.EXEMPT
    if is_too_new(case):
        return StandingState.NOT_YET_DUE
    if case.is_met:
        return StandingState.MET
    return StandingState.UNKNOWN if lacks_records(case) else StandingState.SHORT


def _state(case: Case, forecast: Forecast, horizon: int) -> tuple[StandingState, int | None]:
    """The state, and where it is met the day on which it lapses up to the horizon."""
    state = plain_state(case)
    if state is StandingState.MET:
        lapse = forecast.lapses_on(horizon)
        soon = lapse is not None and lapse <= case.day + case.rule.look_ahead_days
        return (StandingState.AT_RISK if soon else StandingState.MET), lapse
    if state is StandingState.SHORT and was_met_before(case):
        return StandingState.LAPSED, None
    return state, None


def _days_needed(case: Case, forecast: Forecast, state: StandingState) -> int | None:
    if state is StandingState.AT_RISK:
        return forecast.days_to_be_met_on(case.day + case.rule.look_ahead_days)
    if state is StandingState.MET:
        return 0
    return None if state is StandingState.NOT_YET_DUE else forecast.days_until_met()
