"""What the operator asks: how the last runs went, whether a worker is alive, what waits, how much disk is left."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from registry.audit.process import Reading
from registry.upkeep import tables
from registry.upkeep.model import Disk, QueueState, Run, RunKind, RunOutcome


async def last_runs(reading: Reading, limit: int = 20, kind: RunKind | None = None) -> tuple[Run, ...]:
    """The latest runs, newest first; of one kind or of all."""
    table = tables.UpkeepRun
    asked = table.select().order_by(table.started_at, ascending=False).order_by(table.id).limit(limit)
    rows = await (asked.where(table.kind == kind.value) if kind else asked)
    return tuple(run_of(row) for row in rows)


async def last_good(reading: Reading, kind: RunKind) -> Run | None:
    """The latest run of a kind that went well; None when none ever did."""
    table = tables.UpkeepRun
    rows = (
        await table.select()
        .where((table.kind == kind.value) & (table.outcome == RunOutcome.OK.value))
        .order_by(table.started_at, ascending=False)
        .limit(1)
    )
    return run_of(rows[0]) if rows else None


async def worker_seen(reading: Reading) -> datetime | None:
    """The last sign of life of any worker (they give one every ten seconds); None when none is registered."""
    rows = await tables.UpkeepRun.raw("SELECT max(last_heartbeat) AS seen FROM procrastinate_workers")
    seen = rows[0]["seen"]
    assert seen is None or isinstance(seen, datetime)
    return seen


async def queue_state(reading: Reading) -> QueueState:
    """How many jobs wait, run and have been given up."""
    rows = await tables.UpkeepRun.raw(
        "SELECT count(*) FILTER (WHERE status = 'todo') AS waiting, "
        "count(*) FILTER (WHERE status = 'doing') AS running, "
        "count(*) FILTER (WHERE status = 'failed') AS failed FROM procrastinate_jobs"
    )
    return QueueState(**rows[0])


def disk_of(folder: Path) -> Disk:
    """The disk that holds a folder, or would hold it."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    usage = shutil.disk_usage(there)
    return Disk(usage.total, usage.free)


async def database_now() -> datetime:
    """The database's instant: the same clock for all who use it."""
    rows = await tables.UpkeepRun.raw("SELECT clock_timestamp() AS now")
    now = rows[0]["now"]
    assert isinstance(now, datetime)
    return now


def run_of(row: dict[str, Any]) -> Run:
    """A stored row as a run."""
    details = row["details"]
    return Run(
        **{
            **row,
            "kind": RunKind(row["kind"]),
            "outcome": RunOutcome(row["outcome"]),
            "details": None if details is None else json.loads(details),
        }
    )
