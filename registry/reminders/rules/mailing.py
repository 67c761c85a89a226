"""When a mail may leave, when it is tried again, and which addresses are addresses. Pure."""

import re
from datetime import datetime, timedelta

from registry.reminders.model.mail import Quiet

RETRY_MINUTES = (1, 5, 15, 60, 120, 240, 480, 720, 1440)
"""How long a mail waits after each failure that may pass; about two days in all, then it is given up."""
TRIES = len(RETRY_MINUTES) + 1
STUCK = timedelta(minutes=15)
"""Longer than any mail takes: one that is still being sent after this was in the hands of a worker that died."""
LONGEST_ADDRESS = 254
CONFIRM_WITHIN = timedelta(days=2)
MAILS_A_DAY = 5
"""Confirmations that one account may ask for in a day: nobody is flooded with codes."""
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
HOURS = 24
LONGEST_DAYS = 183
NOT_AN_ADDRESS = "这不是邮箱地址"


def not_before(local: datetime, quiet: Quiet) -> datetime:
    """The instant itself, or the end of the quiet hours that it lies in. `local` is on China's clock."""
    begins, until = quiet
    hour = local.hour
    is_quiet = begins <= hour < until if begins <= until else hour >= begins or hour < until
    if not is_quiet:
        return local
    end = local.replace(hour=until % HOURS, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When a mail that failed so many times is tried again; None: it is given up."""
    if attempts >= TRIES:
        return None
    return now + timedelta(minutes=RETRY_MINUTES[max(attempts, 1) - 1])


def address_faults(address: str) -> dict[str, str]:
    """What is wrong with a typed address."""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address) or ".." in address:
        return {"address": NOT_AN_ADDRESS}
    return {}


def settings_faults(days: dict[str, int | None], quiet: Quiet | None) -> dict[str, str]:
    """What is wrong with a school's settings, by field."""
    faults = {
        name: f"应为 1 到 {LONGEST_DAYS} 的整数"
        for name, value in days.items()
        if value is not None and not 1 <= value <= LONGEST_DAYS
    }
    first, again = days.get("lapse_days"), days.get("lapse_again_days")
    if again is not None and (first is None or again >= first):
        faults.setdefault("lapse_again_days", "第二次提醒应比第一次更近;先填第一次")
    if quiet is not None and not all(0 <= hour < HOURS for hour in quiet):
        faults.setdefault("quiet_from", "应为 0 到 23 的整数")
    return faults
