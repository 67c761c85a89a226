"""Batches and messages written, each message with its mail in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.platform.clock import SHANGHAI
from registry.platform.copying import copy_rows
from registry.reminders import tables
from registry.reminders.documents.mails import SUBJECT, reminder_text
from registry.reminders.model.mail import Outgoing, Purpose, Quiet
from registry.reminders.model.messages import Batch, Draft, MailState
from registry.reminders.queries.addresses import with_mail
from registry.reminders.queries.settings import quiet_of
from registry.reminders.rules.mailing import not_before
from registry.upkeep.asking import ask_for

SEND_JOB = "send_mail"
REMINDING_LOCK = 770_150
"""Whoever writes messages waits for whoever does: nobody is chased twice by two officers at once."""
SEPARATOR = "\n"


async def one_at_a_time() -> None:
    """Wait until nobody else writes messages; until the process ends nobody else will."""
    await tables.ReminderBatch.raw("SELECT pg_advisory_xact_lock({})", REMINDING_LOCK)


async def write_batch(
    process: Process, batch: Batch, drafts: Sequence[Draft], outgoing: Outgoing
) -> dict[Draft, UUID]:
    """Write a batch with its messages and their mails, and wake whoever sends. The id of each message."""
    await tables.ReminderBatch.insert(
        tables.ReminderBatch(
            id=batch.id,
            kind=batch.kind.value,
            scope_kind=batch.scope.kind.value,
            scope_id=batch.scope.id,
            school=batch.school_id,
            as_of=batch.as_of,
            wish=batch.wish,
            q=batch.q,
            asked=batch.asked,
            sent=len(drafts),
            sent_by=batch.sent_by,
            sent_by_name=batch.sent_by_name,
            sent_at=batch.sent_at,
        )
    )
    ids = {draft: uuid4() for draft in drafts}
    await copy_rows(tables.ReminderMessage, [_message_row(batch, draft, ids[draft]) for draft in drafts])
    if outgoing.sends:
        await _write_mails(process, ids, outgoing)
    return ids


async def _write_mails(process: Process, ids: dict[Draft, UUID], outgoing: Outgoing) -> None:
    reached = await with_mail(draft.account_id for draft in ids if draft.account_id)
    quiet = await quiet_of({draft.school_id for draft in ids}, outgoing.quiet)
    rows = [
        mail_row(
            process,
            outgoing,
            Content(SUBJECT, reminder_text(outgoing)),
            message=message_id,
            account=draft.account_id,
            school=draft.school_id,
            purpose=Purpose.REMINDER.value,
            next_at=due(process.now, quiet[draft.school_id]),
        )
        for draft, message_id in ids.items()
        if draft.account_id in reached
    ]
    if rows:
        await copy_rows(tables.MailOutbox, rows)
        await ask_for(process, SEND_JOB)


class Content:
    """Subject and text of a mail, sealed together."""

    __slots__ = ("subject", "text")

    def __init__(self, subject: str, text: str) -> None:
        self.subject, self.text = subject, text

    @classmethod
    def opened(cls, words: str) -> "Content":
        """What was sealed."""
        subject, _, text = words.partition(SEPARATOR)
        return cls(subject, text)

    def __str__(self) -> str:
        return f"{self.subject}{SEPARATOR}{self.text}"


def mail_row(process: Process, outgoing: Outgoing, content: Content, **given: Any) -> dict[str, Any]:
    """A row of the outbox that waits; its Message-ID never changes."""
    mail_id = uuid4()
    sealed = process.reading.house.vault.seal(str(content), content_place(mail_id))
    return {
        "id": mail_id,
        "message": None,
        "school": None,
        "rfc_id": f"<{mail_id}@{outgoing.domain}>",
        "content_sealed": sealed,
        "state": MailState.WAITING.value,
        "attempts": 0,
        "created_at": process.now,
        "claimed_at": None,
        "finished_at": None,
        "words": "",
        **given,
    }


def content_place(mail_id: UUID) -> str:
    """The place for which a mail is sealed: table, column and row."""
    return f"mail_outbox.content_sealed:{mail_id}"


def due(now: datetime, quiet: Quiet) -> datetime:
    """Now, or the end of the quiet hours."""
    return not_before(now.astimezone(SHANGHAI), quiet)


def _message_row(batch: Batch, draft: Draft, message_id: UUID) -> dict[str, Any]:
    letter = draft.letter
    return {
        "id": message_id,
        "batch": batch.id,
        "school": draft.school_id,
        "person": draft.person_id,
        "account": draft.account_id,
        "name": draft.name,
        "staff_no": draft.staff_no,
        "title": letter.title,
        "text": letter.text,
        "about": letter.about.value,
        "target": letter.target,
        "created_at": batch.sent_at,
        "read_at": None,
    }
