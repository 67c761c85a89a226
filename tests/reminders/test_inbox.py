"""The inbox: one's own messages and nobody else's, read when their reader says so."""

from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.kernel.errors import NotFound
from registry.reminders.queries.inbox import inbox, message, unread_count
from registry.reminders.service.inbox import read_all, read_message
from tests.reminders.staging import chased, later, reading_as, staged, teacher_of


async def read(actor, use_case, *given, **changes):
    """What reading leaves in the audit: nothing."""
    async with open_process("read_message", reading_as(actor, **changes)) as process:
        result = await use_case(process, *given)
    return result, process.events


async def test_the_newest_comes_first_with_what_it_says(database):
    stage = await staged(1)
    await chased(stage)
    await chased(stage, now=later(days=8))

    found = await inbox(reading_as(teacher_of(stage, 0)))

    assert [each.created_at for each in found.messages] == [later(days=8), later(days=0)]
    assert (found.total, found.unread) == (2, 2)
    assert {each.sent_by_name for each in found.messages} == {"Chen"}


async def test_nobody_finds_the_messages_of_others(database):
    stage = await staged(2)
    await chased(stage)
    lin, du = teacher_of(stage, 0), teacher_of(stage, 1)
    (own,) = (await inbox(reading_as(lin))).messages

    for actor in (du, stage.officer, stage.head):
        with pytest.raises(NotFound):
            await message(reading_as(actor), own.id)
        with pytest.raises(NotFound):
            await read(actor, read_message, own.id)
    assert (await inbox(reading_as(stage.officer))).messages == ()
    with pytest.raises(NotFound):
        await message(reading_as(lin), uuid4())


async def test_a_message_is_read_once_and_leaves_no_event(database):
    stage = await staged(1)
    await chased(stage)
    lin = teacher_of(stage, 0)
    (own,) = (await inbox(reading_as(lin))).messages

    _, events = await read(lin, read_message, own.id)
    await read(lin, read_message, own.id, now=later(days=1))

    assert (await message(reading_as(lin), own.id)).read_at == later(days=0)
    assert (await unread_count(reading_as(lin)), events) == (0, [])


async def test_all_are_read_at_once_but_only_ones_own(database):
    stage = await staged(2)
    await chased(stage)
    await chased(stage, again=True)

    await read(teacher_of(stage, 0), read_all)

    counts = [await unread_count(reading_as(teacher_of(stage, number))) for number in (0, 1)]
    assert counts == [0, 2]
    assert (await inbox(reading_as(teacher_of(stage, 0)), only_unread=True)).messages == ()
