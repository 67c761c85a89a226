"""One teacher's calendar days, looked at one by one: leave, duty, and what a day's practice is worth.

It knows no intervals and no sweeping. Running sums only spare the oracle from adding the same days again;
they are kept as whole numbers of a unit in which every possible credit of a day is whole, so they are exact.
It reads no clock, no file and no rule but the policies it is given.

Days are dates where they come from outside, ordinals (`date.toordinal`) inside. Ranges count both their ends.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from itertools import accumulate
from math import lcm
from typing import NamedTuple

from registry.kernel.periods import Period, years_before
from registry.policy.model import Cited, LeaveRule, MonthBasis, NewcomerRule, PracticePolicy
from registry.practice.model import PlacementFact, PlacementState, TeacherFacts

Versions = Sequence[PracticePolicy]
Forms = frozenset[str]
Work = tuple[int, int]
"""What was done on one day: the percents of its spans added up, the halves of its attendance added up."""

FULL_SHARE = 100
FULL_HALVES = 2
FORECAST_YEARS = 10
FURTHEST_NEEDED = 1826
NEVER = date.max.toordinal()
SINCE_EVER = date.min.toordinal()


def policy_on(versions: Versions, day: date) -> PracticePolicy | None:
    """The version in force on that day; None before the first."""
    in_force = [version for version in versions if version.in_force_from <= day]
    return in_force[-1] if in_force else None


def is_leave(facts: TeacherFacts, day: date) -> bool:
    """Whether any approved leave holds the day."""
    return any(day in leave for leave in facts.leaves)


def leave_days(facts: TeacherFacts) -> set[int]:
    """All days of approved leave; a day of two leaves is one day."""
    return {
        day
        for leave in facts.leaves
        for day in range(leave.started_on.toordinal(), leave.finished_on.toordinal() + 1)
    }


def is_obliged(facts: TeacherFacts, policy: PracticePolicy, day: date) -> bool:
    """Whether a post of an obliged category is held on the day."""
    return any(
        (post.started_on is None or post.started_on <= day) and (post.finished_on is None or day <= post.finished_on)
        for post in facts.posts
        if post.category in policy.obliged_categories.value
    )


def first_obliged(facts: TeacherFacts, policy: PracticePolicy) -> int:
    """The first day of the first obliged post: `SINCE_EVER` without a start, or without such a post."""
    starts = [
        SINCE_EVER if post.started_on is None else post.started_on.toordinal()
        for post in facts.posts
        if post.category in policy.obliged_categories.value
    ]
    return min(starts, default=SINCE_EVER)


def is_counted(placement: PlacementFact, excluded_forms: Forms) -> bool:
    """Only verified placements count, and none of an excluded form."""
    return placement.state is PlacementState.VERIFIED and placement.form not in excluded_forms


def days_offered(placement: PlacementFact) -> dict[int, Work]:
    """What one placement offers on each of its days; its attendance never gives more than a whole day."""
    if placement.attended is not None:
        halves: dict[int, int] = {}
        for listed in placement.attended:
            day = listed.on.toordinal()
            halves[day] = min(FULL_HALVES, halves.get(day, 0) + listed.halves)
        return {day: (0, count) for day, count in halves.items()}
    days = range(placement.started_on.toordinal(), placement.finished_on.toordinal() + 1)
    return dict.fromkeys(days, (placement.share_percent, 0))


def work_by_day(facts: TeacherFacts, excluded_forms: Forms) -> dict[int, Work]:
    """What was done on each day on which any counted placement offers something."""
    done: dict[int, Work] = {}
    for placement in facts.placements:
        if is_counted(placement, excluded_forms):
            for day, (share, halves) in days_offered(placement).items():
                before = done.get(day, (0, 0))
                done[day] = before[0] + share, before[1] + halves
    return done


def days_of_month(policy: PracticePolicy, day: date) -> int:
    """How many full span days make a month: the policy's fixed number, or those of the day's own month."""
    if policy.month_basis.value is MonthBasis.CALENDAR_MONTH:
        return monthrange(day.year, day.month)[1]
    return policy.days_per_month.value


class Worth(NamedTuple):
    """What one day's work is worth, and whether attendance decides it."""

    days: Fraction
    months: Fraction
    is_by_attendance: bool


def worth(policy: PracticePolicy, day: date, work: Work) -> Worth:
    """Spans capped at full time, attendance at a whole day; of both the one that gives more months (tie: spans)."""
    return _worth(work, days_of_month(policy, day), policy.working_days_per_month.value)


@cache
def _worth(work: Work, span_days_per_month: int, attended_days_per_month: int) -> Worth:
    by_span = Fraction(min(work[0], FULL_SHARE), FULL_SHARE)
    by_attendance = Fraction(min(work[1], FULL_HALVES), FULL_HALVES)
    span_months = by_span / span_days_per_month
    attendance_months = by_attendance / attended_days_per_month
    if attendance_months > span_months:
        return Worth(by_attendance, attendance_months, is_by_attendance=True)
    return Worth(by_span, span_months, is_by_attendance=False)


def window_walked_back(facts: TeacherFacts, policy: PracticePolicy, on: date) -> Period:
    """The window of a day, walked back one day at a time.

    With leave taken out it starts from the last day without leave and goes back until it holds as many days
    without leave as the plain window of that day has days. Otherwise it is the plain window.
    """
    leave = leave_days(facts) if policy.leave.value is LeaveRule.EXTEND else set[int]()
    day = on.toordinal()
    while day in leave:
        day -= 1
    anchor = day
    missing = plain_days(anchor, policy.window_years.value) - 1
    while missing:
        day -= 1
        missing -= day not in leave
    return Period(as_date(day), as_date(anchor))


@cache
def as_date(day: int) -> date:
    """The date of an ordinal."""
    return date.fromordinal(day)


@cache
def plain_days(day: int, years: int) -> int:
    """How many days the plain window of a day holds: those after (day minus `years`), up to and with it."""
    return day - years_before(as_date(day), years).toordinal()


class Sums:
    """Running sums of one number a day, from the day `first` on."""

    def __init__(self, first: int, numbers: Iterable[int]) -> None:
        self._first, self._total = first, list(accumulate(numbers, initial=0))

    def between(self, started: int, finished: int) -> int:
        """The sum over the days from `started` to `finished`; 0 where there are none."""
        if started > finished:
            return 0
        return self._total[finished - self._first + 1] - self._total[started - self._first]


class Diary:
    """A teacher's days under a line of versions; answers are kept for the next question about the same days.

    It reaches far enough for any window and any forecast of the days `asked` about, and for every day since
    the first version came into force.
    """

    def __init__(self, facts: TeacherFacts, versions: Versions, asked: Sequence[date]) -> None:
        days = [*asked, *(version.in_force_from for version in versions[:1])]
        window_years = max((version.window_years.value for version in versions), default=0)
        look_ahead = max((version.look_ahead_days.value for version in versions), default=0)
        longest_absence = sum(leave.days for leave in facts.leaves)
        first = years_before(min(days), window_years + 1).toordinal() - longest_absence
        last = years_before(max(days), -FORECAST_YEARS - 1).toordinal() + look_ahead
        self.facts, self.versions, self.days = facts, versions, range(first, last + 1)
        self.leave = leave_days(facts)
        self.without_leave = [day for day in self.days if day not in self.leave]
        self.free = Sums(first, [int(day not in self.leave) for day in self.days])
        self.unit = lcm(*(_unit(version) for version in versions))
        self.days_to_add = range(min(asked).toordinal(), max(asked).toordinal() + FURTHEST_NEEDED + 1)
        self.looked_until = days[-1].toordinal() - 1
        self.first_met: int | None = None
        self._readings: dict[date, Reading] = {}
        self._rules: dict[int, Reading | None] = {}

    def rule(self, on: int) -> "Reading | None":
        """The days as the version in force that day counts them; None while there is no five-year rule."""
        if on not in self._rules:
            policy = policy_on(self.versions, as_date(on))
            self._rules[on] = None if policy is None else self._reading(policy)
        return self._rules[on]

    def _reading(self, policy: PracticePolicy) -> "Reading | None":
        if policy.months_per_window is None:
            return None
        if policy.in_force_from not in self._readings:
            self._readings[policy.in_force_from] = Reading(self, policy, policy.months_per_window)
        return self._readings[policy.in_force_from]


class Reading:
    """A teacher's days as one version of the five-year rule counts them."""

    def __init__(self, diary: Diary, policy: PracticePolicy, threshold: Cited[int]) -> None:
        self.diary, self.policy, self.threshold = diary, policy, threshold
        self.window_years = policy.window_years.value
        self.is_leave_taken_out = policy.leave.value is LeaveRule.EXTEND
        self.is_prorated = policy.newcomer.value is NewcomerRule.PRORATE
        self._windows: dict[int, tuple[int, int]] = {}
        self._units: dict[tuple[int, int, int], int] = {}

    @cached_property
    def on_duty(self) -> set[int]:
        """The days on which a post of an obliged category is held."""
        first, last = self.diary.days[0], self.diary.days[-1]
        return {
            day
            for post in self.diary.facts.posts
            if post.category in self.policy.obliged_categories.value
            for day in range(
                max(first, post.started_on.toordinal() if post.started_on else SINCE_EVER),
                min(last, post.finished_on.toordinal() if post.finished_on else NEVER) + 1,
            )
        }

    @cached_property
    def obliged(self) -> Sums:
        """Days of duty; those of leave left out unless leave does nothing under the policy."""
        left_out = self.diary.leave if self.is_leave_taken_out else set[int]()
        days = self.diary.days
        return Sums(days[0], [int(day in self.on_duty and day not in left_out) for day in days])

    @cached_property
    def credit(self) -> Sums:
        """Five-year credit in units of a month: none on leave, none before the first obliged post."""
        done = work_by_day(self.diary.facts, self.policy.excluded_forms.value)
        begins = first_obliged(self.diary.facts, self.policy)
        counted = {day: work for day, work in done.items() if day >= begins and day not in self.diary.leave}
        days = self.diary.days
        return Sums(days[0], [self._in_units(day, counted[day]) if day in counted else 0 for day in days])

    @cached_property
    def full(self) -> Sums:
        """Units of a month if every day that can be added were a full span day; none on leave."""
        leave, days = self.diary.leave, self.diary.days_to_add
        return Sums(days[0], [0 if day in leave else self._in_units(day, (FULL_SHARE, 0)) for day in days])

    def window(self, on: int) -> tuple[int, int]:
        """First and last day of the window of `on`, as `window_walked_back` finds them step by step."""
        if on not in self._windows:
            if self.is_leave_taken_out:
                walked = self.diary.free.between(self.diary.days[0], on)
                anchor = self.diary.without_leave[walked - 1]
                first = self.diary.without_leave[walked - plain_days(anchor, self.window_years)]
                self._windows[on] = first, anchor
            else:
                self._windows[on] = on - plain_days(on, self.window_years) + 1, on
        return self._windows[on]

    def _in_units(self, day: int, work: Work) -> int:
        """One day's work in units of a month."""
        key = (*work, days_of_month(self.policy, as_date(day)))
        if key not in self._units:
            self._units[key] = int(worth(self.policy, as_date(day), work).months * self.diary.unit)
        return self._units[key]


def _unit(policy: PracticePolicy) -> int:
    """A number of units to the month in which every credit of a day is whole, under either basis."""
    months = (policy.days_per_month.value, 28, 29, 30, 31)
    return lcm(*(FULL_SHARE * days for days in months), FULL_HALVES * policy.working_days_per_month.value)
