"""What the examination of a file found: plain values, nothing of it a judgement that the bytes do not carry."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What is to be held of the file as a whole."""

    GENUINE = "genuine"
    """One signature covers the whole file, is right, and leads to a root that was given."""
    REVOKED = "revoked"
    """As genuine, but a given list says that the certificate was revoked before, or because its key leaked."""
    OUT_OF_TIME = "out_of_time"
    """As genuine, but a certificate was not valid at the time that the signature claims."""
    UNTRUSTED = "untrusted"
    """Whole and unchanged since it was signed, by somebody who does not lead to a root that was given."""
    APPENDED = "appended"
    """What was signed is unchanged, but something was added after the signature."""
    PARTIAL = "partial"
    """The signature leaves a part of the file uncovered."""
    REWRITTEN = "rewritten"
    """What was signed is unchanged, but the signature's own value is not written as this program writes it."""
    CHANGED = "changed"
    """The file is not what was signed."""
    DAMAGED = "damaged"
    """There is a signature, or what is left of one, that cannot be read; a file saved anew looks so."""
    UNSIGNED = "unsigned"
    """A PDF without any signature."""
    NO_PDF = "no_pdf"
    """Not a PDF at all, or too large to be looked at."""


class Revocation(StrEnum):
    """What the revocation lists that were given say of the certificates."""

    NOT_CHECKED = "not_checked"
    """No list of the issuer was given."""
    GOOD = "good"
    REVOKED = "revoked"
    REVOKED_LATER = "revoked_later"
    """After the signature's claimed time, for a cause that does not touch what was signed before."""


class ChainFault(StrEnum):
    """Why a certificate does not lead to a root that was given."""

    NO_ROOT = "no_root"
    SAME_NAME = "same_name"
    """It names a root that was given, but was not issued by its key: somebody uses the name."""
    NOT_AUTHORITY = "not_authority"
    """A certificate in between may not certify others."""
    MAY_NOT_SIGN = "may_not_sign"
    UNKNOWN_DEMAND = "unknown_demand"
    """A certificate asks for something (a critical extension) that is not known here."""
    WEAK = "weak"
    """A key or a digest that is not relied on today."""
    BOUND_ELSEWHERE = "bound_elsewhere"
    """It leads to a root that was given, which is believed for other schools alone."""


@dataclass(frozen=True, slots=True)
class ListSeen:
    """The revocation list that was looked at. `is_stale`: a newer one should be there by now."""

    number: int | None
    made_at: datetime
    due_at: datetime | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature. `covered` and `appended` count bytes; `is_intact`: the bytes covered are those that were signed.
    `is_exact`: the value, which no signature covers, is written to the byte as this program writes it.

    `claimed_at` is the time by the signer's own clock, None: none is claimed. `trusted_root` is the name of the root
    reached; `fault` says why none is. `is_in_time`: all certificates were valid at the claimed time.
    """

    covered: int
    appended: int
    has_gap: bool
    is_intact: bool
    is_exact: bool
    signer: str
    signer_code: str | None
    issuer: str
    serial: str
    fingerprint: str
    claimed_at: datetime | None
    has_time_stamp: bool
    trusted_root: str | None
    fault: ChainFault | None
    is_in_time: bool
    revocation: Revocation
    revoked_at: datetime | None = None
    revoked_reason: str | None = None
    list_seen: ListSeen | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it covers every byte of the file but its own value."""
        return not self.appended and not self.has_gap


@dataclass(frozen=True, slots=True)
class Examination:
    """What a file is. The outcome rests on `signature`; `signatures` are all that could be read, in order.

    `size` in bytes; `unreadable` counts signatures, or what is left of them, that could not be read.
    """

    outcome: Outcome
    size: int
    signatures: tuple[FoundSignature, ...] = ()
    unreadable: int = 0

    @property
    def signature(self) -> FoundSignature | None:
        """The signature that decides: before others one that leads to a given root, is intact, covers most."""
        ranked = sorted(self.signatures, key=_weight)
        return ranked[-1] if ranked else None


def _weight(signature: FoundSignature) -> tuple[bool, bool, bool, int]:
    return signature.trusted_root is not None, signature.is_intact, signature.is_exact, signature.covered
