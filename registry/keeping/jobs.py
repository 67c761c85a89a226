"""What the installation does unasked. The composition root registers these jobs with the queue."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from registry.audit.process import Reading, open_process
from registry.certificates.jobs import certificate_jobs
from registry.exchange.jobs import import_jobs
from registry.identity.service.pruning import prune
from registry.keeping.backing_up import nightly_backup
from registry.keeping.rehearsing import newest_backup, rehearse
from registry.kernel.errors import BadInput
from registry.platform.database import engine
from registry.platform.jobs import Job, daily, jobs_app, weekly, worker_inside
from registry.platform.settings import Settings
from registry.practice.projection import rebuild
from registry.reminders.jobs import reminder_jobs
from registry.upkeep.model import RunKind
from registry.upkeep.service import recorded

SUNDAY = 6
OpenReading = Callable[[], Awaitable[Reading]]
"""A reading of the installation itself, with the instant at which it is called."""


def upkeep_jobs(settings: Settings, open_reading: OpenReading) -> tuple[Job, ...]:
    """The nightly and weekly work. Hours are China's; a machine that was off then does it when it is on again."""

    async def rebuild_standing() -> None:
        await rebuilt(await open_reading())

    async def back_up_nightly() -> None:
        await nightly_backup(await open_reading(), settings)

    async def rehearse_weekly() -> None:
        backup = newest_backup(settings)
        if backup:
            rehearsal = await rehearse(await open_reading(), settings, backup)
            if not rehearsal.is_good:
                raise BadInput(rehearsal.words)

    async def prune_traces() -> None:
        await pruned(await open_reading())

    return (
        Job("rebuild_standing", rebuild_standing, daily(0, 10)),
        Job("prune_sign_in_traces", prune_traces, daily(1, 0)),
        Job("nightly_backup", back_up_nightly, daily(2, 0)),
        Job("weekly_rehearsal", rehearse_weekly, weekly(SUNDAY, 3, 30)),
        *reminder_jobs(settings, open_reading),
        *import_jobs(settings, open_reading),
        *certificate_jobs(settings, open_reading),
    )


@asynccontextmanager
async def working_inside(settings: Settings, open_reading: OpenReading) -> AsyncIterator[None]:
    """Do the nightly and weekly work beside whatever the block does, unless `registry worker` does it apart.

    The database is reached and stays so while the block runs: for the web process, inside its lifespan.
    """
    if settings.works_apart:
        yield
        return
    async with worker_inside(jobs_app(engine().config["dsn"], upkeep_jobs(settings, open_reading))):
        yield


async def rebuilt(reading: Reading) -> int:
    """Make all timelines anew and record it; how many were not as they should be."""
    async with recorded(reading, RunKind.REBUILD) as report:
        async with open_process("rebuild_standing", reading) as process:
            changed = await rebuild(process)
        report.words, report.details = f"{changed} 人的时间线有变化", {"changed": changed}
    return changed


async def pruned(reading: Reading) -> None:
    """Remove traces of signing in that are past their keeping time, and record how many."""
    async with recorded(reading, RunKind.PRUNING) as report:
        async with open_process("prune_sign_in_traces", reading) as process:
            removed = await prune(process)
        report.words, report.details = f"清除 {sum(removed)} 条过期登录痕迹", removed._asdict()
