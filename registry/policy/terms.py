"""Which parameters a pack may hold: the unit of each, how its value is read, and which way is stricter.

A pack may name nothing that is not here. The bounds catch slips of the pen; they are no rule of law.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.kernel.periods import MonthDay
from registry.policy.model import LeaveRule, MonthBasis, NewcomerRule
from registry.policy.pack import FaultKind, PolicyValue, Unit

CATEGORIES = frozenset({"professional", "instructor", "public"})
"""Posts that a pack can name: the words of `practice.model.PostCategory` (tests/policy/test_terms.py)."""

FORMS = frozenset(
    {
        "post_work",
        "secondment",
        "visit",
        "skill_training",
        "research",
        "intern_supervision",
        "training_base",
        "online",
        "other",
    }
)
"""Forms of practice that a pack can name: the words of `practice.model.PracticeForm`."""


class Unreadable(Exception):
    """The value is not what the term asks for."""

    def __init__(self, kind: FaultKind, **details: object) -> None:
        super().__init__(kind)
        self.kind, self.details = kind, details


class Stricter(StrEnum):
    """Which way a figure becomes stricter."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Term:
    """One parameter. `stricter` None: it cannot be hard. `needed`: no day with a rule may lack it."""

    unit: Unit
    read: Callable[[object], PolicyValue]
    stricter: Stricter | None = None
    needed: bool = True


def _whole(least: int, most: int) -> Callable[[object], PolicyValue]:
    def read(found: object) -> int:
        if type(found) is not int:
            raise Unreadable(FaultKind.WRONG_TYPE, key="value", expected="whole")
        if not least <= found <= most:
            raise Unreadable(FaultKind.OUT_OF_RANGE, found=found, least=least, most=most)
        return found

    return read


def _one_of(
    choices: type[MonthBasis] | type[LeaveRule] | type[NewcomerRule],
) -> Callable[[object], PolicyValue]:
    def read(found: object) -> PolicyValue:
        _refuse_unknown([found], list(choices))
        return choices(str(found))

    return read


def _some_of(words: frozenset[str]) -> Callable[[object], PolicyValue]:
    def read(found: object) -> frozenset[str]:
        if not isinstance(found, list):
            raise Unreadable(FaultKind.WRONG_TYPE, key="value", expected="list")
        _refuse_unknown(found, words)
        return frozenset(found)

    return read


def _refuse_unknown(found: Collection[object], known: Collection[str]) -> None:
    """Raise for the first thing that is no word, or a word that nobody knows."""
    for word in found:
        if not isinstance(word, str):
            raise Unreadable(FaultKind.WRONG_TYPE, key="value", expected="text")
        if word not in known:
            raise Unreadable(FaultKind.UNKNOWN_CHOICE, found=word, known=", ".join(sorted(known)))


def _month_day(found: object) -> MonthDay:
    if not isinstance(found, str):
        raise Unreadable(FaultKind.WRONG_TYPE, key="value", expected="text")
    try:
        day = MonthDay.parse(found)
    except ValueError:
        day = None
    if day is None or written_month_day(day) != found:
        raise Unreadable(FaultKind.NOT_A_MONTH_DAY, found=found)
    return day


def written_month_day(day: MonthDay) -> str:
    """`MM-DD`, the way packs and JSON write it."""
    return f"{day.month:02d}-{day.day:02d}"


PRACTICE: Mapping[str, Term] = {
    "months_per_window": Term(Unit.MONTHS, _whole(1, 240), Stricter.MORE, needed=False),
    "window_years": Term(Unit.YEARS, _whole(1, 20), Stricter.LESS),
    "month_basis": Term(Unit.METHOD, _one_of(MonthBasis)),
    "days_per_month": Term(Unit.DAYS, _whole(1, 31)),
    "working_days_per_month": Term(Unit.DAYS, _whole(1, 31)),
    "leave": Term(Unit.METHOD, _one_of(LeaveRule)),
    "newcomer": Term(Unit.METHOD, _one_of(NewcomerRule)),
    "newcomer_grace_days": Term(Unit.DAYS, _whole(0, 3660)),
    "look_ahead_days": Term(Unit.DAYS, _whole(0, 3660)),
    "obliged_categories": Term(Unit.CATEGORIES, _some_of(CATEGORIES)),
    "excluded_forms": Term(Unit.FORMS, _some_of(FORMS)),
    "months_per_year": Term(Unit.MONTHS, _whole(1, 12), Stricter.MORE, needed=False),
    "year_start": Term(Unit.MONTH_DAY, _month_day),
    "yearly_excluded_forms": Term(Unit.FORMS, _some_of(FORMS)),
    "yearly_waiver_leave_days": Term(Unit.DAYS, _whole(1, 366)),
    "pre_post_months": Term(Unit.MONTHS, _whole(1, 60), Stricter.MORE, needed=False),
    "industry_hire_months": Term(Unit.MONTHS, _whole(1, 240), needed=False),
    "industry_hire_exempt_years": Term(Unit.YEARS, _whole(1, 20), needed=False),
}
"""In the order of `PracticePolicy`, which has one field for each."""

SECTIONS: Mapping[str, Mapping[str, Term]] = {"practice": PRACTICE}


def full_name(section: str, name: str) -> str:
    """A parameter's name across all sections, such as `practice.leave`."""
    return f"{section}.{name}"


TERMS: Mapping[str, Term] = {
    full_name(section, name): term for section, terms in SECTIONS.items() for name, term in terms.items()
}
