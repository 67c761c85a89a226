"""Tries to sign in: one after another for each user, held back after failures, and written down."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.sign_in import Outcome, Place
from registry.identity.queries.sign_in import failures_of_line
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE, line_of, next_attempt_at
from registry.identity.service.sessions import LONGEST_AGENT


class Tried(NamedTuple):
    """Who is tried, by a keyed hash of the name, and from where. `account_id` None: nobody known."""

    name_index: bytes
    account_id: UUID | None
    place: Place


async def queued(process: Process, name: str) -> bytes:
    """The keyed hash of a name. Tries for one name wait for each other: at once they would slip past the throttle."""
    index = process.reading.house.vault.index(name)
    await tables.Attempt.raw("SELECT pg_advisory_xact_lock({})", int.from_bytes(index[:8], "big", signed=True))
    return index


async def held_back_until(process: Process, failures: Sequence[datetime], place: Place) -> datetime | None:
    """When the next try is allowed after these failures of the account and those of the line; None: now."""
    of_line = await failures_of_line(process.reading, line_of(place.address))
    waits = [next_attempt_at(failures, ACCOUNT_PACE), next_attempt_at(of_line, ADDRESS_PACE)]
    allowed_at = max((wait for wait in waits if wait is not None), default=None)
    return allowed_at if allowed_at is not None and process.now < allowed_at else None


async def write_attempt(process: Process, tried: Tried, outcome: Outcome) -> None:
    """Note how a try ended."""
    await tables.Attempt.insert(
        tables.Attempt(
            id=uuid4(),
            login_index=tried.name_index,
            account=tried.account_id,
            attempted_at=process.now,
            address=tried.place.address,
            line=line_of(tried.place.address),
            user_agent=tried.place.user_agent[:LONGEST_AGENT],
            outcome=outcome.value,
        )
    )
