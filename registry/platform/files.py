"""Files kept under their own hash: what has a name here is whole, never changes, and is stored once.

Files are made before the transaction that names them (architecture, section 5). One that no row names is harmless.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from registry.kernel.errors import NotFound

FOLDER_NAME = "files"
INCOMING = "incoming"
"""The folder of files that have no name yet; what a crash leaves there may be thrown away."""
CHUNK = 1024 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class StoredFile(NamedTuple):
    """A file that is kept: its SHA-256 in hexadecimal and its size in bytes."""

    digest: str
    size: int


class FileFault(StrEnum):
    """What is wrong with a file that should be kept."""

    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


class BrokenFile(NamedTuple):
    """A file that is not what its name says."""

    digest: str
    fault: FileFault


class FileStore:
    """The files of one folder, usually `files` in the data folder. Everything here blocks: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, source: bytes | BinaryIO) -> StoredFile:
        """Keep a content; it has its name only when it is on the disk. The same content is kept once."""
        stream = BytesIO(source) if isinstance(source, bytes) else source
        incoming = self._folder / INCOMING
        _make_folder(incoming)
        handle, unnamed = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(handle, "wb") as written:
                stored = _copied(stream, written)
            self._name(Path(unnamed), stored)
        finally:
            Path(unnamed).unlink(missing_ok=True)
        return stored

    def open(self, digest: str) -> BinaryIO:
        """A kept file to read from. Raises NotFound."""
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError as missing:
            raise _not_found() from missing

    def path(self, digest: str) -> Path:
        """Where the file of this digest is, or would be. Raises NotFound for what is no digest."""
        if not DIGEST.fullmatch(digest):
            raise _not_found()
        return self._folder / digest[:2] / digest

    def digests(self) -> Iterator[str]:
        """The digest of every kept file, in order."""
        for found in sorted(self._folder.glob("[0-9a-f][0-9a-f]/*")):
            if DIGEST.fullmatch(found.name) and found.parent.name == found.name[:2]:
                yield found.name

    def remove(self, digest: str) -> bool:
        """Throw away a file that nothing names; whether it was there. Raises NotFound for what is no digest."""
        named = self.path(digest)
        try:
            named.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(named.parent)
        return True

    def verify(self, expected: Iterable[str] = ()) -> Iterator[BrokenFile]:
        """Read every kept file again, and those `expected` to be there; yield what is not as its name says."""
        for digest in sorted({*self.digests(), *expected}):
            if fault := self._fault(digest):
                yield BrokenFile(digest, fault)

    def _fault(self, digest: str) -> FileFault | None:
        try:
            found = _digest_of(self.path(digest))
        except FileNotFoundError:
            return FileFault.MISSING
        except OSError:
            return FileFault.UNREADABLE
        return None if found == digest else FileFault.CHANGED

    def _name(self, unnamed: Path, stored: StoredFile) -> None:
        named = self.path(stored.digest)
        if named.exists() and self._fault(stored.digest) is None:
            return
        _make_folder(named.parent)
        unnamed.replace(named)
        _sync_folder(named.parent)


def _digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copied(stream: BinaryIO, written: BinaryIO) -> StoredFile:
    sha256, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        sha256.update(chunk)
        written.write(chunk)
        size += len(chunk)
    written.flush()
    os.fsync(written.fileno())
    return StoredFile(sha256.hexdigest(), size)


def _make_folder(folder: Path) -> None:
    """Make a folder that only its owner enters, and its way there, so that they outlive a power cut."""
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # only there a folder can be opened and synced
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _not_found() -> NotFound:
    return NotFound("没有找到该文件")
