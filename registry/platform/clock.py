"""The only place that reads the clock. Rules take `on: date` and never ask."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time zone and has had no summer time since 1991, so a fixed offset is exact."""


def today() -> date:
    """The calendar day in China now."""
    return datetime.now(SHANGHAI).date()


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)
