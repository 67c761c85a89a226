"""What reminders do by themselves: mails that are due, every minute; causes, at hours when offices work."""

from collections.abc import Awaitable, Callable

from registry.audit.process import Reading
from registry.platform.jobs import Job, daily, weekly
from registry.platform.settings import Settings
from registry.reminders.model.mail import Quiet
from registry.reminders.service.automatic import remind_daily, remind_weekly
from registry.reminders.service.outgoing import outgoing_from
from registry.reminders.service.posting import post_mails
from registry.reminders.service.writing import SEND_JOB

EVERY_MINUTE = "* * * * *"
MONDAY = 0
OpenReading = Callable[[], Awaitable[Reading]]


def reminder_jobs(settings: Settings, open_reading: OpenReading) -> tuple[Job, ...]:
    """The jobs of reminders. Without a mail server nothing is looked for every minute, and nothing is sent."""
    outgoing, server = outgoing_from(settings), settings.mail_server

    async def send_mail(timestamp: int = 0) -> None:
        if server is not None:
            await post_mails(open_reading, server, Quiet(*settings.quiet_hours))

    async def remind_every_day() -> None:
        await remind_daily(await open_reading(), outgoing)

    async def remind_every_week() -> None:
        await remind_weekly(await open_reading(), outgoing)

    return (
        Job(SEND_JOB, send_mail, EVERY_MINUTE if server else None),
        Job("remind_daily", remind_every_day, daily(8, 30)),
        Job("remind_weekly", remind_every_week, weekly(MONDAY, 8, 40)),
    )
