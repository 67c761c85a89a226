"""Two schools of two bureaus with people, practice and a token for every role, and programs that ask with them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx

from registry.audit.process import open_process
from registry.identity.model.credentials import IssueToken
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.model.token_scopes import TokenScope
from registry.identity.service.sessions import principal_for
from registry.identity.service.tokens import issue_token
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.practice.model import PlacementState
from tests.institutions.staging import BAOTOU, a_bureau, a_school, a_unit, did
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import entered, verified
from tests.web.site import HOST, Site

EVERY_SCOPE = frozenset(scope.value for scope in TokenScope)
LAST_DAY = date(2026, 12, 31)
HR, HEAD, LEADER, BUREAU, TEACHER, STRANGER, OPERATOR = "chen", "li", "wang", "bao", "lin", "sun", "root"
ROLES = (HR, HEAD, LEADER, BUREAU, TEACHER, STRANGER, OPERATOR)


@dataclass
class Stage:
    """What stands. `people`: name to person; `tokens`: login to a token that is good for every word."""

    site: Site
    people: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)
    placements: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, login: str, scopes: frozenset[str] = EVERY_SCOPE, label: str = "另一系统", until=LAST_DAY):
        """A token of an account, made as its owner makes it."""
        reading = self.site.reading(await principal_for(self.site.reading(), self.accounts[login]))
        async with open_process("issue_token", reading) as process:
            return await issue_token(process, IssueToken(label, scopes, until))

    @asynccontextmanager
    async def program(self, login: str | None = None, token: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """A program of another system, with the token of an account."""
        secret = token or (self.tokens[login] if login else None)
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        transport = httpx.ASGITransport(app=self.site.app, client=("10.0.0.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers) as client:
            yield client

    async def ask(self, login: str | None, path: str, **query: Any) -> httpx.Response:
        """One question below `/api/v1`."""
        async with self.program(login) as program:
            return await program.get(f"/api/v1{path}", params=query or None)


async def a_stage(site: Site) -> Stage:
    """Lin and Du at S1 (in two departments), Yan at S2 of another bureau; practice in several states."""
    stage = Stage(site)
    here = await a_school("S1", bureau_id=(await a_bureau()).id)
    there = await a_school(
        "S2", bureau_id=(await a_bureau("150200", BAOTOU)).id, jurisdiction=BAOTOU, name="包头第S2职业学校"
    )
    first, second, away = await a_unit(here, "机电系"), await a_unit(here, "化工系"), await a_unit(there, "采矿系")
    stage.places = {"S1": here, "S2": there, "first": first, "second": second, "away": away}
    for name, school, unit in (("林晓", here, first), ("杜䶮", here, second), ("阎淑琴", there, away)):
        person = await a_person(name)
        staff_no = f"T{len(stage.people) + 1}"
        started_on = date(2015, 9, 1)
        employment = await an_employment(school, person, staff_no, department=unit, started_on=started_on)
        await a_post(employment, started_on=started_on)
        stage.people[name] = person
        stage.placements[name] = await verified(school, person)
    lin = stage.people["林晓"]
    await did(record_leave, RecordLeave(lin.id, LeaveKind.SICK, date(2026, 3, 2), date(2026, 3, 9)), EVERYWHERE)
    stage.placements["plan"] = await entered(
        here, lin, PlacementState.PLANNED, started_on=date(2027, 1, 18), finished_on=date(2027, 2, 20)
    )
    await _accounts(stage, here, there, first)
    return stage


async def _accounts(stage: Stage, here: Any, there: Any, department: Any) -> None:
    at = {"school_id": here.id}
    lin = stage.people["林晓"]
    for login, wanted, given in (
        (HR, RoleWanted(Role.HR_OFFICER, Scope.school(here.id)), at),
        (HEAD, RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), here.id), at),
        (LEADER, RoleWanted(Role.SCHOOL_LEADER, Scope.school(here.id)), at),
        (BUREAU, RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(here.bureau_id)), {}),
        (TEACHER, RoleWanted(Role.TEACHER), {**at, "person_id": lin.id, "staff_no": "T1"}),
        (STRANGER, RoleWanted(Role.HR_OFFICER, Scope.school(there.id)), {"school_id": there.id}),
        (OPERATOR, RoleWanted(Role.OPERATOR, EVERYWHERE), {}),
    ):
        stage.accounts[login] = await stage.site.account(login, wanted, **given)
        stage.tokens[login] = (await stage.token(login)).token
