"""Mails that are due are handed to the mail server, one after another, until none is or the server is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from registry.audit.process import Reading, open_process
from registry.platform.mail import Answer, Courier, Delivery, Mail
from registry.platform.mail_server import MailServer
from registry.reminders.model.mail import Claimed, Quiet
from registry.reminders.service.outbox import (
    Left,
    claim_next,
    release_stuck,
    settle_later,
    settle_refused,
    settle_sent,
)

OpenReading = Callable[[], Awaitable[Reading]]
Done = TypeVar("Done")
MOST_AT_ONCE = 2_000
"""Mails of one run; the next run, a minute later, goes on."""


class Posted(NamedTuple):
    """What a run did: mails taken by the server, refused for good, put off for a later try."""

    sent: int = 0
    refused: int = 0
    later: int = 0


async def post_mails(open_reading: OpenReading, server: MailServer, usual: Quiet) -> Posted:
    """Send what is due. A server that is away ends the run: no other mail loses a try to it."""
    counts = dict.fromkeys(Delivery, 0)
    async with open_process("send_mail", await open_reading()) as process:
        await release_stuck(process)
    async with Courier(server) as courier:
        for _turn in range(MOST_AT_ONCE):
            found, answer = await _finished(_next(open_reading, courier, usual))
            if answer:
                counts[answer.delivery] += 1
            if found is None or (answer and answer.delivery is Delivery.AWAY):
                break
    return Posted(counts[Delivery.TAKEN], counts[Delivery.NEVER], counts[Delivery.LATER] + counts[Delivery.AWAY])


async def _next(open_reading: OpenReading, courier: Courier, usual: Quiet) -> tuple[Left | None, Answer | None]:
    """What is due next (None: nothing), and the server's answer where that was a mail to hand over."""
    async with open_process("send_mail", await open_reading()) as process:
        found = await claim_next(process, usual)
    if found is None or found.mail is None:
        return found, None
    return found, await _handed_over(open_reading, courier, found.mail, usual)


async def _handed_over(open_reading: OpenReading, courier: Courier, mail: Claimed, usual: Quiet) -> Answer:
    """One mail to the server, and its word into the row at once."""
    at = (await open_reading()).now
    answer = await courier.deliver(Mail(mail.rfc_id, mail.recipient, mail.subject, mail.text, at))
    async with open_process("send_mail", await open_reading()) as process:
        if answer.delivery is Delivery.TAKEN:
            await settle_sent(process, mail, answer.words)
        elif answer.delivery is Delivery.NEVER:
            await settle_refused(process, mail, answer.words)
        else:
            await settle_later(process, mail, answer.words, usual)
    return answer


async def _finished(work: Awaitable[Done]) -> Done:
    """What was done, also where whoever waits is told to stop meanwhile: a mail claimed is settled before that."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
