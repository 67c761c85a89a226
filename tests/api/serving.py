"""The stage behind a real server on a port of its own, for programs that know nothing of its insides."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import uvicorn

from registry.platform.database import connected, engine
from tests.api.stage import Stage, a_stage
from tests.conftest import TEMPLATE, _named, _run
from tests.web.site import Site


@contextmanager
def serving(template: str, folder: Path) -> Iterator[tuple[str, Stage]]:
    """The address of a server with a staged database of its own, and what is staged."""
    name = f"served_{uuid4().hex[:12]}"
    asyncio.run(_run(template, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}"))
    engine().config["dsn"] = _named(template, name)
    stage = asyncio.run(_staged(folder))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(stage.site.app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(_serve(server, listener)))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", stage
        finally:
            server.should_exit = True
            thread.join()
    asyncio.run(_run(template, f"DROP DATABASE {name} WITH (FORCE)"))


async def _staged(folder: Path) -> Stage:
    async with connected(size=2):
        return await a_stage(Site(folder))


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    async with connected(size=5):
        await server.serve([listener])
