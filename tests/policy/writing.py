"""Packs written for one test: a sound national pack and a sound child, each easy to change in one place."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.policy.loader import Source

CHECKED_ON = date(2026, 11, 22)
RULE_BEGAN = date(2016, 5, 11)

CONVENTIONS: Mapping[str, tuple[str, Any]] = {
    "window_years": ("years", 5),
    "month_basis": ("method", "thirty_days"),
    "days_per_month": ("days", 30),
    "working_days_per_month": ("days", 21),
    "leave": ("method", "extend"),
    "newcomer": ("method", "prorate"),
    "newcomer_grace_days": ("days", 365),
    "look_ahead_days": ("days", 183),
    "obliged_categories": ("categories", ["professional", "instructor"]),
    "excluded_forms": ("forms", ["online"]),
    "year_start": ("month_day", "09-01"),
    "yearly_excluded_forms": ("forms", []),
    "yearly_waiver_leave_days": ("days", 90),
}
UNITS = {name: unit for name, (unit, _) in CONVENTIONS.items()} | {
    "months_per_window": "months",
    "months_per_year": "months",
}
MAY_BE_HARD = {"months_per_window", "window_years", "months_per_year"}


def a_value(value: Any = 6, started_on: date = RULE_BEGAN, **changes: Any) -> dict[str, Any]:
    entry = {
        "from": started_on,
        "value": value,
        "instrument": "文号",
        "article": "第一条",
        "confirmed": False,
        "note": "注",
    }
    return {key: found for key, found in (entry | changes).items() if found is not None}


def a_parameter(name: str, *values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    head = {
        "label": name,
        "label_en": name,
        "unit": UNITS.get(name, "days"),
        "hard": True if name in MAY_BE_HARD else None,
        "last_checked_on": CHECKED_ON,
        "values": list(values),
    }
    return {key: found for key, found in (head | changes).items() if found is not None}


def a_pack(jurisdiction: str = "cn", practice: Any = None, **changes: Any) -> dict[str, Any]:
    head = {
        "jurisdiction": jurisdiction,
        "name": jurisdiction,
        "name_en": jurisdiction,
        "parent": jurisdiction.rpartition("-")[0] or None,
        "version": "1",
        "last_checked_on": CHECKED_ON,
        "practice": practice or {},
    }
    return {key: found for key, found in (head | changes).items() if found is not None}


def national(**practice: Any) -> dict[str, Any]:
    """A sound national pack, six months in five years; what is given here takes the place of the usual parameter."""
    usual = {name: a_parameter(name, a_value(value)) for name, (_, value) in CONVENTIONS.items()}
    usual["months_per_window"] = a_parameter("months_per_window", a_value(6))
    return a_pack("cn", {name: found for name, found in (usual | practice).items() if found is not None})


def source(pack: Mapping[str, Any], file: str | None = None) -> Source:
    return Source(file or f"{pack['jurisdiction']}.toml", written(pack).encode())


def written(table: Mapping[str, Any]) -> str:
    """The table as TOML: plain keys first, tables after them."""
    return "".join(f"{json.dumps(key)} = {_literal(found)}\n" for key, found in table.items())


def _literal(found: Any) -> str:
    match found:
        case bool():
            return "true" if found else "false"
        case str():
            return json.dumps(found, ensure_ascii=False)
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)} = {_literal(inner)}" for key, inner in found.items()) + "}"
        case list():
            return "[" + ", ".join(_literal(inner) for inner in found) + "]"
        case _:
            return str(found)
