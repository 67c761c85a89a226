"""Leave: recorded with its kind encrypted, touching allowed, overlap not, voided with a reason."""

import asyncio
from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from registry.audit.model import Actor
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave, VoidLeave
from registry.people.model.events import LeaveRecorded, LeaveVoided
from registry.people.model.facts import LeaveKind
from registry.people.queries.careers import leaves_of
from registry.people.service.leaves import record_leave, void_leave
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, did, done, many_connections, rows_of
from tests.people.staging import ONE_DAY, a_person, an_employment

FIRST, LAST = date(2024, 2, 29), date(2024, 8, 31)
OVERLAP = {"started_on": "与此人另一次请假重叠(首尾相接可以)"}


async def _refused(command):
    with pytest.raises(InvalidFields) as refusal:
        await did(record_leave, command)
    return refusal.value.faults


async def test_leave_is_stored_and_recorded_without_its_kind(database):
    school, person = await a_school(), await a_person()
    await an_employment(school, person)
    command = RecordLeave(person.id, LeaveKind.MATERNITY, FIRST, LAST)

    reading = a_reading(Actor(None, "陈", "web"))
    leave, events = await done(record_leave, command, Scope.school(school.id), reading=reading)

    values = {
        "id": str(leave.id),
        "person_id": str(person.id),
        "started_on": "2024-02-29",
        "finished_on": "2024-08-31",
        "approved_by": "陈",
        "approved_at": NOW.isoformat(),
        "voided_at": None,
        "voided_reason": None,
        "revision": 1,
    }
    personal = {"before": None, "after": {"kind": "maternity"}}
    assert events == [LeaveRecorded("leave", str(leave.id), None, values, personal)]
    assert "maternity" not in str(await rows_of(database, "SELECT * FROM audit_event"))
    assert await leaves_of(a_reading(), [person.id]) == {person.id: (leave,)}


async def test_leaves_may_touch_and_never_overlap(database):
    person, other = await a_person(), await a_person("高")
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))

    for started_on, finished_on in [(LAST, LAST), (FIRST - ONE_DAY, FIRST), (FIRST - ONE_DAY, LAST + ONE_DAY)]:
        assert await _refused(RecordLeave(person.id, LeaveKind.SICK, started_on, finished_on)) == OVERLAP
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, LAST + ONE_DAY, LAST + ONE_DAY))
    await did(record_leave, RecordLeave(person.id, LeaveKind.STUDY, FIRST - ONE_DAY, FIRST - ONE_DAY))
    await did(record_leave, RecordLeave(other.id, LeaveKind.SICK, FIRST, LAST))

    periods = [
        (leave.started_on, leave.finished_on) for leave in (await leaves_of(a_reading(), [person.id]))[person.id]
    ]
    assert periods == [
        (FIRST - ONE_DAY, FIRST - ONE_DAY),
        (FIRST, LAST),
        (LAST + ONE_DAY, LAST + ONE_DAY),
    ]


async def test_of_forty_overlapping_leaves_at_once_one_gets_in(database):
    await many_connections()
    person = await a_person()

    async def one(number):
        try:
            await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, FIRST + number * ONE_DAY))
        except InvalidFields:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) == 1


async def test_a_leave_ends_no_earlier_than_it_begins(database):
    person = await a_person()

    faults = await _refused(RecordLeave(person.id, LeaveKind.SICK, FIRST, FIRST - ONE_DAY))
    one_day = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, FIRST))

    assert faults == {"finished_on": "结束日期 2024-02-28 早于开始日期 2024-02-29"}
    assert one_day.period.days == 1


async def test_a_voided_leave_makes_room(database):
    person = await a_person()
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))

    with pytest.raises(InvalidFields):
        await did(void_leave, VoidLeave(leave.id, 1, " "))
    with pytest.raises(StaleEdit):
        await did(void_leave, VoidLeave(leave.id, 2, "误登记"))
    voided, events = await done(void_leave, VoidLeave(leave.id, 1, "误登记"))

    assert [type(event) for event in events] == [LeaveVoided]
    assert (events[0].before["voided_reason"], events[0].after["voided_reason"]) == (None, "误登记")
    assert (voided.voided_at, voided.revision) == (NOW, 2)
    assert await leaves_of(a_reading(), [person.id]) == {person.id: ()}
    assert len(await rows_of(database, "SELECT 1 FROM leave")) == 1
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))
    with pytest.raises(NotFound):
        await did(void_leave, VoidLeave(leave.id, 2, "再次"))


async def test_of_ten_voiding_one_leave_at_once_one_does(database):
    await many_connections()
    person = await a_person()
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))

    results = await asyncio.gather(
        *(did(void_leave, VoidLeave(leave.id, 1, "误登记")) for _ in range(10)), return_exceptions=True
    )

    refused = [result for result in results if isinstance(result, StaleEdit | NotFound)]
    assert len(refused) == 9
    assert len(await rows_of(database, "SELECT 1 FROM audit_event WHERE kind = 'LeaveVoided'")) == 1


async def test_a_strangers_leave_is_not_found(database):
    own, other, person = await a_school("S1"), await a_school("S2"), await a_person()
    await an_employment(other, person)
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))
    scope = Scope.school(own.id)

    with pytest.raises(NotFound) as hidden:
        await did(void_leave, VoidLeave(leave.id, 1, "x"), scope)
    with pytest.raises(NotFound) as missing:
        await did(void_leave, VoidLeave(uuid4(), 1, "x"), scope)
    assert str(hidden.value) == str(missing.value)
    with pytest.raises(NotFound):
        await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, LAST + ONE_DAY, LAST + ONE_DAY), scope)
    with pytest.raises(NotFound):
        await leaves_of(a_reading(), [person.id], scope)


async def test_nobody_approves_their_own_leave(database):
    person = await a_person()
    await an_employment(await a_school(), person)

    with pytest.raises(NotPermitted):
        await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST), Scope.person(person.id))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE leave SET kind = 'holiday'", "leave_kind_known"),
        ("UPDATE leave SET finished_on = '2024-02-28'", "leave_in_order"),
        ("UPDATE leave SET voided_at = now()", "leave_voided_with_reason"),
        (
            "INSERT INTO leave SELECT gen_random_uuid(), person, kind, finished_on, finished_on, "
            "approved_by, approved_at, NULL, NULL, 1 FROM leave",
            "leave_apart",
        ),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, statement, constraint):
    person = await a_person()
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST, LAST))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement)

    assert refusal.value.constraint_name == constraint
