"""Keys with which certificates are signed: the installation's root, the schools' keys, lists of those revoked. Pure.

The private key itself is no part of these facts: it stays, sealed, where it is stored, and never enters an event.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.audit.model import Event
from registry.institutions.model.facts import NOTHING_PERSONAL
from registry.kernel.errors import BadInput


class KeyKind(StrEnum):
    """A root 根证书 certifies schools and signs revocation lists; a school's key 学校签名证书 signs certificates."""

    ROOT = "root"
    SCHOOL = "school"


class KeyOrigin(StrEnum):
    """Made by the installation under its own root, or brought in with a certificate of another authority."""

    OWN = "own"
    IMPORTED = "imported"


class RevocationCause(StrEnum):
    """Why a key is revoked. Only a leak casts doubt on what was signed before."""

    KEY_COMPROMISE = "key_compromise"
    SUPERSEDED = "superseded"
    CESSATION = "cessation"
    AFFILIATION = "affiliation"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key. `serial` and `fingerprint` (SHA-256 of the certificate) in hexadecimal; times as the certificate says.

    It signs until it is retired; what it signed stays good until it is revoked, and then by the cause.
    """

    SUBJECT: ClassVar[str] = "signing_key"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    kind: KeyKind
    origin: KeyOrigin
    school_id: UUID | None
    issuer_id: UUID | None
    name: str
    serial: str
    fingerprint: str
    started_at: datetime
    finished_at: datetime
    made_at: datetime
    made_by_name: str
    retired_at: datetime | None = None
    retired_reason: str | None = None
    revoked_at: datetime | None = None
    revoked_cause: RevocationCause | None = None
    revoked_reason: str | None = None
    revision: int = 1

    @property
    def has_leaked(self) -> bool:
        """Whether nothing is believed that was signed with it, whenever it was."""
        return self.revoked_cause is RevocationCause.KEY_COMPROMISE


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One list of the keys that a root has revoked. `number` counts from 1; a newer one is due at `due_at`."""

    SUBJECT: ClassVar[str] = "signing_revocation_list"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    root_id: UUID
    number: int
    entries: int
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MakeRoot:
    """Make the installation's root, or the one that takes over from it: `reason` says why (None: there is none)."""

    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MakeSchoolKey:
    """Make a school's key under the root, or the one that takes over: `reason` says why (None: there is none yet).

    `public_url`: where the world reaches the installation, for the address of the revocation list (None: nowhere).
    """

    school_id: UUID
    reason: str | None = None
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class ImportSchoolKey:
    """Bring in a school's own key from a PKCS#12 file; `reason` as for `MakeSchoolKey`."""

    school_id: UUID
    content: bytes = field(repr=False)
    password: str = field(repr=False)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RetireKey:
    """Sign no more with a key; what it signed stays good."""

    key_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """Revoke a key, which then signs no more; the next revocation list says so, where the root is our own."""

    key_id: UUID
    revision: int
    cause: RevocationCause
    reason: str


class KeyTrouble(StrEnum):
    """What an operator has to do something about before long."""

    ROOT_ENDS = "root_ends"
    KEY_ENDS = "key_ends"
    LIST_DUE = "list_due"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """One trouble. `name` of the root or the school; `due_at` None: it stands already and has no day."""

    trouble: KeyTrouble
    name: str
    due_at: datetime | None
    is_past: bool


class CannotSign(BadInput):
    """The school has a key, and it cannot sign now. Clerks are told whom to ask, the operator also why."""

    def __init__(self, why: str) -> None:
        super().__init__("学校的签名密钥现在不能签名,请联系信息中心处理后再出具")
        self.why = why

    @property
    def for_operator(self) -> str:
        """With the cause, which names settings and commands."""
        return f"学校的签名密钥现在不能签名,请处理后再出具:{self.why}"


class SigningKeyMade(Event):
    """A key was made under the installation's own root, or is that root."""


class SigningKeyImported(Event):
    """A school's own key was brought in."""


class SigningKeyRetired(Event):
    """A key signs no more."""


class SigningKeyRevoked(Event):
    """A key was revoked."""


class RevocationListMade(Event):
    """A root signed a new revocation list."""
