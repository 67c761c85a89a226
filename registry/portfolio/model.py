"""Titles as they are kept, the commands that change them, the events that tell of it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event


class TitleLevel(StrEnum):
    """The five levels of a series, lowest first (员级、助理级、中级、副高级、正高级)."""

    ASSISTANT = "assistant"
    JUNIOR = "junior"
    MIDDLE = "middle"
    DEPUTY_SENIOR = "deputy_senior"
    SENIOR = "senior"


LEVEL_WORDS = {
    TitleLevel.ASSISTANT: "员级",
    TitleLevel.JUNIOR: "初级(助理级)",
    TitleLevel.MIDDLE: "中级",
    TitleLevel.DEPUTY_SENIOR: "副高级",
    TitleLevel.SENIOR: "正高级",
}


@dataclass(frozen=True, slots=True)
class TitleContent:
    """What is told of a title: 讲师, of the series 高校教师, granted on a day, appointed to or not.

    `appointed_on` None: granted, not appointed. `appointed_until` is the last day; None: without an end.
    `document_digest` names the scanned certificate among the stored files (SHA-256, 64 hexadecimal digits).
    """

    name: str
    level: TitleLevel
    series: str
    granted_on: date
    appointed_on: date | None = None
    appointed_until: date | None = None
    granted_by: str = ""
    certificate_no: str = ""
    document_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """One title of a person. An account None is the installation itself; `verified_at` None: not verified."""

    SUBJECT: ClassVar[str] = "title"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"certificate_no"})

    id: UUID
    person_id: UUID
    name: str
    level: TitleLevel
    series: str
    granted_on: date
    appointed_on: date | None
    appointed_until: date | None
    granted_by: str
    certificate_no: str
    document_digest: str | None
    entered_by: UUID | None
    entered_by_name: str
    entered_at: datetime
    verified_by: UUID | None
    verified_by_name: str | None
    verified_at: datetime | None
    replaces_id: UUID | None
    voided_at: datetime | None
    voided_reason: str | None
    revision: int

    @property
    def is_verified(self) -> bool:
        """Whether an office has seen the certificate."""
        return self.verified_at is not None


@dataclass(frozen=True, slots=True)
class RecordTitle:
    """Enter a title of a person, not verified yet."""

    person_id: UUID
    content: TitleContent


@dataclass(frozen=True, slots=True)
class VerifyTitle:
    """The office has seen the certificate and the letter of appointment."""

    title_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class AppointTitle:
    """A school appoints to a title, renews the appointment or sets its last day.

    The first day of an appointment that stands is not moved: that is a correction.
    """

    title_id: UUID
    revision: int
    appointed_on: date
    appointed_until: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectTitle:
    """Void a title that was entered wrongly, and enter the right one in its place."""

    title_id: UUID
    revision: int
    content: TitleContent
    reason: str


@dataclass(frozen=True, slots=True)
class VoidTitle:
    """Take back a title."""

    title_id: UUID
    revision: int
    reason: str


class TitleRecorded(Event):
    """A title was entered."""


class TitleVerified(Event):
    """An office saw the certificate of a title."""


class TitleAppointed(Event):
    """A school appointed to a title, or changed how long the appointment lasts."""


class TitleReplaced(Event):
    """A title that was entered wrongly no longer holds; another stands in its place."""


class TitleCorrected(Event):
    """The right title: `before` is the one that it replaces."""


class TitleVoided(Event):
    """A title was taken back."""


class TitleMoved(Event):
    """A title went with its person's record when two records became one."""
