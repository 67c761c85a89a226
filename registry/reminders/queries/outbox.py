"""The outbox as the operator sees it: what waits, what failed and why. Neither addresses nor contents."""

from typing import Any, NamedTuple

from registry.audit.process import Reading
from registry.reminders import tables
from registry.reminders.model.mail import Purpose, QueuedMail
from registry.reminders.model.messages import MailState

SHOWN = 100


class MailQueue(NamedTuple):
    """How many mails are in each state, those that failed last, and those that wait, the next first."""

    counts: dict[MailState, int]
    failed: tuple[QueuedMail, ...]
    waiting: tuple[QueuedMail, ...]


async def mail_queue(reading: Reading) -> MailQueue:
    """The whole installation's outbox."""
    table = tables.MailOutbox
    rows = await table.raw("SELECT state, count(*) AS count FROM mail_outbox GROUP BY state")
    counts = dict.fromkeys(MailState, 0) | {MailState(row["state"]): row["count"] for row in rows}
    open_states = [MailState.WAITING.value, MailState.SENDING.value]
    failed = select_queued().where(table.state == MailState.FAILED.value).order_by(table.finished_at, ascending=False)
    waiting = select_queued().where(table.state.is_in(open_states)).order_by(table.next_at)
    return MailQueue(counts, _mails(await failed.limit(SHOWN)), _mails(await waiting.limit(SHOWN)))


def select_queued() -> Any:
    """The select of mails as the operator sees them."""
    table = tables.MailOutbox
    return table.select(
        table.id,
        table.account.login.as_alias("login"),
        table.purpose,
        table.state,
        table.attempts,
        table.created_at,
        table.next_at,
        table.words,
    )


def _mails(rows: list[dict[str, Any]]) -> tuple[QueuedMail, ...]:
    return tuple(
        QueuedMail(**{**row, "purpose": Purpose(row["purpose"]), "state": MailState(row["state"])}) for row in rows
    )
