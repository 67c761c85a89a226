"""A fact as an event told it, read back: the other direction of `events.change`. Pure."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

Read = TypeVar("Read")
_known: dict[type[Any], dict[str, Any]] = {}
"""The types of the fields of each kind: worked out once."""


def fact_from(kind: type[Read], values: Mapping[str, Any]) -> Read:
    """The fact of a kind whose values an event holds, those of persons among them.

    A field that the event does not know yet has its default. Raises TypeError where one without a default is missing.
    """
    hints = _hints(kind)
    named = {field.name for field in fields(kind)} & values.keys()  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], values[name]) for name in named})


def _hints(kind: type[Any]) -> dict[str, Any]:
    found = _known.get(kind)
    if found is None:
        found = _known[kind] = get_type_hints(kind)
    return found


def _read(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        hint = next(each for each in get_args(hint) if each is not type(None))
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in value)
    return _read_one(hint, value) if isinstance(hint, type) else value


def _read_one(kind: type[Any], value: Any) -> Any:
    if issubclass(kind, tuple):  # a NamedTuple, told as a list
        return kind(*(_read(own, each) for own, each in zip(_hints(kind).values(), value, strict=True)))
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, UUID | StrEnum) else value
