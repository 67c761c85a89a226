"""Runs begun and finished. They are no facts about anybody, so they leave no event in the chain."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from piccolo.columns.base import Column

from registry.audit.process import Process, Reading, open_process
from registry.kernel.errors import RegistryError
from registry.upkeep import tables
from registry.upkeep.model import Run, RunKind, RunOutcome
from registry.upkeep.queries import database_now

DIED = "进程中断,未能完成 (the process died)"


@dataclass(slots=True)
class Report:
    """What a run says of itself while it goes; filled in by whoever does the work.

    `went_well` False: it came to its end and found a fault.
    """

    words: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    size: int | None = None
    went_well: bool = True


@asynccontextmanager
async def recorded(reading: Reading, kind: RunKind) -> AsyncIterator[Report]:
    """Record a run around the block: begun, and finished however the block ends; its failure goes on."""
    async with open_process(f"begin_{kind.value}", reading) as process:
        run = await begin_run(process, kind)
    report, went_well = Report(), False
    try:
        yield report
        went_well = report.went_well
    except (RegistryError, OSError) as fault:
        words = fault.for_operator if isinstance(fault, RegistryError) else str(fault)
        report.words = " ".join(words.split())
        raise
    finally:
        ending = replace(reading, now=await database_now())
        async with open_process(f"finish_{kind.value}", ending) as process:
            await finish_run(process, run, report, went_well)


async def begin_run(process: Process, kind: RunKind) -> Run:
    """Note that a run begins; one of its kind that never ended has failed."""
    table = tables.UpkeepRun
    ended: dict[Column | str, Any] = {
        table.finished_at: process.now,
        table.outcome: RunOutcome.FAILED.value,
        table.words: DIED,
    }
    await table.update(ended).where((table.kind == kind.value) & (table.outcome == RunOutcome.RUNNING.value))
    run = Run(uuid4(), kind, process.now)
    await table.insert(
        table(id=run.id, kind=kind.value, started_at=run.started_at, outcome=run.outcome.value, words=run.words)
    )
    return run


async def finish_run(process: Process, run: Run, report: Report, went_well: bool) -> Run:
    """Note how a run ended."""
    after = replace(
        run,
        finished_at=max(process.now, run.started_at),
        outcome=RunOutcome.OK if went_well else RunOutcome.FAILED,
        words=report.words or ("" if went_well else DIED),
        details=report.details,
        size=report.size,
    )
    table = tables.UpkeepRun
    changed: dict[Column | str, Any] = {
        table.finished_at: after.finished_at,
        table.outcome: after.outcome.value,
        table.words: after.words,
        table.details: json.dumps(report.details, ensure_ascii=False, sort_keys=True),
        table.size: after.size,
    }
    await table.update(changed).where(table.id == run.id)
    return after
