"""A database that lives only while a restoration is tried, on the same server."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from registry.kernel.errors import BadInput

ONE_AT_A_TIME = 6_200_215
"""Any number that only backups and rehearsals use: of two that start together, one is refused."""
SCRATCH = "registry_rehearsal_"


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Nobody else backs up or rehearses this database while the block runs. Raises BadInput when somebody does."""
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", ONE_AT_A_TIME):
            raise BadInput("另一个备份或演练正在进行,请稍后再试 (another backup or rehearsal is running)")
        yield
    finally:
        await connection.close()


@asynccontextmanager
async def scratch_database(url: str) -> AsyncIterator[str]:
    """The URL of an empty database, dropped afterwards; one that a crash left behind is dropped before.

    Raises BadInput when the account may not create databases.
    """
    connection = await asyncpg.connect(url)
    try:
        own = await connection.fetchval("SELECT current_database()")
        name = SCRATCH + hashlib.sha256(own.encode("utf-8")).hexdigest()[:12]
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await _create(connection, name)
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()


async def _create(connection: asyncpg.Connection, name: str) -> None:
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    except asyncpg.InsufficientPrivilegeError as fault:
        raise BadInput(
            "数据库账号没有建库权限,无法演练恢复;可执行 ALTER ROLE ... CREATEDB (may not create databases)"
        ) from fault
