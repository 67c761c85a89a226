"""An installation with something worth keeping, and a second machine to restore it on."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from registry.audit.heads import HeadFile
from registry.audit.journal import head
from registry.platform.backup.manifest import Part, as_text, backups_in, read_manifest, sha256_of
from registry.platform.files import FileStore
from registry.platform.vault import KEY_BYTES
from tests.people.staging import a_person, an_id_number
from tests.practice.staging import a_place, verified


class Done(NamedTuple):
    code: int
    said: str
    complained: str


@contextmanager
def a_folder():
    """A short path below /tmp: an embedded server's socket must fit in it."""
    folder = Path(tempfile.mkdtemp(prefix="kept-", dir="/tmp" if os.name == "posix" else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def filled(folder, *contents):
    """A school, a teacher with a verified placement, somebody with an identity number, files, the key, the heads."""
    (folder / "secret.key").write_bytes(bytes(KEY_BYTES))
    school, person = await a_place()
    await verified(school, person)
    await a_person("高远", id_number=an_id_number())
    for content in contents or (b"certificate", b"photograph"):
        FileStore(folder / "files").keep(content)
    HeadFile(folder).keep(await head())


async def registry(folder, url, *arguments, **environment):
    """Run a command of the installation; `url` None: the embedded server in the folder."""
    variables = {**os.environ, "REGISTRY_DATA": str(folder), "DATABASE_URL": url or "", "REGISTRY_LANGUAGE": ""}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "registry.cli", *map(str, arguments)),
        env={**variables, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    return Done(process.returncode, said.decode(), complained.decode())


async def backed_up(folder, url):
    """The folder of a fresh backup."""
    done = await registry(folder, url, "backup", folder / "kept")
    assert done.code == 0, done.complained
    return list(backups_in(folder / "kept").values())[-1]


async def execute(url, *statements):
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def an_empty_database(server):
    """Another database on the same server, as a second machine would have it."""
    name = f"second_{uuid4().hex[:12]}"
    await execute(server, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def exported(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def sealed_anew(backup, **stated):
    """The manifest rewritten to fit the parts as they are now: somebody who knows how hides what was done."""
    manifest = read_manifest(backup)
    parts = tuple(
        Part(each.name, sha256_of(backup / each.name), (backup / each.name).stat().st_size) for each in manifest.parts
    )
    changed = type(manifest)(
        **{
            **{name: getattr(manifest, name) for name in manifest.__dataclass_fields__},
            "parts": parts,
            **stated,
        }
    )
    (backup / "manifest.json").write_text(as_text(changed), encoding="utf-8")
