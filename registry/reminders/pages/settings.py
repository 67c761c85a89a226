"""What a school's people are told unasked, on one form."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.institutions.pages.place import chosen_place
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.reminders.model.mail import Quiet, ReminderSettings, SetReminders
from registry.reminders.queries.settings import settings_of
from registry.reminders.rules.mailing import HOURS, LONGEST_DAYS
from registry.reminders.service.outgoing import outgoing_from
from registry.reminders.service.settings import set_reminders

KEEP = Permission.KEEP_SCHOOL
DAYS = ("lapse_days", "lapse_again_days", "hand_in_days", "approve_days")
LONGEST_REVISION = 1_000_000


@get("/school/reminders", name="reminder_settings", permission=KEEP)
async def show(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """What holds now."""
    return await _shown(request, reading, school_id, None)


@post("/school/reminders", name="set_reminders", permission=KEEP)
async def change(request: Visitor, reading: Door) -> Response[Any]:
    """All of it at once; an empty field: not at all."""
    form = await filled(request)
    place = await chosen_place(reading, form.key("school_id"), KEEP)
    days = {name: form.whole(name, 1, LONGEST_DAYS) for name in DAYS}
    begins, until = form.whole("quiet_from", 0, HOURS - 1), form.whole("quiet_until", 0, HOURS - 1)
    if (begins is None) != (until is None):
        form.faults.setdefault("quiet_from", "开始和结束都要填,或都不填")
    revision = form.whole("revision", 0, LONGEST_REVISION, 0) or 0
    quiet = Quiet(begins, until) if begins is not None and until is not None else None
    try:
        form.require_valid()
        command = SetReminders(place.school.id, revision, quiet=quiet, **days)
        async with open_process("set_reminders", reading) as process:
            await set_reminders(process, command, place.scope)
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _shown(request, reading, place.school.id, form)
    return go(request, "reminder_settings", note="提醒设置已保存", school_id=place.school.id)


async def _shown(request: Visitor, reading: Reading, school_id: UUID | None, form: Form | None) -> Response[str]:
    place = await chosen_place(reading, school_id, KEEP)
    stands = await settings_of(reading, place.school.id, place.scope)
    settings = request.app.state.settings
    return page(
        request,
        "reminders/settings.html",
        422 if form and form.faults else 200,
        school=place.school,
        schools=place.offered,
        stands=stands,
        usual=settings.quiet_hours,
        sends_mail=outgoing_from(settings).sends,
        values=form.values if form else _values(stands),
        faults=form.faults if form else {},
    )


def _values(stands: ReminderSettings) -> dict[str, str]:
    shown = {name: getattr(stands, name) for name in (*DAYS, "quiet_from", "quiet_until", "revision")}
    return {name: "" if value is None else str(value) for name, value in shown.items()}


ROUTES = [show, change]
