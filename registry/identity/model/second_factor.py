"""The second factor: an authenticator application with recovery codes, and of whom it is required."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.identity.model.roles import Role
from registry.identity.model.sign_in import Place

NOTHING_PERSONAL: frozenset[str] = frozenset()


class FactorEnd(StrEnum):
    """Why a second factor ended."""

    REMOVED = "removed"
    RESET = "reset"
    REPLACED = "replaced"


class RuleKind(StrEnum):
    """What is asked of those who sign in."""

    SECOND_FACTOR = "second_factor"
    SIGN_ON_ONLY = "sign_on_only"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """An account's application; it counts once a code of it was confirmed."""

    SUBJECT: ClassVar[str] = "second_factor"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    account_id: UUID
    begun_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: FactorEnd | None = None


@dataclass(frozen=True, slots=True)
class SignInRule:
    """A demand of a school (None: of the whole installation), for one role where it is about a second factor."""

    SUBJECT: ClassVar[str] = "sign_in_rule"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    kind: RuleKind
    school_id: UUID | None
    role: Role | None
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConfirmSecondFactor:
    """The first code of a new application. `form` is the random word of the form, `session` the owner's own."""

    code: str = field(repr=False)
    form: str = field(repr=False)
    session: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenewRecoveryCodes:
    """New recovery codes in place of those before; asks for a code."""

    code: str = field(repr=False)
    form: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class ReplaceSecondFactor:
    """Move to another application; asks for a code of the one that counts."""

    code: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class RemoveSecondFactor:
    """Do without the second factor; asks for a code."""

    code: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class ResetSecondFactor:
    """Take somebody's lost second factor away."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Codes that are shown this once."""

    codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """The second step of signing in: the ticket of the first, and a code of the application or a recovery code."""

    ticket: str = field(repr=False)
    code: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class RequireSecondFactor:
    """The roles that must have a second factor, in a school or (None) everywhere; all others need none."""

    school_id: UUID | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class RequireSignOn:
    """Whether a school's people sign in by its providers alone; operators may always use their password."""

    school_id: UUID
    is_required: bool
