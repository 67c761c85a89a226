"""Signing in and out: attempts, sessions, and what comes of a try."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request comes from, as far as the server can tell."""

    address: str
    user_agent: str


class Outcome(StrEnum):
    """How an attempt to sign in ended."""

    SUCCEEDED = "succeeded"
    WRONG_PASSWORD = "wrong_password"
    UNKNOWN_LOGIN = "unknown_login"
    LOCKED = "locked"
    TOO_SOON = "too_soon"
    CODE_DUE = "code_due"
    WRONG_CODE = "wrong_code"
    SIGN_ON_ONLY = "sign_on_only"
    SIGN_ON_FAILED = "sign_on_failed"
    SIGN_ON_REFUSED = "sign_on_refused"


class SessionEnd(StrEnum):
    """Why a session was ended before its time."""

    SIGNED_OUT = "signed_out"
    ACCOUNT_LOCKED = "account_locked"
    PASSWORD_CHANGED = "password_changed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    UNBOUND = "unbound"


@dataclass(frozen=True, slots=True)
class Session:
    """A stay of one account. `ends_at` is absolute, whatever happens in between.

    `provider_id`: whose sign-on began it (None: a password). `second_factor_at`: when a second factor was given, or
    the provider vouched for one.
    """

    account_id: UUID
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    provider_id: UUID | None = None
    second_factor_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """By what somebody came in: a provider's word or (None) a password, and a second factor or none."""

    provider_id: UUID | None = None
    second_factor_at: datetime | None = None


BY_PASSWORD = Entry()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in, as its owner sees it."""

    attempted_at: datetime
    address: str
    user_agent: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in with a password."""

    login: str
    password: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Signed in. `secret` is the session's random id: it goes into the cookie and is kept nowhere."""

    account_id: UUID
    secret: str = field(repr=False)
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class CodeDue:
    """The first factor was right, the second is asked for next; nobody is signed in. `ticket` goes into a cookie."""

    account_id: UUID
    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Not signed in. `words` say no more than the visitor may know; `next_attempt_at`: not before then."""

    outcome: Outcome
    words: str
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignOut:
    """End one's own session."""

    secret: str = field(repr=False)
