"""What a file says of itself to whoever keeps, lists or searches it."""

from dataclasses import dataclass
from datetime import datetime

PROGRAM = "Teacher Registry"
"""Named as the maker of every file. Without a version: that would make equal records unequal files."""


@dataclass(frozen=True, slots=True)
class About:
    """Document information. `language` as in `zh-CN`; `made_at` is aware and goes into the file to the second."""

    title: str
    author: str
    subject: str
    made_at: datetime
    keywords: tuple[str, ...] = ()
    language: str = "zh-CN"
