"""Words of pages in two languages. Chinese stands in the templates and errors; English in `templates/words/en/*.po`.

A message with `{}` in the catalogue stands for all that differ only there, so that an error with dates and names in
it is found too; the parts, in English where that is known, are put into the English in the same order. Of several
that fit, the one that says most itself is taken: "{} to {}" fits too many.
"""

import re
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

from registry.platform.folders import templates_folder
from registry.platform.language import Language

spoken: ContextVar[Language] = ContextVar("spoken", default=Language.ZH)
"""The language of the page being made."""
GAP = "{}"


class Words(Protocol):
    """The same words in every language that is spoken."""

    def to(self, language: Language) -> str:
        """The words in one language."""
        ...


class Catalogue:
    """Chinese messages and their English."""

    def __init__(self, messages: dict[str, str]) -> None:
        self._exact = {zh: en for zh, en in messages.items() if GAP not in zh}
        with_gaps = sorted((zh for zh in messages if GAP in zh), key=_said, reverse=True)
        self._patterns = [(_pattern(zh), messages[zh]) for zh in with_gaps]

    def english(self, text: str) -> str | None:
        """The English of a message; None where there is none."""
        found = self._exact.get(text)
        if found is not None:
            return found
        for pattern, english in self._patterns:
            matched = pattern.fullmatch(text)
            if matched:
                parts = ((len(part) < len(text) and self.english(part)) or part for part in matched.groups())
                return english.format(*parts)
        return None


def translated(text: str, **values: object) -> str:
    """A message in the language of the page, with named values put in; Chinese where no English is known."""
    words = text
    if spoken.get() is Language.EN:
        words = catalogue().english(text) or text
    return words.format(**values) if values else words


def said(words: Words) -> str:
    """Words that are kept in every language, in that of the page."""
    return words.to(spoken.get())


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """All English words that ship, read once."""
    messages: dict[str, str] = {}
    for file in sorted((templates_folder() / "words" / "en").glob("*.po")):
        messages |= _messages(file)
    return Catalogue(messages)


def _messages(file: Path) -> dict[str, str]:
    with file.open("rb") as stream:
        catalog = read_po(stream)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string}


def _said(message: str) -> int:
    """Characters that the message says itself."""
    return len(message.replace(GAP, ""))


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(re.escape(part) for part in message.split(GAP)), re.DOTALL)
