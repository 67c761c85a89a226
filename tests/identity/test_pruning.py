"""Traces of signing in stay as long as the law asks, and no longer."""

from datetime import timedelta
from uuid import uuid4

from registry.audit.process import open_process
from registry.identity import tables
from registry.identity.model.sign_in import Outcome
from registry.identity.service.pruning import ATTEMPTS_KEPT, DEAD_KEPT, Pruned, prune
from tests.builders.house import NOW, a_reading

DAY = timedelta(days=1)


async def _attempt(at):
    await tables.Attempt.insert(
        tables.Attempt(
            id=uuid4(),
            login_index=b"x",
            attempted_at=at,
            address="::1",
            line="::1",
            user_agent="",
            outcome=next(iter(Outcome)).value,
        )
    )


async def _link(expires_at):
    await tables.Link.insert(
        tables.Link(
            id=uuid4(),
            token_hash=uuid4().bytes,
            purpose="confirm",
            subject_id="1",
            issued_at=expires_at - DAY,
            expires_at=expires_at,
        )
    )


async def test_what_is_at_its_limit_stays_and_what_is_past_it_goes(database):
    second = timedelta(seconds=1)
    for at in (NOW - ATTEMPTS_KEPT, NOW - ATTEMPTS_KEPT - second, NOW - DEAD_KEPT - second):
        await _attempt(at)
    for expires_at in (NOW - DEAD_KEPT, NOW - DEAD_KEPT - second, NOW + DAY):
        await _link(expires_at)

    async with open_process("test", a_reading()) as process:
        removed = await prune(process)

    assert removed == Pruned(sessions=0, links=1, attempts=1)
    assert await tables.Attempt.count() == 2
    assert await tables.Link.count() == 2
    assert process.events == []


def test_sign_in_logs_outlive_six_months():
    assert min(ATTEMPTS_KEPT, DEAD_KEPT) > timedelta(days=184)
