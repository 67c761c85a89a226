"""What the installation is told from outside: environment and data folder. Read once, at the door of a command."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from registry.kernel.errors import BadInput
from registry.platform.mail_server import MailServer, mail_server_from, quiet_hours_from

FOLDER_NAME = "teacher-registry"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how the world reaches them.

    `database_url` None: the embedded server in the data folder. `public_url` builds links and QR codes, decides
    secure cookies and the sub-path; None: reached only as it is served. `trusted_proxies`: addresses, with commas,
    of gateways whose word on the visitor's address is taken. `secret_file` holds the root key, which is
    never in the database or a backup. `plain_http` is the operator's word that http on an intranet is meant.
    `backup_folder` None: `backups` in the data folder. `works_apart`: jobs are left to `registry worker`.
    `mail_server` None: nothing is sent by mail. `quiet_hours`: in which no mail leaves, the second the first that is
    not quiet, where a school has none of its own. `key_passphrase` opens the keys that sign certificates,
    None: none is given.
    """

    data_folder: Path
    database_url: str | None = None
    public_url: str | None = None
    secret_file: Path | None = None
    plain_http: bool = False
    trusted_proxies: str = ""
    backup_folder: Path | None = None
    works_apart: bool = False
    mail_server: MailServer | None = None
    key_passphrase: str | None = field(default=None, repr=False)
    quiet_hours: tuple[int, int] = (21, 8)


def settings_from(environment: Mapping[str, str], data_folder: Path | None = None) -> Settings:
    """Read the settings. Raises BadInput for an address that is none."""
    folder = data_folder or Path(environment.get("REGISTRY_DATA") or _usual_data_folder(environment))
    public_url = environment.get("REGISTRY_PUBLIC_URL") or None
    if public_url and urlsplit(public_url).scheme not in ("http", "https"):
        raise BadInput(f"REGISTRY_PUBLIC_URL={public_url}:应以 http:// 或 https:// 开头 (not an address)")
    secret = environment.get("REGISTRY_SECRET_FILE")
    backups = environment.get("REGISTRY_BACKUP_DIR")
    return Settings(
        data_folder=folder.expanduser().absolute(),
        database_url=environment.get("DATABASE_URL") or None,
        public_url=public_url,
        secret_file=Path(secret).expanduser() if secret else None,
        trusted_proxies=environment.get("REGISTRY_TRUSTED_PROXIES", ""),
        plain_http=environment.get("REGISTRY_PLAIN_HTTP") == "1" or (public_url or "").startswith("http://"),
        backup_folder=Path(backups).expanduser().absolute() if backups else None,
        works_apart=environment.get("REGISTRY_WORKER") == "apart",
        mail_server=mail_server_from(environment),
        quiet_hours=quiet_hours_from(environment),
        key_passphrase=_key_passphrase(environment),
    )


def _key_passphrase(environment: Mapping[str, str]) -> str | None:
    """The passphrase itself, or the first line of the file that is named, as a service's secret is handed over."""
    file = environment.get("REGISTRY_KEY_PASSPHRASE_FILE")
    if not file:
        return environment.get("REGISTRY_KEY_PASSPHRASE") or None
    try:
        lines = Path(file).expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            f"REGISTRY_KEY_PASSPHRASE_FILE={file}:读不到密钥口令文件 (cannot read the passphrase file)"
        ) from fault
    if not lines or not lines[0].strip():
        raise BadInput(f"REGISTRY_KEY_PASSPHRASE_FILE={file}:文件第一行是空的 (the passphrase file is empty)")
    return lines[0].strip()


def _usual_data_folder(environment: Mapping[str, str]) -> Path:
    """The user's own data directory; as root the folder that the embedded server may open up."""
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / FOLDER_NAME
    if os.geteuid() == 0:
        return Path("/var/lib/registry")
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local/share") / FOLDER_NAME
