"""A school decides what its people are told unasked."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.institutions.model.events import change
from registry.institutions.queries.schools import school
from registry.institutions.writing import require_fresh, require_valid, save
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import Verdict, require
from registry.platform.refusals import in_plain_words
from registry.reminders import tables
from registry.reminders.constraints import REFUSALS
from registry.reminders.model.mail import ReminderSettings, RemindersSet, SetReminders
from registry.reminders.queries.settings import setting_of, unset
from registry.reminders.rules.mailing import settings_faults

ONLY_THE_OFFICE = "提醒由本校人事处设置"


async def set_reminders(process: Process, command: SetReminders, scope: Scope) -> ReminderSettings:
    """Set all of it at once; what is asked for already stays as it is.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    await school(process.reading, command.school_id, scope)
    before = await _for_update(command)
    own = Scope.school(command.school_id)
    may = principal_of(process.actor).holds(Role.HR_OFFICER, own)
    require(Verdict.yes() if may else Verdict.no(ONLY_THE_OFFICE))
    days: dict[str, Any] = {
        "lapse_days": command.lapse_days,
        "lapse_again_days": command.lapse_again_days,
        "hand_in_days": command.hand_in_days,
        "approve_days": command.approve_days,
    }
    require_valid(settings_faults(days, command.quiet))
    begins, until = command.quiet or (None, None)
    wanted = replace(before, **days, quiet_from=begins, quiet_until=until)
    if wanted == before and before.revision:
        return before
    require_fresh(command.revision, before.revision)
    after = replace(wanted, set_by_name=process.actor.name, set_at=process.now, revision=before.revision + 1)
    after = after if before.revision else replace(after, id=uuid4())
    await _write(before, after)
    process.record(change(RemindersSet, before if before.revision else None, after))
    return after


async def _for_update(command: SetReminders) -> ReminderSettings:
    table = tables.ReminderSetting
    rows = await table.select().where(table.school == command.school_id).lock_rows("NO KEY UPDATE")
    return setting_of(rows[0]) if rows else unset(command.school_id)


async def _write(before: ReminderSettings, after: ReminderSettings) -> None:
    values: dict[str, Any] = {
        "lapse_days": after.lapse_days,
        "lapse_again_days": after.lapse_again_days,
        "hand_in_days": after.hand_in_days,
        "approve_days": after.approve_days,
        "quiet_from": after.quiet_from,
        "quiet_until": after.quiet_until,
        "set_by_name": after.set_by_name,
        "set_at": after.set_at,
    }
    with in_plain_words(REFUSALS):
        if before.revision:
            await save(tables.ReminderSetting, after.id, before.revision, values)
        else:
            table = tables.ReminderSetting
            await table.insert(table(id=after.id, school=after.school_id, revision=1, **values))
