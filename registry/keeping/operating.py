"""What the operator's commands do, each with the installation opened as it needs it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.identity.model.principals import installation
from registry.keeping.backing_up import back_up, recorded_backup
from registry.keeping.export import export_lines
from registry.keeping.jobs import upkeep_jobs
from registry.keeping.keys import key_file, vault_of
from registry.keeping.model import EverythingExported
from registry.keeping.rehearsing import Rehearsal, rehearse
from registry.kernel.errors import BadInput
from registry.platform.backup.dumping import Made
from registry.platform.database import connected, engine
from registry.platform.installation import migrations_known, migrations_run, open_installation, reached_database
from registry.platform.jobs import jobs_app, work
from registry.platform.settings import Settings
from registry.platform.vault import KEY_BYTES, Vault
from registry.policy.book import shipped_book
from registry.practice.projection import standing_projector
from registry.upkeep.queries import database_now

CONNECTIONS = 2


async def back_up_now(settings: Settings, destination: Path) -> Made:
    """Back up, also a database that an older version left: before a new one migrates it."""
    async with reached_database(settings):
        if migrations_known() != await migrations_run():
            return await back_up(settings, destination)
        async with connected(CONNECTIONS):
            return await recorded_backup(await _reading(settings, "cli"), settings, destination)


async def rehearse_now(settings: Settings, backup: Path) -> Rehearsal:
    """Try a restoration and record it."""
    async with _opened(settings) as reading:
        return await rehearse(reading, settings, backup)


async def export_to(settings: Settings, file: Path, reason: str) -> int:
    """Write everything into a new file, which gets its name once it is whole and recorded; how many rows."""
    if file.exists():
        raise BadInput(f"{file} 已存在,没有覆盖 (exists already)")
    if vault_of(key_file(settings)) is None:
        raise BadInput(f"没有找到密钥文件 {key_file(settings)},加密的内容无法读取 (the key file is missing)")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    async with _opened(settings) as reading:
        try:
            count = await _written(reading, unfinished)
            async with open_process("export_everything", reading, reason.strip()) as process:
                process.record(EverythingExported("installation", "export", None, {"rows": count}))
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return count


async def work_until_stopped(settings: Settings) -> None:
    """Empty the queue in this process until a signal ends it."""
    async with open_installation(settings) as opened:
        house = House(opened.vault, (standing_projector,), HeadFile(settings.data_folder))

        async def open_reading() -> Reading:
            return Reading(installation("job"), await database_now(), shipped_book(), house)

        app = jobs_app(engine().config["dsn"], upkeep_jobs(settings, open_reading))
        async with app.open_async():
            await work(app)


async def _written(reading: Reading, file: Path) -> int:
    count = -1  # the first line is about the file itself
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        async for line in export_lines(reading):
            stream.write(line)
            count += 1
        stream.flush()
        os.fsync(stream.fileno())
    return count


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Reading]:
    async with open_installation(settings):
        yield await _reading(settings, "cli")


async def _reading(settings: Settings, source: str) -> Reading:
    """A missing key is not made here: what is sealed under another could never be opened with it."""
    vault = vault_of(key_file(settings)) or Vault(bytes(KEY_BYTES))
    house = House(vault, (standing_projector,), HeadFile(settings.data_folder))
    return Reading(installation(source), await database_now(), shipped_book(), house)
