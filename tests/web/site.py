"""The application on a test's database, and browsers that visit it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx

from registry.app import Opening, create_app
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


class Site:
    """The application, its clock, and the house that its doors open to; its key is that of `a_house`."""

    def __init__(self, folder: Path, now: datetime = NOW, **settings) -> None:
        self.now = now
        (folder / SECRET_FILE).write_bytes(bytes(KEY_BYTES))
        self.settings = Settings(**{"data_folder": folder, "plain_http": True, **settings})
        self.app = create_app(self.settings, Opening(clock=lambda: self.now, opens_installation=False))
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
