"""The outbox: a mail is claimed, sent, and settled, each in a transaction of its own.

`waiting` → `sending` is committed before the server is spoken to; `sending` → `sent` right after its word. Of two
workers one claims a row. A worker that dies in between leaves `sending` behind: after `STUCK` the mail waits again,
under the Message-ID it always had, because nobody can know whether the server took it, and a mailbox that has it
already knows it by that. Retries are counted when a mail is claimed, so that dying counts too.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE
from registry.kernel.verdicts import Verdict, require
from registry.platform.clock import SHANGHAI
from registry.reminders import tables
from registry.reminders.model.mail import Claimed, MailResent, Purpose, Quiet
from registry.reminders.model.messages import MailState
from registry.reminders.queries.addresses import address_place
from registry.reminders.queries.settings import quiet_of
from registry.reminders.rules.mailing import STUCK, TRIES, next_try
from registry.reminders.service.writing import SEND_JOB, Content, content_place, due
from registry.upkeep.asking import ask_for

NEXT = """
    SELECT o.id, o.rfc_id, o.content_sealed, o.purpose, o.attempts, o.school, a.locked_on,
        m.id AS address_id, m.address_sealed, m.confirmed_at, m.is_wanted
    FROM mail_outbox o JOIN account a ON a.id = o.account LEFT JOIN mail_address m ON m.account = o.account
    WHERE o.state = 'waiting' AND o.next_at <= {}
    ORDER BY o.next_at, o.id LIMIT 1 FOR UPDATE OF o SKIP LOCKED
"""
UNWANTED = "收件人已不接收邮件提醒 (no longer wanted)"
DIED = "发送时进程中断,将以同一编号重发 (the process died; sent again under the same Message-ID)"
DIED_TOO_OFTEN = "多次在发送时中断,已停止重试 (given up)"
GIVEN_UP = "已重试 {} 次仍未成功:{}"


class Left(NamedTuple):
    """What a look into the outbox brought: a mail to send, or that one was put off or dropped; None: nothing due."""

    mail: Claimed | None


async def release_stuck(process: Process) -> int:
    """Give the mails of workers that died back to the queue, or up when they died too often; how many."""
    table = tables.MailOutbox
    stuck = (table.state == MailState.SENDING.value) & (table.claimed_at <= process.now - STUCK)
    over: dict[Any, Any] = {
        table.state: MailState.FAILED.value,
        table.claimed_at: None,
        table.finished_at: process.now,
        table.words: DIED_TOO_OFTEN,
    }
    again: dict[Any, Any] = {
        table.state: MailState.WAITING.value,
        table.claimed_at: None,
        table.next_at: process.now,
        table.words: DIED,
    }
    ended = await table.update(over).where(stuck & (table.attempts >= TRIES)).returning(table.id)
    freed = await table.update(again).where(stuck).returning(table.id)
    return len(ended) + len(freed)


async def claim_next(process: Process, usual: Quiet) -> Left | None:
    """Take the next mail that is due. Two workers never take the same one."""
    rows = await tables.MailOutbox.raw(NEXT, process.now)
    if not rows:
        return None
    row = rows[0]
    address = _recipient(process, row)
    if address is None:
        await _settle(row["id"], MailState.DROPPED, process.now, UNWANTED)
        return Left(None)
    if row["purpose"] == Purpose.REMINDER.value:
        quiet = (await quiet_of([row["school"]], usual))[row["school"]]
        free_at = due(process.now, quiet)
        if free_at > process.now:
            await _put_off(row["id"], free_at)
            return Left(None)
    content = Content.opened(process.reading.house.vault.open(bytes(row["content_sealed"]), content_place(row["id"])))
    table = tables.MailOutbox
    taken: dict[Any, Any] = {
        table.state: MailState.SENDING.value,
        table.claimed_at: process.now,
        table.attempts: row["attempts"] + 1,
    }
    await table.update(taken).where(table.id == row["id"])
    return Left(Claimed(row["id"], row["rfc_id"], address, content.subject, content.text, row["attempts"] + 1))


async def settle_sent(process: Process, mail: Claimed, words: str) -> None:
    """The server took it: so it stands, even where the row was given to another worker meanwhile."""
    await _settle(mail.id, MailState.SENT, process.now, words)


async def settle_refused(process: Process, mail: Claimed, words: str) -> None:
    """The server never takes it: no further try, until an operator wants one."""
    if await _still_mine(mail):
        await _settle(mail.id, MailState.FAILED, process.now, words)


async def settle_later(process: Process, mail: Claimed, words: str, usual: Quiet) -> None:
    """The server may take it later: it waits longer each time, never into quiet hours, and is given up in the end."""
    if not await _still_mine(mail):
        return
    again = next_try(mail.attempt, process.now)
    if again is None:
        await _settle(mail.id, MailState.FAILED, process.now, GIVEN_UP.format(mail.attempt, words))
        return
    table = tables.MailOutbox
    rows = await table.select(table.purpose, table.school).where(table.id == mail.id)
    if rows[0]["purpose"] == Purpose.REMINDER.value:
        again = due(again, (await quiet_of([rows[0]["school"]], usual))[rows[0]["school"]])
    waits: dict[Any, Any] = {
        table.state: MailState.WAITING.value,
        table.claimed_at: None,
        table.next_at: again,
        table.words: words,
    }
    await table.update(waits).where(table.id == mail.id)


async def resend(process: Process, mail_id: UUID | None) -> int:
    """An operator wants a mail that failed sent once more, or all of them (None); how many. Raises NotPermitted.

    Raises NotFound for one that never failed; one that waits again already stays so.
    """
    may = principal_of(process.actor).holds(Role.OPERATOR, EVERYWHERE)
    require(Verdict.yes() if may else Verdict.no("只有系统运维可以重发邮件"))
    table = tables.MailOutbox
    if mail_id is not None and not await table.exists().where(table.id == mail_id):
        raise NotFound("没有找到该邮件")
    failed = table.state == MailState.FAILED.value
    values: dict[Any, Any] = {
        table.state: MailState.WAITING.value,
        table.attempts: 0,
        table.next_at: process.now,
        table.finished_at: None,
    }
    asked = failed if mail_id is None else failed & (table.id == mail_id)
    rows = await table.update(values).where(asked).returning(table.id)
    for row in rows:
        before, after = {"state": MailState.FAILED.value}, {"state": MailState.WAITING.value}
        process.record(MailResent("mail_outbox", str(row["id"]), dict(before), dict(after)))
    if rows:
        await ask_for(process, SEND_JOB)
    return len(rows)


def _recipient(process: Process, row: dict[str, Any]) -> str | None:
    """Where the mail goes now; None: its owner wants none, took the address away, or was locked out."""
    if row["address_sealed"] is None or row["locked_on"] is not None:
        return None
    is_confirmation = row["purpose"] == Purpose.CONFIRMATION.value
    if not is_confirmation and (row["confirmed_at"] is None or not row["is_wanted"]):
        return None
    return process.reading.house.vault.open(bytes(row["address_sealed"]), address_place(row["address_id"]))


async def _still_mine(mail: Claimed) -> bool:
    """Whether nobody took the row over since this attempt began; the row is then locked."""
    table = tables.MailOutbox
    mine = (table.id == mail.id) & (table.state == MailState.SENDING.value) & (table.attempts == mail.attempt)
    return bool(await table.select(table.id).where(mine).lock_rows("UPDATE"))


async def _settle(mail_id: UUID, state: MailState, at: datetime, words: str) -> None:
    table = tables.MailOutbox
    values: dict[Any, Any] = {
        table.state: state.value,
        table.claimed_at: None,
        table.finished_at: at,
        table.words: words,
    }
    if state is not MailState.FAILED:
        values[table.content_sealed] = None
    await table.update(values).where((table.id == mail_id) & (table.state != MailState.SENT.value))


async def _put_off(mail_id: UUID, until: datetime) -> None:
    table = tables.MailOutbox
    await table.update({table.next_at: until.astimezone(SHANGHAI)}).where(table.id == mail_id)
