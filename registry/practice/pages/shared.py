"""What the templates of practice, and of pages that show practice, may call."""

from typing import Any

from registry.platform.web.words import said
from registry.practice.documents import figures, wording, words


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
    "form_choices": lambda: _choices(words.FORMS),
    "duty_choices": lambda: _choices(words.DUTY_MODES),
    "relation_choices": lambda: _choices(words.FIRM_RELATIONS),
}
