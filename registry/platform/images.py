"""Photographs and PDFs that come in as evidence, made harmless before they are kept.

Each is read by the reading room, a child process with limits; here stays only who waits for it and what is said
when a file is refused. Words about a person that a camera adds (place, time, device) are dropped.
"""

import asyncio
import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from registry.kernel.errors import BadInput
from registry.platform.folders import PACKAGE
from registry.platform.image_terms import (
    HEAD_BYTES,
    JPEG,
    MAX_PDF_BYTES,
    MAX_PHOTO_BYTES,
    PDF,
    WORDS,
    Content,
    Unfit,
    recognised,
)
from registry.platform.reading_room import CONTENT, THUMBNAIL

AT_ONCE = 2
"""Files read at the same time: each may cost a processor and a gigabyte."""
PATIENCE_SECONDS = 60
"""On the clock, waiting for its turn not counted; the limit in processor time is the reading room's own."""
LONGEST_NAME = 120
_PASSED_ON = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "TEMP")
_places: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


class PreparedFile(NamedTuple):
    """A file that may be kept: its content and a photograph's thumbnail as made here, and what it came as.

    `original_digest` is the SHA-256 of the file as it was sent; `name` its name without folders, for people only.
    """

    name: str
    content: bytes
    media_type: str
    thumbnail: bytes | None
    original_digest: str


async def prepared_upload(source: bytes | Path, name: str) -> PreparedFile:
    """Make a photograph or PDF harmless. Raises BadInput with the file's name, what is wrong and what to do."""
    tidy = plain_name(name)
    with tempfile.TemporaryDirectory(prefix="registry-reading-") as folder:
        original, digest = await asyncio.to_thread(_laid_out, source, Path(folder), tidy)
        async with _place():
            outcome = await _read(original, Path(folder))
        if outcome not in (JPEG, PDF):
            raise _refused(tidy, Unfit(outcome))
        return await asyncio.to_thread(_collected, Path(folder), tidy, outcome, digest)


def plain_name(name: str) -> str:
    """A file's name as people may see it: no folders, no control characters, not too long to show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > LONGEST_NAME and dot:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]
    return shown[:LONGEST_NAME] or "未命名"


def _laid_out(source: bytes | Path, folder: Path, name: str) -> tuple[Path, str]:
    """The file where the reading room finds it, and its digest. Refuses what need not even be read."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    content = recognised(_head(source))
    if isinstance(content, Unfit):
        raise _refused(name, content)
    if size > (MAX_PDF_BYTES if content is Content.PDF else MAX_PHOTO_BYTES):
        raise _refused(name, Unfit.TOO_LARGE)
    if isinstance(source, bytes):
        original = folder / "original"
        original.write_bytes(source)
        return original, hashlib.sha256(source).hexdigest()
    with source.open("rb") as stream:
        return source.absolute(), hashlib.file_digest(stream, "sha256").hexdigest()


def _head(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source[:HEAD_BYTES]
    with source.open("rb") as stream:
        return stream.read(HEAD_BYTES)


async def _read(original: Path, folder: Path) -> str:
    """The word that the reading room prints; one that dies or takes too long had too hard a file."""
    command = (sys.executable, "-m", "registry.platform.reading_room", str(original), str(folder))
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=PACKAGE.parent,
        env=_surroundings(os.environ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            printed, _ = await child.communicate()
    except TimeoutError:
        return Unfit.TOO_HARD
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    word = printed.decode("utf-8", "replace").strip()
    return word if child.returncode == 0 and word in {JPEG, PDF, *Unfit} else Unfit.TOO_HARD


def _surroundings(environment: Mapping[str, str]) -> dict[str, str]:
    """No address of a database, no key: only what Python needs to start, and one heap (each costs address space)."""
    passed = {name: environment[name] for name in _PASSED_ON if name in environment}
    return {**passed, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}


def _collected(folder: Path, name: str, media_type: str, original_digest: str) -> PreparedFile:
    content, small = (folder / CONTENT).read_bytes(), folder / THUMBNAIL
    thumbnail = small.read_bytes() if media_type == JPEG else None
    if recognised(content[:HEAD_BYTES]) is not (Content.PDF if media_type == PDF else Content.JPEG):
        raise _refused(name, Unfit.TOO_HARD)
    return PreparedFile(name, content, media_type, thumbnail, original_digest)


def _place() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _places.setdefault(loop, asyncio.Semaphore(AT_ONCE))


def _refused(name: str, unfit: Unfit) -> BadInput:
    return BadInput(f"“{name}”{WORDS[unfit]}")
