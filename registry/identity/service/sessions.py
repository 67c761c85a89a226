"""Sessions: started, seen again, ended; and who stands behind one."""

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from registry.audit.process import Process, Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.events import SessionEnded, SessionStarted
from registry.identity.model.principals import Principal
from registry.identity.model.sign_in import BY_PASSWORD, Entry, Place, Session, SessionEnd, SignedIn, SignOut
from registry.identity.queries.accounts import NO_ACCOUNT
from registry.identity.queries.principals import Standing, behind_session, standing_of, standing_of_login
from registry.identity.rules.lifetimes import SESSION_LONGEST, is_alive, is_to_be_seen_again
from registry.identity.rules.second_factor import is_required, lacks_second_factor
from registry.identity.rules.secrets import fingerprint
from registry.kernel.errors import NotFound, NotPermitted

SECRET_BYTES = 32
LONGEST_AGENT = 300
"""Characters kept of what a browser calls itself."""


async def start_session(process: Process, account: Account, place: Place, entry: Entry = BY_PASSWORD) -> SignedIn:
    """A new session with a new random id; part of signing in. Whoever came by a provider needs no password."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    ends_at = process.now + SESSION_LONGEST
    await tables.Session.insert(
        tables.Session(
            id_hash=fingerprint(secret),
            account=account.id,
            started_at=process.now,
            seen_at=process.now,
            ends_at=ends_at,
            address=place.address,
            user_agent=place.user_agent[:LONGEST_AGENT],
            provider=entry.provider_id,
            second_factor_at=entry.second_factor_at,
        )
    )
    after: dict[str, object] = {"ends_at": ends_at.isoformat(), **_entry_values(entry)}
    where = {"address": place.address, "user_agent": place.user_agent[:LONGEST_AGENT]}
    process.record(SessionStarted("account", str(account.id), None, after, dict(where)))
    return SignedIn(account.id, secret, account.must_change_password and entry.provider_id is None)


async def ended_by_owner(process: Process, secret: str, why: SessionEnd) -> None:
    """Every session of the actor's account but the one of this secret; part of what ends them, which records it."""
    table = tables.Session
    others = (table.account == process.actor.account_id) & (table.id_hash != fingerprint(secret))
    await table.update({table.ended_at: process.now, table.end_reason: why.value}).where(
        others & table.ended_at.is_null() & (table.ends_at > process.now)
    )


async def mark_second_factor(process: Process, secret: str) -> None:
    """The actor's session of this secret has given a second factor; part of setting one up."""
    table = tables.Session
    own = (table.account == process.actor.account_id) & (table.id_hash == fingerprint(secret))
    await table.update({table.second_factor_at: process.now}).where(own & table.ended_at.is_null())


async def end_sessions(process: Process, account_id: UUID, why: SessionEnd) -> None:
    """Every session of an account that still runs; part of what ends them, which records it."""
    table = tables.Session
    await table.update({table.ended_at: process.now, table.end_reason: why.value}).where(
        (table.account == account_id) & table.ended_at.is_null() & (table.ends_at > process.now)
    )


async def sign_out(process: Process, command: SignOut) -> UUID | None:
    """Whoever holds the session ends it. One that is over already stays as it is.

    The provider by whose word it was begun, where there is one: the user may want to leave there, too.
    """
    table = tables.Session
    rows = (
        await table.update({table.ended_at: process.now, table.end_reason: SessionEnd.SIGNED_OUT.value})
        .where((table.id_hash == fingerprint(command.secret)) & table.ended_at.is_null())
        .returning(table.account, table.provider)
    )
    for row in rows:
        after: dict[str, object] = {"end_reason": SessionEnd.SIGNED_OUT.value}
        process.record(SessionEnded("account", str(row["account"]), None, after))
    return next((row["provider"] for row in rows), None)


async def end_other_sessions(process: Process, secret: str) -> int:
    """Whoever holds the session ends all others of the same account. How many; of a session over already, none."""
    table, own = tables.Session, fingerprint(secret)
    rows = await table.select(table.account).where((table.id_hash == own) & table.ended_at.is_null())
    if not rows or rows[0]["account"] != process.actor.account_id:
        return 0
    others = (table.account == rows[0]["account"]) & (table.id_hash != own)
    ended = (
        await table.update({table.ended_at: process.now, table.end_reason: SessionEnd.SIGNED_OUT.value})
        .where(others & table.ended_at.is_null() & (table.ends_at > process.now))
        .returning(table.account)
    )
    if ended:
        after: dict[str, object] = {"end_reason": SessionEnd.SIGNED_OUT.value, "others": len(ended)}
        process.record(SessionEnded("account", str(process.actor.account_id), None, after))
    return len(ended)


async def authenticate_session(reading: Reading, secret: str) -> Principal | None:
    """Who stands behind a cookie; None for a session that is unknown or over, and for a locked account.

    Opens no process: it comes before the doors. Writes one row, and that only every few minutes.
    """
    id_hash = fingerprint(secret)
    found = await behind_session(reading, id_hash)
    if found is None:
        return None
    session, standing = found
    is_good = is_alive(session, reading.now) and not lacks_second_factor(session, standing.has_second_factor)
    principal = _in_session(reading, standing, session) if is_good else None
    if principal is not None and is_to_be_seen_again(session, reading.now):
        await _see(id_hash, reading.now)
    return principal


async def principal_for(reading: Reading, account_id: UUID) -> Principal | None:
    """An account as if it were signed in; None when it is locked or unknown."""
    standing = await standing_of(reading, account_id)
    return principal_from(reading, standing) if standing else None


async def acting_as(reading: Reading, login: str) -> Principal:
    """The account in whose name a command on the machine is given (`--as`); its password is not asked for.

    Its roles hold even while a first password stands: nobody can change one from the command line.
    Raises NotFound, NotPermitted for a locked account.
    """
    standing = await standing_of_login(reading, login)
    if standing is None:
        raise NotFound(NO_ACCOUNT)
    principal = principal_from(reading, standing)
    if principal is None:
        raise NotPermitted(f"账号 {standing.account.login} 已停用")
    return replace(principal, roles=standing.roles)


def principal_from(
    reading: Reading, standing: Standing, token_scopes: frozenset[str] | None = None
) -> Principal | None:
    """An account with its roles of today; None when it is locked. A first password gives no role yet."""
    account = standing.account
    if account.locked_on is not None:
        return None
    return Principal(
        account_id=account.id,
        name=account.display_name,
        source=reading.actor.source,
        person_id=account.person_id,
        school_id=account.school_id,
        roles=() if account.must_change_password else standing.roles,
        must_change_password=account.must_change_password,
        token_scopes=token_scopes,
    )


def _in_session(reading: Reading, standing: Standing, session: Session) -> Principal | None:
    """Whom a session signs in. Begun by a provider it needs no password; owing a second factor it has no role."""
    account = standing.account
    if session.provider_id is not None:
        standing = standing._replace(account=replace(account, must_change_password=False))
    principal = principal_from(reading, standing)
    if principal is None:
        return None
    entry = Entry(session.provider_id, session.second_factor_at)
    owes = session.second_factor_at is None and is_required(standing.required, standing.roles, account.school_id)
    return replace(principal, entry=entry, owes_second_factor=owes, roles=() if owes else principal.roles)


def _entry_values(entry: Entry) -> dict[str, object]:
    """How somebody came in, as the event keeps it; nothing where it was a password alone."""
    values: dict[str, object] = {}
    if entry.provider_id is not None:
        values["provider_id"] = str(entry.provider_id)
    if entry.second_factor_at is not None:
        values["second_factor_at"] = entry.second_factor_at.isoformat()
    return values


async def _see(id_hash: bytes, now: datetime) -> None:
    table = tables.Session
    await table.update({table.seen_at: now}).where((table.id_hash == id_hash) & (table.seen_at < now))
