"""Where an account is signed in now."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.sign_in import Session
from registry.identity.queries.accounts import account
from registry.identity.rules.lifetimes import is_alive
from registry.identity.rules.secrets import fingerprint


class Stay(NamedTuple):
    """A session that runs. `is_this`: the one that is looking."""

    started_at: datetime
    seen_at: datetime
    address: str
    user_agent: str
    is_this: bool


async def stays(reading: Reading, account_id: UUID, secret: str = "") -> tuple[Stay, ...]:
    """The sessions of an account that still run, last seen first; `secret` is the looker's own.

    Raises NotFound for an account that the actor may not see.
    """
    await account(reading, account_id)
    table = tables.Session
    rows = (
        await table.select()
        .where((table.account == account_id) & table.ended_at.is_null() & (table.ends_at > reading.now))
        .order_by(table.seen_at, ascending=False)
    )
    own = fingerprint(secret)
    return tuple(
        Stay(row["started_at"], row["seen_at"], row["address"], row["user_agent"], bytes(row["id_hash"]) == own)
        for row in rows
        if is_alive(Session(account_id, row["started_at"], row["seen_at"], row["ends_at"]), reading.now)
    )
