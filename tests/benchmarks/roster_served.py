"""The application as `registry serve` runs it, on a benchmark's database; each answer tells its statements.

    python -m tests.benchmarks.roster_served FOLDER PORT SCOPE

Makes an office's account with a session and prints its cookie. SCOPE: `school` or `bureau`.
"""

import asyncio
import os
import sys
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn

from registry.app import Opening, create_app
from registry.audit.process import House, Reading, open_process
from registry.identity import tables
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.principals import installation
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.rules.secrets import fingerprint
from registry.identity.service.accounts import create_account
from registry.kernel.scopes import Scope
from registry.platform.database import connected, engine
from registry.platform.settings import Settings
from registry.platform.vault import vault_from
from registry.policy.book import shipped_book
from tests.benchmarks.roster_world import NOW, key

_statements: ContextVar[list[int] | None] = ContextVar("statements", default=None)


class Counted:
    """Writes into each answer how many statements it took."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        count = [0]
        _statements.set(count)

        async def told(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-statements", str(count[0]).encode())]
            await send(message)

        await self.app(scope, receive, told)


def count_statements() -> None:
    """Note every statement of a request where it is sent."""
    kind: Any = type(engine())
    for name in ("_run_in_pool", "_run_in_new_connection"):
        run = getattr(kind, name)

        async def counted(self: Any, *given: Any, _run: Any = run) -> Any:
            count = _statements.get()
            if count is not None:
                count[0] += 1
            return await _run(self, *given)

        setattr(kind, name, counted)


async def sign_in(settings: Settings, place: Scope, role: Role) -> str:
    """An office's account with a session; the secret of its cookie."""
    house = House(vault_from(None, settings.data_folder))
    reading = Reading(installation("cli"), NOW, shipped_book(), house)
    async with connected(1):
        async with open_process("create_account", reading) as process:
            command = CreateAccount("office", "人事处", (RoleWanted(role, place),))
            account_id = (await create_account(process, command)).account_id
        table, secret = tables.Account, "benchmark" * 5
        await table.update({table.must_change_password: False}).where(table.id == account_id)
        await tables.Session.raw(
            "INSERT INTO sign_in_session (id_hash, account, started_at, seen_at, ends_at, address, user_agent) "
            "VALUES ({}, {}, {}, {}, {}, '127.0.0.1', 'benchmark')",
            fingerprint(secret),
            account_id,
            NOW,
            NOW,
            NOW + timedelta(hours=8),
        )
    return secret


def main(folder: str, port: str, scope: str) -> None:
    settings = Settings(Path(folder), database_url=os.environ["DATABASE_URL"], plain_http=True, works_apart=True)
    whose = Scope.school(key("school", 0)) if scope == "school" else Scope.bureau(key("bureau"))
    role = Role.HR_OFFICER if scope == "school" else Role.BUREAU_OFFICER
    secret = asyncio.run(sign_in(settings, whose, role))
    count_statements()
    app = create_app(settings, Opening(clock=lambda: NOW))
    print(f"registry_session={secret}", flush=True)
    uvicorn.run(Counted(app), host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
