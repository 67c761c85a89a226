"""Figures of practice as people read them: days before months, both ends of a period, shape and word of a state."""

from datetime import date
from fractions import Fraction

from registry.kernel.periods import Period
from registry.kernel.quantities import days_shown, months_shown
from registry.platform.language import Language
from registry.practice.documents.words import SHAPES, STATES, Words
from registry.practice.model import Credit, StandingState


def state_shown(state: StandingState, language: Language) -> str:
    """Shape and word, such as `● 达标`."""
    return f"{SHAPES[state]} {STATES[state].to(language)}"


def credit_shown(credit: Credit, language: Language) -> str:
    """Days first, then months, such as `301 天(10.03 个月)`."""
    return Words(
        f"{days_shown(credit.days)} 天({months_shown(credit.months)} 个月)",
        f"{days_shown(credit.days)} days ({months_shown(credit.months)} mo)",
    ).to(language)


def credit_of_required(credit: Credit, required_days: Fraction | None, required: Fraction, language: Language) -> str:
    """Found and asked: `186/300 天(6.20 个月)`, or where days do not say it `186 天(6.20/10 个月)`."""
    days, months = days_shown(credit.days), months_shown(credit.months)
    if required_days is None:
        asked = months_plain(required)
        return Words(f"{days} 天({months}/{asked} 个月)", f"{days} days ({months}/{asked} mo)").to(language)
    asked = days_shown(required_days)
    return Words(f"{days}/{asked} 天({months} 个月)", f"{days}/{asked} days ({months} mo)").to(language)


def year_credit(credit: Credit, required_days: Fraction | None, required: int, language: Language) -> str:
    """Of a school year: `18/30 天`, or where days do not say it `10 天(0.48/1 个月)`."""
    if required_days is None:
        return credit_of_required(credit, None, Fraction(required), language)
    return f"{days_shown(credit.days)}/{days_of(required_days, language)}"


def months_plain(months: Fraction) -> str:
    """Months without needless decimals: `10`, or `1.40` (rounded down)."""
    return str(months.numerator) if months.denominator == 1 else months_shown(months)


def days_of(days: Fraction | int, language: Language) -> str:
    """A number of days with its unit: `41 天`, `41 days`."""
    shown = days_shown(days)
    return Words(f"{shown} 天", f"{shown} day" if days == 1 else f"{shown} days").to(language)


def dates_shown(started_on: date, finished_on: date, language: Language) -> str:
    """Two days that are both counted, such as `2021-07-01 至 2026-06-30`."""
    return Words(f"{started_on} 至 {finished_on}", f"{started_on} to {finished_on}").to(language)


def period_shown(period: Period, language: Language) -> str:
    """Both ends of a period, such as `2021-07-01 至 2026-06-30`."""
    return dates_shown(period.started_on, period.finished_on, language)
