"""Accounts, roles, delegations, sessions, attempts, links, tokens. What no `Check` can say is in migration m0011."""

from collections.abc import Iterable
from enum import StrEnum

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.identity.model.sign_in import Outcome, SessionEnd
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
