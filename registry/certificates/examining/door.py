"""The door of the room in which strangers' files are examined: starts the child process and reads its answer."""

import asyncio
import json
import os
import subprocess
import sys
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakKeyDictionary

from registry.certificates.examining.findings import Findings, UnreadableFile, from_json
from registry.kernel.errors import BadInput
from registry.platform.clock import now
from registry.platform.folders import PACKAGE
from registry.platform.image_terms import MEGABYTE

LARGEST = 64 * MEGABYTE
"""Bytes of a file. A certificate has at most some hundred thousand."""
PATIENCE_SECONDS = 60
AT_ONCE = 2
"""Files examined for pages at the same time."""
ROOM = "registry.certificates.examining.room"
TOO_HARD = "文件过于复杂,无法安全读取 (the file cannot be read within bounds)"
TOO_LARGE = f"文件超过 {LARGEST // MEGABYTE} MB,不是证明的原文件 (too large)"
_PASSED_ON = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "TEMP")
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Trust:
    """What is held true from the start. Certificates and lists are whole files, PEM or DER.

    `roots` empty: who signed cannot be proved. `fonts_folder`: the operator's own fonts, which a page may need to be
    drawn again. `at` None: now.
    """

    roots: tuple[bytes, ...] = field(default=(), repr=False)
    revocation_lists: tuple[bytes, ...] = field(default=(), repr=False)
    fonts_folder: Path | None = None
    at: datetime | None = None


async def examined_file(source: bytes | Path, trust: Trust) -> Findings:
    """What a file is, without holding others up. Raises UnreadableFile, and BadInput for a root that is none."""
    place = _places.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with place:
        return await asyncio.to_thread(examine_file, source, trust)


def examine_file(source: bytes | Path, trust: Trust) -> Findings:
    """What a file is. Blocks for about a second, at most for `PATIENCE_SECONDS`. Raises as above."""
    if isinstance(source, Path):
        return _answer(_asked(source, trust))
    if len(source) > LARGEST:
        raise UnreadableFile(TOO_LARGE)
    with TemporaryDirectory(prefix="registry-examining-") as folder:
        file = Path(folder) / "file"
        file.write_bytes(source)
        return _answer(_asked(file, trust))


def _asked(file: Path, trust: Trust) -> str:
    if file.stat().st_size > LARGEST:
        raise UnreadableFile(TOO_LARGE)
    return json.dumps(
        {
            "file": str(file.absolute()),
            "roots": [b64encode(each).decode("ascii") for each in trust.roots],
            "lists": [b64encode(each).decode("ascii") for each in trust.revocation_lists],
            "fonts": str(trust.fonts_folder) if trust.fonts_folder else None,
            "at": (trust.at or now()).isoformat(),
        }
    )


def _answer(asked: str) -> Findings:
    try:
        child = subprocess.run(
            (sys.executable, "-m", ROOM),
            input=asked.encode("ascii"),
            capture_output=True,
            cwd=PACKAGE.parent,
            env=_surroundings(),
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(TOO_HARD) from None
    kind, _, told = child.stdout.decode("ascii", "replace").partition("\n")
    if child.returncode or kind not in ("found", "unreadable", "refused"):
        raise UnreadableFile(TOO_HARD)
    if kind == "found":
        return from_json(told)
    raise (UnreadableFile if kind == "unreadable" else BadInput)(json.loads(told))


def _surroundings() -> dict[str, str]:
    """No address of a database, no key: only what Python needs to start, and one heap (each costs address space)."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
