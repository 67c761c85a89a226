"""Teachers for the properties: ordinary ones, and those made to sit on every edge of the practice rule.

Each strategy gives a `Question`: a teacher, a line of policy versions and the day asked about. Facts lie between
about 2014 and 2032. Days are drawn near the days on which an answer can change: the ends of the window, the day
itself, the look-ahead, school years, changes of policy, and the end of February.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import strategies as st

from registry.kernel.periods import MonthDay, Period, year_of, years_before
from registry.policy.model import LeaveRule, MonthBasis, NewcomerRule, PracticePolicy
from registry.practice.model import (
    AttendedDay,
    PlacementFact,
    PlacementState,
    PostCategory,
    PostHeld,
    PracticeForm,
    TeacherFacts,
)
from tests.builders.practice import a_policy, a_teacher, national_versions, panjin_versions
from tests.properties.diary import policy_on

FIRST_DAY = date(2015, 1, 1)
LAST_DAY = date(2032, 12, 31)
FIRST_ASKED = date(2016, 1, 1)
LAST_ASKED = date(2031, 6, 30)
SHARES = (1, 30, 33, 49, 50, 51, 60, 70, 75, 99, 100)
LENGTHS = (1, 2, 27, 28, 29, 30, 31, 59, 60, 90, 120, 150, 179, 180, 181, 299, 300, 301, 365, 366)


class Question(NamedTuple):
    """What a property asks: these facts, under these versions, on this day."""

    facts: TeacherFacts
    versions: tuple[PracticePolicy, ...]
    on: date


# Days -------------------------------------------------------------------------------------------------------


def days_between(first: date, last: date) -> st.SearchStrategy[date]:
    """Any day from `first` to `last`."""
    return st.integers(first.toordinal(), last.toordinal()).map(date.fromordinal)


def days_near(anchors: Sequence[date]) -> st.SearchStrategy[date]:
    """A day at most two from one of the anchors, or any day of the years looked at."""
    near = [anchor + timedelta(days=offset) for anchor in anchors for offset in (0, 1, -1, 2, -2)]
    return st.sampled_from(near) | st.sampled_from(near) | days_between(FIRST_DAY, LAST_DAY)


def days_asked(versions: Sequence[PracticePolicy]) -> st.SearchStrategy[date]:
    """Days to ask about: any, leap days and their neighbours, school year ends, days around a change of policy.

    A few lie before the first version.
    """
    marked = [date(year, 2, 28) for year in (2020, 2021, 2024, 2025, 2028, 2029)]
    marked += [date(year, 2, 29) for year in (2020, 2024, 2028)]
    marked += [date(2023, 8, 31), date(2026, 6, 30), *(version.in_force_from for version in versions)]
    near = [mark + timedelta(days=offset) for mark in marked for offset in (0, 1, -1)]
    in_force = [day for day in near if day >= versions[0].in_force_from]
    since = max(FIRST_ASKED, versions[0].in_force_from)
    return st.one_of(
        st.sampled_from(in_force),
        days_between(since, LAST_ASKED),
        days_between(since, LAST_ASKED),
        st.sampled_from(near),
    )


def edges_of(on: date, versions: Sequence[PracticePolicy]) -> list[date]:
    """The days around which an answer on that day can change."""
    windows = [years_before(on, version.window_years.value) for version in versions]
    starts = [version.in_force_from for version in versions]
    year = year_of(on, versions[-1].year_start.value)
    leap = date(on.year - on.year % 4, 2, 29)
    ahead = [on + timedelta(days=183), on + timedelta(days=365), years_before(on, 1)]
    return [on, *windows, *starts, year.started_on, year.finished_on, leap, *ahead]


# Policies ---------------------------------------------------------------------------------------------------

POLICY_CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "months_per_window": st.sampled_from([1, 6, 10]),
    "window_years": st.sampled_from([5, 5, 3, 1]),
    "month_basis": st.sampled_from(list(MonthBasis)),
    "working_days_per_month": st.sampled_from([21, 21, 20, 25, 30]),
    "leave": st.sampled_from(list(LeaveRule)),
    "newcomer": st.sampled_from(list(NewcomerRule)),
    "newcomer_grace_days": st.sampled_from([365, 365, 0, 1, 200]),
    "look_ahead_days": st.sampled_from([183, 183, 0, 30]),
    "obliged_categories": st.sampled_from([frozenset(PostCategory), frozenset({PostCategory.PROFESSIONAL})]),
    "excluded_forms": st.sampled_from([frozenset({"training_base", "online"}), frozenset[str]()]),
    "months_per_year": st.sampled_from([1, 1, 2, None]),
    "year_start": st.sampled_from([MonthDay(9, 1), MonthDay(9, 1), MonthDay(1, 1), MonthDay(3, 1)]),
    "yearly_waiver_leave_days": st.sampled_from([90, 1, 30]),
}


@st.composite
def changed_policies(draw: st.DrawFn, /, **fixed: Any) -> PracticePolicy:
    """A policy in which up to four values differ from the ordinary ones."""
    names = draw(st.lists(st.sampled_from(sorted(POLICY_CHANGES)), max_size=4, unique=True))
    return a_policy(**({name: draw(POLICY_CHANGES[name]) for name in names} | fixed))


@st.composite
def changed_lines(draw: st.DrawFn) -> tuple[PracticePolicy, ...]:
    """One to three policies one after another; one may have no five-year rule, be it not yet or no more."""
    starts = draw(st.lists(days_between(date(2016, 1, 1), date(2029, 1, 1)), min_size=1, max_size=3, unique=True))
    versions = [draw(changed_policies(in_force_from=start)) for start in sorted(starts)]
    if draw(st.integers(0, 4)) == 0:
        place = draw(st.integers(0, len(versions) - 1))
        versions[place] = replace(versions[place], months_per_window=None)
    return tuple(versions)


def lines_of_versions() -> st.SearchStrategy[tuple[PracticePolicy, ...]]:
    """The Panjin and national lines under either basis and leave rule, and invented ones."""
    changes = st.fixed_dictionaries(
        {},
        optional={
            name: POLICY_CHANGES[name] for name in ("month_basis", "leave", "newcomer", "working_days_per_month")
        },
    )
    return st.one_of(
        st.just(panjin_versions()),
        changes.map(lambda changed: panjin_versions(**changed)),
        changes.map(lambda changed: national_versions(**changed)),
        changed_lines(),
    )


@st.composite
def lines_changed_after(draw: st.DrawFn, line: tuple[PracticePolicy, ...], on: date) -> tuple[PracticePolicy, ...]:
    """The line as it is, or as it stands on a day with another version soon after it."""
    offset = draw(st.sampled_from([None, None, None, 1, 2, 100, 183, 184, 400]))
    known = tuple(version for version in line if version.in_force_from <= on)
    if offset is None or not known:
        return line
    policy = draw(changed_policies(in_force_from=on + timedelta(days=offset)))
    return (*known, policy)


# Facts ------------------------------------------------------------------------------------------------------

STATES = st.sampled_from([PlacementState.VERIFIED, *PlacementState])
FORMS = st.sampled_from([PracticeForm.POST_WORK, *PracticeForm])
HALVES = st.sampled_from([(2,), (1,), (2, 2, 1), (1, 2), (1, 1, 2, 2)])
STEPS = st.sampled_from([(1,), (1, 1, 1, 1, 3), (7,), (2, 5), (0, 1), (1, 30)])


@st.composite
def spans(draw: st.DrawFn, near: Sequence[date]) -> PlacementFact:
    """A verified placement of any share that begins or ends near an edge: months long, or any length up to 400."""
    edge, days = draw(days_near(near)), draw(st.sampled_from(LENGTHS) | st.integers(1, 400))
    first = edge if draw(st.booleans()) else edge - timedelta(days=days - 1)
    return PlacementFact("span", first, first + timedelta(days=days - 1), draw(st.sampled_from(SHARES)))


@st.composite
def attendances(draw: st.DrawFn, near: Sequence[date]) -> PlacementFact:
    """Listed whole and half days in a repeating pattern; a date may be listed twice, in any order."""
    count, steps, halves = draw(st.integers(1, 230)), draw(STEPS), draw(HALVES)
    on = draw(days_near(near))
    listed = []
    for number in range(count):
        listed.append(AttendedDay(on, halves[number % len(halves)]))
        on += timedelta(days=steps[number % len(steps)])
    dates = [day.on for day in listed]
    attended = tuple(reversed(listed) if draw(st.booleans()) else listed)
    return PlacementFact("attendance", min(dates), max(dates), count % 100 + 1, attended)


@st.composite
def pieces(draw: st.DrawFn, first: date, days: int) -> list[PlacementFact]:
    """So many full span days in all, in pieces from `first` on; a piece may be two spans that share its time."""
    found: list[PlacementFact] = []
    while days > 0:
        length = min(days, draw(st.integers(1, 400)))
        share = draw(st.sampled_from([100, 100, 50, 1]))
        last = first + timedelta(days=length - 1)
        found.append(PlacementFact("piece", first, last, share))
        if share < 100:
            found.append(PlacementFact("piece", first, last, 100 - share))
        days -= length
        first = last + timedelta(days=draw(st.sampled_from([1, 1, 2, 30])))
    return found


@st.composite
def placements(draw: st.DrawFn, on: date, near: Sequence[date]) -> tuple[PlacementFact, ...]:
    """Placements of every kind: for half of all teachers enough in the years before the day to meet most rules.

    Some begin, end or run with another.

    In one list of three the states are mixed, in one of three the forms.
    """
    found: list[PlacementFact] = []
    if draw(st.booleans()):
        first = draw(days_between(on - timedelta(days=2000), on - timedelta(days=150)))
        found = draw(pieces(first, draw(st.integers(100, 700))))
    found += draw(st.lists(spans(near) | spans(near) | attendances(near), max_size=4))
    for _ in range(draw(st.integers(0, 2)) if found else 0):
        other = draw(st.sampled_from(found))
        found.append(draw(spans([other.started_on, other.finished_on])))
    if draw(st.integers(0, 2)) == 0:
        found = [placement._replace(state=draw(STATES)) for placement in found]
    if draw(st.integers(0, 2)) == 0:
        found = [placement._replace(form=draw(FORMS)) for placement in found]
    return tuple(placement._replace(reference=f"P{number}") for number, placement in enumerate(found))


@st.composite
def leaves(draw: st.DrawFn, near: Sequence[date], *, most: int = 3) -> tuple[Period, ...]:
    """Leaves across the edges, long and short; some overlap or touch the one before."""
    found: list[Period] = []
    count = draw(st.integers(0, most))
    for _ in range(count):
        days = draw(st.sampled_from([1, 2, 89, 90, 91, 98, 158, 366, 700, 4000]) | st.integers(1, 400))
        first = draw(days_near(near)) - timedelta(days=draw(st.integers(0, days)))
        if draw(st.booleans()) and found:
            first = found[-1].finished_on + timedelta(days=draw(st.sampled_from([1, 1, 0, -5, 2])))
        found.append(Period(first, first + timedelta(days=days - 1)))
    return tuple(found)


@st.composite
def posts(draw: st.DrawFn, near: Sequence[date]) -> tuple[PostHeld, ...]:
    """Posts one after another, with and without gaps, of any category; often one post since ever."""
    if draw(st.booleans()):
        return (PostHeld(PostCategory.PROFESSIONAL),)
    steps = sorted(draw(st.lists(days_near(near), min_size=1, max_size=4, unique=True)))
    held = []
    for first, after in pairwise([*steps, None]):
        assert first is not None
        last = None if after is None else after - timedelta(days=1)
        if last is not None and draw(st.booleans()):
            last = first + timedelta(days=draw(st.integers(0, (last - first).days)))
        held.append(PostHeld(draw(st.sampled_from([*PostCategory, PostCategory.PROFESSIONAL])), first, last))
    if draw(st.booleans()):
        held[0] = held[0]._replace(started_on=None)
    if draw(st.booleans()):
        held[-1] = held[-1]._replace(finished_on=max(held[-1].started_on or FIRST_DAY, draw(days_near(near))))
    return tuple(held)


# Questions --------------------------------------------------------------------------------------------------


@st.composite
def any_questions(draw: st.DrawFn) -> Question:
    """Anybody: placements, leave, posts and incomplete records of every kind, mixed."""
    versions = draw(lines_of_versions())
    on = draw(days_asked(versions))
    near = edges_of(on, versions)
    facts = TeacherFacts(
        posts=draw(posts(near)),
        placements=draw(placements(on, near)),
        leaves=draw(leaves(near)),
        records_from=draw(st.none() | st.none() | days_near(near)),
    )
    return Question(facts, versions, on)


@st.composite
def pieces_up_to(draw: st.DrawFn, on: date, first: date, days: int) -> list[PlacementFact]:
    """So many full span days in all; of some, the last piece ends near the day, so that they are met only there."""
    late = draw(st.integers(1, days)) if draw(st.booleans()) else 0
    found = draw(pieces(first, days - late))
    if late:
        last = on + timedelta(days=draw(st.sampled_from([0, -1, 1])))
        found.append(PlacementFact("late", last - timedelta(days=late - 1), last))
    return found


def attended_from(first: date, days: int, *, ends_with_half: bool) -> PlacementFact:
    """So many whole days of attendance one after another; the last may be a half."""
    listed = [AttendedDay(first + timedelta(days=number), 2) for number in range(days)]
    if ends_with_half:
        listed[-1] = listed[-1]._replace(halves=1)
    return PlacementFact("P0", first, listed[-1].on, attended=tuple(listed))


@st.composite
def threshold_questions(draw: st.DrawFn) -> Question:
    """Credit within two days of what is required, from an edge of the window on, by span or by attendance.

    Some are obliged for such a part of the window that the part required is a whole number of days.
    """
    on = draw(days_between(date(2021, 3, 23), date(2029, 1, 1)))
    versions = draw(lines_of_versions().flatmap(lambda line: lines_changed_after(line, on)))
    policy = policy_on(versions, on) or versions[0]
    opens = years_before(on, policy.window_years.value)
    part = draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(2, 3)]))
    held = PostHeld(PostCategory.PROFESSIONAL)
    if part < 1:
        obliged = int((on - opens).days * part) + draw(st.integers(-1, 1))
        held = PostHeld(PostCategory.PROFESSIONAL, on - timedelta(days=obliged - 1))
    first = (held.started_on or opens) + timedelta(days=draw(st.integers(-2, 3)))
    months = policy.months_per_window.value * part if policy.months_per_window else part
    about = draw(st.integers(-2, 2))
    if draw(st.integers(0, 3)) == 0:
        days = max(1, int(months * policy.working_days_per_month.value) + about)
        found = [attended_from(first, days, ends_with_half=draw(st.booleans()))]
    else:
        found = draw(pieces_up_to(on, first, max(1, int(months * policy.days_per_month.value) + about)))
    absent = draw(leaves(edges_of(on, versions), most=2)) if draw(st.booleans()) else ()
    asked = on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, -1, 3, -182, -183, -184, 365])))
    return Question(a_teacher(*found, posts=(held,), leaves=absent), versions, asked)


@st.composite
def newcomer_questions(draw: st.DrawFn) -> Question:
    """Posts that begin inside the window: around the days of grace, changed, interrupted; practice before duty."""
    versions = draw(lines_of_versions())
    on = draw(days_asked(versions))
    grace = versions[-1].newcomer_grace_days.value
    begun = [on - timedelta(days=grace + offset) for offset in (-2, -1, 0, 1)]
    first = draw(st.sampled_from(begun) | days_between(on - timedelta(days=2000), on + timedelta(days=5)))
    near = [*edges_of(on, versions), first, first]
    category = draw(st.sampled_from([PostCategory.PROFESSIONAL, PostCategory.INSTRUCTOR]))
    held = [PostHeld(category, first)]
    if draw(st.booleans()):
        ended = first + timedelta(days=draw(st.integers(0, 800)))
        again = ended + timedelta(days=draw(st.sampled_from([1, 2, 100, 400])))
        held = [PostHeld(category, first, ended), PostHeld(PostCategory.PROFESSIONAL, again)]
    facts = TeacherFacts(
        posts=tuple(held),
        placements=draw(placements(on, near)),
        leaves=draw(leaves(near, most=2)),
        records_from=draw(st.none() | days_near([first, years_before(on, 5) + timedelta(days=1)])),
    )
    return Question(facts, versions, on)


@st.composite
def leave_questions(draw: st.DrawFn) -> Question:
    """Teachers obliged throughout, with leaves on the day, at the window's ends, touching, overlapping, long."""
    versions = draw(lines_of_versions())
    on = draw(days_asked(versions))
    near = edges_of(on, versions)
    absent = draw(leaves(near, most=4))
    touched = [*near, *(leave.started_on for leave in absent), *(leave.finished_on for leave in absent)]
    return Question(a_teacher(*draw(placements(on, touched)), leaves=absent), versions, on)
