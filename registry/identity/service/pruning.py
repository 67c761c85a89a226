"""Traces of signing in that are past their keeping time are removed; what was recorded as events stays for good."""

from datetime import timedelta
from typing import NamedTuple

from registry.audit.process import Process
from registry.identity import tables

ATTEMPTS_KEPT = timedelta(days=400)
"""Sign-in logs are kept six months at least (网络安全法 第二十一条(三)); a school year back can be looked up."""
DEAD_KEPT = timedelta(days=190)
"""Sessions and links that can no longer be used: six months and a little."""

TICKETS_KEPT = timedelta(days=1)
"""A used ticket is known as used for longer than any is good."""


class Pruned(NamedTuple):
    """How many rows were removed."""

    sessions: int
    links: int
    attempts: int


async def prune(process: Process) -> Pruned:
    """Remove used tickets, sessions and links long past use, and attempts to sign in that are older still."""
    await tables.SpentTicket.delete().where(tables.SpentTicket.spent_at < process.now - TICKETS_KEPT)
    dead, old = process.now - DEAD_KEPT, process.now - ATTEMPTS_KEPT
    session, link, attempt = tables.Session, tables.Link, tables.Attempt
    return Pruned(
        sessions=len(await session.delete().where(session.ends_at < dead).returning(session.account)),
        links=len(await link.delete().where(link.expires_at < dead).returning(link.id)),
        attempts=len(await attempt.delete().where(attempt.attempted_at < old).returning(attempt.id)),
    )
