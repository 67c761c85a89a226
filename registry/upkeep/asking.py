"""An operator asks for what otherwise comes by the clock."""

from registry.audit.process import Process
from registry.platform.jobs import defer
from registry.upkeep import tables

BACKUP_JOB = "nightly_backup"
REHEARSAL_JOB = "weekly_rehearsal"
ASKING_LOCK = 770_090


async def ask_for(process: Process, job: str) -> bool:
    """Have a job done as soon as a worker is free. False: it waits or runs already, and is not asked for twice."""
    await tables.UpkeepRun.raw("SELECT pg_advisory_xact_lock({})", ASKING_LOCK)
    rows = await tables.UpkeepRun.raw(
        "SELECT count(*) AS count FROM procrastinate_jobs WHERE task_name = {} AND status IN ('todo', 'doing')", job
    )
    if rows[0]["count"]:
        return False
    await defer(job, {"timestamp": int(process.now.timestamp())}, one_at_a_time=job)
    return True
