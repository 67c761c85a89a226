"""Single sign-on: whose word about a user is taken, what it tells, and which account it opens."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from registry.identity.model.sign_in import Place

NOTHING_PERSONAL: frozenset[str] = frozenset()


class ProviderKind(StrEnum):
    """The language that a provider speaks."""

    CAS = "cas"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True)
class Provider:
    """A school's place of signing in. Its secret is shown to nobody; `secret_set_on` is all that is told of it.

    `address`: for CAS what stands before `/login`, for OIDC the issuer. `staff_no_claim` None: the user's name itself
    is the staff number. `vouches_second_factor`: it asks for a second factor, so that none is asked for here.
    """

    SUBJECT: ClassVar[str] = "sign_on_provider"
    PERSONAL: ClassVar[frozenset[str]] = NOTHING_PERSONAL

    id: UUID
    school_id: UUID
    name: str
    kind: ProviderKind
    address: str
    client_id: str | None
    secret_set_on: date | None
    scopes: str | None
    staff_no_claim: str | None
    vouches_second_factor: bool
    is_on: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A user of a provider and the account that is opened; `staff_no` as it was told at first."""

    SUBJECT: ClassVar[str] = "sign_on_binding"
    PERSONAL: ClassVar[frozenset[str]] = frozenset({"subject"})

    id: UUID
    provider_id: UUID
    subject: str
    account_id: UUID
    staff_no: str
    bound_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ProviderWanted:
    """A provider as it is to be. `secret` empty: none, or the one that is kept already."""

    school_id: UUID
    name: str
    kind: ProviderKind
    address: str
    client_id: str = ""
    secret: str = field(default="", repr=False)
    scopes: str = ""
    staff_no_claim: str = ""
    vouches_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class SetUpProvider:
    """Make a provider, switched off. `provider_id` is chosen by whoever asks. `plain_http`: http is meant."""

    provider_id: UUID
    wanted: ProviderWanted
    plain_http: bool = False


@dataclass(frozen=True, slots=True)
class ChangeProvider:
    """Change a provider; kind and school stay as they are."""

    provider_id: UUID
    revision: int
    wanted: ProviderWanted
    plain_http: bool = False


@dataclass(frozen=True, slots=True)
class SwitchProvider:
    """Offer a provider on the sign-in page, or offer it no longer."""

    provider_id: UUID
    is_on: bool


@dataclass(frozen=True, slots=True)
class Unbind:
    """Part a user of a provider from the account, so that the next sign-on binds anew."""

    binding_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of somebody who signed in there. `staff_no` empty: it did not say."""

    subject: str
    staff_no: str


@dataclass(frozen=True, slots=True)
class OnRoster:
    """Whom the school's roster knows under a staff number. `person_id` None: nobody; `is_present`: employed today."""

    person_id: UUID | None = None
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class SignOn:
    """Sign in on a provider's word, which was checked already."""

    provider_id: UUID
    told: Told
    roster: OnRoster
    place: Place


class SignOnRefusal(StrEnum):
    """Why the word of a provider opens nothing."""

    SWITCHED_OFF = "switched_off"
    NO_STAFF_NO = "no_staff_no"
    NO_ACCOUNT = "no_account"
    LOCKED = "locked"
    EMPLOYMENT_ENDED = "employment_ended"
    OTHER_ACCOUNT = "other_account"
    ACCOUNT_TAKEN = "account_taken"
    TWO_ACCOUNTS = "two_accounts"


@dataclass(frozen=True, slots=True)
class SignOnRefused:
    """Not signed in. `words` say what was told and whom to ask."""

    refusal: SignOnRefusal
    words: str


@dataclass(frozen=True, slots=True)
class Journey:
    """A visitor sent to a provider, until the way back. Kept sealed in the visitor's own cookie.

    `state` comes back in the address; `service` is the address to come back to, `wanted` the page to go on to.
    `nonce` and `verifier` are OIDC's (PKCE).
    """

    state: str = field(repr=False)
    provider_id: UUID
    service: str
    wanted: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    ends_at: datetime
