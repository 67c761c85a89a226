"""Sign-ins that failed, over the whole installation: what an operator looks at each morning."""

from datetime import datetime, timedelta
from typing import NamedTuple

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.identity.model.sign_in import Outcome
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE

NO_FAILURES = [Outcome.SUCCEEDED.value, Outcome.CODE_DUE.value]
LINES_SHOWN = 5
"""Addresses with the most failures that are named."""


class Failures(NamedTuple):
    """How many tries failed since an instant, on how many accounts, from how many addresses."""

    since: datetime
    tries: int
    accounts: int
    addresses: int


class FailingAddress(NamedTuple):
    """An address with its failed tries and the last of them."""

    address: str
    tries: int
    last_at: datetime


async def failures_within(reading: Reading, span: timedelta) -> Failures:
    """The failed sign-ins of so long. Raises NotFound for all but the operator of the installation."""
    _require_operator(reading)
    since = reading.now - span
    rows = await tables.Attempt.raw(
        "SELECT count(*) AS tries, count(DISTINCT account) AS accounts, count(DISTINCT line) AS addresses "
        "FROM sign_in_attempt WHERE attempted_at > {} AND outcome <> ALL({}::text[])",
        since,
        NO_FAILURES,
    )
    return Failures(since, **rows[0])


async def failing_addresses(reading: Reading, span: timedelta) -> tuple[FailingAddress, ...]:
    """The addresses with most failed sign-ins, at most `LINES_SHOWN`. Raises NotFound as above."""
    _require_operator(reading)
    rows = await tables.Attempt.raw(
        "SELECT line AS address, count(*) AS tries, max(attempted_at) AS last_at FROM sign_in_attempt "
        "WHERE attempted_at > {} AND outcome <> ALL({}::text[]) GROUP BY line ORDER BY count(*) DESC, line LIMIT {}",
        reading.now - span,
        NO_FAILURES,
        LINES_SHOWN,
    )
    return tuple(FailingAddress(**row) for row in rows)


def _require_operator(reading: Reading) -> None:
    if not principal_of(reading.actor).holds(Role.OPERATOR, EVERYWHERE):
        raise NotFound("没有找到")
