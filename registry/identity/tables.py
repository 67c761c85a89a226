"""Accounts, roles, delegations, sessions, attempts, links, tokens, single sign-on, second factors.

What no `Check` can say is in migrations m0011 and m0141.
"""

from collections.abc import Iterable
from enum import StrEnum

from piccolo.columns import UUID, Array, BigInt, Boolean, Bytea, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.identity.model.roles import Role
from registry.identity.model.second_factor import FactorEnd, RuleKind
from registry.identity.model.sign_in import Outcome, SessionEnd
from registry.identity.model.sign_on import ProviderKind
from registry.identity.rules.roles import SCOPES_OF_ROLES
from registry.kernel.scopes import ScopeKind

ROLES_IN_SCOPES = ", ".join(
    f"('{role.value}', '{kind.value}')" for role, kinds in SCOPES_OF_ROLES.items() for kind in sorted(kinds)
)
WITHOUT_SCOPE_ID = f"scope_kind IN ('{ScopeKind.SYSTEM.value}', '{ScopeKind.PERSON.value}')"
IN_ORDER = "started_on <= finished_on"


def _one_of(column: str, words: Iterable[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


class Account(Table, tablename="account"):
    """Somebody that can sign in. Never deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    login = Text(default=None, null=False, unique=True, help_text="in lower case")
    display_name = Text(default=None, null=False)
    password_hash = Text(default=None, null=False, secret=True, help_text="argon2id")
    password_set_at = Timestamptz(default=None, null=False)
    must_change_password = Boolean(default=None, null=False, help_text="a first password stands")
    locked_on = Date(default=None, null=True)
    lock_reason = Text(default=None, null=True)
    person_id = UUID(default=None, null=True, index=True, help_text="people are recorded above this slice")
    school_id = UUID(default=None, null=True, index=True, help_text="the school whose staff the account belongs to")
    staff_no = Text(default=None, null=True, help_text="unique in its school")
    created_at = Timestamptz(default=None, null=False)

    account_login_shape = Check("login ~ '^[a-z0-9][a-z0-9._@-]+$' AND length(login) <= 64")
    account_is_named = Check("display_name <> ''")
    account_locked_with_reason = Check("(locked_on IS NULL) = (lock_reason IS NULL) AND lock_reason <> ''")
    account_staff_no_of_school = Check("staff_no IS NULL OR (school_id IS NOT NULL AND staff_no <> '')")


class RoleGrant(Table, tablename="role_grant"):
    """A role given to an account between two days. Ended, not deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    role = Text(default=None, null=False)
    scope_kind = Text(default=None, null=False)
    scope_id = UUID(default=None, null=True, help_text="bureau, school or department; null: system, or one's own")
    school_id = UUID(default=None, null=True, help_text="the school of a department")
    started_on = Date(default=None, null=False)
    finished_on = Date(default=None, null=True, help_text="inclusive; null: without an end")
    granted_by = ForeignKey(
        Account, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: the installation"
    )
    granted_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True, help_text="taken back at once")

    role_grant_role_in_scope = Check(f"(role, scope_kind) IN ({ROLES_IN_SCOPES})")
    role_grant_scope_named = Check(f"(scope_id IS NULL) = ({WITHOUT_SCOPE_ID})")
    role_grant_department_in_school = Check("(school_id IS NOT NULL) = (scope_kind = 'department')")
    role_grant_in_order = Check(IN_ORDER)


class Delegation(Table, tablename="delegation"):
    """A grant lent to another account between two days. Ended, not deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    role_grant = ForeignKey(RoleGrant, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    borrower = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    started_on = Date(default=None, null=False)
    finished_on = Date(default=None, null=False, help_text="inclusive")
    delegated_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)

    delegation_in_order = Check(IN_ORDER)


class Provider(Table, tablename="sign_on_provider"):
    """A school's own place of signing in (统一身份认证). Switched off, never deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    school_id = UUID(default=None, null=False, index=True, help_text="whose staff numbers it tells")
    name = Text(default=None, null=False, help_text="what its button says")
    kind = Text(default=None, null=False)
    address = Text(default=None, null=False, help_text="CAS: above /login; OIDC: the issuer")
    client_id = Text(default=None, null=True, help_text="OIDC only")
    secret_sealed = Bytea(default=None, null=True, secret=True, help_text="the client's secret, for this row")
    secret_set_on = Date(default=None, null=True)
    scopes = Text(default=None, null=True, help_text="OIDC only: what is asked for, with blanks between")
    staff_no_claim = Text(default=None, null=True, help_text="what carries the staff number; null: the user's name")
    vouches_second_factor = Boolean(default=None, null=False, help_text="it asks for a second factor itself")
    is_on = Boolean(default=None, null=False)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")
    created_at = Timestamptz(default=None, null=False)

    sign_on_provider_named = Check("name <> '' AND address <> ''")
    sign_on_provider_kind_known = Check(_one_of("kind", ProviderKind))
    sign_on_provider_client = Check("(client_id IS NOT NULL AND scopes IS NOT NULL) = (kind = 'oidc')")
    sign_on_provider_secret_whole = Check("(secret_sealed IS NULL) = (secret_set_on IS NULL)")
    sign_on_provider_claim_named = Check("staff_no_claim <> ''")


class Binding(Table, tablename="sign_on_binding"):
    """Which account somebody known to a provider signs in to. Ended, not deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    provider = ForeignKey(Provider, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    subject = Text(default=None, null=False, help_text="personal: how the provider calls the user")
    account = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    staff_no = Text(default=None, null=False, help_text="as told when it was bound")
    bound_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)
    ended_reason = Text(default=None, null=True)

    sign_on_binding_named = Check("subject <> '' AND staff_no <> ''")
    sign_on_binding_ended_with_reason = Check("(ended_at IS NULL) = (ended_reason IS NULL) AND ended_reason <> ''")


class SpentTicket(Table, tablename="sign_in_spent"):
    """A ticket of signing in that was good once. Removed when it could no longer be used anyway."""

    id_hash = Bytea(primary_key=True, default=None, null=False, help_text="SHA-256 of the ticket's random id")
    spent_at = Timestamptz(default=None, null=False)


class SecondFactor(Table, tablename="second_factor"):
    """An authenticator application (TOTP) of one account; counts once confirmed. Ended, not deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    secret_sealed = Bytea(default=None, null=True, secret=True, help_text="for this row; null once it is ended")
    begun_at = Timestamptz(default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=True)
    last_step = BigInt(default=None, null=True, help_text="of 30 seconds; the newest whose code was taken")
    ended_at = Timestamptz(default=None, null=True)
    end_reason = Text(default=None, null=True)

    second_factor_end_known = Check(_one_of("end_reason", FactorEnd))
    second_factor_ended_whole = Check(
        "(ended_at IS NULL) = (end_reason IS NULL) AND (ended_at IS NULL) = (secret_sealed IS NOT NULL)"
    )
    second_factor_confirmed_with_step = Check("(confirmed_at IS NULL) = (last_step IS NULL)")


class RecoveryCode(Table, tablename="second_factor_recovery"):
    """A code on paper that takes the place of the application once."""

    code_hash = Bytea(primary_key=True, default=None, null=False, help_text="keyed hash, for this factor")
    factor = ForeignKey(SecondFactor, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    batch = Bytea(default=None, null=False, help_text="SHA-256 of the form that asked for it")
    made_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True, help_text="newer codes took its place")


class SignInRule(Table, tablename="sign_in_rule"):
    """What a school, or the whole installation, asks of those who sign in. Ended, not deleted."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False)
    school_id = UUID(default=None, null=True, help_text="null: everywhere")
    role = Text(default=None, null=True, help_text="of whom; null: of everybody")
    began_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)

    sign_in_rule_kind_known = Check(_one_of("kind", RuleKind))
    sign_in_rule_role_known = Check(_one_of("role", Role))
    sign_in_rule_whole = Check(
        "(role IS NOT NULL) = (kind = 'second_factor') AND (school_id IS NOT NULL OR kind = 'second_factor')"
    )


class Session(Table, tablename="sign_in_session"):
    """A stay of one account, known by the hash of its random id."""

    id_hash = Bytea(primary_key=True, default=None, null=False, help_text="SHA-256 of what the cookie holds")
    account = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    started_at = Timestamptz(default=None, null=False)
    seen_at = Timestamptz(default=None, null=False, help_text="to a few minutes")
    ends_at = Timestamptz(default=None, null=False, help_text="absolute end")
    ended_at = Timestamptz(default=None, null=True, help_text="ended before its time")
    end_reason = Text(default=None, null=True)
    address = Text(default=None, null=False)
    user_agent = Text(default=None, null=False)
    provider = ForeignKey(
        Provider, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: by password"
    )
    second_factor_at = Timestamptz(default=None, null=True, help_text="given, or vouched for by the provider")

    sign_in_session_hash_shape = Check("octet_length(id_hash) = 32")
    sign_in_session_in_order = Check("started_at <= seen_at AND started_at < ends_at")
    sign_in_session_ended_with_reason = Check("(ended_at IS NULL) = (end_reason IS NULL)")
    sign_in_session_reason_known = Check(_one_of("end_reason", SessionEnd))


class Attempt(Table, tablename="sign_in_attempt"):
    """A try to sign in whose password was looked at. What the throttle refuses unseen leaves no row."""

    id = UUID(primary_key=True, default=None, null=False)
    login_index = Bytea(default=None, null=False, help_text="keyed hash: people type passwords into the login field")
    account = ForeignKey(
        Account, on_delete=OnDelete.restrict, default=None, null=True, index=True, help_text="null: unknown login"
    )
    attempted_at = Timestamptz(default=None, null=False)
    address = Text(default=None, null=False)
    line = Text(default=None, null=False, help_text="the address as the throttle counts it")
    user_agent = Text(default=None, null=False)
    outcome = Text(default=None, null=False)

    sign_in_attempt_outcome_known = Check(_one_of("outcome", Outcome))


class Link(Table, tablename="one_time_link"):
    """A link that works once, for one purpose."""

    id = UUID(primary_key=True, default=None, null=False)
    token_hash = Bytea(default=None, null=False, unique=True)
    purpose = Text(default=None, null=False)
    subject_id = Text(default=None, null=False, index=True)
    issued_by = ForeignKey(
        Account, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: the installation"
    )
    issued_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)

    one_time_link_in_order = Check("issued_at < expires_at")
    one_time_link_used_in_time = Check("used_at >= issued_at AND used_at < expires_at")


class Token(Table, tablename="api_token"):
    """A key for another system."""

    id = UUID(primary_key=True, default=None, null=False)
    account = ForeignKey(Account, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    label = Text(default=None, null=False, help_text="which system uses it")
    prefix = Text(default=None, null=False, help_text="its first characters, to recognise it")
    token_hash = Bytea(default=None, null=False, unique=True)
    scopes = Array(base_column=Text(), default=None, null=False)
    issued_at = Timestamptz(default=None, null=False)
    expires_on = Date(default=None, null=False, help_text="its last day")
    revoked_at = Timestamptz(default=None, null=True)
    last_used_on = Date(default=None, null=True)

    api_token_is_labelled = Check("label <> ''")
    api_token_has_scopes = Check("cardinality(scopes) > 0")
