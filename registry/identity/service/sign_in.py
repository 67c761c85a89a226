"""Signing in with a password, and changing it. Wrong passwords are results, not errors: they must be written down."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.events import PasswordChanged, account_values
from registry.identity.model.principals import principal_of
from registry.identity.model.sign_in import Outcome, Place, SessionEnd, SignedIn, SignIn, SignInRefused
from registry.identity.queries.accounts import account
from registry.identity.queries.sign_in import Credentials, credentials, failures_of_line, failures_of_login
from registry.identity.rules.accounts import folded_login, folded_password, password_fault
from registry.identity.rules.sign_in import may_change_password, outcome_of, refused, too_soon
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE, line_of, next_attempt_at
from registry.identity.service import passwords
from registry.identity.service.sessions import LONGEST_AGENT, end_sessions, start_session
from registry.kernel.errors import InvalidFields
from registry.kernel.verdicts import require


class _Try(NamedTuple):
    """A password typed for a login, and what is known of that login."""

    login_index: bytes
    password: str
    place: Place
    known: Credentials | None


async def sign_in(process: Process, command: SignIn) -> SignedIn | SignInRefused:
    """Anybody tries a password; an unknown login takes as long and answers the same as a wrong password."""
    attempt = await _prepared(process, folded_login(command.login), command.password, command.place)
    refusal = await _refusal(process, attempt)
    if refusal is not None or attempt.known is None:
        return refusal or refused(Outcome.WRONG_PASSWORD)
    if passwords.is_outdated(attempt.known.password_hash):
        await _keep_hash(attempt.known, await passwords.hashed(command.password))
    return await start_session(process, attempt.known.account, command.place)


async def change_password(process: Process, command: ChangePassword) -> SignedIn | SignInRefused:
    """The owner replaces the password: every session ends, and a new one begins. Raises NotPermitted, InvalidFields.

    The current password is asked for and throttled as in signing in: an unattended screen is not enough.
    """
    principal = principal_of(process.actor)
    require(may_change_password(principal))
    assert principal.account_id is not None
    before = await account(process.reading, principal.account_id)
    fault = password_fault(command.new, before)
    if folded_password(command.new) == folded_password(command.current):
        fault = "新口令不能与原口令相同"
    if fault:
        raise InvalidFields({"new": fault})
    attempt = await _prepared(process, before.login, command.current, command.place)
    return await _refusal(process, attempt) or await _changed(process, attempt, command.new)


async def _changed(process: Process, attempt: _Try, password: str) -> SignedIn:
    assert attempt.known is not None
    before = attempt.known.account
    table = tables.Account
    await table.update(
        {
            table.password_hash: await passwords.hashed(password),
            table.password_set_at: process.now,
            table.must_change_password: False,
        }
    ).where(table.id == before.id)
    await end_sessions(process, before.id, SessionEnd.PASSWORD_CHANGED)
    after = replace(before, must_change_password=False)
    process.record(PasswordChanged("account", str(after.id), account_values(before), account_values(after)))
    return await start_session(process, after, attempt.place)


async def _prepared(process: Process, login: str, password: str, place: Place) -> _Try:
    """Tries for one login wait for each other: at once they would all slip past the throttle."""
    index = process.reading.house.vault.index(f"login:{login}")
    lock = int.from_bytes(index[:8], "big", signed=True)
    await tables.Attempt.raw("SELECT pg_advisory_xact_lock({})", lock)
    return _Try(index, password, place, await credentials(login))


async def _refusal(process: Process, attempt: _Try) -> SignInRefused | None:
    """Why the password is not good enough; None when it is. Writes the attempt down."""
    allowed_at = await _next_attempt_at(process, attempt)
    if allowed_at is not None and process.now < allowed_at:
        return too_soon(allowed_at)
    known = attempt.known
    is_right = await passwords.matches(known.password_hash if known else None, attempt.password)
    outcome = outcome_of(known.account if known else None, is_right)
    await _write_attempt(process, attempt, outcome)
    return None if outcome is Outcome.SUCCEEDED else refused(outcome)


async def _next_attempt_at(process: Process, attempt: _Try) -> datetime | None:
    set_at = attempt.known.password_set_at if attempt.known else None
    of_login = await failures_of_login(process.reading, attempt.login_index, set_at)
    of_line = await failures_of_line(process.reading, line_of(attempt.place.address))
    waits = [next_attempt_at(of_login, ACCOUNT_PACE), next_attempt_at(of_line, ADDRESS_PACE)]
    return max((wait for wait in waits if wait is not None), default=None)


async def _write_attempt(process: Process, attempt: _Try, outcome: Outcome) -> None:
    await tables.Attempt.insert(
        tables.Attempt(
            id=uuid4(),
            login_index=attempt.login_index,
            account=attempt.known.account.id if attempt.known else None,
            attempted_at=process.now,
            address=attempt.place.address,
            line=line_of(attempt.place.address),
            user_agent=attempt.place.user_agent[:LONGEST_AGENT],
            outcome=outcome.value,
        )
    )


async def _keep_hash(known: Credentials, password_hash: str) -> None:
    table = tables.Account
    await table.update({table.password_hash: password_hash}).where(table.id == known.account.id)
