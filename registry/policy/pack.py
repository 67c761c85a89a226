"""The nouns of a rule pack: one jurisdiction's file, its parameters, their dated values, what can be wrong.

Frozen and pure. Reading files is the loader's, comparing packs is `rules.py`, words are `wording.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from registry.kernel.citations import Citation
from registry.kernel.periods import MonthDay, Period
from registry.policy.model import LeaveRule, MonthBasis, NewcomerRule

PolicyValue = int | MonthBasis | LeaveRule | NewcomerRule | MonthDay | frozenset[str]

PACK_SUFFIX = ".toml"


class Unit(StrEnum):
    """What a value counts, or what kind of choice it is."""

    MONTHS = "months"
    YEARS = "years"
    DAYS = "days"
    METHOD = "method"
    CATEGORIES = "categories"
    FORMS = "forms"
    MONTH_DAY = "month_day"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value and the days it holds, both counted.

    `finished_on` is the stated `to`, or the day before the next value, or None while it still holds.
    `correction` says why a past figure was changed; empty if it never was.
    """

    value: PolicyValue
    started_on: date
    finished_on: date | None
    instrument: str
    article: str
    confirmed: bool
    note: str
    corrected_on: date | None = None
    correction: str = ""

    @property
    def in_force(self) -> Period:
        """The days on which this value holds; an open end is the last day there is."""
        return Period(self.started_on, self.finished_on or date.max)

    def cited(self, checked_on: date) -> Citation:
        """Where the value comes from, last looked at on `checked_on`."""
        return Citation(self.instrument, self.article, self.started_on, checked_on, self.confirmed)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of the law over time, oldest first. `hard`: no jurisdiction below may be weaker."""

    name: str
    label: str
    label_en: str
    unit: Unit
    hard: bool
    last_checked_on: date
    values: tuple[DatedValue, ...]

    def value_on(self, on: date) -> DatedValue | None:
        """The value in force that day, or None."""
        return next((value for value in reversed(self.values) if on in value.in_force), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """What one jurisdiction itself says; what it leaves out is its parent's. Parameters go by full name.

    `canonical` is the content of the file as one line of JSON, the same for every layout and line ending.
    """

    jurisdiction: str
    name: str
    name_en: str
    parent: str | None
    version: str
    last_checked_on: date
    parameters: Mapping[str, Parameter]
    instrument: str = ""
    note: str = ""
    canonical: str = ""

    @property
    def file(self) -> str:
        """The name of the file that holds it."""
        return self.jurisdiction + PACK_SUFFIX


class FaultKind(StrEnum):
    """What can be wrong with a pack or a law case. The words for each are in `wording.py`."""

    NOT_TOML = "not_toml"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    UNKNOWN_PARAMETER = "unknown_parameter"
    UNKNOWN_UNIT = "unknown_unit"
    WRONG_UNIT = "wrong_unit"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_MONTH_DAY = "not_a_month_day"
    FROM_TWICE = "from_twice"
    FROM_UNSORTED = "from_unsorted"
    ENDS_BEFORE_START = "ends_before_start"
    OVERLAPS_NEXT = "overlaps_next"
    HALF_A_CORRECTION = "half_a_correction"
    FILE_NAME_DIFFERS = "file_name_differs"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_CYCLE = "parent_cycle"
    WEAKER = "weaker"
    GAP = "gap"
    CHECK_OVERDUE = "check_overdue"
    CHECK_IN_FUTURE = "check_in_future"
    CASE_TWICE = "case_twice"
    CASE_UNKNOWN_PLACE = "case_unknown_place"
    CASE_DIFFERS = "case_differs"


@dataclass(frozen=True, slots=True)
class PackFault:
    """One thing wrong, and where: the file, the parameter (empty: the head), the value (from 1; 0: none)."""

    kind: FaultKind
    file: str
    parameter: str = ""
    index: int = 0
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the packs something stands."""

    file: str
    parameter: str = ""
    index: int = 0

    def fault(self, kind: FaultKind, **details: object) -> PackFault:
        """This place is wrong in this way."""
        told = {name: str(detail) for name, detail in details.items()}
        return PackFault(kind, self.file, self.parameter, self.index, told)
