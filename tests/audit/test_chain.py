"""Events are chained; whatever is altered, removed, inserted or cut off is found."""

import asyncio

import asyncpg
import pytest

from registry.audit import journal
from registry.audit.chain import GENESIS, Head, first_break
from registry.audit.model import Event
from registry.audit.process import open_process
from registry.audit.verification import what_is_broken
from tests.builders.house import a_reading


async def _three_events():
    for number in range(3):
        async with open_process("test", a_reading(), reason="because") as process:
            process.record(Event("teacher", str(number), None, {"number": number}, {"id_number": "secret"}))


async def test_a_process_writes_its_events_in_one_chain(database):
    await _three_events()

    links = await journal.links(0, 10)

    assert [link.number for link in links] == [1, 2, 3]
    assert links[0].previous_hash == GENESIS
    assert first_break(links, [await journal.head()]) is None
    assert "secret" not in "".join(link.content for link in links)


async def test_a_process_of_very_many_events_is_written_whole(database):
    async with open_process("import", a_reading()) as process:
        for number in range(3_500):
            process.record(Event("teacher", str(number), None, {}))

    assert (await journal.head()).number == 3_500
    assert await what_is_broken([]) is None


async def test_a_process_that_fails_leaves_nothing(database):
    async def fail():
        async with open_process("test", a_reading()) as process:
            process.record(Event("teacher", "1", None, {}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await journal.head() == Head(0, GENESIS)
    assert await journal.links(0, 10) == []


async def test_processes_at_once_make_one_chain_without_gaps(database):
    async def one(number):
        async with open_process("test", a_reading()) as process:
            process.record(Event("teacher", str(number), None, {}))

    await asyncio.gather(*(one(number) for number in range(40)))

    links = await journal.links(0, 100)
    assert [link.number for link in links] == list(range(1, 41))
    assert first_break(links, [await journal.head()]) is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET content = ''", "DELETE FROM audit_event", "TRUNCATE audit_event CASCADE"],
)
async def test_the_database_refuses_to_change_what_was_recorded(database, statement):
    await _three_events()
    connection = await asyncpg.connect(database)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never changed"):
        await connection.execute(statement)

    await connection.close()


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        (
            "UPDATE audit_event SET content = replace(content, 'because', 'wherefore') WHERE number = 2",
            "2 was altered",
        ),
        ("DELETE FROM audit_event WHERE number = 2", "2 is missing"),
        ("DELETE FROM audit_event WHERE number = 3", "cut off"),
        ("UPDATE audit_event SET kind = 'Nothing' WHERE number = 1", "1 were altered"),
        ("UPDATE audit_event SET personal = NULL WHERE number = 1", "1 were altered"),
        ("UPDATE audit_event SET number = 9 WHERE number = 3", "3 is missing"),
    ],
)
async def test_somebody_who_switches_the_refusal_off_is_found_out(database, tampering, words):
    await _three_events()
    kept_outside = await journal.head()
    connection = await asyncpg.connect(database)
    await connection.execute("ALTER TABLE audit_event DISABLE TRIGGER append_only")
    await connection.execute(tampering)
    await connection.close()

    assert words in await what_is_broken([kept_outside])
