"""Texts from outside: what nobody types and nobody sees goes no further than the door."""

import re

_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)
"""Control characters other than tab and line ends, what turns the direction of writing, and halves of characters."""


def plain(text: str) -> str:
    """The text without control characters and without what makes it look like another one."""
    return _UNSEEN.sub("", text)
