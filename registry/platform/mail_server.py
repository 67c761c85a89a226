"""Which mail server takes our mails, and in which hours none leaves: as the environment tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from registry.kernel.errors import BadInput

SECONDS = 30
"""How long one word of the conversation may take."""
QUIET_HOURS = "21-8"
HOURS = 24


class Security(StrEnum):
    """How the connection is kept from being read."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mails. `user` None: it asks for no password. `authorities`: own certificates."""

    host: str
    port: int
    sender: str
    security: Security = Security.NONE
    user: str | None = None
    password_file: Path | None = None
    authorities: Path | None = None
    seconds: float = SECONDS

    @property
    def domain(self) -> str:
        """Of the sender: goes into Message-IDs."""
        return self.sender.rpartition("@")[2]


SMTP_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


def mail_server_from(environment: Mapping[str, str]) -> MailServer | None:
    """The mail server of `REGISTRY_SMTP_URL`, or None. Raises BadInput for one that cannot be meant."""
    url = environment.get("REGISTRY_SMTP_URL")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        security, port = Security(parts.scheme), parts.port
    except ValueError:
        parts, security, port = urlsplit(""), Security.NONE, None
    if not parts.hostname or parts.password:
        raise BadInput(
            "REGISTRY_SMTP_URL 应形如 smtp+starttls://用户@主机:587,口令放在 REGISTRY_SMTP_PASSWORD_FILE 所指文件中 "
            "(smtp://, smtp+starttls:// or smtps://, without a password)"
        )
    if parts.username and security is Security.NONE:
        raise BadInput("REGISTRY_SMTP_URL:有用户名时请用 smtps:// 或 smtp+starttls://,口令不能明文传送 (needs TLS)")
    sender = environment.get("REGISTRY_SMTP_FROM", "")
    if "@" not in sender or not sender.isascii() or any(char.isspace() for char in sender):
        raise BadInput("请用 REGISTRY_SMTP_FROM 写明发件地址,如 registry@example.edu.cn (name the sender's address)")
    return MailServer(
        parts.hostname,
        port or SMTP_PORTS[security],
        sender,
        security,
        unquote(parts.username) if parts.username else None,
        _file(environment, "REGISTRY_SMTP_PASSWORD_FILE"),
        _file(environment, "REGISTRY_SMTP_CA_FILE"),
    )


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    """The file that a setting names. Raises BadInput where there is none."""
    named = environment.get(name)
    if not named:
        return None
    file = Path(named).expanduser()
    if not file.is_file():
        raise BadInput(f"{name}={named}:没有这个文件 (no such file)")
    return file


def quiet_hours_from(environment: Mapping[str, str]) -> tuple[int, int]:
    """The hours without mail, written as 21-8. Raises BadInput."""
    words = environment.get("REGISTRY_QUIET_HOURS") or QUIET_HOURS
    begins, _, until = words.partition("-")
    if not (begins.isdigit() and until.isdigit() and int(begins) < HOURS and int(until) < HOURS):
        raise BadInput(f"REGISTRY_QUIET_HOURS={words}:应形如 21-8 (hours of China's clock)")
    return int(begins), int(until)
