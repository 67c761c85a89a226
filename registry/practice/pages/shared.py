"""What the templates of practice, and of pages that show practice, may call."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from registry.kernel.quantities import days_shown
from registry.platform.web.words import said
from registry.practice.documents import figures, wording, words
from registry.practice.model import AttendedDay
from registry.practice.rules.counting import HALVES_A_DAY


def attended_days(attended: Iterable[AttendedDay]) -> str:
    """Attended days as people write them: `12`, or `12.5` with a half day."""
    return days_shown(Fraction(sum(day.halves for day in attended), HALVES_A_DAY))


def _choices(of: dict[Any, Any]) -> list[tuple[str, str]]:
    return [(word.value, said(shown)) for word, shown in of.items()]


PRACTICE_CHOICES = {
    "states": lambda: _choices(words.STATES),
    "progress": lambda: _choices(words.PROGRESS),
}
SHARED: dict[str, Any] = {
    "practice_words": words,
    "practice_figures": figures,
    "practice_wording": wording,
    "practice_choices": PRACTICE_CHOICES,
    "attended_days": attended_days,
    "form_choices": lambda: _choices(words.FORMS),
    "duty_choices": lambda: _choices(words.DUTY_MODES),
    "relation_choices": lambda: _choices(words.FIRM_RELATIONS),
}
