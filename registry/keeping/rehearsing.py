"""A restoration tried in earnest, in a database of its own: the same command that would be given on a bad day."""

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from registry.audit.process import Reading
from registry.keeping.backing_up import backup_folder
from registry.keeping.keys import key_file
from registry.kernel.errors import BadInput
from registry.platform.backup.manifest import backups_in
from registry.platform.backup.rehearsal import alone, scratch_database
from registry.platform.database import engine
from registry.platform.settings import Settings
from registry.upkeep.model import RunKind
from registry.upkeep.service import recorded

GOOD = "演练成功:备份可以恢复 (the backup restores)"


class Rehearsal(NamedTuple):
    """How a rehearsal ended: whether the backup restores, why not, what the restoration proved (None: nothing)."""

    is_good: bool
    words: str
    proof: dict[str, Any] | None


def newest_backup(settings: Settings) -> Path | None:
    """The newest finished backup of the installation's own folder; None when there is none yet."""
    return next(reversed(backups_in(backup_folder(settings)).values()), None)


async def rehearse(reading: Reading, settings: Settings, backup: Path) -> Rehearsal:
    """Restore a backup into a database that is dropped afterwards, and record how it went. Raises BadInput."""
    async with recorded(reading, RunKind.REHEARSAL) as report:
        url = engine().config["dsn"]
        async with alone(url), scratch_database(url) as scratch:
            rehearsal = await _tried(scratch, settings, backup)
        report.words, report.went_well = rehearsal.words, rehearsal.is_good
        report.details |= {"backup": backup.name, "proof": rehearsal.proof}
    return rehearsal


async def _tried(scratch: str, settings: Settings, backup: Path) -> Rehearsal:
    """In a process of its own, so that this one keeps its database and its memory."""
    with tempfile.TemporaryDirectory(prefix="registry-rehearsal-") as folder:
        options = ["--data", folder, "--without-files", "--format", "json"]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "registry.cli", "restore", str(backup), *options),
            env={
                **os.environ,
                "DATABASE_URL": scratch,
                "REGISTRY_SECRET_FILE": str(key_file(settings)),
                "PYTHONIOENCODING": "utf-8",
            },
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            said, complained = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await asyncio.shield(process.wait())
    return _judged(process.returncode, said, complained.decode("utf-8", "replace").strip())


def _judged(code: int | None, said: bytes, complained: str) -> Rehearsal:
    try:
        proof = json.loads(said)
    except ValueError:
        proof = None
    if code == 0 and proof:
        return Rehearsal(True, GOOD, proof)
    faults = "; ".join(proof["faults"]) if proof else ""
    return Rehearsal(False, complained or faults or f"退出码 {code} (exit code {code})", proof)


def require_some(backup: Path | None, settings: Settings) -> Path:
    """A backup to rehearse. Raises BadInput when there is none."""
    if backup is None:
        raise BadInput(f"{backup_folder(settings)} 里还没有备份 (no backup yet)")
    return backup
