"""Work that happens by itself: a queue in the same database, its clock, and the worker that empties it.

A job deferred inside a transaction exists when the transaction is committed, or not at all. A job of one name never
runs twice at once, in however many processes; one whose process died is taken up again, so it must be repeatable.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from piccolo.querystring import QueryString
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from registry.platform.database import engine

HOURS_AHEAD_OF_UTC = 8
"""China's clock; the queue's own is UTC. There is no summer time."""
LATEST_SECONDS = 7 * 24 * 3600
"""A machine that was off at the hour of a job does it when it is on again, at most this much later."""
ATTEMPTS = 3
RETRY_SECONDS = 600
DEAD_AFTER_SECONDS = 60
"""Without a sign of life, which comes every ten seconds, a worker is taken for dead and others get its jobs."""
LOOK_FOR_THE_DEAD = "* * * * *"
"""Every minute: what stands still after a crash goes on within two."""
KEEP_ENDED_HOURS = 90 * 24
GRACE_SECONDS = 10
RECONNECT_SECONDS = 10
CONNECTIONS = 4
DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', {}, 0, {}, NULL, {}::text::jsonb, NULL)
        ]::procrastinate_job_to_defer_v1[])
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do. With `cron` (see `daily`, `weekly`) it comes by itself and takes no arguments."""

    name: str
    run: Callable[..., Awaitable[None]]
    cron: str | None = None


def daily(hour: int, minute: int) -> str:
    """Every day at this time in China."""
    return f"{minute} {(hour - HOURS_AHEAD_OF_UTC) % 24} * * *"


def weekly(weekday: int, hour: int, minute: int) -> str:
    """Every week at this time in China; Monday is 0."""
    day_in_utc = weekday + 1 - (1 if hour < HOURS_AHEAD_OF_UTC else 0)  # cron counts from Sunday
    return f"{minute} {(hour - HOURS_AHEAD_OF_UTC) % 24} * * {day_in_utc % 7}"


def jobs_app(url: str, jobs: Sequence[Job]) -> App:
    """The queue of this database with everything it can do. Connects only when it is opened."""
    app = App(
        connector=PsycopgConnector(conninfo=url, min_size=1, max_size=CONNECTIONS),
        periodic_defaults={"max_delay": LATEST_SECONDS},
        worker_defaults={
            "stalled_worker_timeout": DEAD_AFTER_SECONDS,
            "shutdown_graceful_timeout": GRACE_SECONDS,
            "delete_jobs": "successful",
        },
    )
    for job in jobs:
        _register(app, job)
    _register_revival(app)
    return app


async def defer(name: str, arguments: dict[str, Any] | None = None, one_at_a_time: str | None = None) -> None:
    """Have a job done once the open transaction is committed. Of jobs with the same word, one runs at a time."""
    await engine().run_querystring(QueryString(DEFER, name, one_at_a_time, json.dumps(arguments or {})))


async def work(app: App, stops_on_signals: bool = True) -> None:
    """Empty the queue until told to stop. The app is open."""
    await revive_dead(app)
    await app.run_worker_async(install_signal_handlers=stops_on_signals)


@asynccontextmanager
async def worker_inside(app: App) -> AsyncIterator[None]:
    """A worker beside whatever else the block does; a database that goes away for a while is waited for."""
    async with app.open_async():
        working = asyncio.create_task(_keep_working(app))
        try:
            yield
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


async def revive_dead(app: App) -> int:
    """Give the jobs of dead workers back to the queue; how many. One that was tried often enough has failed."""
    dead = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in dead:
        if job.attempts + 1 >= ATTEMPTS:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job)
    return len(dead)


async def _keep_working(app: App) -> None:
    while True:
        try:
            await work(app, stops_on_signals=False)
        except (ConnectorException, psycopg.Error, OSError):
            log.warning("the queue cannot be reached; trying again", exc_info=True)
        await asyncio.sleep(RECONNECT_SECONDS)


def _register(app: App, job: Job) -> None:
    again = RetryStrategy(max_attempts=ATTEMPTS, wait=RETRY_SECONDS)
    if job.cron is None:
        app.task(name=job.name, retry=again)(job.run)
        return

    async def by_the_clock(timestamp: int) -> None:
        await job.run()

    task = app.task(name=job.name, lock=job.name, queueing_lock=job.name, retry=again)(by_the_clock)
    app.periodic(cron=job.cron)(task)


def _register_revival(app: App) -> None:
    async def look_after_the_queue(timestamp: int) -> None:
        await revive_dead(app)
        await app.job_manager.delete_old_jobs(
            nb_hours=KEEP_ENDED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )

    task = app.task(name="look_after_the_queue", queueing_lock="look_after_the_queue")(look_after_the_queue)
    app.periodic(cron=LOOK_FOR_THE_DEAD)(task)
