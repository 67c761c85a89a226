"""Certificates as they are kept, what they print, the commands that change them, the events that tell of it. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event
from registry.kernel.periods import Period

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The clock by which a certificate gets its day and its year."""


class CertificateKind(StrEnum):
    """What is certified: practice 企业实践证明; standing on a day or over a period 企业实践情况证明."""

    PRACTICE = "practice"
    COMPLIANCE = "compliance"


class Wording(StrEnum):
    """In which languages a certificate is printed."""

    CHINESE = "zh"
    BOTH = "zh-en"


class CertificateState(StrEnum):
    """Whether it holds: valid 有效, replaced 已换发, revoked 已撤销."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Doubt(StrEnum):
    """Why one that holds is to be looked at again: its practice changed, or the key that signed it leaked."""

    PRACTICE = "practice"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and in English. `en` empty: as in Chinese (names, numbers, dates)."""

    zh: str
    en: str = ""

    @property
    def in_english(self) -> str:
        """What an English reader is shown."""
        return self.en or self.zh


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """One fact as it is printed: a key that never changes, what it is called, what it says."""

    key: str
    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Rows that are printed under headings; every row has as many cells as there are headings."""

    key: str
    title: Bilingual
    headings: tuple[Bilingual, ...]
    rows: tuple[tuple[Bilingual, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a certificate prints, frozen when it is issued, apart from number, code and day of issue.

    `statement` is the sentence that certifies. `facts` and `tables` are all figures, names and dates; the page of
    verification shows every one of them. `basis` are the lines under which the figures stand: way of counting, rule
    pack and version, citations. `picture` is the annex's timeline as `registry.platform.drawing` writes it (JSON
    text), None: no annex. A sum of the annex never differs from a fact.
    """

    kind: CertificateKind
    wording: Wording
    title: Bilingual
    school_name: str
    person_name: str
    statement: Bilingual
    facts: tuple[PrintedFact, ...]
    tables: tuple[PrintedTable, ...]
    basis: tuple[Bilingual, ...]
    as_of: date
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class RestsOn:
    """One revision of a fact that a certificate was made from, as `registry.audit.reliances` names it."""

    subject: str
    subject_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Drafted:
    """What is about to be certified: the content, the facts it rests on."""

    content: Content
    rests_on: tuple[RestsOn, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. `number` such as `13957-P2026-00012`: school code, kind and year, place in the year's row.

    `code` opens the page of verification; `check_digits` stand on paper where no address does. `period`: what a
    statement is about besides its day; None: the five-year window. `facts_digest` is the SHA-256 of the canonical
    JSON of what is printed. `file_digest` names the stored file (SHA-256; None: it is being made), `unsigned_digest`
    is that of the same file before it was signed. `key_id` names the key that signed; None: not signed.
    """

    SUBJECT: ClassVar[str] = "certificate"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"code"})

    id: UUID
    number: str
    code: str
    check_digits: str
    kind: CertificateKind
    wording: Wording
    school_id: UUID
    person_id: UUID
    as_of: date
    state: CertificateState
    facts_digest: str
    issued_at: datetime
    issued_by: UUID | None
    issued_by_name: str
    period: Period | None = None
    batch_id: UUID | None = None
    replaces_id: UUID | None = None
    replaced_by_id: UUID | None = None
    replaced_reason: str | None = None
    revoked_at: datetime | None = None
    revoked_by_name: str | None = None
    revoked_reason: str | None = None
    file_digest: str | None = None
    unsigned_digest: str | None = None
    key_id: UUID | None = None
    revision: int = 1

    @property
    def issued_on(self) -> date:
        """The day of issue in China, as it is printed."""
        return self.issued_at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class CertificateAsk:
    """What is wished for one person: the kind, the day it stands on, for a statement also a period, the languages.

    `period` None: the five-year window of `on`.
    """

    kind: CertificateKind
    person_id: UUID
    on: date
    period: Period | None = None
    wording: Wording = Wording.CHINESE


@dataclass(frozen=True, slots=True)
class IssueCertificate:
    """Issue one. `certificate_id` is chosen by whoever asks, so that the same ask twice issues one."""

    certificate_id: UUID
    school_id: UUID
    ask: CertificateAsk


@dataclass(frozen=True, slots=True)
class ReplaceCertificate:
    """Issue a new one, with the facts as they are known today, in the place of another one, which then ends.

    `on` and `wording` None: as the one that is replaced.
    """

    certificate_id: UUID
    replaced_id: UUID
    revision: int
    reason: str
    on: date | None = None
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class RevokeCertificate:
    """End a certificate. The reason is public: it stands on the page of verification."""

    certificate_id: UUID
    revision: int
    reason: str


class BatchState(StrEnum):
    """How far a batch is: being issued, or everybody has a file or a reason why not."""

    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class IssueBatch:
    """Issue one kind to many people of a school, in the order given. Whoever cannot get one is listed with why."""

    batch_id: UUID
    school_id: UUID
    kind: CertificateKind
    person_ids: tuple[UUID, ...] = field(repr=False)
    on: date
    period: Period | None = None
    wording: Wording = Wording.CHINESE


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch. `asked`, `issued`, `refused`, `printed` count people; `printed` have their file."""

    SUBJECT: ClassVar[str] = "certificate_batch"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    kind: CertificateKind
    wording: Wording
    on: date
    period: Period | None
    state: BatchState
    asked: int
    issued: int
    refused: int
    printed: int
    begun_at: datetime
    begun_by: UUID | None
    begun_by_name: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The one that replaces, or was replaced, as anybody may know of it: no code, so nothing else of it is told."""

    number: str
    issued_on: date
    state: CertificateState


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody sees who has the code: everything that is printed, whether it holds, what it is linked with.

    `facts` is the canonical JSON of what is printed.
    """

    certificate: Certificate
    content: Content
    facts: str
    replaces: Linked | None
    replaced_by: Linked | None


@dataclass(frozen=True, slots=True)
class LookUpRefused:
    """Nothing is shown, and why in words. `next_attempt_at`: held back after wrong codes, not before then."""

    words: str
    next_attempt_at: datetime | None = None


class CertificateIssued(Event):
    """A certificate got its number."""


class CertificateFiled(Event):
    """Its file was made and kept."""


class CertificateReplaced(Event):
    """Another one took its place."""


class CertificateRevoked(Event):
    """It was ended with a reason."""


class CertificateMoved(Event):
    """It went to another record of its person, with a merge or back."""


class BatchBegun(Event):
    """Certificates were asked for many people."""


class BatchEnded(Event):
    """Everybody of a batch has a certificate, or a reason why not."""
