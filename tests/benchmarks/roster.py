"""The board in our application and in Django 5, over one PostgreSQL: pages a second, among few and many teachers.

    python -m tests.benchmarks.roster [--many 50000] [--few 1000] [--pages 60] [--without-django]

Sets up all that it needs in a temporary folder: the embedded PostgreSQL, filled by COPY, and a virtual environment
with Django, psycopg and gunicorn from PyPI. One process serves each application; both sign in, read the same tables
and work out the figures of fifty rows with the same rules. Prints ratios of one run.
"""

import argparse
import asyncio
import http.client
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from registry.platform import embedded_postgres

CLIENTS, ROWS = 4, 50
PATIENCE_SECONDS = 60
DJANGO = ("django>=5,<6", "psycopg[binary]", "gunicorn")
ROOT = Path(__file__).parents[2]


class Served(NamedTuple):
    """Where an application answers, and as whom it is asked."""

    port: int
    cookie: str


class Timed(NamedTuple):
    """Milliseconds a page, one after another; pages a second of several at once; statements a page."""

    milliseconds: float
    a_second: float
    statements: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=50_000)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--without-django", action="store_true")
    parser.add_argument("--environment", type=Path, help="where the environment of Django is made, and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="registry-", dir="/tmp") as place:
        folder = Path(place)
        server = embedded_postgres.start(folder / "pg")
        try:
            url = embedded_postgres.address(server)
            python = None if options.without_django else environment(options.environment or folder / "django")
            found = {size: measured(folder, url, size, options.pages, python) for size in (options.few, options.many)}
        finally:
            server.cleanup()
    report(found, options.few, options.many)


def environment(folder: Path) -> Path:
    """A virtual environment with Django; its Python."""
    python = folder / "bin" / "python"
    if python.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *DJANGO], check=True)
    return python


def measured(folder: Path, server: str, teachers: int, pages: int, python: Path | None) -> dict[str, Timed]:
    """Every application on a database of its own with so many teachers."""
    url = asyncio.run(filled(server, f"board_{teachers}", folder, teachers))
    found = {}
    own = {"DATABASE_URL": url, "PICCOLO_CONF": "registry.piccolo_conf"}
    with running([sys.executable, "-m", "tests.benchmarks.roster_served", str(folder), "8461", "school"], own) as out:
        served = Served(8461, out.readline().strip())
        wait(served)
        found["ours, the first page"] = timed(served, lambda _: "/board", pages)
        walk, found["ours, not seen before"] = following(served, pages)
        found["ours, page after page"] = timed(served, lambda number: walk[number % len(walk)], pages)
    if python is None:
        return found
    where = urlsplit(url)
    django = {"BOARD_DATABASE": where.path[1:], "BOARD_HOST": where.query.removeprefix("host=")}
    setting = {**django, "PYTHONPATH": str(ROOT)}
    make = "from tests.benchmarks.roster_django import make_tables; make_tables()"
    subprocess.run([str(python), "-c", make], check=True, env={**os.environ, **setting}, cwd=ROOT)
    app = ["-m", "gunicorn", "-w", "1", "--threads", str(CLIENTS), "-b", "127.0.0.1:8462", "--log-level", "warning"]
    for name, extra in (("Django", {}), ("Django, sums kept", {"BOARD_CACHE": "1"})):
        command = [str(python), *app, "tests.benchmarks.roster_django:application"]
        with running(command, {**setting, **extra}):
            served = entered(Served(8462, ""))
            few = max(10, pages // 3) if teachers > 10_000 else pages
            found[f"{name}, the first page"] = timed(served, lambda _: "/board", few)
            last = teachers // ROWS
            found[f"{name}, page after page"] = timed(served, lambda at, last=last: f"/board?page={at % last}", few)
    return found


async def filled(server: str, name: str, folder: Path, teachers: int) -> str:
    """A migrated database with one school of so many teachers, everything stored that is stored for speed."""
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    os.environ |= {"PICCOLO_CONF": "registry.piccolo_conf", "DATABASE_URL": url}
    from registry.audit.process import House, Reading
    from registry.identity.model.principals import installation
    from registry.platform.database import connected, engine, migrate
    from registry.platform.vault import vault_from
    from registry.policy.book import shipped_book
    from tests.benchmarks.roster_world import NOW, Size, store_answers, write_world

    engine().config["dsn"] = url
    with open(os.devnull, "w") as quiet, redirected(quiet):
        await migrate()
    started = time.perf_counter()
    await write_world(url, Size(1, teachers))
    copied = time.perf_counter()
    reading = Reading(installation("cli"), NOW, shipped_book(), House(vault_from(None, folder)))
    async with connected(2):
        await store_answers(reading)
    stored = time.perf_counter()
    connection = await asyncpg.connect(url)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    print(
        f"{teachers} teachers: written in {copied - started:.1f} s, their answers stored in {stored - copied:.1f} s "
        f"({(stored - copied) / teachers * 1e3:.2f} ms a teacher)",
        flush=True,
    )
    return url


@contextmanager
def redirected(target: Any) -> Any:
    before, sys.stdout = sys.stdout, target
    try:
        yield
    finally:
        sys.stdout = before


@contextmanager
def running(command: list[str], extra: dict[str, str]) -> Any:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **extra}, cwd=ROOT)
    try:
        yield process.stdout
    finally:
        process.terminate()
        process.wait()


def wait(served: Served) -> None:
    """Until the application answers."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        try:
            asked(http.client.HTTPConnection("127.0.0.1", served.port), served, "/board")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the application does not answer")


def entered(served: Served) -> Served:
    """Signed in at Django."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        try:
            connection.request("GET", "/enter")
            answer = connection.getresponse()
        except OSError:
            time.sleep(0.2)
            continue
        answer.read()
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return served._replace(cookie="; ".join(cookies))
    raise SystemExit("Django does not answer")


def asked(connection: http.client.HTTPConnection, served: Served, path: str) -> tuple[str, bytes]:
    """The statements that a page took, and the page."""
    connection.request("GET", path, headers={"Cookie": served.cookie, "Accept": "text/html"})
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != 200 or page.count(b"<tr") < 20:
        raise SystemExit(f"{path} answered {answer.status} with {len(page)} bytes: {page[:300]!r}")
    return answer.getheader("x-statements") or "?", page


def following(served: Served, pages: int) -> tuple[list[str], Timed]:
    """The addresses of the pages one after another, by their own links; and what each took for the first time."""
    connection, found, counts = http.client.HTTPConnection("127.0.0.1", served.port), ["/board"], []
    started = time.perf_counter()
    while len(found) < pages:
        count, page = asked(connection, served, found[-1])
        counts.append(count)
        links = [part.split('"')[0] for part in page.decode().split('href="')[1:]]
        further = [link.replace("&amp;", "&") for link in links if "after=" in link]
        if not further or further[-1] in found:
            break
        found.append(further[-1])
    took = (time.perf_counter() - started) / len(counts)
    return found, Timed(took * 1e3, 1 / took, between(counts))


def timed(served: Served, address: Any, pages: int) -> Timed:
    """One after another, then from several clients at once."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    for number in range(3):
        asked(connection, served, address(number))
    started = time.perf_counter()
    counts = [asked(connection, served, address(number))[0] for number in range(pages)]
    alone = time.perf_counter() - started

    def client(number: int) -> None:
        own = http.client.HTTPConnection("127.0.0.1", served.port)
        for page in range(number, pages, CLIENTS):
            asked(own, served, address(page))

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    together = time.perf_counter() - started
    return Timed(alone / pages * 1e3, pages / together, between(counts))


def between(counts: list[str]) -> str:
    """The fewest and the most."""
    told = sorted(set(counts), key=int)
    return told[0] if len(told) == 1 else f"{told[0]}-{told[-1]}"


def report(found: dict[int, dict[str, Timed]], few: int, many: int) -> None:
    for teachers, timings in found.items():
        print(f"\n{teachers} teachers              ms a page   pages/s ({CLIENTS} clients)   statements")
        for name, each in timings.items():
            print(f"  {name:28} {each.milliseconds:8.1f} {each.a_second:14.1f} {each.statements:>16}")
    print()
    for name in found[few]:
        ratio = found[many][name].milliseconds / found[few][name].milliseconds
        print(f"{name:28} among {many} teachers takes {ratio:5.2f} x as long as among {few}")
    for which in ("the first page", "page after page"):
        for other in ("Django", "Django, sums kept"):
            for teachers, timings in found.items():
                if f"{other}, {which}" not in timings:
                    continue
                ours, theirs = timings[f"ours, {which}"], timings[f"{other}, {which}"]
                print(
                    f"{which}, {teachers} teachers: ours {ours.a_second / theirs.a_second:6.1f} x the pages a second "
                    f"of {other} ({theirs.milliseconds / ours.milliseconds:.1f} x one after another)"
                )


if __name__ == "__main__":
    main()
