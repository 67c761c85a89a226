"""The one PostgreSQL database: its engine, its pool, and its one kind of transaction."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from piccolo.engine import engine_finder
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

POOL_SIZE = 10
MIGRATION_LOCK = 6_200_214
"""Any number that only migrations use: instances that start together migrate one after another."""


def engine_for(url: str) -> PostgresEngine:
    """An engine that creates no extensions by itself; migrations do."""
    return PostgresEngine(config={"dsn": url}, extensions=())


def engine() -> PostgresEngine:
    """The engine named by `registry.piccolo_conf`."""
    found = engine_finder()
    assert isinstance(found, PostgresEngine)
    return found


def these(ids: Iterable[UUID]) -> QueryString:
    """These keys, however many, as one value of a statement: `column.is_in(these(ids))`."""
    return QueryString("SELECT unnest({}::uuid[])", list(ids))


@asynccontextmanager
async def connected(size: int = POOL_SIZE) -> AsyncIterator[None]:
    """A connection pool for as long as the block runs: without it every query would connect anew."""
    await engine().start_connection_pool(min_size=1, max_size=size)
    try:
        yield
    finally:
        await engine().close_connection_pool()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Everything inside happens or nothing does. A transaction inside a transaction is refused, not ignored."""
    async with engine().transaction(allow_nested=False):
        yield


async def migrate() -> None:
    """Bring the database from where it stands, empty or older, to the newest schema."""
    from piccolo.apps.migrations.commands.forwards import run_forwards  # noqa: PLC0415 -- slow import

    connection = await engine().get_new_connection()
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        await run_forwards("registry")
    finally:
        await asyncio.shield(connection.close())
