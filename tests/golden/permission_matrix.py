"""Who gets what answer at which address, found by asking: `python -m tests.golden.permission_matrix` writes it anew.

Rows are the routes of the application, columns the visitors of `tests.web.permission_world`; each cell is the status
of a real request. Addresses that name no object get the column's school, person and placement as a query; forms are
sent with a right token, the same names and revision 1, and nothing typed. Every account asks in a copy of the
database of its own, first all pages, then all forms.
"""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import httpx
from litestar import Litestar

from registry.platform.database import connected, engine
from tests.web.permission_world import COLLEAGUE, ELSEWHERE, OWN, World, a_world
from tests.web.site import Browser, Site

GOLDEN = Path(__file__).with_suffix(".txt")
PARAMETER = re.compile(r"\{(\w+):\w+\}")
BY_OFFICE = ("/planner", "/sheets")
"""Addresses that name the office by its id alone; others write its kind before it."""
LAST_FORMS = (
    "/account/delegations/{delegation_id:uuid}/end",
    "/account/sessions/end",
    "/account/password",
    "/sign-out",
)
"""Sent at the end: after them the others would be answered as to somebody else."""
Matrix = dict[str, dict[str, str]]


class Asker(NamedTuple):
    """An account (None: nobody signed in), its title over the column, and whose objects it asks for."""

    title: str
    login: str | None
    which: str


ASKERS = (
    Asker("visitor", None, OWN),
    Asker("first-pw", "new", OWN),
    Asker("teacher own", "lin", OWN),
    Asker("teacher colleague", "lin", COLLEAGUE),
    Asker("head own", "li", OWN),
    Asker("head other dept", "li", COLLEAGUE),
    Asker("office own", "gao", OWN),
    Asker("HR own", "chen", OWN),
    Asker("HR other", "chen", ELSEWHERE),
    Asker("leader own", "wang", OWN),
    Asker("leader other", "wang", ELSEWHERE),
    Asker("bureau own", "bao", OWN),
    Asker("bureau other", "bao", ELSEWHERE),
    Asker("staffing own", "bian", OWN),
    Asker("evaluator own", "wu", OWN),
    Asker("borrower of HR own", "zhou", OWN),
    Asker("borrower of HR other", "zhou", ELSEWHERE),
    Asker("no role", "ma", OWN),
    Asker("operator", "root", OWN),
    Asker("keeper own", "keeper", OWN),
    Asker("keeper other", "keeper", ELSEWHERE),
)
TITLES = tuple(asker.title for asker in ASKERS)


class Route(NamedTuple):
    """A method and an address with its parameters unfilled."""

    method: str
    path: str

    def __str__(self) -> str:
        return self.method + " " + PARAMETER.sub(r"{\1}", self.path)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in the address."""
        return tuple(PARAMETER.findall(self.path))


SIGN_OUT = Route("POST", "/sign-out")


def routes_of(app: Litestar) -> list[Route]:
    """Every page and form, pages first; what ends the session comes last."""
    found = {
        Route(method, route.path)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods - {"HEAD", "OPTIONS"}
    }
    last = {path: place for place, path in enumerate(LAST_FORMS, 1)}
    return sorted(found, key=lambda route: (route.method != "GET", last.get(route.path, 0), route.path))


async def matrix(database: str, clone: Callable[[str], Awaitable[str]], folder: Path) -> Matrix:
    """The answers, by route and column. `clone` names a copy of the staged database, which nobody uses meanwhile."""
    world = await a_world(Site(folder))
    await engine().close_connection_pool()
    unstaged = {name for route in routes_of(world.site.app) for name in route.parameters} - set(world.objects[OWN])
    assert not unstaged, f"addresses name what tests.web.permission_world does not stage: {sorted(unstaged)}"
    found: Matrix = {}
    for login in dict.fromkeys(asker.login for asker in ASKERS):
        engine().config["dsn"] = await clone(database)
        async with connected(size=3):
            await _ask(world, folder, login, found)
    engine().config["dsn"] = database
    await engine().start_connection_pool(min_size=1, max_size=2)
    return found


async def _ask(world: World, folder: Path, login: str | None, found: Matrix) -> None:
    site = Site(folder)
    askers = [asker for asker in ASKERS if asker.login == login]
    async with site.browser() as browser:
        if login:
            answer = await browser.send("/sign-in", {"login": login, "password": world.password(login)})
            assert answer.status_code == 303, answer.text
        token = await browser.token()
        for route in routes_of(site.app):
            for asker in askers:
                row = found.setdefault(str(route), {})
                is_over = route == SIGN_OUT and askers[0].title in row
                row[asker.title] = (
                    row[askers[0].title] if is_over else await _cell(browser, world, asker, route, token)
                )


async def _answer(browser: Browser, world: World, asker: Asker, route: Route, token: str) -> httpx.Response:
    path = PARAMETER.sub(lambda hit: world.value(asker.login, asker.which, route.path, hit[1]), route.path)
    told = world.objects[asker.which]
    named = {
        "school_id": told["school_id"],
        "person_id": told["person_id"],
        "place": str(told["school_id"]) if route.path.startswith(BY_OFFICE) else f"school:{told['school_id']}",
    }
    if route.method == "GET":
        asked = {} if route.parameters else {**named, "copy": told["placement_id"]}
        return await browser.see(path, params=asked)
    form = {**named, "revision": "1", "_csrf_token": token}
    return await browser.client.request(route.method, path, data=form)


async def _cell(browser: Browser, world: World, asker: Asker, route: Route, token: str) -> str:
    answer = await _answer(browser, world, asker, route, token)
    location = answer.headers.get("location", "")
    if location.startswith("/sign-in"):
        return f"{answer.status_code}s"
    if location == "/account/password":
        return f"{answer.status_code}p"
    return str(answer.status_code)


def written(found: Matrix) -> str:
    """The matrix as a text that can be read and compared line by line."""
    width = max(map(len, found))
    lines = [
        "What every route answers to every visitor; made by `python -m tests.golden.permission_matrix`.",
        "303s: led to the sign-in page. 303p: led to the page that replaces the first password.",
        "own: objects of Lin; colleague, other dept: objects of Du, same school; other: objects of another school.",
        "",
        *(f"{'':{width}}  {'      ' * place}{title}" for place, title in enumerate(TITLES)),
    ]
    for route in sorted(found, key=lambda name: (name.split(" ")[1], name)):
        cells = "".join(f"{found[route].get(title, ''):6}" for title in TITLES)
        lines.append(f"{route:{width}}  {cells}".rstrip())
    return "\n".join(lines) + "\n"


def read(text: str) -> Matrix:
    """A written matrix, back again."""
    rows = [line.split() for line in text.splitlines() if re.match(r"(GET|POST|PUT|PATCH|DELETE) /", line)]
    return {f"{method} {path}": dict(zip(TITLES, cells, strict=False)) for method, path, *cells in rows}


def changes(before: Matrix, after: Matrix) -> list[str]:
    """Every cell that differs, in words."""
    told = []
    for route in sorted({*before, *after}):
        if route not in before:
            told.append(f"{route}: new route {after[route]}")
        elif route not in after:
            told.append(f"{route}: route is gone")
        else:
            told += [
                f"{route} [{title}]: {before[route].get(title)} -> {after[route][title]}"
                for title in TITLES
                if before[route].get(title) != after[route][title]
            ]
    return told


def main() -> None:
    """Write the golden file as the application answers now."""
    import os
    import shutil

    from registry.platform import embedded_postgres
    from tests.conftest import TEMPLATE, _named, _run

    async def write(server_url: str, folder: Path) -> None:
        from registry.platform.database import migrate

        async def clone(database: str) -> str:
            name = f"matrix_{uuid4().hex[:12]}"
            await _run(server_url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
            return _named(server_url, name)

        await _run(server_url, f"CREATE DATABASE {TEMPLATE}")
        await migrate()
        async with connected(size=5):
            found = await matrix(_named(server_url, TEMPLATE), clone, folder)
        before = read(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
        GOLDEN.write_text(written(found), encoding="utf-8")
        print(*changes(before, found), f"{len(found)} routes", sep="\n")

    folder = Path(tempfile.mkdtemp(prefix="registry-", dir="/tmp" if os.name == "posix" else None))
    files = folder / "data"
    files.mkdir()
    server = embedded_postgres.start(folder)
    try:
        os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
        os.environ["DATABASE_URL"] = _named(embedded_postgres.address(server), TEMPLATE)
        asyncio.run(write(embedded_postgres.address(server), files))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
