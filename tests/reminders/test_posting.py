"""Mails through a real server that fails in every way: over all recipients nobody gets two and nobody gets none."""

import asyncio

import pytest

from registry.reminders.model.mail import Quiet
from registry.reminders.model.messages import MailState
from registry.reminders.rules.mailing import RETRY_MINUTES, TRIES
from registry.reminders.service.outbox import resend
from registry.reminders.service.posting import Posted
from tests.institutions.staging import did
from tests.reminders.staging import (
    INBOX,
    Post,
    a_worker,
    chased,
    installed,
    later,
    posted,
    staged,
    states,
)

SENT, WAITING, FAILED = "sent", "waiting", "failed"


@pytest.fixture
async def post(tmp_path):
    post = Post(tmp_path)
    yield post
    await post.stop()


async def everybody(stage):
    return {f"t{number:02d}": 1 for number, account in enumerate(stage.accounts) if account}


async def test_a_mail_says_where_to_look_and_nothing_more(database, post):
    await chased(await staged(1))
    await post.start()

    assert await posted(post.port) == Posted(sent=1)
    (mail,) = post.mails
    assert (mail["to"], mail["id"].endswith("@registry.test>")) == ("t00@mail.test", True)
    assert INBOX in mail["text"]
    assert not any(word in mail["text"] for word in ("林一", "企业实践已", "个月", "T00", "天内"))
    assert {login: state for login, (state, *_) in (await states()).items()} == {"t00": SENT}


async def test_every_kind_of_trouble_and_still_one_mail_each(database, post):
    """451 at the envelope and at the content, slow, broken before and after the mail was kept, and a plain yes."""
    stage = await staged(7)
    await chased(stage)
    post.script(
        t00=["rcpt 451"],
        t01=["data 451", "rcpt 450"],
        t02=["data slow"],
        t03=["data lost, then broken"],
        t04=["data kept, then broken"],
    )
    await post.start()

    first = await posted(post.port)
    for minutes in (2, 10, 30):
        await posted(post.port, later(minutes=minutes))

    assert first == Posted(sent=3, later=4)
    assert post.delivered == await everybody(stage)
    assert [mail["to"] for mail in post.mails].count("t04@mail.test") == 2
    assert len(post.mails) == len(stage.accounts) + 1
    assert {state for state, *_ in (await states()).values()} == {SENT}


async def test_a_refused_mail_is_given_up_with_the_servers_words_and_an_operator_may_try_again(database, post):
    await chased(await staged(3))
    post.script(t00=["rcpt 550"], t01=["data 554"])
    await post.start()

    found = await posted(post.port)
    told = await states()
    again = await posted(post.port, later(days=1))

    assert (found, again) == (Posted(sent=1, refused=2), Posted())
    assert told["t00"] == (FAILED, 1, "550 <…>: not now")
    assert told["t01"] == (FAILED, 1, "554 sorry")
    assert await did(resend, None, reading=installed()) == 2
    assert await did(resend, None, reading=installed()) == 0
    assert await posted(post.port) == Posted(sent=2)
    assert post.delivered == {"t00": 1, "t01": 1, "t02": 1}


async def test_a_server_that_is_down_for_a_while_costs_nobody_the_mail(database, post):
    stage = await staged(4)
    await chased(stage)
    await post.start()
    await post.stop()

    down = [await posted(post.port, later(minutes=minutes)) for minutes in (0, 1, 2)]
    tried = [attempts for _, attempts, _ in (await states()).values()]
    await post.start()
    up = await posted(post.port, later(hours=1))

    assert down == [Posted(later=1)] * 3
    assert sum(tried) == 3
    assert up == Posted(sent=4)
    assert post.delivered == await everybody(stage)


async def test_a_mail_that_never_gets_through_is_given_up_after_growing_waits(database, post):
    await chased(await staged(1))
    post.script(t00=["data 451"] * (TRIES + 1))
    await post.start()

    minutes, tries = 0, []
    for wait in (0, *RETRY_MINUTES):
        minutes += wait
        early = await posted(post.port, later(minutes=minutes, seconds=-1), Quiet(0, 0)) if wait else Posted()
        tries.append((early, await posted(post.port, later(minutes=minutes), Quiet(0, 0))))

    assert tries == [(Posted(), Posted(later=1))] * TRIES
    assert await states() == {"t00": (FAILED, TRIES, f"已重试 {TRIES} 次仍未成功:451 sorry")}
    assert post.mails == []


async def test_a_server_that_does_not_answer_is_left_in_time(database, post):
    await chased(await staged(1))
    post.script(t00=["data lost, then held"])
    await post.start()

    assert await posted(post.port, seconds=0.3) == Posted(later=1)
    assert await posted(post.port, later(minutes=1)) == Posted(sent=1)
    assert post.delivered == {"t00": 1}


@pytest.mark.parametrize("held", ["data lost, then held", "data kept, then held"])
async def test_a_worker_killed_in_the_middle_of_a_mail_loses_none_and_doubles_none(database, post, held):
    """Nobody can know whether the server kept it: it is sent again under the same Message-ID, after a while."""
    stage = await staged(4)
    await chased(stage)
    post.script(t01=[held], t00=["data slow"])
    await post.start()

    async with a_worker(database, post.port) as worker:
        await post.hears("held")
        worker.kill()
        await worker.wait()
    left = await states()
    soon = await posted(post.port, later(minutes=14))
    late = await posted(post.port, later(minutes=15))

    assert left["t01"][:2] == (MailState.SENDING.value, 1)
    assert soon.sent + [state for state, *_ in left.values()].count(SENT) == 3
    assert late == Posted(sent=1)
    assert post.delivered == await everybody(stage)
    assert len(post.mails) == len(stage.accounts) + held.startswith("data kept")
    assert (await states())["t01"][:2] == (SENT, 2)


async def test_two_workers_at_once_send_one_mail_each(database, post):
    stage = await staged(8)
    await chased(stage)
    await post.start()

    async with a_worker(database, post.port) as one, a_worker(database, post.port) as two:
        await asyncio.gather(one.wait(), two.wait())
    inside = await asyncio.gather(posted(post.port), posted(post.port))

    assert list(inside) == [Posted(), Posted()]
    assert len(post.mails) == len(stage.accounts)
    assert post.delivered == await everybody(stage)


async def test_workers_beside_each_other_in_one_process_send_each_mail_once(database, post):
    stage = await staged(6)
    await chased(stage)
    await post.start()

    found = await asyncio.gather(*(posted(post.port) for _ in range(3)))

    assert sum(each.sent for each in found) == 6
    assert len(post.mails) == 6


async def test_a_worker_told_to_stop_finishes_the_mail_in_its_hands(database, post):
    await chased(await staged(2))
    post.script(t00=["data slow"], t01=["data slow"])
    await post.start()

    task = asyncio.create_task(posted(post.port))
    while not any(state == MailState.SENDING.value for state, *_ in (await states()).values()):
        pass
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await posted(post.port)

    assert len(post.mails) == 2
    assert {state for state, *_ in (await states()).values()} == {SENT}


async def test_no_mail_leaves_in_quiet_hours_and_all_leave_after_them(database, post):
    stage = await staged(2)
    await chased(stage, now=later(hours=13))
    await post.start()

    in_the_night = [await posted(post.port, later(hours=hours)) for hours in (13, 22)]
    in_the_morning = await posted(post.port, later(hours=23))

    assert in_the_night == [Posted(), Posted()]
    assert in_the_morning == Posted(sent=2)
    assert post.delivered == await everybody(stage)


async def test_a_mail_left_over_until_the_night_waits_for_the_morning(database, post):
    await chased(await staged(1))
    await post.start()

    at_night = await posted(post.port, later(hours=13))

    assert at_night == Posted()
    assert await posted(post.port, later(hours=23)) == Posted(sent=1)
