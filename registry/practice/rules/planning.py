"""Who will not have met the duty on a day to come, how many days that takes, and when they must begin. Pure.

Two answers stand side by side: if nothing more is done, and if all that is planned or handed in is done and
recognised. What lacks is found by division over straight pieces of the running totals, not by trying days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol
from uuid import UUID

from registry.kernel.periods import ONE_DAY, Period, merged
from registry.practice.model import (
    Credit,
    PlacementFact,
    PlacementState,
    StandingState,
    TeacherFacts,
    YearlyDuty,
    YearlyState,
)
from registry.practice.records import Placement, PlacementContent
from registry.practice.records.planning import DutyAsked
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.credit import Account, Reckoning
from registry.practice.rules.free_days import taken_days, without
from registry.practice.rules.judging import credit_within, standing
from registry.practice.rules.overview import SchoolBreak
from registry.practice.rules.progress import HANDED_IN, UNDER_WAY, this_year
from registry.practice.rules.shortfall import (
    Gap,
    days_forward,
    first_number_back,
    five_year_gap,
    gains_of,
    yearly_gap,
)
from registry.practice.rules.yearly import yearly_answers

PENDING = UNDER_WAY | HANDED_IN
"""The states of placements that would count once they are done and recognised."""
NOT_JUDGED = frozenset({StandingState.EXEMPT, StandingState.NOT_YET_DUE})
NO_YEAR_ASKED = frozenset({YearlyState.EXEMPT, YearlyState.NOT_YET_DUE, YearlyState.WAIVED})


class Outcome(StrEnum):
    """The answer on the target day. `UNKNOWN`: not met as far as the papers go, and papers are missing."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Target(NamedTuple):
    """The duty and the day on which it is to be met, as seen from another day; days after that one can be planned."""

    duty: DutyAsked
    on: date
    seen_from: date

    @property
    def ahead(self) -> Period | None:
        """The days that can still be planned, the target day included; None where there are none."""
        first = self.seen_from + ONE_DAY
        return Period(first, self.on) if first <= self.on else None


class Need(NamedTuple):
    """What it still takes to have met the duty on the target day; nothing where both are zero and None.

    `days`: full practice days from tomorrow on, days on leave and days that are full already not counted.
    `begin_by`: the last day on which full practice without a break can begin that lasts to the target day.
    Both None: no practice is enough any more.
    """

    days: int | None
    begin_by: date | None

    @property
    def is_out_of_reach(self) -> bool:
        """Whether even practice on every day up to the target day is not enough."""
        return self.days is None


NOTHING_NEEDED = Need(0, None)


class Prospect(NamedTuple):
    """The answer on the target day under one supposition. Credit and requirement are None where nothing is asked.

    `state` is that of the duty asked. With `is_incomplete` the credit is "at least" and the need "at most".
    """

    outcome: Outcome
    state: StandingState | YearlyState | None
    credit: Credit | None
    required_months: Fraction | None
    need: Need
    is_incomplete: bool


class BreakShare(NamedTuple):
    """A break as far as it can still be planned: its days, and those without leave and other practice.

    `first_day` is that of the whole break, which may lie before what can still be planned.
    """

    name: str
    period: Period
    days: int
    free_days: int
    first_day: date


class OnStaff(Protocol):
    """Whom a line of the planner is about, as employed at the school on the target day."""

    @property
    def person_id(self) -> UUID:
        """The person."""
        ...

    @property
    def staff_no(self) -> str:
        """The number at that school."""
        ...

    @property
    def name(self) -> str:
        """What the person is called."""
        ...

    @property
    def department_id(self) -> UUID | None:
        """The department; None: of none."""
        ...

    @property
    def department(self) -> str | None:
        """Its name."""
        ...


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """One person's line in the planner.

    `pending` counts the placements that are planned or handed in. `fits_in_breaks`: whether these, and full practice
    on every free day of the breaks, meet the duty; None where they do without.
    """

    person: OnStaff
    without: Prospect
    with_pending: Prospect
    pending: int
    breaks: tuple[BreakShare, ...]
    fits_in_breaks: bool | None

    @property
    def free_days(self) -> int:
        """Free days of all breaks up to the target day."""
        return sum(each.free_days for each in self.breaks)


@dataclass(frozen=True, slots=True)
class PlanSums:
    """Sums over persons: asked = met + unmet + unknown. `covered`: of the unmet and unknown, whom plans would cover.

    `to_plan`: the rest of them; `cannot`: of those, whom the breaks do not suffice; `days`: what the rest needs in
    all, without `out_of_reach`, of whom no number of days is enough.
    """

    asked: int
    met: int
    unmet: int
    unknown: int
    covered: int
    to_plan: int
    cannot: int
    out_of_reach: int
    days: int


class PlanEffect(NamedTuple):
    """What a line of a plan changes on the target day: as it stands, with what is pending, and with the line too."""

    before: Prospect
    with_pending: Prospect
    after: Prospect


def need_of(
    person: OnStaff, facts: TeacherFacts, line: RuleLine, target: Target, breaks: Sequence[SchoolBreak]
) -> PlanNeed:
    """One person's line. `breaks` are the school's, in order; overlapping breaks count a day twice."""
    done = supposing_all_done(facts)
    without = prospect(Reckoning(facts), line, target)
    later = without if done is facts else prospect(Reckoning(done), line, target)
    shares = free_breaks(facts, target, breaks)
    fits = None
    if later.outcome in (Outcome.UNMET, Outcome.UNKNOWN):
        fits = _is_enough(Reckoning(done), line, target, _free_parts_of_breaks(facts, target, breaks))
    pending = sum(1 for each in facts.placements if each.state in PENDING)
    return PlanNeed(person, without, later, pending, shares, fits)


def effect_of(facts: TeacherFacts, draft: PlacementFact | None, line: RuleLine, target: Target) -> PlanEffect:
    """What a placement not entered yet would change, done and recognised; None: nothing is drafted yet."""
    done = supposing_all_done(facts)
    before = prospect(Reckoning(facts), line, target)
    later = before if done is facts else prospect(Reckoning(done), line, target)
    if draft is None:
        return PlanEffect(before, later, later)
    drafted = draft._replace(state=PlacementState.VERIFIED)
    after = prospect(Reckoning(replace(done, placements=(*done.placements, drafted))), line, target)
    return PlanEffect(before, later, after)


def supposing_all_done(facts: TeacherFacts) -> TeacherFacts:
    """The same facts with every pending placement taken as recognised; the very same where there is none."""
    if not any(each.state in PENDING for each in facts.placements):
        return facts
    placements = tuple(
        each._replace(state=PlacementState.VERIFIED) if each.state in PENDING else each for each in facts.placements
    )
    return replace(facts, placements=placements)


def prospect(reckoning: Reckoning, line: RuleLine, target: Target) -> Prospect:
    """The answer of the duty on the target day, and what lacks."""
    if target.duty is DutyAsked.YEARLY:
        return _yearly_prospect(reckoning, line, target)
    found = standing(reckoning, line, target.on)
    if found.state in NOT_JUDGED:
        return Prospect(Outcome.NOT_ASKED, found.state, found.credit, None, NOTHING_NEEDED, is_incomplete=False)
    gap = five_year_gap(reckoning, line, target.on)
    is_unknown = found.state is StandingState.UNKNOWN
    outcome = _outcome(gap, is_unknown)
    return Prospect(outcome, found.state, found.credit, found.required_months, _need(gap, target), is_unknown)


def as_planned(content: PlacementContent, person_id: UUID, school_id: UUID, now: datetime) -> Placement:
    """The content as a plan that nobody keeps yet."""
    told = {field.name: getattr(content, field.name) for field in fields(content) if field.name != "supervisor"}
    nowhere = UUID(int=0)
    return Placement(
        **told,
        id=nowhere,
        chain_id=nowhere,
        person_id=person_id,
        school_id=school_id,
        state=PlacementState.PLANNED,
        reason="",
        entered_by=None,
        entered_by_name="",
        entered_at=now,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        is_replaced=False,
        revision=1,
    )


def free_breaks(facts: TeacherFacts, target: Target, breaks: Sequence[SchoolBreak]) -> tuple[BreakShare, ...]:
    """Each break as far as it lies ahead, with its days free of leave and of every placement that still stands."""
    taken = taken_days(facts)
    found = []
    for each in breaks:
        part = target.ahead.overlap(each.period) if target.ahead else None
        if part:
            free = sum(period.days for period in without(part, taken))
            found.append(BreakShare(each.name, part, part.days, free, each.period.started_on))
    return tuple(found)


def sums_over(needs: Iterable[PlanNeed]) -> PlanSums:
    """The sums over these lines."""
    asked = [each for each in needs if each.without.outcome is not Outcome.NOT_ASKED]
    lacking = [each for each in asked if each.without.outcome is not Outcome.MET]
    to_plan = [each for each in lacking if is_to_plan(each)]
    reachable = [each.with_pending.need.days for each in to_plan if each.with_pending.need.days is not None]
    return PlanSums(
        asked=len(asked),
        met=len(asked) - len(lacking),
        unmet=sum(1 for each in lacking if each.without.outcome is Outcome.UNMET),
        unknown=sum(1 for each in lacking if each.without.outcome is Outcome.UNKNOWN),
        covered=len(lacking) - len(to_plan),
        to_plan=len(to_plan),
        cannot=sum(1 for each in to_plan if each.fits_in_breaks is False),
        out_of_reach=len(to_plan) - len(reachable),
        days=sum(reachable),
    )


def is_to_plan(need: PlanNeed) -> bool:
    """Whether something must still be planned for somebody: not met, and not by what is pending either."""
    return need.with_pending.outcome in (Outcome.UNMET, Outcome.UNKNOWN)


def by_need(need: PlanNeed) -> tuple[object, ...]:
    """In which order people come: out of reach, then by days still needed, the most first; then by staff number."""
    later = need.with_pending
    if later.outcome is Outcome.NOT_ASKED:
        return (1, 1, 0, need.person.staff_no)
    if later.need.is_out_of_reach:
        return (0, 0, 0, need.person.staff_no)
    return (0, 1, -(later.need.days or 0), need.person.staff_no)


class _YearAsked(NamedTuple):
    """The school year of a day under the rule then in force; `required` in months."""

    duty: YearlyDuty
    account: Account
    required: int


def _year_asked(reckoning: Reckoning, line: RuleLine, on: date) -> _YearAsked | None:
    duty, rule = this_year(yearly_answers(reckoning, line, on), on), line.on(on.toordinal())
    if duty is None or rule is None or rule.policy.months_per_year is None:
        return None
    return _YearAsked(duty, reckoning.account(rule.yearly_counting), rule.policy.months_per_year.value)


def _yearly_prospect(reckoning: Reckoning, line: RuleLine, target: Target) -> Prospect:
    asked = _year_asked(reckoning, line, target.on)
    if asked is None:
        return Prospect(Outcome.NOT_ASKED, None, None, None, NOTHING_NEEDED, is_incomplete=False)
    duty, account, required = asked
    credit = credit_within(account, Period(duty.year.started_on, target.on))
    if duty.state in NO_YEAR_ASKED:
        return Prospect(Outcome.NOT_ASKED, duty.state, credit, None, NOTHING_NEEDED, is_incomplete=False)
    gap = yearly_gap(account, duty, required, target.on)
    is_unknown = gap.missing > 0 and _year_lacks_records(reckoning.facts, duty)
    outcome = _outcome(gap, is_unknown)
    return Prospect(outcome, duty.state, credit, Fraction(required), _need(gap, target), is_unknown)


def _year_lacks_records(facts: TeacherFacts, duty: YearlyDuty) -> bool:
    return facts.records_from is not None and duty.year.started_on < facts.records_from


def _outcome(gap: Gap, is_unknown: bool) -> Outcome:
    if gap.missing <= 0:
        return Outcome.MET
    return Outcome.UNKNOWN if is_unknown else Outcome.UNMET


def _need(gap: Gap, target: Target) -> Need:
    if gap.missing <= 0:
        return NOTHING_NEEDED
    gains = list(gains_of(gap, [target.ahead] if target.ahead else []))
    days = days_forward(gains, gap.missing)
    first = first_number_back(gains, gap.missing)
    if days is None or first is None:
        return Need(None, None)
    return Need(days, date.fromordinal(gap.account.numbering.day_numbered(first)))


def _is_enough(reckoning: Reckoning, line: RuleLine, target: Target, parts: Sequence[Period]) -> bool:
    """Whether full practice on every one of these days closes the gap; the duty is asked on the target day."""
    if target.duty is DutyAsked.YEARLY:
        asked = _year_asked(reckoning, line, target.on)
        assert asked is not None
        gap = yearly_gap(asked.account, asked.duty, asked.required, target.on)
    else:
        gap = five_year_gap(reckoning, line, target.on)
    return sum((upto - after) * rate for after, upto, rate in gains_of(gap, parts)) >= gap.missing


def _free_parts_of_breaks(facts: TeacherFacts, target: Target, breaks: Sequence[SchoolBreak]) -> list[Period]:
    ahead, taken = target.ahead, taken_days(facts)
    parts = merged(part for each in breaks if ahead and (part := ahead.overlap(each.period)))
    return [free for part in parts for free in without(part, taken)]
