"""Practice facts and practice policies for tests, with defaults that a reader need not know by heart.

Dates may be given as ISO text. Periods count both ends. Nothing here computes an answer.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from registry.kernel.citations import Citation
from registry.kernel.periods import MonthDay, Period
from registry.policy.model import Cited, LeaveRule, MonthBasis, NewcomerRule, PracticePolicy
from registry.practice.model import AttendedDay, PlacementFact, PostCategory, PostHeld, TeacherFacts

NATIONAL_RULE_ON = date(2016, 5, 11)
YEARLY_RULE_ON = date(2019, 1, 24)
PANJIN_RULE_ON = date(2021, 3, 23)

_UNCITED = {"jurisdiction", "in_force_from"}


def a_day(on: date | str) -> date:
    """A date, also from ISO text."""
    return date.fromisoformat(on) if isinstance(on, str) else on


def a_period(started_on: date | str, finished_on: date | str) -> Period:
    """The days from `started_on` to `finished_on`, both counted."""
    return Period(a_day(started_on), a_day(finished_on))


def a_citation(
    instrument: str = "盘政发〔2021〕4号", article: str = "三(七)", since: date = PANJIN_RULE_ON
) -> Citation:
    """A confirmed source, in force from `since`."""
    return Citation(instrument, article, effective_from=since, checked_on=date(2026, 1, 1), confirmed=True)


def a_policy(*, citation: Citation | None = None, **changes: Any) -> PracticePolicy:
    """Ten months in rolling five years, one month a year, unless `changes` say otherwise.

    Values may be given bare (`months_per_window=6`) and are then cited with `citation`; None stays None.
    """
    source = citation or a_citation()
    values: dict[str, Any] = {
        "jurisdiction": "cn-liaoning-panjin",
        "in_force_from": NATIONAL_RULE_ON,
        "months_per_window": 10,
        "window_years": 5,
        "month_basis": MonthBasis.THIRTY_DAYS,
        "days_per_month": 30,
        "working_days_per_month": 21,
        "leave": LeaveRule.EXTEND,
        "newcomer": NewcomerRule.PRORATE,
        "newcomer_grace_days": 365,
        "look_ahead_days": 183,
        "obliged_categories": frozenset({"professional", "instructor"}),
        "excluded_forms": frozenset({"training_base", "online"}),
        "months_per_year": 1,
        "year_start": MonthDay(9, 1),
        "yearly_excluded_forms": frozenset({"online"}),
        "yearly_waiver_leave_days": 90,
        "pre_post_months": None,
        "industry_hire_months": None,
        "industry_hire_exempt_years": None,
    }
    unknown = changes.keys() - values.keys()
    if unknown:
        raise TypeError(f"a practice policy has no {sorted(unknown)}")
    values |= changes
    return PracticePolicy(**{name: _cited(name, value, source) for name, value in values.items()})


def national_versions(**changes: Any) -> tuple[PracticePolicy, ...]:
    """Six months in five years from 2016-05-11; one month a year besides from 2019-01-24."""
    source = a_citation("教师〔2016〕3号", "第四条", NATIONAL_RULE_ON)
    first = a_policy(citation=source, jurisdiction="cn", months_per_window=6, months_per_year=None, **changes)
    yearly = Cited(1, a_citation("国发〔2019〕4号", "十二", YEARLY_RULE_ON))
    return first, replace(first, in_force_from=YEARLY_RULE_ON, months_per_year=yearly)


def panjin_versions(**changes: Any) -> tuple[PracticePolicy, ...]:
    """The national line until 2021-03-22; ten months in five years from 2021-03-23."""
    inherited = national_versions(**changes)
    ten = replace(inherited[-1], in_force_from=PANJIN_RULE_ON, months_per_window=Cited(10, a_citation()))
    return tuple(replace(version, jurisdiction="cn-liaoning-panjin") for version in (*inherited, ten))


def a_placement(
    started_on: date | str = "2025-01-01",
    finished_on: date | str | None = None,
    *,
    days: int = 1,
    reference: str = "P1",
    **changes: Any,
) -> PlacementFact:
    """A verified full-time span; without `finished_on` it runs for `days` calendar days."""
    first = a_day(started_on)
    last = a_day(finished_on) if finished_on is not None else first + timedelta(days=days - 1)
    return PlacementFact(reference, first, last, **changes)


def an_attendance(
    attended: Iterable[tuple[date | str, int]], *, reference: str = "A1", **changes: Any
) -> PlacementFact:
    """A verified placement measured by attendance: pairs of a date and its halves (1 or 2)."""
    listed = tuple(AttendedDay(a_day(on), halves) for on, halves in attended)
    dates = [day.on for day in listed]
    return PlacementFact(reference, min(dates), max(dates), attended=listed, **changes)


def a_post(
    started_on: date | str | None = None,
    finished_on: date | str | None = None,
    category: PostCategory = PostCategory.PROFESSIONAL,
) -> PostHeld:
    """A professional-course teacher's post; None means since ever, or without an end."""
    return PostHeld(
        category,
        a_day(started_on) if started_on is not None else None,
        a_day(finished_on) if finished_on is not None else None,
    )


def a_teacher(
    *placements: PlacementFact,
    posts: Iterable[PostHeld] | None = None,
    leaves: Iterable[Period] = (),
    records_from: date | str | None = None,
) -> TeacherFacts:
    """A teacher obliged throughout, unless other posts are given, with complete records."""
    return TeacherFacts(
        posts=tuple(posts) if posts is not None else (a_post(),),
        placements=placements,
        leaves=tuple(leaves),
        records_from=a_day(records_from) if records_from is not None else None,
    )


def _cited(name: str, value: Any, source: Citation) -> Any:
    """A bare value with its source; what needs none, or is absent, stays as it is."""
    if name in _UNCITED or value is None or isinstance(value, Cited):
        return value
    return Cited(value, source)
