"""A PostgreSQL server for the tests that need one, and a database of its own for each of them.

The embedded server by default; the server of `REGISTRY_TEST_DATABASE_URL` where that is set (its role must be
allowed to create databases).
"""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

TEMPLATE = f"registry_template_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
"""Of one process that tests: those beside it may use the same server."""
NOTHING_TO_LOSE = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)
"""The server of the tests is thrown away: nothing waits for its disk. Tests of crashes start servers of their own."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-server", action="store_true", help="only tests that use the server of all tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-server"):
        return
    others = [item for item in items if "server_url" not in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if "server_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=others)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The address of a running server's maintenance database."""
    given = os.environ.get("REGISTRY_TEST_DATABASE_URL")
    if given:
        yield given
        return
    from registry.platform import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="registry-", dir="/tmp" if os.name == "posix" else None))
    server = embedded_postgres.start(folder)
    asyncio.run(_run(embedded_postgres.address(server), *NOTHING_TO_LOSE))
    yield embedded_postgres.address(server)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """A database migrated from empty to head, once; the others are copies of it."""
    os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
    os.environ["DATABASE_URL"] = _named(server_url, TEMPLATE)

    async def make() -> None:
        await _run(server_url, f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
        from registry.platform.database import migrate

        await migrate()

    asyncio.run(make())
    return server_url


@pytest.fixture(autouse=True)
def applications() -> Iterator[None]:
    """What a test took of the applications is there for the next one; those of a whole module stay with it."""
    used = sys.modules.get("tests.web.site")
    before = len(used.lent) if used else 0
    yield
    used = sys.modules.get("tests.web.site")
    if used:
        used.give_back(before)


@pytest.fixture
async def database(template: str) -> AsyncIterator[str]:
    """The URL of a fresh, migrated database; queries of the test and of the code under test go to it."""
    from registry.platform.database import connected, engine

    name = f"test_{uuid4().hex[:12]}"
    await _run(template, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    url = _named(template, name)
    engine().config["dsn"] = url
    async with connected(size=5):
        yield url
    await _run(template, f"DROP DATABASE {name} WITH (FORCE)")
