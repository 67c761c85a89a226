"""Who stands behind a session, a token or an account, with the roles in force: one statement, asked by every page."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.credentials import ApiToken
from registry.identity.model.principals import HeldRole, Lender
from registry.identity.model.roles import Delegation, Role, RoleGrant
from registry.identity.model.second_factor import RuleKind
from registry.identity.model.sign_in import Session
from registry.identity.queries.roles import scope_of
from registry.identity.rules.accounts import folded_login
from registry.identity.rules.roles import is_in_force
from registry.identity.rules.second_factor import Required
from registry.kernel.scopes import Scope

Row = dict[str, Any]

_ACCOUNT = (
    "a.id AS account_id, a.login, a.display_name, a.must_change_password, a.locked_on, a.lock_reason, a.person_id, "
    "a.school_id, a.staff_no, held.*"
)
_GRANT = (
    "g.id AS grant_id, g.account AS holder_id, g.role, g.scope_kind, g.scope_id, g.school_id AS grant_school_id, "
    "g.started_on, g.finished_on, g.ended_at"
)
_HELD = f"""
LEFT JOIN LATERAL (
    SELECT {_GRANT}, NULL::uuid AS delegation_id, NULL::date AS lent_from, NULL::date AS lent_to,
        NULL::timestamptz AS lent_ended_at, NULL::uuid AS lender_person_id, NULL AS lender_name,
        NULL::date AS lender_locked_on
    FROM role_grant g WHERE g.account = a.id
    UNION ALL
    SELECT {_GRANT}, d.id, d.started_on, d.finished_on, d.ended_at, l.person_id, l.display_name, l.locked_on
    FROM delegation d JOIN role_grant g ON g.id = d.role_grant JOIN account l ON l.id = g.account
    WHERE d.borrower = a.id
) held ON true
"""
_ORDER = "ORDER BY held.delegation_id IS NOT NULL, held.started_on, held.role, held.grant_id, held.delegation_id"


_FACTOR = f"""
EXISTS (SELECT FROM second_factor f WHERE f.account = a.id AND f.confirmed_at IS NOT NULL AND f.ended_at IS NULL)
    AS has_second_factor,
ARRAY(SELECT r.role || ' ' || COALESCE(r.school_id::text, '') FROM sign_in_rule r
    WHERE r.kind = '{RuleKind.SECOND_FACTOR.value}' AND r.ended_at IS NULL) AS asked_of
"""


class Standing(NamedTuple):
    """An account with the roles that it may act in: its own, then those lent to it.

    For a session also whether the account has a second factor, and of whom one is required.
    """

    account: Account
    roles: tuple[HeldRole, ...]
    has_second_factor: bool = False
    required: tuple[Required, ...] = ()


async def standing_of(reading: Reading, account_id: UUID) -> Standing | None:
    """How an account stands today."""
    found: list[Row] = await tables.Account.raw(
        f"SELECT {_ACCOUNT} FROM account a {_HELD} WHERE a.id = {{}} {_ORDER}", account_id
    )
    return _standing(found, reading.today) if found else None


async def standing_of_login(reading: Reading, login: str) -> Standing | None:
    """How the account of a login stands today."""
    found: list[Row] = await tables.Account.raw(
        f"SELECT {_ACCOUNT} FROM account a {_HELD} WHERE a.login = {{}} {_ORDER}", folded_login(login)
    )
    return _standing(found, reading.today) if found else None


async def behind_session(reading: Reading, id_hash: bytes) -> tuple[Session, Standing] | None:
    """The session of a hash, alive or not, and how its account stands today."""
    columns = (
        "s.started_at AS session_at, s.seen_at, s.ends_at, s.ended_at AS session_ended_at, s.provider, "
        f"s.second_factor_at, {_FACTOR}, {_ACCOUNT}"
    )
    source = "sign_in_session s JOIN account a ON a.id = s.account"
    found: list[Row] = await tables.Session.raw(
        f"SELECT {columns} FROM {source} {_HELD} WHERE s.id_hash = {{}} {_ORDER}", id_hash
    )
    if not found:
        return None
    row = found[0]
    days = (row["session_at"], row["seen_at"], row["ends_at"], row["session_ended_at"])
    session = Session(row["account_id"], *days, row["provider"], row["second_factor_at"])
    required = tuple(_required(words) for words in row["asked_of"])
    standing = _standing(found, reading.today)
    return session, standing._replace(has_second_factor=row["has_second_factor"], required=required)


async def behind_token(reading: Reading, token_hash: bytes) -> tuple[ApiToken, Standing] | None:
    """The token of a hash, usable or not, and how its account stands today."""
    columns = f"t.id AS token_id, t.label, t.prefix, t.scopes, t.expires_on, t.revoked_at, t.last_used_on, {_ACCOUNT}"
    source = "api_token t JOIN account a ON a.id = t.account"
    found: list[Row] = await tables.Token.raw(
        f"SELECT {columns} FROM {source} {_HELD} WHERE t.token_hash = {{}} {_ORDER}", token_hash
    )
    if not found:
        return None
    row = found[0]
    named = {name: row[name] for name in ("label", "prefix", "expires_on", "revoked_at", "last_used_on")}
    token = ApiToken(row["token_id"], row["account_id"], scopes=frozenset(row["scopes"]), **named)
    return token, _standing(found, reading.today)


def _standing(rows: Sequence[Row], on: date) -> Standing:
    first = rows[0]
    names = ("login", "display_name", "must_change_password", "locked_on", "lock_reason")
    bound = ("person_id", "school_id", "staff_no")
    account = Account(first["account_id"], **{name: first[name] for name in (*names, *bound)})
    return Standing(account, tuple(held for row in rows if (held := _held(row, account, on))))


def _required(words: str) -> Required:
    role, _, school_id = words.partition(" ")
    return Required(Role(role), UUID(school_id) if school_id else None)


def _held(row: Row, account: Account, on: date) -> HeldRole | None:
    """The role of a row, if it is in force. A lent one ends with the grant it rests on, or its owner locked out."""
    grant = _grant(row) if row["grant_id"] else None
    if grant is None or not is_in_force(grant, on):
        return None
    scope = grant.scope or Scope.person(account.person_id or account.id)
    if row["delegation_id"] is None:
        return HeldRole(grant.id, grant.role, scope, grant.school_id)
    days = (row["lent_from"], row["lent_to"], row["lent_ended_at"])
    lent = Delegation(row["delegation_id"], grant.id, grant.account_id, account.id, *days)
    if row["lender_locked_on"] is not None or not is_in_force(lent, on):
        return None
    lender = Lender(grant.account_id, row["lender_person_id"], row["lender_name"])
    return HeldRole(grant.id, grant.role, scope, grant.school_id, lender)


def _grant(row: Row) -> RoleGrant:
    return RoleGrant(
        id=row["grant_id"],
        account_id=row["holder_id"],
        role=Role(row["role"]),
        scope=scope_of(row["scope_kind"], row["scope_id"]),
        started_on=row["started_on"],
        finished_on=row["finished_on"],
        school_id=row["grant_school_id"],
        ended_at=row["ended_at"],
    )
