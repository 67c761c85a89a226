"""Mail addresses: named by their owner, confirmed by the link in a mail, switched off, taken away."""

import asyncio
import re

import pytest

from registry.audit.process import open_process
from registry.identity.model.principals import visitor
from registry.kernel.errors import BadInput, InvalidFields, NotFound
from registry.reminders import tables
from registry.reminders.model.mail import (
    MailAddressConfirmed,
    MailAddressRemoved,
    MailAddressSet,
    MailWishChanged,
    SetMailAddress,
)
from registry.reminders.queries.addresses import own_address
from registry.reminders.rules.mailing import MAILS_A_DAY
from registry.reminders.service.addresses import confirm_mail, remove_mail_address, set_mail_address, want_mail
from registry.reminders.service.posting import Posted
from tests.builders.house import NOW
from tests.institutions.staging import many_connections
from tests.reminders.staging import BY_MAIL, NO_MAIL, Post, chased, later, posted, reading_as, staged, teacher_of

LINK = "http://registry.test/account/mail/confirm/CODE"


@pytest.fixture
async def post(tmp_path):
    post = Post(tmp_path)
    await post.start()
    yield post
    await post.stop()


@pytest.fixture
async def stage(database):
    return await staged(2, mails=0)


async def doing(actor, use_case, *given, now=NOW):
    async with open_process("test", reading_as(actor, now=now)) as process:
        result = await use_case(process, *given)
    return result, process.events


async def named(actor, address="lin@mail.test", outgoing=BY_MAIL, **changes):
    return await doing(actor, set_mail_address, SetMailAddress(address, LINK), outgoing, **changes)


def token_in(mail):
    return re.search(r"/confirm/(\S+)", mail["text"])[1]


async def test_an_address_is_sealed_and_gets_one_mail_with_a_link(stage, post):
    lin = teacher_of(stage, 0)

    address, events = await named(lin)
    await posted(post.port)

    (row,) = await tables.MailAddress.select()
    assert b"lin@mail.test" not in bytes(row["address_sealed"])
    assert (address.address, address.confirmed_at, await own_address(reading_as(lin))) == (
        "lin@mail.test",
        None,
        address,
    )
    (event,) = [each for each in events if each.subject == "mail_address"]
    assert (type(event), event.subject, "address" in event.after) == (MailAddressSet, "mail_address", False)
    (mail,) = post.mails
    assert (mail["to"], mail["text"].count("http://registry.test/account/mail/confirm/")) == ("lin@mail.test", 1)


async def test_until_it_is_confirmed_it_gets_no_reminder(stage, post):
    lin = teacher_of(stage, 0)
    await named(lin)
    await chased(stage)
    await posted(post.port)

    confirmed, events = await doing(lin, confirm_mail, token_in(post.mails[0]))
    await chased(stage, now=later(days=8))
    await posted(post.port, later(days=8))

    assert (confirmed.confirmed_at, confirmed.is_wanted) == (NOW, True)
    assert [type(event) for event in events if event.subject == "mail_address"] == [MailAddressConfirmed]
    assert [mail["to"] for mail in post.mails] == ["lin@mail.test"] * 2


async def test_a_link_confirms_one_address_of_one_account_once(stage, post):
    lin, du = teacher_of(stage, 0), teacher_of(stage, 1)
    await named(lin)
    await named(du, "du@mail.test")
    await posted(post.port)
    token = token_in(next(mail for mail in post.mails if mail["to"] == "lin@mail.test"))

    with pytest.raises(NotFound):
        await doing(du, confirm_mail, token)
    with pytest.raises(NotFound):
        await doing(lin, confirm_mail, token, now=later(days=2))
    with pytest.raises(NotFound):
        await doing(visitor("web"), confirm_mail, token)
    await doing(lin, confirm_mail, token)
    with pytest.raises(NotFound):
        await doing(lin, confirm_mail, token)


async def test_the_link_of_an_address_that_was_replaced_is_dead(stage, post):
    lin = teacher_of(stage, 0)
    await named(lin)
    await posted(post.port)
    await named(lin, "other@mail.test")

    with pytest.raises(NotFound):
        await doing(lin, confirm_mail, token_in(post.mails[0]))


async def test_whoever_switches_mails_off_gets_those_no_more_that_wait(stage, post):
    lin = teacher_of(stage, 0)
    await named(lin)
    await posted(post.port)
    await doing(lin, confirm_mail, token_in(post.mails[0]))
    await chased(stage)

    wish, events = await doing(lin, want_mail, False)
    _, no_events = await doing(lin, want_mail, False)
    found = await posted(post.port)

    assert (wish.is_wanted, [type(event) for event in events], no_events) == (False, [MailWishChanged], [])
    assert (found, len(post.mails)) == (Posted(), 1)
    rows = await tables.MailOutbox.select().where(tables.MailOutbox.message.is_not_null())
    assert [(row["state"], row["content_sealed"]) for row in rows] == [("dropped", None)]


async def test_an_address_that_is_taken_away_is_gone(stage):
    lin = teacher_of(stage, 0)
    await named(lin)

    _, events = await doing(lin, remove_mail_address)
    _, no_events = await doing(lin, remove_mail_address)

    assert ([type(event) for event in events], no_events) == ([MailAddressRemoved], [])
    assert (await tables.MailAddress.select())[0]["address_sealed"] is None
    assert (await own_address(reading_as(lin))).address is None
    with pytest.raises(NotFound):
        await doing(lin, want_mail, True)


async def test_two_clicks_send_one_confirmation(stage):
    lin = teacher_of(stage, 0)
    await many_connections(8)

    await asyncio.gather(*(named(lin) for _ in range(3)), return_exceptions=True)
    await named(lin)

    assert await tables.MailOutbox.count() == 1


async def test_nobody_is_flooded_with_codes(stage):
    lin = teacher_of(stage, 0)
    for number in range(MAILS_A_DAY):
        await named(lin, f"a{number}@mail.test")

    with pytest.raises(InvalidFields):
        await named(lin, "one.more@mail.test")
    await named(lin, "tomorrow@mail.test", now=later(days=1, seconds=1))


async def test_faults_are_told_beside_the_field_and_without_a_server_no_address_is_asked_for(stage):
    lin = teacher_of(stage, 0)

    with pytest.raises(InvalidFields):
        await named(lin, "lin")
    with pytest.raises(BadInput):
        await named(lin, outgoing=NO_MAIL)
    assert await tables.MailAddress.count() == 0
    assert await own_address(reading_as(visitor("web"))) is None


async def test_a_confirmation_leaves_at_once_even_at_night(stage, post):
    await named(teacher_of(stage, 0), now=later(hours=14))

    assert await posted(post.port, later(hours=14)) == Posted(sent=1)
