"""Making a backup: under an unfinished name, everything on the disk, then renamed."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg

from registry.kernel.errors import BadInput
from registry.platform.backup import manifest as words
from registry.platform.backup.manifest import DUMP, FILES, MANIFEST, UNFINISHED, Manifest, Part, sha256_of
from registry.platform.backup.programs import programs_for, run
from registry.platform.backup.snapshot import migrations_in, row_counts, server_version, snapshot
from registry.platform.files import FileStore

DISTRIBUTION = "teacher-registry"
LEFT_BEHIND_AFTER = timedelta(days=1)
"""An unfinished backup this old belongs to nobody any more."""


@dataclass(frozen=True, slots=True)
class Added:
    """What the caller adds at the same instant: values for the manifest, small files by name."""

    stated: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Made(NamedTuple):
    """A finished backup, and the stored files that no longer were what their name says when it was made."""

    folder: Path
    manifest: Manifest
    damaged: tuple[str, ...]


Adding = Callable[[asyncpg.Connection], Awaitable[Added]]


async def make_backup(url: str, store: Path, destination: Path, adding: Adding) -> Made:
    """Back up a database and the store's files into a new folder of `destination`. Raises BadInput.

    Files are copied after the dump: they are made before the transaction that names them, so none is missed.
    """
    destination.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with snapshot(url) as seen:
        finished = destination / words.folder_name(seen.instant)
        if finished.exists():
            raise BadInput(f"{finished} 已存在 (exists already)")
        previous = next(reversed(words.backups_in(destination).values()), None)
        _sweep(destination, seen.instant)
        folder = destination / f"{UNFINISHED}{finished.name}-{os.getpid()}"
        folder.mkdir(mode=0o700)
        try:
            manifest, damaged = await _fill(folder, url, store, previous, (seen, adding))
            folder.rename(finished)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    _sync(destination)
    return Made(finished, manifest, damaged)


async def _fill(
    folder: Path, url: str, store: Path, previous: Path | None, seen: tuple[Any, Adding]
) -> tuple[Manifest, tuple[str, ...]]:
    point, adding = seen
    server = server_version(point.connection)
    programs = await programs_for(server)
    rows, migrations = await row_counts(point.connection), await migrations_in(point.connection)
    added = await adding(point.connection)
    options = ["--format=custom", f"--snapshot={point.name}", f"--file={folder / DUMP}"]
    await run(programs, "pg_dump", url, options)
    for name, text in added.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    files, damaged = await asyncio.to_thread(_copy_files, FileStore(store), folder, previous)
    own = tuple(_part(folder, name) for name in (DUMP, *sorted(added.texts)))
    manifest = Manifest(
        taken_at=point.instant,
        program=version(DISTRIBUTION),
        server=server,
        client=programs.version,
        migrations=migrations,
        rows=rows,
        stated=added.stated,
        parts=(*own, *files),
    )
    (folder / MANIFEST).write_text(words.as_text(manifest), encoding="utf-8")
    await asyncio.to_thread(_sync_all, folder)
    return manifest, damaged


def _copy_files(store: FileStore, folder: Path, previous: Path | None) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Every stored file: linked from the backup before where it still is whole, else copied."""
    parts, damaged = [], []
    before = FileStore(previous / FILES) if previous else None
    after = FileStore(folder / FILES)
    for digest in store.digests():
        target = after.path(digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if before is None or not _linked(before.path(digest), target, digest):
            shutil.copyfile(store.path(digest), target)
        part = _part(folder, target.relative_to(folder).as_posix())
        parts.append(part)
        if part.sha256 != digest:
            damaged.append(digest)
    return tuple(parts), tuple(damaged)


def _linked(old: Path, target: Path, digest: str) -> bool:
    """A damaged file is never handed on: the next backup heals what the disk lost."""
    if not old.is_file() or sha256_of(old) != digest:
        return False
    try:
        os.link(old, target)
    except OSError:  # another disk, or one that knows no links
        return False
    return True


def _part(folder: Path, name: str) -> Part:
    return Part(name, sha256_of(folder / name), (folder / name).stat().st_size)


def _sweep(destination: Path, now: datetime) -> None:
    """Throw away what a crash left behind; one that another process just makes is left alone."""
    for folder in destination.glob(f"{UNFINISHED}*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < now - LEFT_BEHIND_AFTER:
            shutil.rmtree(folder, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for path in _walk(folder):
        _sync(path)


def _walk(folder: Path) -> Iterator[Path]:
    yield from folder.rglob("*")
    yield folder


def _sync(path: Path) -> None:
    if os.name != "posix":  # only there a folder can be opened and synced
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
