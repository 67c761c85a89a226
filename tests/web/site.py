"""The application on a test's database, and browsers that visit it."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
from jinja2 import BytecodeCache
from litestar import Litestar

from registry.app import Opening, create_app, installed, state_of
from registry.audit.process import House, Reading, open_process
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.principals import installation
from registry.identity.model.roles import RoleWanted
from registry.identity.service.accounts import create_account
from registry.platform.settings import Settings
from registry.platform.vault import KEY_BYTES, SECRET_FILE
from registry.policy.book import shipped_book
from tests.builders.house import NOW

HOST = "http://registry.test"
OWN_PASSWORD = "own password 2026"
_hashes: list[str] = []
TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class _Compiled(BytecodeCache):
    """Templates that were compiled once, for every application of the process."""

    def __init__(self):
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()
Build = tuple[str | None, bool]
lent: list[tuple[Build, Litestar]] = []
"""Applications in use, in the order in which they were taken."""
_free: dict[Build, list[Litestar]] = defaultdict(list)


def an_application(settings: Settings, opening: Opening) -> Litestar:
    """One for the installation of the settings: building it takes most of a second, so they are used again."""
    build = (settings.public_url, settings.plain_http)
    if _free[build]:
        app = _free[build].pop()
        installed(app, state_of(settings, opening))
    else:
        app = create_app(settings, opening)
    app.state.site.environment.bytecode_cache = COMPILED
    lent.append((build, app))
    return app


def give_back(kept: int) -> None:
    """End the use of all applications but the first `kept`."""
    for build, app in lent[kept:]:
        _free[build].append(app)
    del lent[kept:]


class Site:
    """The application, its clock, and the house that its doors open to; its key is that of `a_house`."""

    def __init__(self, folder: Path, now: datetime = NOW, **settings) -> None:
        self.now = now
        (folder / SECRET_FILE).write_bytes(bytes(KEY_BYTES))
        self.settings = Settings(**{"data_folder": folder, "plain_http": True, **settings})
        self.app = an_application(self.settings, Opening(clock=lambda: self.now, opens_installation=False))
        self.house: House = self.app.state.doors.house

    def reading(self, actor=None) -> Reading:
        """A door opened by the installation itself, or by the given actor."""
        return Reading(actor or installation("test"), self.now, shipped_book(), self.house)

    async def account(self, login: str, *roles: RoleWanted, **given) -> str:
        """An account whose owner has replaced the first password by OWN_PASSWORD already."""
        from registry.identity import tables

        async with open_process("create_account", self.reading()) as process:
            slip = await create_account(process, CreateAccount(login, login.title(), roles, **given))
        table = tables.Account
        await table.update({table.password_hash: await own_password_hash(), table.must_change_password: False}).where(
            table.id == slip.account_id
        )
        return slip.account_id

    @asynccontextmanager
    async def browser(self, login: str | None = None) -> AsyncIterator["Browser"]:
        """A browser, signed in when a login is given."""
        transport = httpx.ASGITransport(app=self.app, client=("10.0.0.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            browser = Browser(client)
            if login:
                answer = await browser.send("/sign-in", {"login": login, "password": OWN_PASSWORD})
                assert answer.status_code == 303, answer.text
            yield browser


async def own_password_hash() -> str:
    """The hash of OWN_PASSWORD, made once: hashing is slow on purpose."""
    from registry.identity.service.passwords import hashed

    if not _hashes:
        _hashes.append(await hashed(OWN_PASSWORD))
    return _hashes[0]


class Browser:
    """Follows forms as people do: the page first, then its token with what was typed."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def see(self, path: str, **options) -> httpx.Response:
        """Open a page; redirects are not followed."""
        return await self.client.get(path, **options)

    async def send(self, path: str, values=None, files=None, of: str = "/sign-in") -> httpx.Response:
        """Send a form with a token that this site gave out."""
        return await self.client.post(path, data={"_csrf_token": await self.token(of), **(values or {})}, files=files)

    async def token(self, of: str = "/sign-in") -> str:
        """The token against forged forms; any page carries one."""
        kept = self.client.cookies.get("registry_csrf")
        if kept:
            return kept
        return TOKEN.search((await self.client.get(of)).text)[1]
