"""How far the work on a file has come, noted beside its transaction, so that other requests can read it meanwhile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from asyncpg import Connection

from registry.exchange.model.imports import ImportStage
from registry.platform.database import engine

_NOTE = """
INSERT INTO import_progress (id, stage, percent, noted_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET stage = $2, percent = $3, noted_at = $4
"""
WHOLE = 100


class Progress(Protocol):
    """Whoever is told how far the work has come."""

    async def note(self, stage: ImportStage, percent: int) -> None:
        """The work is in this stage, and this much of all of it is done."""


class Unheard:
    """Tells nobody: for files that are written at once."""

    async def note(self, stage: ImportStage, percent: int) -> None:
        """Nothing is noted."""


class Noted:
    """Writes each note on a connection of its own, where it is seen at once, whatever becomes of the work."""

    def __init__(self, connection: "Connection[Any]", run_id: UUID, now: datetime) -> None:
        self._connection, self._run_id, self._now = connection, run_id, now

    async def note(self, stage: ImportStage, percent: int) -> None:
        """Write the note."""
        await self._connection.execute(_NOTE, self._run_id, stage.value, percent, self._now)


@asynccontextmanager
async def noting(run_id: UUID, now: datetime) -> AsyncIterator[Noted]:
    """Progress of one run on a connection of its own. When the block has ended without a fault all is done."""
    connection = await engine().get_new_connection()
    try:
        progress = Noted(connection, run_id, now)
        yield progress
        await progress.note(ImportStage.DONE, WHOLE)
    finally:
        await connection.close()
