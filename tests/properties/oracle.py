"""The practice rule told day by day, as plainly as its words: what every faster rule is held against.

One function for each idea of the rule. Each asks about single days and adds up; no day is skipped because
nothing can have changed. Where the rule's words and this file differ, this file is wrong.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from registry.kernel.periods import ONE_DAY, Period, year_of, years_before
from registry.policy.model import PracticePolicy
from registry.practice.model import (
    Credit,
    Judgement,
    NotCounted,
    PlacementCount,
    PlacementFact,
    PlacementState,
    Standing,
    StandingState,
    StateRange,
    TeacherFacts,
    YearlyDuty,
    YearlyState,
)
from tests.properties.diary import (
    FORECAST_YEARS,
    FURTHEST_NEEDED,
    NEVER,
    Diary,
    Forms,
    Reading,
    Versions,
    Work,
    as_date,
    days_offered,
    first_obliged,
    is_counted,
    is_leave,
    is_obliged,
    plain_days,
    policy_on,
    window_walked_back,
    work_by_day,
    worth,
)

MET_STATES = (StandingState.MET, StandingState.AT_RISK)
WHOLE_DAY = 100
HALF_DAY = 50
"""In an explanation days are added up as hundredths: a percent is one of them."""


def credit_of_day(
    facts: TeacherFacts, policy: PracticePolicy, day: date, *, excluded_forms: Forms
) -> tuple[Fraction, Fraction]:
    """Days and months of one day: none on leave or before the first obliged post, else its work's worth."""
    if is_leave(facts, day) or day.toordinal() < first_obliged(facts, policy):
        return Fraction(0), Fraction(0)
    share, halves = 0, 0
    for placement in facts.placements:
        if is_counted(placement, excluded_forms):
            offered = days_offered(placement).get(day.toordinal(), (0, 0))
            share, halves = share + offered[0], halves + offered[1]
    found = worth(policy, day, (share, halves))
    return found.days, found.months


def credit_between(facts: TeacherFacts, policy: PracticePolicy, period: Period) -> Credit:
    """The daily credits of a period added up, with the forms of the five-year rule."""
    return _credit_in(facts, policy, period, policy.excluded_forms.value)


def standing(facts: TeacherFacts, versions: Versions, on: date) -> Standing:
    """The state on a day with its figures (none for `exempt`) and forecasts (none for `not_yet_due`)."""
    diary = Diary(facts, versions, [on])
    state = state_on(diary, on)
    rule = diary.rule(on.toordinal())
    if rule is None:
        return Standing(on, state, None, None, None, None, None, None)
    if state is StandingState.EXEMPT:
        return Standing(on, state, None, None, None, None, None, rule.threshold.citation)
    window = window_on(rule, on)
    return Standing(
        on=on,
        state=state,
        credit=credit_between(facts, rule.policy, window),
        required_months=required_months(rule, on),
        window=window,
        lapses_on=lapses_on(diary, on) if state in MET_STATES else None,
        days_needed=None if state is StandingState.NOT_YET_DUE else days_needed(diary, on, state),
        citation=rule.threshold.citation,
    )


def judgement(facts: TeacherFacts, versions: Versions, on: date) -> Judgement:
    """The state, requirement and source of the standing."""
    answer = standing(facts, versions, on)
    return Judgement(answer.state, answer.required_months, answer.citation)


def timeline(facts: TeacherFacts, versions: Versions, today: date, period: Period) -> tuple[StateRange, ...]:
    """The state of each day, equal neighbours together; days after today are given no credit after today."""
    as_recorded = Diary(facts, versions, [period.started_on, period.finished_on])
    nothing_added = Diary(without_credit_after(facts, today), versions, [period.started_on, period.finished_on])
    ranges: list[StateRange] = []
    for day in days_of(period):
        state = state_on(as_recorded if day <= today else nothing_added, day)
        if ranges and ranges[-1].state is state:
            ranges[-1] = ranges[-1]._replace(finished_on=day)
        else:
            ranges.append(StateRange(day, day, state))
    return tuple(ranges)


def yearly(facts: TeacherFacts, versions: Versions, on: date) -> tuple[YearlyDuty, ...]:
    """The year before and the year of the day, without years that began before the yearly duty."""
    policy = policy_on(versions, on)
    if policy is None or policy.months_per_year is None:
        return ()
    this = year_of(on, policy.year_start.value)
    before = year_of(this.started_on - ONE_DAY, policy.year_start.value)
    duties = []
    for year in (before, this):
        at_its_start = policy_on(versions, year.started_on)
        if at_its_start is not None and at_its_start.months_per_year is not None:
            seen = Period(year.started_on, min(on, year.finished_on))
            credit = _credit_in(facts, policy, seen, policy.yearly_excluded_forms.value)
            duties.append(YearlyDuty(year, credit, _yearly_state(facts, policy, year, on, credit.months)))
    return tuple(duties)


def explanation(facts: TeacherFacts, versions: Versions, on: date) -> tuple[PlacementCount, ...]:
    """Each placement's part in the standing's credit, day by day, and why its other days gave none.

    `exempt` teachers are shown the window all the same; without a five-year rule nothing is explained.
    """
    policy = policy_on(versions, on)
    if policy is None or policy.months_per_window is None:
        return ()
    window = window_walked_back(facts, policy, on)
    done = work_by_day(facts, policy.excluded_forms.value)
    taken: dict[int, int] = {}
    counts = []
    for placement in facts.placements:
        counted, left_out = 0, dict[NotCounted, int]()
        barred = _why_placement_does_not_count(placement, policy)
        for day, work in days_offered(placement).items():
            offered = work[0] + work[1] * HALF_DAY
            reason = barred or _why_day_does_not_count(facts, policy, as_date(day), on=on, window=window)
            gets = 0 if reason else _part_still_free(policy, day, work, done[day], taken)
            counted += gets
            if offered > gets:
                reason = reason or NotCounted.COVERED_ALREADY
                left_out[reason] = left_out.get(reason, 0) + offered - gets
        counts.append(_count_in_days(placement, counted, left_out))
    return tuple(counts)


# The state --------------------------------------------------------------------------------------------------


def state_on(diary: Diary, on: date) -> StandingState:
    """The states in the order in which the rule asks for them."""
    day = on.toordinal()
    rule, state = diary.rule(day), _state_that_day(diary, day)
    if rule is not None and state is StandingState.MET:
        lapse = _first_unmet(diary, day, day + rule.policy.look_ahead_days.value)
        return StandingState.MET if lapse is None else StandingState.AT_RISK
    if rule is not None and state is StandingState.SHORT:
        if _are_records_incomplete(rule, day):
            return StandingState.UNKNOWN
        if _was_met_before(diary, day):
            return StandingState.LAPSED
    return state


def _state_that_day(diary: Diary, day: int) -> StandingState:
    """Exempt, not yet due, met or short, as far as the day alone decides."""
    rule = diary.rule(day)
    if rule is None or day not in rule.on_duty:
        return StandingState.EXEMPT
    first, last = rule.window(day)
    obliged, in_window = _obliged_of_window(rule, day, NEVER)
    if rule.is_prorated and obliged < rule.policy.newcomer_grace_days.value:
        return StandingState.NOT_YET_DUE
    is_enough = _is_enough(rule, rule.credit.between(first, last), obliged, in_window)
    return StandingState.MET if is_enough else StandingState.SHORT


def _are_records_incomplete(rule: Reading, day: int) -> bool:
    """Whether the window, from the first obliged day on, begins before the records are complete."""
    facts = rule.diary.facts
    if facts.records_from is None:
        return False
    first, _ = rule.window(day)
    return max(first, first_obliged(facts, rule.policy)) < facts.records_from.toordinal()


def _was_met_before(diary: Diary, day: int) -> bool:
    """Whether the state was met or at risk on any earlier day, each under the policy in force that day."""
    while diary.first_met is None and diary.looked_until < day - 1:
        diary.looked_until += 1
        if _state_that_day(diary, diary.looked_until) is StandingState.MET:
            diary.first_met = diary.looked_until
    return diary.first_met is not None and diary.first_met < day


# Window and requirement -------------------------------------------------------------------------------------


def window_on(rule: Reading, on: date) -> Period:
    """The days whose credit counts at `on`."""
    first, last = rule.window(on.toordinal())
    return Period(as_date(first), as_date(last))


def required_months(rule: Reading, on: date) -> Fraction:
    """The threshold, for newcomers in proportion to the days of duty in the window."""
    obliged, in_window = _obliged_of_window(rule, on.toordinal(), NEVER)
    return Fraction(rule.threshold.value * obliged, in_window)


def _obliged_of_window(rule: Reading, day: int, duty_from: int) -> tuple[int, int]:
    """Days of duty in the window of the day, and days in it; leave left out of both where leave is taken out.

    From `duty_from` on every day is one of duty, whatever the posts say (`NEVER`: as the posts say). Where nothing
    is done in proportion, all days are.
    """
    first, last = rule.window(day)
    in_window = plain_days(last, rule.window_years)
    if not rule.is_prorated:
        return in_window, in_window
    if last < duty_from:
        return rule.obliged.between(first, last), in_window
    held, assumed_from = rule.obliged.between(first, duty_from - 1), max(first, duty_from)
    if rule.is_leave_taken_out:
        return held + rule.diary.free.between(assumed_from, last), in_window
    return held + last - assumed_from + 1, in_window


def _is_enough(rule: Reading, months: int, obliged: int, in_window: int) -> bool:
    """Whether so much credit (in units) is at least what is required; exactly as much is."""
    return months * in_window >= rule.threshold.value * rule.diary.unit * obliged


# Forecasts --------------------------------------------------------------------------------------------------


def lapses_on(diary: Diary, on: date) -> date | None:
    """The first day within ten years with too little left, if nothing is added and the duty goes on."""
    lapse = _first_unmet(diary, on.toordinal(), years_before(on, -FORECAST_YEARS).toordinal())
    return None if lapse is None else as_date(lapse)


def days_needed(diary: Diary, on: date, state: StandingState) -> int | None:
    """The least number of full span days from tomorrow on that helps; 0 for `met`, None where none does.

    It helps to be met on the last of them or, for `at_risk`, at the end of the look-ahead.
    """
    day, rule = on.toordinal(), diary.rule(on.toordinal())
    if rule is None or state is StandingState.MET:
        return 0
    if state is StandingState.AT_RISK:
        ahead = rule.policy.look_ahead_days.value
        tries = ((k, day + ahead) for k in range(ahead + 1))
    else:
        tries = ((k, day + k) for k in range(1, FURTHEST_NEEDED + 1))
    return next((k for k, then in tries if _foreseen(diary, day, then, full_days=k) is True), None)


def _first_unmet(diary: Diary, day: int, until: int) -> int | None:
    """The first day after `day`, up to `until`, on which too little is left."""
    later = range(day + 1, until + 1)
    return next((then for then in later if _foreseen(diary, day, then, full_days=0) is False), None)


def _foreseen(diary: Diary, day: int, then: int, *, full_days: int) -> bool | None:
    """Whether the requirement is met on `then` as foreseen on `day`; None where no rule is in force then.

    No credit after `day` but that of `full_days` full span days from the next day on (none of them on leave);
    the duty held on `day` goes on; leave as approved; the policy in force on `then`.
    """
    rule = diary.rule(then)
    if rule is None:
        return None
    first, last = rule.window(then)
    months = rule.credit.between(first, min(last, day))
    if full_days:
        months += rule.full.between(max(first, day + 1), min(last, day + full_days))
    return _is_enough(rule, months, *_obliged_of_window(rule, then, duty_from=day))


def without_credit_after(facts: TeacherFacts, day: date) -> TeacherFacts:
    """The same facts, placements cut off after the day."""
    cut = []
    for placement in facts.placements:
        if placement.started_on > day:
            continue
        attended = placement.attended
        if attended is not None:
            attended = tuple(listed for listed in attended if listed.on <= day)
        cut.append(placement._replace(finished_on=min(placement.finished_on, day), attended=attended))
    return replace(facts, placements=tuple(cut))


# The yearly duty --------------------------------------------------------------------------------------------


def _yearly_state(
    facts: TeacherFacts, policy: PracticePolicy, year: Period, on: date, months: Fraction
) -> YearlyState:
    """The yearly states in the order in which the rule asks for them."""
    assert policy.months_per_year is not None
    days_on_leave = sum(is_leave(facts, day) for day in days_of(year))
    if not is_obliged(facts, policy, min(on, year.finished_on)):
        return YearlyState.EXEMPT
    if first_obliged(facts, policy) > year.started_on.toordinal():
        return YearlyState.NOT_YET_DUE
    if months >= policy.months_per_year.value:
        return YearlyState.MET
    if days_on_leave >= policy.yearly_waiver_leave_days.value:
        return YearlyState.WAIVED
    return YearlyState.OPEN if on < year.finished_on else YearlyState.SHORT


# Sums and explanations --------------------------------------------------------------------------------------


def days_of(period: Period) -> Iterator[date]:
    """The days of a period one by one."""
    return map(as_date, range(period.started_on.toordinal(), period.finished_on.toordinal() + 1))


def _credit_in(facts: TeacherFacts, policy: PracticePolicy, period: Period, excluded_forms: Forms) -> Credit:
    """The credits of the days of a period added up (days without any work would add nothing)."""
    days, months = Fraction(0), Fraction(0)
    begins = first_obliged(facts, policy)
    for day, work in work_by_day(facts, excluded_forms).items():
        if as_date(day) in period and day >= begins and not is_leave(facts, as_date(day)):
            found = worth(policy, as_date(day), work)
            days, months = days + found.days, months + found.months
    return Credit(days, months)


def _why_placement_does_not_count(placement: PlacementFact, policy: PracticePolicy) -> NotCounted | None:
    """Why no day of a placement can count."""
    if placement.state is not PlacementState.VERIFIED:
        return NotCounted.NOT_VERIFIED
    return NotCounted.FORM_EXCLUDED if placement.form in policy.excluded_forms.value else None


def _why_day_does_not_count(
    facts: TeacherFacts, policy: PracticePolicy, day: date, *, on: date, window: Period
) -> NotCounted | None:
    """Why no practice of a day can count; the first reason holds."""
    if day > on:
        return NotCounted.AFTER_DATE
    if day not in window:
        return NotCounted.OUTSIDE_WINDOW
    if day.toordinal() < first_obliged(facts, policy):
        return NotCounted.BEFORE_DUTY
    return NotCounted.LEAVE if is_leave(facts, day) else None


def _part_still_free(policy: PracticePolicy, day: int, work: Work, done: Work, taken: dict[int, int]) -> int:
    """What a placement's day still adds, in hundredths of a day, up to the whole day; `taken` is kept by day.

    Nothing if the day is held by the other kind of practice.
    """
    offered = work[1] * HALF_DAY if worth(policy, as_date(day), done).is_by_attendance else work[0]
    gets = min(offered, WHOLE_DAY - taken.get(day, 0))
    taken[day] = taken.get(day, 0) + gets
    return gets


def _count_in_days(placement: PlacementFact, counted: int, left_out: dict[NotCounted, int]) -> PlacementCount:
    """A placement's part in days, from hundredths."""
    return PlacementCount(
        placement,
        offered=Fraction(counted + sum(left_out.values()), WHOLE_DAY),
        counted=Fraction(counted, WHOLE_DAY),
        left_out={reason: Fraction(part, WHOLE_DAY) for reason, part in left_out.items()},
    )
