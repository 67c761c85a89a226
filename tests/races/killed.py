"""A real server in a folder of its own that is killed while clerks write, and what the clerks know to be written."""

import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

import httpx
import psutil

from registry.platform.database import connected, engine
from registry.platform.vault import KEY_BYTES, SECRET_FILE
from tests.platform.picture_makers import a_pdf
from tests.web.site import OWN_PASSWORD, TOKEN

FIRST_DAY = date(2024, 1, 1)
LONGEST_START = 60
"""Seconds in which a server must answer."""
GLANCE = 0.05
"""Seconds between two looks whether the server answers."""


class Blow(StrEnum):
    """What is killed, without a word."""

    SERVER = "server"
    MACHINE = "machine"
    DATABASE = "database"


class Server:
    """`registry serve` on a free port, with the database server that lives in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        return f"postgresql://postgres:@/postgres?host={self.folder / 'postgres'}"

    async def start(self) -> None:
        """Started, and answering."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "registry.cli", "serve", "--port", str(self.port)),
                env=_environment(self.folder),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        over = asyncio.create_task(self.process.wait())
        async with asyncio.timeout(LONGEST_START), httpx.AsyncClient() as client:
            while not await self._answers(client):
                await asyncio.wait([over], timeout=GLANCE)
                assert not over.done(), (self.folder / "serve.log").read_text()[-3000:]
        over.cancel()

    async def strike(self, blow: Blow) -> None:
        """Kill the process group of the server, the database server and its helpers, or both."""
        if blow is not Blow.DATABASE:
            os.killpg(self.process.pid, signal.SIGKILL)
        if blow is not Blow.SERVER:
            self.kill_database()
        if blow is not Blow.DATABASE:
            await self.process.wait()

    async def finish(self) -> None:
        """Whatever still runs in the folder, ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        self.kill_database()

    def kill_database(self) -> None:
        """The postmaster of this folder and every process of it."""
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            postmaster = psutil.Process(int((self.folder / "postgres/postmaster.pid").read_text().split()[0]))
            family = [postmaster, *postmaster.children(recursive=True)]
            for each in family:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            psutil.wait_procs(family, timeout=LONGEST_START)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        with suppress(httpx.TransportError):
            return (await client.get(f"{self.address}/healthz")).status_code == 200
        return False


@asynccontextmanager
async def a_served_folder():
    """A migrated folder, served; the code of the test reads its database too."""
    folder = Path(tempfile.mkdtemp(prefix="killed-", dir="/tmp"))
    (folder / SECRET_FILE).write_bytes(bytes(KEY_BYTES))
    await _migrated(folder)
    server, former = Server(folder), engine().config["dsn"]
    try:
        await server.start()
        engine().config["dsn"] = server.database
        yield server
    finally:
        engine().config["dsn"] = former
        await server.finish()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def looking(server: Server):
    """The code of the test connected to the server's database: not while it is killed."""
    async with connected(size=4):
        yield server.database


async def _migrated(folder: Path) -> None:
    done = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "registry.cli", "migrate"), env=_environment(folder)
    )
    assert await done.wait() == 0


def _environment(folder: Path) -> dict[str, str]:
    told = {
        "REGISTRY_DATA": str(folder),
        "DATABASE_URL": "",
        "REGISTRY_PLAIN_HTTP": "1",
        "REGISTRY_WORKER": "apart",
        "REGISTRY_LANGUAGE": "",
    }
    return {**os.environ, **told}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Known(NamedTuple):
    """What a placement says in the database, as far as the clerks change it."""

    state: str
    revision: int
    position: str
    papers: int = 0


@dataclass
class Ledger:
    """By placement what was acknowledged, and what was asked for and never answered."""

    kept: dict[UUID, Known] = field(default_factory=dict)
    asked: dict[UUID, Known] = field(default_factory=dict)
    acknowledged: int = 0

    def settle(self, found: dict[UUID, Known]) -> list[str]:
        """What is not as acknowledged nor as asked; from here on what was found is what is known."""
        wrong = []
        for one in self.kept.keys() | self.asked.keys():
            allowed = {self.kept.get(one), self.asked.get(one)} if one in self.asked else {self.kept[one]}
            if found.get(one) not in allowed:
                wrong.append(f"{one}: {found.get(one)} instead of {allowed}")
        wrong += [f"{one}: nobody asked for it" for one in found.keys() - self.kept.keys() - self.asked.keys()]
        self.kept, self.asked = dict(found), {}
        return wrong


class Clerk:
    """Somebody of the personnel office who enters the practice of one teacher and takes it through its life."""

    def __init__(self, server: Server, login: str, person_id: UUID, dice: Random, ledger: Ledger) -> None:
        self.server, self.login, self.person_id, self.dice, self.ledger = server, login, person_id, dice, ledger
        self.cookies = httpx.Cookies()
        self.own: list[UUID] = []

    async def sign_in(self) -> None:
        async with httpx.AsyncClient(base_url=self.server.address, cookies=self.cookies) as client:
            token = TOKEN.search((await client.get("/sign-in")).text)[1]
            answer = await client.post(
                "/sign-in", data={"_csrf_token": token, "login": self.login, "password": OWN_PASSWORD}
            )
            assert answer.status_code == 303, answer.text
            self.cookies = client.cookies

    async def work(self) -> str | None:
        """Write until the server is gone; what it said where it refused."""
        async with httpx.AsyncClient(
            base_url=self.server.address, cookies=self.cookies, timeout=LONGEST_START
        ) as client:
            with suppress(httpx.TransportError):
                while True:
                    refused = await self._one(client)
                    if refused:
                        return refused
        return None

    async def _one(self, client: httpx.AsyncClient) -> str | None:
        open_ones = [one for one in self.own if one in self.ledger.kept and self._next(one)]
        if len(open_ones) < 3 or self.dice.random() < 0.2:
            return await self._record(client)
        one = self.dice.choice(open_ones)
        return await self.dice.choice(self._next(one))(client, one)

    def _next(self, one: UUID) -> list:
        """What can be done with a placement now."""
        known = self.ledger.kept[one]
        return {
            "planned": [self._mend, self._submit, self._withdraw],
            "submitted": [self._mend, self._withdraw, self._recognise if known.papers else self._paper],
        }.get(known.state, [])

    async def _record(self, client) -> str | None:
        new_id = UUID(int=self.dice.getrandbits(128), version=4)
        self.own.append(new_id)
        state = self.dice.choice(["planned", "submitted"])
        sent = {**self._content(new_id, "钳工"), "placement_id": str(new_id), "as": state}
        return await self._write(client, "/placements", sent, new_id, Known(state, 1, "钳工"))

    async def _mend(self, client, one) -> str | None:
        known = self.ledger.kept[one]
        position = f"钳工 {known.revision}"
        sent = {**self._content(one, position), "revision": known.revision}
        after = known._replace(revision=known.revision + 1, position=position)
        return await self._write(client, f"/placements/{one}/edit", sent, one, after)

    async def _submit(self, client, one) -> str | None:
        return await self._step(client, one, "submit", "submitted")

    async def _withdraw(self, client, one) -> str | None:
        return await self._step(client, one, "withdraw", "withdrawn")

    async def _step(self, client, one, step, state) -> str | None:
        known = self.ledger.kept[one]
        sent = {"step": step, "revision": known.revision, "reason": ""}
        after = known._replace(revision=known.revision + 1, state=state)
        return await self._write(client, f"/placements/{one}/steps", sent, one, after)

    async def _paper(self, client, one) -> str | None:
        known = self.ledger.kept[one]
        files = [("files", ("鉴定表.pdf", a_pdf() + b"\n%" + str(one).encode(), "application/pdf"))]
        after = known._replace(papers=1)
        return await self._write(client, f"/placements/{one}/papers", {"kind": "appraisal"}, one, after, files)

    async def _recognise(self, client, one) -> str | None:
        known = self.ledger.kept[one]
        after = known._replace(state="verified", revision=known.revision + 2)
        return await self._write(client, "/recognition", {"chosen": f"{one}:{known.revision}"}, one, after)

    def _content(self, one: UUID, position: str) -> dict[str, str]:
        first = FIRST_DAY + timedelta(one.int % 600)
        return {
            "person_id": str(self.person_id),
            "enterprise_name": "辽河机械厂",
            "started_on": first.isoformat(),
            "finished_on": (first + timedelta(one.int % 20 + 1)).isoformat(),
            "position": position,
            "form": "post_work",
            "duty_mode": "off_duty",
            "relation": "none",
        }

    async def _write(self, client, path, sent, one, after, files=None) -> str | None:
        self.ledger.asked[one] = after
        answer = await client.post(path, data={"_csrf_token": client.cookies["registry_csrf"], **sent}, files=files)
        if answer.status_code != 303:
            return f"{path} {answer.status_code} {answer.text[:20000]}"
        self.ledger.kept[one] = self.ledger.asked.pop(one)
        self.ledger.acknowledged += 1
        return None
