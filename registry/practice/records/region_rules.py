"""Where a school wants practice to take place: its own rule from a day on, commands, events. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event


@dataclass(frozen=True, slots=True)
class SchoolRegionRule:
    """A school's rule from `started_on` until its next one begins.

    `regions` are beginnings of division codes (GB/T 2260), such as 2111 for a city; none: no place is asked for any
    more. `name` is what the school calls the rule, as objections cite it.
    """

    SUBJECT: ClassVar[str] = "practice_region_rule"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    started_on: date
    regions: tuple[str, ...]
    name: str
    voided_at: datetime | None
    voided_reason: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class SetRegionRule:
    """Ask for practice in these regions from a day on."""

    school_id: UUID
    started_on: date
    regions: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class VoidRegionRule:
    """Take back a rule that never was; the one before it holds on."""

    rule_id: UUID
    revision: int
    reason: str


class RegionRuleSet(Event):
    """A school asks for practice in certain regions, or in none, from a day on."""


class RegionRuleVoided(Event):
    """A school's rule on regions was taken back."""
