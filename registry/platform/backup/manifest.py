"""What a backup says of itself, and whether every part still is what was written."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from registry.kernel.errors import BadInput

FORMAT = 1
"""Raised when an older program could no longer read a backup."""
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
UNFINISHED = ".unfinished-"
NAME_FORMAT = "%Y%m%dT%H%M%SZ"


class Part(NamedTuple):
    """A file of the backup: its place in the folder, SHA-256 in hexadecimal, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a restoration needs to know before it touches anything.

    `rows`: how many each table held; `stated`: what the caller knew at the same instant, as plain values.
    """

    taken_at: datetime
    program: str
    server: int
    client: int
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    stated: Mapping[str, Any]
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)


def folder_name(instant: datetime) -> str:
    """A backup's folder is named by its instant in UTC."""
    return instant.astimezone(UTC).strftime(NAME_FORMAT)


def instant_of(folder: Path) -> datetime | None:
    """The instant that names a folder; None for a folder that is no finished backup."""
    try:
        return datetime.strptime(folder.name, NAME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The finished backups of a folder, oldest first."""
    if not folder.is_dir():
        return {}
    found = {instant: each for each in folder.iterdir() if (instant := instant_of(each)) and each.is_dir()}
    return dict(sorted(found.items()))


def as_text(manifest: Manifest) -> str:
    """The manifest as it is written, with a hash over itself."""
    values = {
        "format": FORMAT,
        **asdict(manifest),
        "taken_at": manifest.taken_at.isoformat(),
        "parts": [part._asdict() for part in manifest.parts],
    }
    return json.dumps({**values, "digest": _digest(values)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(backup: Path) -> Manifest:
    """Read a finished backup's manifest. Raises BadInput: no backup, damaged, or of a newer program."""
    file = backup / MANIFEST
    if backup.name.startswith(UNFINISHED) or not file.is_file():
        raise BadInput(f"{backup} 不是一个完整的备份:没有 {MANIFEST} (not a finished backup)")
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        if values.pop("format") > FORMAT:
            raise BadInput(f"{backup} 由较新版本的程序生成;请改用新版本的程序 (made by a newer program)")
        is_whole = values.pop("digest") == _digest({"format": FORMAT, **values})
        manifest = Manifest(
            **{
                **values,
                "taken_at": datetime.fromisoformat(values["taken_at"]),
                "migrations": tuple(values["migrations"]),
                "parts": tuple(Part(**part) for part in values["parts"]),
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise BadInput(f"{file} 已损坏 (damaged)") from fault
    if not is_whole:
        raise BadInput(f"{file} 已损坏:内容与其校验值不符 (damaged)")
    return manifest


def damaged_parts(backup: Path, manifest: Manifest) -> Iterator[str]:
    """The name of every part that is missing or is not what was written, with the reason. Reads everything."""
    for part in manifest.parts:
        file = backup / part.name
        if not file.is_file():
            yield f"{part.name}:缺失 (missing)"
        elif file.stat().st_size != part.size:
            yield f"{part.name}:大小不符,应为 {part.size} 字节 (wrong size)"
        elif sha256_of(file) != part.sha256:
            yield f"{part.name}:内容与校验值不符 (wrong hash)"


def sha256_of(file: Path) -> str:
    """The hash of a file's content, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
