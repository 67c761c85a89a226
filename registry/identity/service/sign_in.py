"""Signing in with a password, and changing it. Wrong passwords are results, not errors: they must be written down."""

from dataclasses import replace
from typing import NamedTuple

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.events import PasswordChanged, account_values
from registry.identity.model.principals import principal_of
from registry.identity.model.sign_in import CodeDue, Entry, Outcome, SessionEnd, SignedIn, SignIn, SignInRefused
from registry.identity.queries.accounts import account
from registry.identity.queries.sign_in import Credentials, credentials, failures_of_login
from registry.identity.rules.accounts import folded_login, folded_password, password_fault
from registry.identity.rules.sign_in import (
    NOTHING_ASKED,
    Asked,
    may_change_password,
    outcome_of,
    refused,
    too_soon,
)
from registry.identity.service import passwords
from registry.identity.service.attempts import Tried, held_back_until, queued, write_attempt
from registry.identity.service.second_step import asked_of, code_due
from registry.identity.service.sessions import end_sessions, start_session
from registry.kernel.errors import InvalidFields
from registry.kernel.verdicts import require

RIGHT = (Outcome.SUCCEEDED, Outcome.CODE_DUE)


class _Try(NamedTuple):
    """A password typed for a login, and what is known of that login."""

    tried: Tried
    password: str
    known: Credentials | None
    asked: Asked = NOTHING_ASKED


async def sign_in(process: Process, command: SignIn) -> SignedIn | CodeDue | SignInRefused:
    """Anybody tries a password; an unknown login takes as long and answers the same as a wrong password.

    Where the account has a second factor, a right password gives a ticket for that and no session.
    """
    attempt = await _prepared(process, folded_login(command.login), command)
    if attempt.known is not None:
        attempt = attempt._replace(asked=await asked_of(process.reading, attempt.known.account))
    refusal = await _refusal(process, attempt)
    if refusal is not None or attempt.known is None:
        return refusal or refused(Outcome.WRONG_PASSWORD)
    if passwords.is_outdated(attempt.known.password_hash):
        await _keep_hash(attempt.known, await passwords.hashed(command.password))
    if attempt.asked.second_factor:
        return code_due(process, attempt.known.account)
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
    attempt = await _prepared(process, before.login, SignIn(before.login, command.current, command.place))
    return await _refusal(process, attempt) or await _changed(process, attempt, command.new, principal.entry)


async def _changed(process: Process, attempt: _Try, password: str, entry: Entry) -> SignedIn:
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
    return await start_session(process, after, attempt.tried.place, entry)


async def _prepared(process: Process, login: str, command: SignIn) -> _Try:
    index = await queued(process, f"login:{login}")
    known = await credentials(login)
    return _Try(Tried(index, known.account.id if known else None, command.place), command.password, known)


async def _refusal(process: Process, attempt: _Try) -> SignInRefused | None:
    """Why the password is not good enough; None when it is. Writes the attempt down."""
    known, tried = attempt.known, attempt.tried
    failures = await failures_of_login(process.reading, tried.name_index, known.password_set_at if known else None)
    if allowed_at := await held_back_until(process, failures, tried.place):
        return too_soon(allowed_at)
    is_right = await passwords.matches(known.password_hash if known else None, attempt.password)
    outcome = outcome_of(known.account if known else None, is_right, attempt.asked)
    await write_attempt(process, tried, outcome)
    return None if outcome in RIGHT else refused(outcome)


async def _keep_hash(known: Credentials, password_hash: str) -> None:
    table = tables.Account
    await table.update({table.password_hash: password_hash}).where(table.id == known.account.id)
