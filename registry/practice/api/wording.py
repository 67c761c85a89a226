"""Words of the model as the description of an address lists them."""

from collections.abc import Mapping
from typing import Any

from registry.practice.documents.words import Words


def listed(words: Mapping[Any, Words]) -> str:
    """Each value with what it means, in Chinese."""
    return ",".join(f"{value.value} {said.zh}" for value, said in words.items())
