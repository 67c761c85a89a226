"""The history of some subjects: newest first, in parts, values of persons only when asked for."""

from datetime import timedelta
from uuid import uuid4

import pytest

from registry.audit.history import RESTING, Change, History, Page, changed_fields, history_of
from registry.audit.model import Actor, Event, Reliance
from registry.audit.process import open_process
from registry.audit.reliances import rely
from registry.kernel.errors import BadInput
from registry.platform.vault import KEY_BYTES, Vault
from tests.builders.house import NOW, a_house, a_reading
from tests.institutions.staging import rows_of

OFFICER = Actor(uuid4(), "陈", "web")


class TeacherEntered(Event):
    """For these tests."""


class TeacherMended(Event):
    """For these tests."""


async def _recorded(*events, kind="test", reading=None, reason=""):
    async with open_process(kind, reading or a_reading(OFFICER), reason) as process:
        for event in events:
            process.record(event)
    return process


async def test_a_change_is_told_whole_without_values_of_persons(database):
    subject_id = uuid4()
    personal = {"before": {"name": "林"}, "after": {"name": "林晓"}}
    process = await _recorded(
        TeacherMended("teacher", str(subject_id), {"revision": 1, "days": 3}, {"revision": 2, "days": 4}, personal),
        kind="mend_teacher",
        reason="写错了",
    )

    history = await history_of(a_reading(), [("teacher", subject_id)], with_personal=False)

    assert history == History(
        (
            Change(
                number=1,
                at=NOW,
                process_id=process.id,
                process_kind="mend_teacher",
                actor_account_id=OFFICER.account_id,
                actor_name="陈",
                source="web",
                reason="写错了",
                kind="TeacherMended",
                subject="teacher",
                subject_id=str(subject_id),
                before={"revision": 1, "days": 3},
                after={"revision": 2, "days": 4},
                changed=("days",),
                is_veiled=True,
            ),
        ),
        None,
    )


async def test_values_of_persons_stand_among_the_others_when_asked_for(database):
    personal = {"before": {"name": "林"}, "after": {"name": "林晓"}}
    await _recorded(TeacherMended("teacher", "1", {"days": 3}, {"days": 3}, personal))

    (change,) = (await history_of(a_reading(), [("teacher", "1")], with_personal=True)).changes

    assert (change.before, change.after) == ({"days": 3, "name": "林"}, {"days": 3, "name": "林晓"})
    assert (change.changed, change.is_veiled) == (("name",), False)


async def test_a_new_thing_has_no_values_before(database):
    await _recorded(TeacherEntered("teacher", "1", None, {"days": 3}, {"before": None, "after": {"name": "林"}}))

    (change,) = (await history_of(a_reading(), [("teacher", "1")], with_personal=True)).changes

    assert (change.before, change.after, change.changed) == (None, {"days": 3, "name": "林"}, ("days", "name"))


async def test_personal_values_outside_before_and_after_tell_what_became(database):
    await _recorded(
        TeacherMended("account", "1", {"locked_on": None}, {"locked_on": "2026-11-22"}, {"reason": "离职"})
    )

    (change,) = (await history_of(a_reading(), [("account", "1")], with_personal=True)).changes

    assert (change.before, change.after) == ({"locked_on": None}, {"locked_on": "2026-11-22", "reason": "离职"})


async def test_only_the_subjects_asked_for_are_told(database):
    await _recorded(
        TeacherEntered("teacher", "1", None, {}),
        TeacherEntered("placement", "2", None, {}),
        TeacherEntered("teacher", "2", None, {}),
        TeacherEntered("placement", "1", None, {}),
    )

    asked = [("teacher", "1"), ("placement", "2"), ("teacher", "1")]
    history = await history_of(a_reading(), asked, with_personal=False)

    assert [(change.subject, change.subject_id) for change in history.changes] == [
        ("placement", "2"),
        ("teacher", "1"),
    ]


async def test_kinds_that_are_left_out_take_no_place(database):
    await _recorded(*[TeacherMended("teacher", "1", {"days": day}, {"days": day + 1}) for day in range(2)])
    resting = [Reliance("placement", str(n), 1, "teacher", "1", "证明") for n in range(5)]
    async with open_process("test", a_reading(OFFICER)) as process:
        await rely(process, *resting)

    part = await history_of(a_reading(), [("teacher", "1")], False, Page(size=2), RESTING)

    assert [change.kind for change in part.changes] == ["TeacherMended"] * 2
    assert part.older is None


async def test_nothing_asked_is_nothing_told(database):
    await _recorded(TeacherEntered("teacher", "1", None, {}))

    assert await history_of(a_reading(), [], with_personal=True) == History((), None)


async def test_a_long_history_comes_in_parts_newest_first(database):
    for day in range(5):
        reading = a_reading(now=NOW + timedelta(days=day))
        await _recorded(TeacherMended("teacher", "1", {"days": day}, {"days": day + 1}), reading=reading)

    parts, before = [], None
    while True:
        part = await history_of(a_reading(), [("teacher", "1")], with_personal=False, page=Page(before, 2))
        parts.append([change.after["days"] for change in part.changes])
        before = part.older
        if before is None:
            break

    assert parts == [[5, 4], [3, 2], [1]]


async def test_a_last_part_that_is_full_has_nothing_older(database):
    await _recorded(TeacherEntered("teacher", "1", None, {}), TeacherMended("teacher", "1", {}, {}))

    part = await history_of(a_reading(), [("teacher", "1")], with_personal=False, page=Page(None, 2))

    assert (len(part.changes), part.older) == (2, None)


async def test_another_key_does_not_open_values_of_persons(database):
    await _recorded(TeacherEntered("teacher", "1", None, {}, {"before": None, "after": {"name": "林"}}))
    foreign = a_reading(house=a_house(vault=Vault(b"x" * KEY_BYTES)))

    with pytest.raises(BadInput):
        await history_of(foreign, [("teacher", "1")], with_personal=True)


async def test_a_history_is_found_by_index(database):
    plan = await rows_of(
        database,
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'audit_event_of_subject'",
    )

    assert [row["indexdef"].split(" USING ")[1] for row in plan] == ["btree (subject, subject_id, number)"]


def test_bookkeeping_is_no_change():
    assert changed_fields({"id": 1, "revision": 1, "a": 1}, {"id": 2, "revision": 2, "a": 1}) == ()


def test_a_value_that_became_none_is_a_change():
    assert changed_fields({"a": 1, "b": None}, {"a": None}) == ("a",)
