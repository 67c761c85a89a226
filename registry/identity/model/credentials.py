"""One-time links and API tokens: what is shown once and afterwards known only by its hash."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """A link for one purpose about one subject; good until `expires_at`, and once."""

    id: UUID
    purpose: str
    subject_id: str
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A new link. `token` goes into the address and is kept nowhere."""

    link: Link
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssueLink:
    """Make a link. `purpose` is a word of the slice that issues it; that slice permits it first."""

    purpose: str
    subject_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RedeemLink:
    """Use a link up."""

    token: str = field(repr=False)
    purpose: str


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A key for another system. `expires_on` is its last day; `prefix` is how its owner recognises it."""

    id: UUID
    account_id: UUID
    label: str
    prefix: str
    scopes: frozenset[str]
    expires_on: date
    revoked_at: datetime | None = None
    last_used_on: date | None = None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token; `token` is shown this once."""

    record: ApiToken
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssueToken:
    """Make a token for one's own account. `scopes` are words such as `placements:read`.

    `form` is the random word of the form: the same form sent twice makes one token. Empty: sent by no form.
    """

    label: str
    scopes: frozenset[str]
    expires_on: date
    form: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """Make a token useless at once."""

    token_id: UUID
