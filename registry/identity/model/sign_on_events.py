"""What is recorded of single sign-on and second factors. Never a secret, a code or a ticket."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registry.audit.model import Event
from registry.identity.model.second_factor import SecondFactor, SignInRule
from registry.identity.model.sign_on import Binding, Provider


class ProviderSetUp(Event):
    """A provider was entered."""


class ProviderChanged(Event):
    """A provider's particulars, or its secret, were changed."""


class ProviderSwitchedOn(Event):
    """The sign-in page offers it."""


class ProviderSwitchedOff(Event):
    """The sign-in page offers it no longer."""


class SignOnBound(Event):
    """A user of a provider signed on for the first time and was bound to an account."""


class SignOnUnbound(Event):
    """A user of a provider was parted from the account."""


class SecondFactorSetUp(Event):
    """The owner confirmed an authenticator application."""


class SecondFactorRemoved(Event):
    """The owner does without it."""


class SecondFactorReset(Event):
    """An operator or HR took somebody's lost one away."""


class RecoveryCodesRenewed(Event):
    """The owner got new recovery codes; those before are good no longer."""


class SignInRuleSet(Event):
    """A demand on those who sign in holds from now on."""


class SignInRuleEnded(Event):
    """A demand on those who sign in holds no longer."""


def provider_values(provider: Provider) -> dict[str, object]:
    """A provider as events keep it: of its secret only since when it is kept."""
    return {
        "school_id": str(provider.school_id),
        "name": provider.name,
        "kind": provider.kind.value,
        "address": provider.address,
        "client_id": provider.client_id,
        "secret_set_on": _text(provider.secret_set_on),
        "scopes": provider.scopes,
        "staff_no_claim": provider.staff_no_claim,
        "vouches_second_factor": provider.vouches_second_factor,
        "is_on": provider.is_on,
        "revision": provider.revision,
    }


def binding_values(binding: Binding) -> dict[str, object]:
    """A binding as events keep it; the user's name at the provider is personal and kept apart."""
    return {
        "provider_id": str(binding.provider_id),
        "account_id": str(binding.account_id),
        "staff_no": binding.staff_no,
        "bound_at": _text(binding.bound_at),
        "ended_at": _text(binding.ended_at),
        "ended_reason": binding.ended_reason,
    }


def factor_values(factor: SecondFactor) -> dict[str, object]:
    """A second factor as events keep it."""
    return {
        "account_id": str(factor.account_id),
        "begun_at": _text(factor.begun_at),
        "confirmed_at": _text(factor.confirmed_at),
        "ended_at": _text(factor.ended_at),
        "end_reason": _text(factor.end_reason),
    }


def rule_values(rule: SignInRule) -> dict[str, object]:
    """A rule as events keep it."""
    return {
        "kind": rule.kind.value,
        "school_id": _text(rule.school_id),
        "role": _text(rule.role),
        "began_at": _text(rule.began_at),
        "ended_at": _text(rule.ended_at),
    }


def _text(value: date | datetime | UUID | StrEnum | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
