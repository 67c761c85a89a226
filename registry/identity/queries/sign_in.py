"""What signing in looks at: the stored hash and the failures that the throttle counts."""

from datetime import datetime
from typing import NamedTuple

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.sign_in import Outcome
from registry.identity.queries.accounts import account_of, select_accounts
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE

_GUESSES = [Outcome.WRONG_PASSWORD.value, Outcome.UNKNOWN_LOGIN.value]
_GUESSES_OF_A_LINE = [*_GUESSES, Outcome.WRONG_CODE.value, Outcome.SIGN_ON_FAILED.value]


class Credentials(NamedTuple):
    """An account with the hash of its password. Leaves this slice never."""

    account: Account
    password_hash: str
    password_set_at: datetime


async def credentials(login: str) -> Credentials | None:
    """What the password of a login, already folded, is checked against. Held until the transaction ends: a reset
    waits for the sign-in and then ends its session, too.
    """
    table = tables.Account
    secrets = table.select(table.id, table.password_hash, table.password_set_at)
    rows = await secrets.where(table.login == login).lock_rows("SHARE")
    if not rows:
        return None
    accounts = await select_accounts().where(table.id == rows[0]["id"])
    return Credentials(account_of(accounts[0]), rows[0]["password_hash"], rows[0]["password_set_at"])


async def failures_of_login(
    reading: Reading, login_index: bytes, password_set_at: datetime | None
) -> tuple[datetime, ...]:
    """The wrong passwords typed for a login since it last succeeded or got a new password, oldest first."""
    return await _failures(reading, login_index, _GUESSES, password_set_at)


async def failures_of_codes(
    reading: Reading, login_index: bytes, confirmed_at: datetime | None
) -> tuple[datetime, ...]:
    """The wrong codes typed for a login since it last succeeded or got another second factor, oldest first."""
    return await _failures(reading, login_index, [Outcome.WRONG_CODE.value], confirmed_at)


async def _failures(
    reading: Reading, login_index: bytes, guesses: list[str], begun_at: datetime | None
) -> tuple[datetime, ...]:
    since = reading.now - ACCOUNT_PACE.window
    table = tables.Attempt
    rows = (
        await table.select(table.attempted_at, table.outcome)
        .where((table.login_index == login_index) & (table.attempted_at > since))
        .order_by(table.attempted_at)
    )
    forgiven = [row["attempted_at"] for row in rows if row["outcome"] == Outcome.SUCCEEDED]
    return tuple(
        row["attempted_at"]
        for row in rows
        if row["outcome"] in guesses
        and (not forgiven or row["attempted_at"] > forgiven[-1])
        and (begun_at is None or row["attempted_at"] >= begun_at)
    )


async def failures_of_line(reading: Reading, line: str) -> tuple[datetime, ...]:
    """The wrong passwords from one address, oldest first. A success forgives none: a guesser may own an account."""
    table = tables.Attempt
    rows = (
        await table.select(table.attempted_at)
        .where(
            (table.line == line)
            & (table.attempted_at > reading.now - ADDRESS_PACE.window)
            & table.outcome.is_in(_GUESSES_OF_A_LINE)
        )
        .order_by(table.attempted_at)
    )
    return tuple(row["attempted_at"] for row in rows)
