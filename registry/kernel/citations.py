"""Where a value of the law comes from, so that every figure can name it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """The instrument and article behind a value.

    `confirmed` is False while nobody has compared the value with the official text; pages say so.
    `checked_on` is the day somebody last looked whether the instrument still stands.
    """

    instrument: str
    article: str
    effective_from: date
    checked_on: date
    confirmed: bool

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()
