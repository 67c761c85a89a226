"""An account's mail address: named, confirmed by a one-time link, wanted or not, taken away. Only its owner acts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity.model.credentials import IssueLink, RedeemLink
from registry.identity.service.links import issue_link, redeem_link
from registry.institutions.model.events import change
from registry.institutions.writing import require_valid, save
from registry.kernel.errors import BadInput, InvalidFields, NotFound
from registry.platform.refusals import in_plain_words
from registry.reminders import tables
from registry.reminders.constraints import REFUSALS
from registry.reminders.documents.mails import CONFIRM_SUBJECT, confirmation_text
from registry.reminders.model.mail import (
    CODE_PLACE,
    MailAddress,
    MailAddressConfirmed,
    MailAddressRemoved,
    MailAddressSet,
    MailWishChanged,
    Outgoing,
    Purpose,
    SetMailAddress,
)
from registry.reminders.model.messages import MailState
from registry.reminders.queries.addresses import address_of, address_place
from registry.reminders.rules.mailing import CONFIRM_WITHIN, MAILS_A_DAY, address_faults
from registry.reminders.service.writing import SEND_JOB, Content, mail_row
from registry.upkeep.asking import ask_for

CONFIRM_PURPOSE = "confirm_mail"
NO_SERVER = "本系统没有设置邮件服务器,提醒只在“消息”中显示"
TOO_OFTEN = "今天发出的确认邮件已经够多,请明天再试"
NONE_NAMED = "还没有登记邮箱"
DEAD_LINK = "确认链接无效或已过期;请在“邮件提醒”中重新发送确认邮件"


async def set_mail_address(process: Process, command: SetMailAddress, outgoing: Outgoing) -> MailAddress:
    """Name an address: until it is confirmed it gets the mail with the link and nothing else.

    One that is named and confirmed already stays so. Raises InvalidFields, BadInput without a mail server.
    """
    if not outgoing.sends:
        raise BadInput(NO_SERVER)
    address = command.address.strip()
    require_valid(address_faults(address))
    before = await _own_for_update(process)
    if before and before.address == address and (before.confirmed_at or await _is_on_its_way(before)):
        return before
    await _require_few(process)
    after = await _named(process, before, address)
    issued = await issue_link(process, IssueLink(CONFIRM_PURPOSE, _subject(after), process.now + CONFIRM_WITHIN))
    await _send_confirmation(process, after, command.link.replace(CODE_PLACE, issued.token), outgoing)
    process.record(change(MailAddressSet, before, after))
    return after


async def confirm_mail(process: Process, token: str) -> MailAddress:
    """The owner followed the link. Raises NotFound for a link that is used, over, of another account or address."""
    before = await _own_for_update(process)
    link = await redeem_link(process, RedeemLink(token, CONFIRM_PURPOSE))
    if before is None or link.subject_id != _subject(before) or before.address is None:
        raise NotFound(DEAD_LINK)
    after = replace(before, confirmed_at=process.now, is_wanted=True, revision=before.revision + 1)
    await _save(before, {"confirmed_at": after.confirmed_at, "is_wanted": True})
    process.record(change(MailAddressConfirmed, before, after))
    return after


async def want_mail(process: Process, is_wanted: bool) -> MailAddress:
    """The owner wants mails, or wants none; what waits already is then dropped. Raises NotFound."""
    before = await _own_for_update(process)
    if before is None or before.address is None:
        raise NotFound(NONE_NAMED)
    if before.is_wanted == is_wanted:
        return before
    after = replace(before, is_wanted=is_wanted, revision=before.revision + 1)
    await _save(before, {"is_wanted": is_wanted})
    process.record(change(MailWishChanged, before, after))
    return after


async def remove_mail_address(process: Process) -> None:
    """The owner takes the address away: it is kept nowhere but in the sealed part of events."""
    before = await _own_for_update(process)
    if before is None or before.address is None:
        return
    after = replace(before, address=None, confirmed_at=None, revision=before.revision + 1)
    await _save(before, {"address_sealed": None, "confirmed_at": None})
    process.record(change(MailAddressRemoved, before, after))


async def _own_for_update(process: Process) -> MailAddress | None:
    table = tables.MailAddress
    rows = await table.select().where(table.account == _me(process)).lock_rows("NO KEY UPDATE")
    return address_of(rows[0], process.reading.house.vault) if rows else None


async def _named(process: Process, before: MailAddress | None, address: str) -> MailAddress:
    """The address written, not confirmed."""
    row_id, revision = (before.id, before.revision + 1) if before else (uuid4(), 1)
    after = MailAddress(row_id, _me(process), address, None, True, process.now, revision)
    sealed = process.reading.house.vault.seal(address, address_place(row_id))
    values: dict[str, Any] = {
        "address_sealed": sealed,
        "confirmed_at": None,
        "is_wanted": True,
        "set_at": process.now,
    }
    if before:
        await _save(before, values)
    else:
        with in_plain_words(REFUSALS):
            table = tables.MailAddress
            await table.insert(table(id=row_id, account=after.account_id, revision=1, **values))
    return after


async def _send_confirmation(process: Process, address: MailAddress, link: str, outgoing: Outgoing) -> None:
    content = Content(CONFIRM_SUBJECT, confirmation_text(link, CONFIRM_WITHIN.days))
    given = {"account": address.account_id, "purpose": Purpose.CONFIRMATION.value, "next_at": process.now}
    await tables.MailOutbox.insert(tables.MailOutbox(**mail_row(process, outgoing, content, **given)))
    await ask_for(process, SEND_JOB)


async def _require_few(process: Process) -> None:
    """Raises InvalidFields where the account asked for enough confirmations today."""
    table = tables.MailOutbox
    sent = await table.count().where(
        (table.account == _me(process))
        & (table.purpose == Purpose.CONFIRMATION.value)
        & (table.created_at > process.now - timedelta(days=1))
    )
    if sent >= MAILS_A_DAY:
        raise InvalidFields({"address": TOO_OFTEN})


async def _is_on_its_way(address: MailAddress) -> bool:
    """Whether the mail with the link waits still: a second click sends no second one."""
    table = tables.MailOutbox
    waiting = [MailState.WAITING.value, MailState.SENDING.value]
    return bool(
        await table.exists().where(
            (table.account == address.account_id)
            & (table.purpose == Purpose.CONFIRMATION.value)
            & (table.created_at >= address.set_at)
            & table.state.is_in(waiting)
        )
    )


async def _save(before: MailAddress, values: dict[str, Any]) -> None:
    await save(tables.MailAddress, before.id, before.revision, values)


def _subject(address: MailAddress) -> str:
    """What a link confirms: this address of this account, as it stood when the link was made."""
    return f"{address.account_id}:{address.revision}"


def _me(process: Process) -> UUID:
    if process.actor.account_id is None:
        raise NotFound(NONE_NAMED)
    return process.actor.account_id
