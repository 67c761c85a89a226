"""The installation opened for one command: its server, its newest schema, its pool, its key."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from registry.kernel.errors import BadInput
from registry.platform import embedded_postgres
from registry.platform.database import connected, engine
from registry.platform.settings import Settings
from registry.platform.vault import Vault, key_place, require_key, vault_from

POOL_OF_A_COMMAND = 2
"""One connection to work with, one to spare; a server opens more."""
OLDEST_SERVER = 15
PICCOLO_CONF = "registry.piccolo_conf"


@dataclass(frozen=True, slots=True)
class Installation:
    """What an open installation offers. `now`: the database's instant, the same clock for all who use it."""

    settings: Settings
    vault: Vault
    now: datetime


@asynccontextmanager
async def open_installation(settings: Settings, pool_size: int = POOL_OF_A_COMMAND) -> AsyncIterator[Installation]:
    """Start or reach the database, see that its schema is the newest, and keep a pool while the block runs.

    Raises BadInput: unreachable, not migrated, newer than this program, written with another key or one that is gone.
    """
    async with reached_database(settings):
        _require_newest(await migrations_run(), migrations_known())
        await _require_key_of_used(settings)
        async with connected(pool_size):
            settings.data_folder.mkdir(parents=True, exist_ok=True)
            vault = vault_from(settings.secret_file, settings.data_folder)
            await _require_same_key(vault)
            yield Installation(settings, vault, await _now())


@asynccontextmanager
async def reached_database(settings: Settings) -> AsyncIterator[None]:
    """The database reachable, whatever its schema; the embedded server runs when no address is given."""
    if settings.database_url:
        await _use(settings.database_url)
        yield
        return
    server = await asyncio.to_thread(embedded_postgres.start, settings.data_folder)
    try:
        await _use(embedded_postgres.address(server))
        yield
    finally:
        await asyncio.to_thread(server.cleanup)


async def require_own_key(settings: Settings) -> None:
    """Before a key is made: raise BadInput where it is missing and the database was written with it already."""
    if not key_place(settings.secret_file, settings.data_folder).is_file():
        async with reached_database(settings):
            await _require_key_of_used(settings)


async def migrations_run() -> frozenset[str]:
    """The migrations that this database has had."""
    from piccolo.apps.migrations.tables import Migration  # noqa: PLC0415 -- slow import

    if not await Migration.table_exists():
        return frozenset()
    return frozenset(await Migration.get_migrations_which_ran("registry"))


def migrations_known() -> frozenset[str]:
    """The migrations that this program brings."""
    from piccolo.apps.migrations.commands.base import BaseMigrationManager  # noqa: PLC0415 -- slow import

    from registry.platform.folders import migrations_folder  # noqa: PLC0415 -- with the line above

    return frozenset(BaseMigrationManager().get_migration_modules(str(migrations_folder())))


async def _require_key_of_used(settings: Settings) -> None:
    connection = await asyncpg.connect(engine().config["dsn"])
    try:
        is_ours = await connection.fetchval("SELECT to_regclass('public.installation_key')")
        is_used = is_ours and await connection.fetchval("SELECT count(*) FROM installation_key")
    finally:
        await connection.close()
    if is_used:
        require_key(key_place(settings.secret_file, settings.data_folder))


async def _require_same_key(vault: Vault) -> None:
    """The key that the database was written with, or the first one. Raises BadInput for another."""
    from registry.platform.tables import InstallationKey  # noqa: PLC0415 -- slow import

    own = vault.check_value()
    await InstallationKey.raw("INSERT INTO installation_key VALUES (1, {}) ON CONFLICT DO NOTHING", own)
    rows = await InstallationKey.select(InstallationKey.check_value)
    if bytes(rows[0]["check_value"]) != own:
        raise BadInput(
            "密钥与数据库不符:请把原来的密钥文件放回数据文件夹,或用 REGISTRY_SECRET_FILE 指明 "
            "(the key is not the one this database was written with)"
        )


def _require_newest(run: frozenset[str], known: frozenset[str]) -> None:
    if run - known:
        raise BadInput("数据库由较新版本的程序升级过;请改用新版本的程序 (the database is newer than this program)")
    if known - run:
        raise BadInput("数据库尚未升级到本版本;请先运行 registry migrate (run `registry migrate` first)")


async def _now() -> datetime:
    from piccolo.apps.migrations.tables import Migration  # noqa: PLC0415 -- slow import

    rows = await Migration.raw("SELECT now() AS now")
    now = rows[0]["now"]
    assert isinstance(now, datetime)
    return now


async def _use(url: str) -> None:
    """See that the database answers, and point Piccolo at it."""
    try:
        connection = await asyncpg.connect(url)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
        raise BadInput(f"无法连接数据库,请检查 DATABASE_URL 和数据库服务 (cannot connect): {fault}") from fault
    version = connection.get_server_version().major
    await connection.close()
    if version < OLDEST_SERVER:
        raise BadInput(f"需要 PostgreSQL {OLDEST_SERVER} 或更高版本,现为 {version} (server too old)")
    os.environ["PICCOLO_CONF"] = PICCOLO_CONF
    os.environ["DATABASE_URL"] = url
    engine().config["dsn"] = url
