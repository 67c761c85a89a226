"""What a school's people are told unasked: set by its office, changed over what was seen."""

import asyncio
from dataclasses import replace

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.reminders import tables
from registry.reminders.model.mail import Quiet, RemindersSet, SetReminders
from registry.reminders.queries.settings import LAPSE_DAYS, quiet_of, settings_of
from registry.reminders.service.settings import set_reminders
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import done, many_connections
from tests.reminders.staging import QUIET, an_account, reading_as, staged


@pytest.fixture
async def stage(database):
    return await staged(0)


LATE = Quiet(22, 7)


def command(stage, revision=0, quiet=LATE, **days):
    given = {"lapse_days": 90, "lapse_again_days": 30, "hand_in_days": 14, "approve_days": 7, **days}
    return SetReminders(stage.school.id, revision, quiet=quiet, **given)


async def setting(stage, wanted, actor=None, scope=None):
    return await done(set_reminders, wanted, scope or stage.scope, reading=reading_as(actor or stage.officer))


async def test_unset_only_who_lapses_soon_is_told(stage):
    found = await settings_of(a_reading(), stage.school.id)

    assert (found.lapse_days, found.lapse_again_days, found.hand_in_days, found.approve_days, found.revision) == (
        (LAPSE_DAYS, None, None, None, 0)
    )


async def test_what_is_set_is_stored_with_its_event(stage):
    after, events = await setting(stage, command(stage))

    assert await settings_of(a_reading(), stage.school.id) == after
    assert (after.lapse_days, after.quiet, after.set_by_name, after.set_at, after.revision) == (
        (90, Quiet(22, 7), "Chen", NOW, 1)
    )
    (event,) = events
    assert (type(event), event.subject, event.before) == (RemindersSet, "reminder_setting", None)
    assert event.after["hand_in_days"] == 14
    assert await quiet_of([stage.school.id, stage.other_school.id], QUIET) == {
        stage.school.id: Quiet(22, 7),
        stage.other_school.id: QUIET,
    }


async def test_the_same_sent_twice_is_one_change_and_another_needs_what_was_seen(stage):
    first, _ = await setting(stage, command(stage))
    again, no_events = await setting(stage, command(stage))

    assert (again, no_events) == (first, [])
    with pytest.raises(StaleEdit):
        await setting(stage, command(stage, lapse_days=120))
    second, events = await setting(stage, command(stage, 1, quiet=None, hand_in_days=None))
    assert (second.revision, second.quiet, second.hand_in_days) == (2, None, None)
    assert events[0].before["hand_in_days"] == 14


async def test_two_at_once_set_it_once(stage):
    await many_connections(6)

    results = await asyncio.gather(
        setting(stage, command(stage)), setting(stage, command(stage)), return_exceptions=True
    )

    assert await tables.ReminderSetting.count() == 1
    assert all(isinstance(each, tuple | InvalidFields) for each in results)


async def test_only_the_office_of_the_school_sets_it(stage):
    elsewhere = Scope.school(stage.other_school.id)
    sun = await an_account(RoleWanted(Role.HR_OFFICER, elsewhere), "sun")

    with pytest.raises(NotFound):
        await setting(stage, command(stage), sun, elsewhere)
    with pytest.raises(NotPermitted):
        await setting(stage, command(stage), stage.head, stage.scope)
    with pytest.raises(NotPermitted):
        await setting(stage, command(stage), replace(sun, name="孙"), stage.scope)
    assert await tables.ReminderSetting.count() == 0


async def test_faults_are_all_told_at_once(stage):
    with pytest.raises(InvalidFields) as fault:
        await setting(stage, command(stage, hand_in_days=0, lapse_again_days=95))

    assert set(fault.value.faults) == {"hand_in_days", "lapse_again_days"}
