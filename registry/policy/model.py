"""What a rule pack says, as typed values whose numbers keep their citations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from registry.kernel.citations import Citation
from registry.kernel.periods import MonthDay

Value = TypeVar("Value")


class MonthBasis(StrEnum):
    """How days become months: a full span day is 1/30 month, or 1/(days in its calendar month)."""

    THIRTY_DAYS = "thirty_days"
    CALENDAR_MONTH = "calendar_month"


class LeaveRule(StrEnum):
    """What approved leave does to the window: it is taken out and the window reaches further back, or nothing."""

    EXTEND = "extend"
    IGNORE = "ignore"


class NewcomerRule(StrEnum):
    """What is asked of somebody obliged for only part of the window: a part in proportion, or the whole."""

    PRORATE = "prorate"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Cited(Generic[Value]):
    """A value and where it comes from."""

    value: Value
    citation: Citation


@dataclass(frozen=True, slots=True)
class PracticePolicy:
    """The practice rule of one jurisdiction as it stands from `in_force_from` on, until the next version.

    `months_per_window` is None while no five-year rule is in force, `months_per_year` while no yearly duty is.
    Units: months, years, days as named; `year_start` opens the school year. `pre_post_months`: practice before the
    first obliged post of whoever never worked in industry; None: no figure is set. Who was hired with at least
    `industry_hire_months` in industry is exempt for `industry_hire_exempt_years`; either None: nobody is.
    """

    jurisdiction: str
    in_force_from: date
    months_per_window: Cited[int] | None
    window_years: Cited[int]
    month_basis: Cited[MonthBasis]
    days_per_month: Cited[int]
    working_days_per_month: Cited[int]
    leave: Cited[LeaveRule]
    newcomer: Cited[NewcomerRule]
    newcomer_grace_days: Cited[int]
    look_ahead_days: Cited[int]
    obliged_categories: Cited[frozenset[str]]
    excluded_forms: Cited[frozenset[str]]
    months_per_year: Cited[int] | None
    year_start: Cited[MonthDay]
    yearly_excluded_forms: Cited[frozenset[str]]
    yearly_waiver_leave_days: Cited[int]
    pre_post_months: Cited[int] | None = None
    industry_hire_months: Cited[int] | None = None
    industry_hire_exempt_years: Cited[int] | None = None
