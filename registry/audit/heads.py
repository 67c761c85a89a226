"""Heads of the chain kept in a file outside the database: whoever rewrites the chain must find them too."""

import json
import os
from pathlib import Path

from registry.audit.chain import Head

FILE = "audit-heads.jsonl"


class HeadFile:
    """Appends heads, one line each. A crash between commit and line loses a line, never an event."""

    def __init__(self, data_folder: Path) -> None:
        self._path = data_folder / FILE

    def keep(self, head: Head) -> None:
        """Write a head and have it on the disk before returning."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line_of(head).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def known(self) -> list[Head]:
        """All heads that were kept; a line cut short by a crash is passed over."""
        if not self._path.exists():
            return []
        found = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                found.append(Head(entry["number"], bytes.fromhex(entry["hash"])))
            except (ValueError, KeyError):
                continue
        return found


def line_of(head: Head) -> str:
    """A head as one line of the file."""
    return json.dumps({"number": head.number, "hash": head.hash.hex()}) + "\n"
