"""Putting a backup back, and proving that what stands then is what was backed up.

Nothing is touched before the backup is known to be whole, of a program not newer than this one, and the key to fit.
"""

import asyncio
import io
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import asyncpg

from registry.audit.chain import Head
from registry.audit.heads import FILE as HEADS
from registry.audit.heads import HeadFile, line_of
from registry.audit.journal import head
from registry.audit.process import House, Reading
from registry.audit.verification import what_is_broken
from registry.identity.model.principals import installation
from registry.keeping.backing_up import AUDIT_HEAD, KEY_CHECK
from registry.keeping.keys import (
    install_key,
    key_file,
    require_fitting,
    require_replaceable,
    sealed_counts,
    unopened,
    vault_of,
)
from registry.keeping.proof import Proof
from registry.kernel.errors import BadInput
from registry.platform.backup.manifest import Manifest, read_manifest
from registry.platform.backup.restoring import (
    has_tables,
    require_known,
    require_whole,
    restore_database,
    restore_files,
)
from registry.platform.database import connected, engine, migrate
from registry.platform.files import FOLDER_NAME
from registry.platform.installation import migrations_known, migrations_run, reached_database
from registry.platform.settings import Settings
from registry.platform.vault import KEY_BYTES, Vault
from registry.policy.book import shipped_book
from registry.practice.projection import differences
from registry.upkeep.queries import database_now

PROOF_CONNECTIONS = 2
KEY_TABLE = "installation_key"
"""Holds a row as soon as the installation has used a key."""


@dataclass(frozen=True, slots=True)
class Restoration:
    """What is to be put back, and how. `key`: where it is kept apart; None: it lies in its place already.

    `is_forced`: a database that holds data, and a key that fits nothing, may be replaced.
    `is_without_files`: the stored files stay as they are.
    """

    backup: Path
    key: Path | None = None
    is_forced: bool = False
    is_without_files: bool = False


class Checked(NamedTuple):
    """A backup that is whole and of this program or an older one, and the vault of its key, where there is one."""

    backup: Path
    manifest: Manifest
    vault: Vault | None


async def restore(settings: Settings, wanted: Restoration) -> Proof:
    """Replace this installation by a backup. Raises BadInput, and then nothing of the database was changed."""
    checked = await asyncio.to_thread(_checked, settings, wanted)
    async with reached_database(settings):
        url = engine().config["dsn"]
        require_known(checked.backup, checked.manifest, migrations_known())
        if not wanted.is_forced:
            await _require_empty(url)
        settings.data_folder.mkdir(parents=True, exist_ok=True)
        store, files = settings.data_folder / FOLDER_NAME, None
        if not wanted.is_without_files:
            files = await asyncio.to_thread(restore_files, checked.backup, store)
        await restore_database(url, checked.backup, checked.manifest)
        aside = install_key(wanted.key, key_file(settings), checked.backup.name) if wanted.key else None
        kept_outside = _replace_heads(settings.data_folder, checked)
        steps = await _migrated()
        return replace(await _prove(checked, kept_outside, files, steps), key_set_aside=aside)


def _checked(settings: Settings, wanted: Restoration) -> Checked:
    backup = wanted.backup.expanduser().absolute()
    manifest = read_manifest(backup)
    require_whole(backup, manifest)
    if wanted.key and not wanted.key.is_file():
        raise BadInput(f"没有找到密钥文件 {wanted.key} (no such key file)")
    if wanted.key:
        require_replaceable(wanted.key, key_file(settings), wanted.is_forced)
    vault = vault_of(wanted.key or key_file(settings))
    if vault is None and _needs_key(manifest):
        raise BadInput(
            f"备份中有加密的内容,恢复需要密钥,没有改动任何内容;请用 --key 指定另行保管的密钥文件,"
            f"或先把它放到 {key_file(settings)} (the key is needed)"
        )
    require_fitting(vault, manifest.stated[KEY_CHECK])
    return Checked(backup, manifest, vault)


def _needs_key(manifest: Manifest) -> bool:
    """Whether a key was in use when the backup was made: without it the installation would not open again."""
    return bool(manifest.stated[KEY_CHECK] or manifest.rows.get(KEY_TABLE))


async def _require_empty(url: str) -> None:
    """A migrated database in which nothing ever happened counts as empty."""
    connection = await asyncpg.connect(url)
    try:
        if not await has_tables(connection):
            return
        is_ours = await connection.fetchval("SELECT to_regclass('public.audit_head')")
        if is_ours and not await connection.fetchval("SELECT number FROM audit_head"):
            return
    finally:
        await connection.close()
    raise BadInput("数据库里已有数据,没有覆盖;确实要用备份取代它,请加 --force (the database holds data)")


def _replace_heads(data_folder: Path, checked: Checked) -> list[Head]:
    """Begin the record of heads anew with the backup's own; the old one is set aside, and handed back."""
    kept_outside = HeadFile(data_folder).known()
    file = data_folder / HEADS
    if file.exists():
        file.replace(file.with_name(f"{HEADS}.before-{checked.backup.name}"))
    file.write_text(line_of(_head_of(checked.manifest)), encoding="utf-8")
    file.chmod(0o600)
    return kept_outside


async def _migrated() -> int:
    before = await migrations_run()
    if migrations_known() - before:
        with redirect_stdout(io.StringIO()):
            await migrate()
    return len(await migrations_run() - before)


async def _prove(checked: Checked, kept_outside: list[Head], files: int | None, steps: int) -> Proof:
    manifest, end = checked.manifest, _head_of(checked.manifest)
    known = [each for each in kept_outside if each.number <= end.number]
    connection = await asyncpg.connect(engine().config["dsn"])
    try:
        sealed = await sealed_counts(connection)
        closed = await unopened(connection, checked.vault) if checked.vault else ()
    finally:
        await connection.close()
    async with connected(PROOF_CONNECTIONS):
        chain_fault = await what_is_broken([*known, end])
        if chain_fault is None and await head() != end:
            chain_fault = f"链条止于第 {(await head()).number} 条,应为第 {end.number} 条 (the chain ends elsewhere)"
        house = House(checked.vault or Vault(bytes(KEY_BYTES)))
        reading = Reading(installation("cli"), await database_now(), shipped_book(), house)
        different = await differences(reading)
    return Proof(
        backup=checked.backup,
        taken_at=manifest.taken_at,
        parts=len(manifest.parts),
        tables=len(manifest.rows),
        rows=sum(manifest.rows.values()),
        files=files,
        events=end.number,
        steps=steps,
        has_key=checked.vault is not None,
        sealed=sealed,
        unopened=closed,
        chain_fault=chain_fault,
        differences=len(different),
        events_missed=max((each.number for each in kept_outside), default=0) - end.number
        if len(known) < len(kept_outside)
        else 0,
    )


def _head_of(manifest: Manifest) -> Head:
    stated = manifest.stated[AUDIT_HEAD]
    return Head(stated["number"], bytes.fromhex(stated["hash"]))
