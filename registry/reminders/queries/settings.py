"""What a school's people are told unasked, and the quiet hours that hold for it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.database import these
from registry.reminders import tables
from registry.reminders.model.mail import Quiet, ReminderSettings

LAPSE_DAYS = 60
"""Unless a school says otherwise: once a week, who lapses within so many days."""
NO_ID = UUID(int=0)


async def settings_of(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> ReminderSettings:
    """A school's settings, or what holds where it set none (revision 0). Raises NotFound."""
    await school(reading, school_id, scope)
    rows = await tables.ReminderSetting.select().where(tables.ReminderSetting.school == school_id)
    return setting_of(rows[0]) if rows else unset(school_id)


async def quiet_of(school_ids: Iterable[UUID], usual: Quiet) -> dict[UUID, Quiet]:
    """The quiet hours of each of these schools; `usual` where it has none of its own."""
    asked = list(school_ids)
    table = tables.ReminderSetting
    rows = await table.select(table.school, table.quiet_from, table.quiet_until).where(
        table.school.is_in(these(asked)), table.quiet_from.is_not_null()
    )
    own = {row["school"]: Quiet(row["quiet_from"], row["quiet_until"]) for row in rows}
    return {one: own.get(one, usual) for one in asked}


def setting_of(row: dict[str, Any]) -> ReminderSettings:
    """A row as a fact."""
    values = dict(row)
    return ReminderSettings(school_id=values.pop("school"), **values)


def unset(school_id: UUID) -> ReminderSettings:
    """What holds at a school that set nothing: the weekly reminder to whoever lapses soon."""
    return ReminderSettings(NO_ID, school_id, LAPSE_DAYS, None, None, None, None, None, "", None, 0)
