"""Putting a backup back: the database in one transaction, the files each under its own hash."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import asyncpg

from registry.kernel.errors import BadInput
from registry.platform.backup.manifest import DUMP, FILES, Manifest, damaged_parts
from registry.platform.backup.programs import programs_for, run, written_as_sql
from registry.platform.backup.snapshot import other_connections, row_counts, server_version
from registry.platform.files import FileStore

FIRST_WITH_TRANSACTION_TIMEOUT = 17
TIMEOUT_LINE = b"SET transaction_timeout = 0;\n"
HEAD_OF_SCRIPT = 64 * 1024
EMPTIED = (
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
    "ALTER SCHEMA public OWNER TO pg_database_owner",
)
GOODBYES, A_MOMENT = 20, 0.1
"""How often, and after how many seconds, a connection that was just closed is looked for again."""


def require_whole(backup: Path, manifest: Manifest) -> None:
    """Read every part of the backup. Raises BadInput that names each damaged one."""
    damaged = list(damaged_parts(backup, manifest))
    if damaged:
        raise BadInput(f"备份 {backup} 已损坏 (damaged): {'; '.join(damaged)}")


def require_known(backup: Path, manifest: Manifest, known: frozenset[str]) -> None:
    """Raise BadInput for a backup of a database that is newer than this program."""
    if frozenset(manifest.migrations) - known:
        raise BadInput(f"{backup} 来自较新版本的程序;请改用新版本的程序 (made by a newer program)")


async def has_tables(connection: asyncpg.Connection) -> bool:
    """Whether the database is more than empty."""
    return bool(await row_counts(connection))


async def restore_database(url: str, backup: Path, manifest: Manifest) -> None:
    """Replace the whole database by the backup's, or leave it as it was. Raises BadInput, also when others use it."""
    connection = await asyncpg.connect(url)
    try:
        await _require_alone(connection)
        server = server_version(connection)
    finally:
        await connection.close()
    programs = await programs_for(max(server, manifest.client))
    with tempfile.TemporaryDirectory(prefix="registry-restore-") as folder:
        script = Path(folder) / "database.sql"
        await written_as_sql(programs, backup / DUMP, script)
        if server < FIRST_WITH_TRANSACTION_TIMEOUT:
            await asyncio.to_thread(_for_an_older_server, script)
        emptying = [f"--command={statement}" for statement in EMPTIED]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *emptying]
        await run(programs, "psql", url, [*options, f"--file={script}"])
    await _require_counts(url, manifest)


def restore_files(backup: Path, store: Path) -> int:
    """Keep every file of the backup in the store; how many. What is there already and whole stays."""
    kept = FileStore(store)
    source = FileStore(backup / FILES)
    count = 0
    for digest in source.digests():
        with source.open(digest) as stream:
            kept.keep(stream)
        count += 1
    return count


async def _require_alone(connection: asyncpg.Connection) -> None:
    others = 0
    for _ in range(GOODBYES):
        others = await other_connections(connection)
        if not others:
            return
        await asyncio.sleep(A_MOMENT)
    raise BadInput(
        f"还有 {others} 个连接正在使用这个数据库;请先停止 registry serve 和 registry worker (database in use)"
    )


def _for_an_older_server(script: Path) -> None:
    """Newer programs begin with a setting that servers before 17 do not know."""
    changed = script.with_suffix(".older")
    with script.open("rb") as source, changed.open("wb") as target:
        target.write(source.read(HEAD_OF_SCRIPT).replace(TIMEOUT_LINE, b"", 1))
        shutil.copyfileobj(source, target)
    changed.replace(script)


async def _require_counts(url: str, manifest: Manifest) -> None:
    connection = await asyncpg.connect(url)
    try:
        found = await row_counts(connection)
    finally:
        await connection.close()
    different = [name for name in {*found, *manifest.rows} if found.get(name) != manifest.rows.get(name)]
    if different:
        listed = "、".join(f"{name} {found.get(name)}/{manifest.rows.get(name)}" for name in sorted(different))
        raise BadInput(f"恢复后的行数与备份清单不符 (row counts differ from the manifest): {listed}")
