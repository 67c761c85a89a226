"""What is recorded of accounts, roles, sessions, links and tokens. Never a password, a hash or a token."""

from datetime import date, datetime
from uuid import UUID

from registry.audit.model import Event
from registry.identity.model.accounts import Account
from registry.identity.model.credentials import ApiToken, Link
from registry.identity.model.roles import Delegation, RoleGrant
from registry.kernel.scopes import ScopeKind


class AccountCreated(Event):
    """An account was made."""


class AccountBound(Event):
    """The account was given its person, or its place on a staff list."""


class PasswordReset(Event):
    """An operator gave the account a new first password."""


class PasswordChanged(Event):
    """The owner replaced the password."""


class AccountLocked(Event):
    """Nobody signs in with it any more."""


class AccountUnlocked(Event):
    """Sign-in is possible again."""


class RoleGranted(Event):
    """An account was given a role."""


class RoleEnded(Event):
    """A role was taken back, or its last day set."""


class RoleDelegated(Event):
    """A role was lent."""


class DelegationEnded(Event):
    """A lent role was taken or given back."""


class SessionStarted(Event):
    """Somebody signed in."""


class SessionEnded(Event):
    """Somebody signed out."""


class LinkIssued(Event):
    """A one-time link was made."""


class LinkRedeemed(Event):
    """A one-time link was used up."""


class TokenIssued(Event):
    """An API token was made."""


class TokenRevoked(Event):
    """An API token was made useless."""


def account_values(account: Account) -> dict[str, object]:
    """An account as events keep it; the reason of a lock is personal and kept apart."""
    return {
        "login": account.login,
        "display_name": account.display_name,
        "must_change_password": account.must_change_password,
        "locked_on": _text(account.locked_on),
        "person_id": _text(account.person_id),
        "school_id": _text(account.school_id),
        "staff_no": account.staff_no,
    }


def grant_values(grant: RoleGrant) -> dict[str, object]:
    """A role grant as events keep it."""
    return {
        "account_id": str(grant.account_id),
        "role": grant.role.value,
        "scope_kind": grant.scope.kind.value if grant.scope else ScopeKind.PERSON.value,
        "scope_id": _text(grant.scope.id if grant.scope else None),
        "school_id": _text(grant.school_id),
        "started_on": _text(grant.started_on),
        "finished_on": _text(grant.finished_on),
        "ended_at": _text(grant.ended_at),
    }


def delegation_values(delegation: Delegation) -> dict[str, object]:
    """A delegation as events keep it."""
    return {
        "grant_id": str(delegation.grant_id),
        "lender_id": str(delegation.lender_id),
        "borrower_id": str(delegation.borrower_id),
        "started_on": _text(delegation.started_on),
        "finished_on": _text(delegation.finished_on),
        "ended_at": _text(delegation.ended_at),
    }


def link_values(link: Link) -> dict[str, object]:
    """A one-time link as events keep it: without its token."""
    return {
        "purpose": link.purpose,
        "subject_id": link.subject_id,
        "expires_at": _text(link.expires_at),
        "used_at": _text(link.used_at),
    }


def token_values(token: ApiToken) -> dict[str, object]:
    """An API token as events keep it: recognisable, not usable."""
    return {
        "account_id": str(token.account_id),
        "label": token.label,
        "prefix": token.prefix,
        "scopes": sorted(token.scopes),
        "expires_on": _text(token.expires_on),
        "revoked_at": _text(token.revoked_at),
    }


def _text(value: date | datetime | UUID | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
