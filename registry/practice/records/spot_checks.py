"""Visits to teachers in enterprises (巡查) as they are kept: fact, commands, events. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event


class CheckManner(StrEnum):
    """How it was looked into: on the spot, by phone, by the papers."""

    ON_SITE = "on_site"
    BY_PHONE = "by_phone"
    BY_PAPERS = "by_papers"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One check. `absence_found`: the teacher was away without leave (无故缺勤). `photograph`: SHA-256, hex."""

    SUBJECT: ClassVar[str] = "spot_check"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    placement_id: UUID
    checked_on: date
    checked_by: str
    manner: CheckManner
    findings: str
    absence_found: bool
    photograph: str | None
    recorded_by: UUID | None
    recorded_by_name: str
    recorded_at: datetime
    voided_at: datetime | None
    voided_by_name: str | None
    voided_reason: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class RecordSpotCheck:
    """Enter a check. `checked_by` names who went or rang."""

    placement_id: UUID
    checked_on: date
    checked_by: str
    manner: CheckManner
    findings: str
    absence_found: bool = False
    photograph: str | None = None


@dataclass(frozen=True, slots=True)
class VoidSpotCheck:
    """Take a check back that was entered by mistake."""

    check_id: UUID
    revision: int
    reason: str


class SpotCheckRecorded(Event):
    """A check was entered."""


class SpotCheckVoided(Event):
    """A check was taken back."""
