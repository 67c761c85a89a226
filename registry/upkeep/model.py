"""The nouns of upkeep: kinds of runs, how they went, what the queue holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID


class RunKind(StrEnum):
    """What was done."""

    BACKUP = "backup"
    REHEARSAL = "rehearsal"
    REBUILD = "rebuild"
    PRUNING = "pruning"


class RunOutcome(StrEnum):
    """How it went."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `words`: for the operator, in one line; `size`: bytes, where it made something."""

    id: UUID
    kind: RunKind
    started_at: datetime
    finished_at: datetime | None = None
    outcome: RunOutcome = RunOutcome.RUNNING
    words: str = ""
    details: Mapping[str, Any] | None = None
    size: int | None = None


class QueueState(NamedTuple):
    """What the queue holds: jobs that wait for their turn, that run, that were given up."""

    waiting: int
    running: int
    failed: int


class Disk(NamedTuple):
    """Bytes of the disk that holds a folder."""

    total: int
    free: int
