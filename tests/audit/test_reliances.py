"""What rests on a fact: noted once, found, released with a reason, never deleted."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from registry.audit.model import Event, Reliance, RelianceNoted, RelianceReleased
from registry.audit.process import open_process
from registry.audit.reliances import release, rely, what_rests_on
from registry.kernel.errors import StaleEdit
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import many_connections, rows_of

FACT_ID = str(uuid4())
REVOKED = "已撤销,另行补发"


def _a_reliance(subject_id=FACT_ID, revision=3, number="0001"):
    return Reliance("placement", subject_id, revision, "certificate", number, f"企业实践证明 {number}")


def _values(reliance):
    return {
        "fact": reliance.subject,
        "fact_id": reliance.subject_id,
        "fact_revision": reliance.revision,
        "words": reliance.words,
    }


async def _relied(*reliances):
    async with open_process("issue", a_reading()) as process:
        await rely(process, *reliances)
    return process


async def _relied_in_vain(reliance):
    async with open_process("issue", a_reading()) as process:
        await rely(process, reliance)
        raise StaleEdit("刚才有人修改")


async def _released(number="0001", reason=REVOKED):
    async with open_process("revoke", a_reading()) as process:
        ended = await release(process, "certificate", number, reason)
    return ended, process.events


async def test_what_relies_is_stored_with_its_event(database):
    noted = _a_reliance()

    process = await _relied(noted)

    assert await rows_of(
        database,
        "SELECT fact, fact_id, fact_revision, dependent, dependent_id, words, released_at, released_reason, process "
        "FROM reliance",
    ) == [
        {
            **_values(noted),
            "dependent": "certificate",
            "dependent_id": "0001",
            "released_at": None,
            "released_reason": None,
            "process": process.id,
        }
    ]
    assert process.events == [RelianceNoted("certificate", "0001", None, _values(noted))]
    assert await rows_of(database, "SELECT kind FROM audit_event") == [{"kind": "RelianceNoted"}]


async def test_what_rests_on_facts_is_found_in_the_order_of_its_words(database):
    other = str(uuid4())
    first, second, third = _a_reliance(number="0002"), _a_reliance(other), _a_reliance(str(uuid4()), number="0003")
    await _relied(first, second, third)

    assert await what_rests_on(a_reading(), "placement", [FACT_ID, other]) == (second, first)
    assert await what_rests_on(a_reading(), "leave", [FACT_ID]) == ()
    assert await what_rests_on(a_reading(), "placement", []) == ()


async def test_every_revision_that_something_rests_on_is_told(database):
    early, late = _a_reliance(revision=2, number="0001"), _a_reliance(revision=3, number="0002")
    await _relied(early, late)

    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == (early, late)


async def test_the_same_reliance_is_noted_once(database):
    await _relied(_a_reliance())

    again = await _relied(_a_reliance(), _a_reliance())

    assert again.events == []
    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == (_a_reliance(),)


async def test_many_who_note_the_same_at_once_note_it_once(database):
    await many_connections(10)

    noted = await asyncio.gather(*(_relied(_a_reliance()) for _ in range(10)))

    assert sum(len(process.events) for process in noted) == 1
    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == (_a_reliance(),)


async def test_a_released_reliance_rests_no_more_and_stays_written(database):
    await _relied(_a_reliance(), _a_reliance(number="0002"))

    ended, events = await _released()

    assert ended == (_a_reliance(),)
    assert events == [RelianceReleased("certificate", "0001", _values(_a_reliance()), None)]
    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == (_a_reliance(number="0002"),)
    rows = await rows_of(database, "SELECT released_at, released_reason FROM reliance WHERE dependent_id = '0001'")
    assert rows == [{"released_at": NOW, "released_reason": REVOKED}]


async def test_nothing_to_release_is_no_fault(database):
    assert await _released() == ((), [])


async def test_what_was_released_may_rest_there_anew(database):
    await _relied(_a_reliance())
    await _released()

    await _relied(_a_reliance())

    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == (_a_reliance(),)


async def test_a_release_without_a_reason_is_refused(database):
    await _relied(_a_reliance())

    with pytest.raises(asyncpg.CheckViolationError):
        await _released(reason=" ")


async def test_a_process_that_fails_leaves_no_reliance(database):
    with pytest.raises(StaleEdit):
        await _relied_in_vain(_a_reliance())

    assert await what_rests_on(a_reading(), "placement", [FACT_ID]) == ()


async def test_more_than_a_statement_takes_is_noted(database):
    many = [_a_reliance(str(uuid4())) for _ in range(2500)]

    process = await _relied(*many)

    assert len(process.events) == 2500
    found = await what_rests_on(a_reading(), "placement", [each.subject_id for each in many])
    assert sorted(each.subject_id for each in found) == sorted(each.subject_id for each in many)


async def test_nobody_deletes_a_reliance(database):
    await _relied(_a_reliance())

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, "DELETE FROM reliance")


async def test_reliances_are_noted_beside_the_event_of_their_dependent(database):
    async with open_process("issue", a_reading()) as process:
        process.record(Event("certificate", "0001", None, {"kind": "practice"}))
        await rely(process, _a_reliance())

    assert [type(event) for event in process.events] == [Event, RelianceNoted]
