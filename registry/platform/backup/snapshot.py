"""One instant of a database, held open: what is counted and what is dumped are the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

import asyncpg

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relpersistence = 'p' ORDER BY c.relname
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND coalesce(backend_type, 'client backend') = 'client backend'
"""


class Snapshot(NamedTuple):
    """An open transaction that sees one instant, and the name under which pg_dump joins it."""

    connection: asyncpg.Connection
    name: str
    instant: datetime


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[Snapshot]:
    """See one instant of the database while the block runs; nothing can be written in it."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            row = await connection.fetchrow("SELECT pg_export_snapshot() AS name, now() AS instant")
            yield Snapshot(connection, row["name"], row["instant"])
    finally:
        await connection.close()


async def row_counts(connection: asyncpg.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    tables = [row["relname"] for row in await connection.fetch(TABLES)]
    return {table: await connection.fetchval(f'SELECT count(*) FROM "{table}"') for table in tables}


async def migrations_in(connection: asyncpg.Connection) -> tuple[str, ...]:
    """The migrations that the database had, in order; none for one that never was migrated."""
    if await connection.fetchval("SELECT to_regclass('public.migration')") is None:
        return ()
    return tuple(row["name"] for row in await connection.fetch("SELECT name FROM migration ORDER BY name"))


async def other_connections(connection: asyncpg.Connection) -> int:
    """How many others use this database now."""
    return int(await connection.fetchval(OTHERS))


def server_version(connection: asyncpg.Connection) -> int:
    """The server's major version."""
    return int(connection.get_server_version().major)
