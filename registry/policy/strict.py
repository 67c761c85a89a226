"""Strict tables: a key that is missing, unknown, of the wrong type or empty is a fault; all are told at once.

Types are compared exactly: TOML's `true` is no number, and a date with a time is no date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from registry.policy.pack import FaultKind, PackFault, Place

Table = Mapping[str, Any]


class Kind(StrEnum):
    """What a key holds."""

    TEXT = "text"
    FLAG = "flag"
    DAY = "day"
    WHOLE = "whole"
    LIST = "list"
    TABLE = "table"
    ANY = "any"


_TYPES: Mapping[Kind, type] = {
    Kind.TEXT: str,
    Kind.FLAG: bool,
    Kind.DAY: date,
    Kind.WHOLE: int,
    Kind.LIST: list,
    Kind.TABLE: dict,
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys a table must have and those it may have."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind] = field(default_factory=dict)


def is_kind(found: object, kind: Kind) -> bool:
    """Whether the value is exactly of that kind."""
    return kind is Kind.ANY or type(found) is _TYPES[kind]


def table_faults(table: Table, keys: Keys, at: Place) -> list[PackFault]:
    """Everything wrong with the keys of a table. None: each required key can be read without a further look."""
    known = {**keys.required, **keys.optional}
    faults = [at.fault(FaultKind.MISSING_KEY, key=key) for key in keys.required if key not in table]
    for key, found in table.items():
        if key not in known:
            faults.append(at.fault(FaultKind.UNKNOWN_KEY, key=key, known=", ".join(known)))
        elif not is_kind(found, known[key]):
            faults.append(at.fault(FaultKind.WRONG_TYPE, key=key, expected=known[key]))
        elif isinstance(found, str) and not found.strip():
            faults.append(at.fault(FaultKind.EMPTY, key=key))
    return faults


def day_in(table: Table, key: str) -> date | None:
    """The day under a key, or None where there is none that can be read."""
    found = table.get(key)
    return found if type(found) is date else None
