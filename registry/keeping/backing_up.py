"""Backups of this installation: by hand into any folder, every night into its own."""

import shutil
from datetime import datetime
from pathlib import Path

import asyncpg

from registry.audit.chain import Head
from registry.audit.heads import FILE as HEADS
from registry.audit.heads import line_of
from registry.audit.process import Reading
from registry.keeping.keys import check_value, key_file, vault_of
from registry.kernel.errors import BadInput
from registry.platform.backup.dumping import Added, Made, make_backup
from registry.platform.backup.manifest import UNFINISHED, backups_in
from registry.platform.backup.rehearsal import alone
from registry.platform.backup.retention import kept
from registry.platform.database import engine
from registry.platform.files import FOLDER_NAME
from registry.platform.settings import Settings
from registry.upkeep.model import RunKind
from registry.upkeep.service import Report, recorded

FOLDER = "backups"
AUDIT_HEAD, KEY_CHECK = "audit_head", "key_check"


def backup_folder(settings: Settings) -> Path:
    """Where the backups of every night are."""
    return settings.backup_folder or settings.data_folder / FOLDER


async def back_up(settings: Settings, destination: Path) -> Made:
    """Back up the reached database and its files into a new folder of `destination`. Raises BadInput."""

    async def adding(connection: asyncpg.Connection) -> Added:
        head = await _head(connection)
        stated = {
            AUDIT_HEAD: {"number": head.number, "hash": head.hash.hex()},
            KEY_CHECK: check_value(vault_of(key_file(settings))),
        }
        return Added(stated, {HEADS: line_of(head)})

    url = engine().config["dsn"]
    async with alone(url):
        return await make_backup(url, settings.data_folder / FOLDER_NAME, destination, adding)


async def recorded_backup(reading: Reading, settings: Settings, destination: Path) -> Made:
    """Back up, and record how it went."""
    async with recorded(reading, RunKind.BACKUP) as report:
        made = await back_up(settings, destination)
        _describe(report, made)
    return made


async def nightly_backup(reading: Reading, settings: Settings) -> Made:
    """Back up into the installation's own folder, then throw away what no longer stays."""
    folder = backup_folder(settings)
    async with recorded(reading, RunKind.BACKUP) as report:
        made = await back_up(settings, folder)
        _describe(report, made)
        report.details["thrown_away"] = throw_away(folder, made.manifest.taken_at)
        report.details["same_disk"] = folder.stat().st_dev == settings.data_folder.stat().st_dev
    return made


def throw_away(folder: Path, now: datetime) -> list[str]:
    """Remove the backups that no longer stay; their names. One that is half removed is no backup any more."""
    found = backups_in(folder)
    going = [path for instant, path in found.items() if instant not in kept(found, now)]
    for path in going:
        shutil.rmtree(path.rename(path.with_name(f"{UNFINISHED}{path.name}")))
    return [path.name for path in going]


def damage_words(made: Made) -> str:
    """What is to be said of stored files that are not what their name says."""
    return (
        f"{len(made.damaged)} 个文件的内容与其名称不符,已损坏 (stored files are damaged): {'、'.join(made.damaged)}"
    )


def _describe(report: Report, made: Made) -> None:
    manifest = made.manifest
    report.size = manifest.size
    report.words = damage_words(made) if made.damaged else str(made.folder)
    report.went_well = not made.damaged
    report.details |= {
        "folder": str(made.folder),
        "rows": sum(manifest.rows.values()),
        "parts": len(manifest.parts),
        "events": manifest.stated[AUDIT_HEAD]["number"],
    }


async def _head(connection: asyncpg.Connection) -> Head:
    if await connection.fetchval("SELECT to_regclass('public.audit_head')") is None:
        raise BadInput("数据库是空的,没有可备份的内容;请先运行 registry migrate (the database is empty)")
    row = await connection.fetchrow("SELECT number, hash FROM audit_head")
    return Head(row["number"], bytes(row["hash"]))
