"""What one teacher's page answers on a day: both standings, the yearly duty, what keeps it so and what leaves. Pure.

Every figure is one of the other rules' figures; here they are only put together. Days that leave the window are
told under the forecast's assumptions: nothing is added after the day, and leave already approved is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from registry.kernel.citations import Citation
from registry.kernel.periods import ONE_DAY, Period, merged, years_before
from registry.kernel.quantities import HUNDREDTHS
from registry.policy.model import MonthBasis, PracticePolicy
from registry.practice.model import Credit, PlacementCount, PlacementFact, Standing, TeacherFacts, YearlyDuty
from registry.practice.rules.counting import RuleLine, Versions, rule_line
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.forecast import LAPSE_HORIZON_YEARS
from registry.practice.rules.judging import Case, credit_within, lacks_records, open_case, standing
from registry.practice.rules.scene import Scene, scene_of
from registry.practice.rules.sweep import frames
from registry.practice.rules.yearly import yearly_answers

SUMMER = "暑"
"""A break whose name has this character is a summer break."""


class SchoolBreak(NamedTuple):
    """A break of the school's calendar."""

    name: str
    period: Period


class RuleVersion(NamedTuple):
    """Which rule pack answers: its jurisdiction in both languages, its own version, the digest of all it rests on."""

    jurisdiction: str
    name: str
    name_en: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A jurisdiction's versions, and what they are called."""

    version: RuleVersion
    versions: Versions


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about, on which day, and what else to answer.

    `school_id` None: nobody employs the person on the day. `since`: credit since that day, such as the appointment
    to the present title. `breaks` are the school's, in order.
    """

    person_id: UUID
    school_id: UUID | None
    on: date
    since: date | None = None
    breaks: tuple[SchoolBreak, ...] = ()


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The five-year answer under one jurisdiction's rule, and the policy in force on the day (None: no rule yet).

    `required_days` is the requirement in days, rounded up to hundredths; None where days do not say it (another
    basis than thirty days, or credit from attendance, of which fewer days make a month).
    """

    rule: RuleVersion
    standing: Standing
    required_days: Fraction | None
    policy: PracticePolicy | None


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """One school year: the answer with its credit, and what is asked; `required_days` as above."""

    duty: YearlyDuty
    required_months: int
    required_days: Fraction | None
    is_current: bool


class Leaving(NamedTuple):
    """A placement whose days leave the window: its days that count, the first day on which one is gone, and the
    first on which all are (None: not within ten years)."""

    placement: PlacementFact
    counted: Period
    begins_on: date
    gone_on: date | None


@dataclass(frozen=True, slots=True)
class BreakRoom:
    """What the school's calendar allows: break days from tomorrow until the next summer break, leave left out.

    `days_through` adds that summer break itself. `fits` says whether the days needed fit in before it; None where
    none are needed, or nobody knows how many.
    """

    summer: SchoolBreak
    days_before: int
    days_through: int
    fits: bool | None


class SourceRole(StrEnum):
    """What a source is cited for."""

    FIVE_YEARS = "five_years"
    YEARLY = "yearly"
    BASIS = "basis"
    LEAVE = "leave"
    NEWCOMER = "newcomer"
    NATIONAL = "national"


class Source(NamedTuple):
    """A citation and what for. `citation.confirmed` False: nobody has compared the value with the official text."""

    role: SourceRole
    citation: Citation


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a teacher's page says of practice, as of the day `asked.on`.

    `yearly` is oldest first. `leaving` is in the order in which the days go. `is_incomplete`: the records are
    complete only since `records_from`, later than the days asked about begin, so that figures are "at least".
    """

    asked: Asked
    local: LineAnswer
    national: LineAnswer
    yearly: tuple[YearAnswer, ...]
    counts: tuple[PlacementCount, ...]
    leaving: tuple[Leaving, ...]
    room: BreakRoom | None
    since_credit: Credit | None
    sources: tuple[Source, ...]
    records_from: date | None
    is_incomplete: bool
    scene: Scene

    @property
    def this_year(self) -> YearAnswer | None:
        """The school year that holds the day; None where no yearly duty was in force when it began."""
        return next((year for year in self.yearly if year.is_current), None)

    @property
    def year_before(self) -> YearAnswer | None:
        """The school year before that."""
        return next((year for year in self.yearly if not year.is_current), None)


def overview(facts: TeacherFacts, local: RuleView, national: RuleView, asked: Asked) -> Overview:
    """All answers about one teacher on one day. `local` is the rule of the school that employs on that day."""
    reckoning, line, on = Reckoning(facts), rule_line(local.versions), asked.on
    own = _line_answer(reckoning, local, on)
    beside = _line_answer(reckoning, national, on)
    scene = scene_of(reckoning, line, on)
    case = open_case(reckoning, line, on.toordinal())
    return Overview(
        asked=asked,
        local=own,
        national=beside,
        yearly=year_answers(reckoning, line, on),
        counts=scene.counts,
        leaving=_leaving(case, scene),
        room=break_room(asked.breaks, facts.leaves, own.standing),
        since_credit=_since(reckoning, line, asked),
        sources=tuple(_sources(own.policy, beside.policy)),
        records_from=facts.records_from,
        is_incomplete=case is not None and bool(case.account.duty_stretches) and lacks_records(case),
        scene=scene,
    )


def year_answers(reckoning: Reckoning, line: RuleLine, on: date) -> tuple[YearAnswer, ...]:
    """The year before and the year of the day, oldest first, with their days; none without a rule on the day."""
    rule = line.on(on.toordinal())
    if rule is None or rule.policy.months_per_year is None:
        return ()
    required = rule.policy.months_per_year.value
    found = []
    for duty in yearly_answers(reckoning, line, on):
        days = required_in_days(required, duty.credit, rule.policy)
        found.append(YearAnswer(duty, required, days, on in duty.year))
    return tuple(found)


def required_in_days(required: Fraction | int, credit: Credit, policy: PracticePolicy) -> Fraction | None:
    """A requirement in months as days, rounded up to hundredths; None where days do not say it."""
    days_per_month = policy.days_per_month.value
    if policy.month_basis.value is not MonthBasis.THIRTY_DAYS or credit.days != credit.months * days_per_month:
        return None
    hundredths = Fraction(required) * days_per_month * HUNDREDTHS
    return Fraction(-(-hundredths.numerator // hundredths.denominator), HUNDREDTHS)


def break_room(breaks: Sequence[SchoolBreak], leaves: Iterable[Period], found: Standing) -> BreakRoom | None:
    """What the calendar allows after the day of a standing; None where no later summer break is entered."""
    summer = min(
        (each for each in breaks if SUMMER in each.name and each.period.started_on > found.on),
        key=lambda each: each.period,
        default=None,
    )
    if summer is None:
        return None
    first, away = found.on + ONE_DAY, merged(leaves)
    through = _free_days([each.period for each in breaks], Period(first, summer.period.finished_on), away)
    before = through - _free_days([summer.period], summer.period, away)
    return BreakRoom(summer, before, through, found.days_needed <= before if found.days_needed else None)


def _free_days(breaks: Iterable[Period], within: Period, leaves: Iterable[Period]) -> int:
    """Break days of a period on which there is no leave. `leaves` are apart."""
    parts = [part for each in merged(breaks) if (part := each.overlap(within))]
    away = [common.days for part in parts for leave in leaves if (common := part.overlap(leave))]
    return sum(part.days for part in parts) - sum(away)


def _line_answer(reckoning: Reckoning, view: RuleView, on: date) -> LineAnswer:
    line = rule_line(view.versions)
    found, rule = standing(reckoning, line, on), line.on(on.toordinal())
    policy = rule.policy if rule else None
    days = None
    if policy and found.required_months is not None and found.credit is not None:
        days = required_in_days(found.required_months, found.credit, policy)
    return LineAnswer(view.version, found, days, policy)


def _leaving(case: Case | None, scene: Scene) -> tuple[Leaving, ...]:
    window = scene.standing.window
    if case is None or window is None:
        return ()
    first_duty = date.fromordinal(case.account.duty_stretches[0][0])
    asked = Period(max(window.started_on, first_duty), window.finished_on)
    found = []
    for count in scene.counts:
        counted = _days_that_count(count.placement, asked, scene.leaves) if count.counted else None
        begins_on = _gone_on(case, counted.started_on) if counted else None
        if counted and begins_on:
            found.append(Leaving(count.placement, counted, begins_on, _gone_on(case, counted.finished_on)))
    return tuple(sorted(found, key=lambda each: (each.begins_on, each.counted)))


def _days_that_count(placement: PlacementFact, within: Period, leaves: Sequence[Period]) -> Period | None:
    """From the first to the last day of a placement in a period that is not leave."""
    if placement.attended is not None:
        listed = (day.on for day in placement.attended if day.on in within)
        days = [on for on in listed if not any(on in away for away in leaves)]
        return Period(min(days), max(days)) if days else None
    common = Period(placement.started_on, placement.finished_on).overlap(within)
    if common is None:
        return None
    first, last = common.started_on, common.finished_on
    for away in leaves:
        first = away.finished_on + ONE_DAY if first in away else first
    for away in reversed(leaves):
        last = away.started_on - ONE_DAY if last in away else last
    return Period(first, last) if first <= last else None


def _gone_on(case: Case, counted_on: date) -> date | None:
    """The first later day whose window no longer holds a day (not leave) that the case's window holds."""
    horizon = years_before(date.fromordinal(case.day), -LAPSE_HORIZON_YEARS)
    for frame in frames(case.reckoning, case.line, case.day + 1, horizon.toordinal()):
        number = case.reckoning.account(frame.rule.counting).numbering.number_of(counted_on.toordinal())
        if frame.last_number - frame.length >= number:
            return date.fromordinal(frame.day_at(max(frame.number, number + frame.length)))
    return None


def _since(reckoning: Reckoning, line: RuleLine, asked: Asked) -> Credit | None:
    rule = line.on(asked.on.toordinal())
    if rule is None or asked.since is None or asked.since > asked.on:
        return None
    return credit_within(reckoning.account(rule.counting), Period(asked.since, asked.on))


def _sources(own: PracticePolicy | None, national: PracticePolicy | None) -> Iterable[Source]:
    if own is not None:
        if own.months_per_window:
            yield Source(SourceRole.FIVE_YEARS, own.months_per_window.citation)
        if own.months_per_year:
            yield Source(SourceRole.YEARLY, own.months_per_year.citation)
        yield Source(SourceRole.BASIS, own.month_basis.citation)
        yield Source(SourceRole.LEAVE, own.leave.citation)
        yield Source(SourceRole.NEWCOMER, own.newcomer.citation)
    if national is not None and national.months_per_window:
        yield Source(SourceRole.NATIONAL, national.months_per_window.citation)
