"""One staged world for all forms: made once, copied as a database for each try, everybody signed in already."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import httpx

from registry.audit.process import open_process
from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.commands import (
    CompleteEnterprise,
    EnterpriseParticulars,
    RecordBreak,
    RegisterEnterprise,
    SetApprovalChain,
)
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.institutions.service.breaks import record_break
from registry.institutions.service.enterprises import complete_enterprise, register_enterprise
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.platform.database import connected, engine
from registry.practice.model import PlacementState as S
from registry.practice.projection import rebuild
from registry.practice.records import FirmRelation
from registry.practice.records.confirmation import AskSupervisor
from registry.practice.records.grades import SetGradeCap
from registry.practice.records.papers import AddPaper, PaperFile, PaperKind
from registry.practice.records.region_rules import SetRegionRule
from registry.practice.service.confirmation import ask_supervisor
from registry.practice.service.grades import set_grade_cap
from registry.practice.service.papers import add_paper
from registry.practice.service.region_rules import set_region_rule
from tests.institutions.staging import a_unit, did, rows_of
from tests.people.staging import a_person, an_employment
from tests.platform.picture_makers import a_pdf
from tests.portfolio.staging import entered as a_title
from tests.practice.staging import THE_HOUSE, doing, officer
from tests.races.certified import certified
from tests.races.forms import CHECK, COLLEAGUE, LOGINS, OFFICE, ROOT
from tests.races.merged import merged
from tests.races.planned import planned
from tests.races.reminded import SERVER, reminded
from tests.races.sending import Sent, World
from tests.races.signed_on import signed_on
from tests.web.practice_stage import HR, TEACHER, a_placement, staged
from tests.web.site import HOST, Site

ENTRY = {"revision": "0", "written_on": "2026-07-12", "text": "装夹", "as": "kept"}
LEAVE, BREAK = (date(2025, 9, 1), date(2025, 10, 31)), (date(2026, 7, 11), date(2026, 8, 31))
FORM = PaperFile("a" * 64, "b" * 64, None, "application/pdf", 10, "鉴定表.pdf")
TABLES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)
REVISED = (
    "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'revision'"
)
EVENTS = "SELECT 'event ' || kind, count(*)::int FROM audit_event GROUP BY kind"


@dataclass
class Staged:
    """The world, the database that is copied, and each visitor's cookies."""

    world: World
    server: str
    database: str
    cookies: dict[str, httpx.Cookies]

    @asynccontextmanager
    async def copied(self) -> AsyncIterator["Try"]:
        """The world as it was staged, to be changed."""
        name = f"races_{uuid4().hex[:12]}"
        await _run(self.server, f"CREATE DATABASE {name} TEMPLATE {self.database}")
        url = _named(self.server, name)
        engine().config["dsn"] = url
        try:
            async with connected(size=8):
                yield Try(self, url)
        finally:
            await _run(self.server, f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Try:
    """A copy of the world, and what is done to it."""

    staged: Staged
    url: str

    async def send(self, sent: Sent) -> httpx.Response:
        """Send a form from a browser window of its own, as the visitor who is signed in."""
        transport = httpx.ASGITransport(app=self.staged.world.stage.site.app, client=("10.0.0.7", 1))
        cookies = copy(self.staged.cookies[sent.login])
        async with httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies) as client:
            data = {"_csrf_token": cookies["registry_csrf"], **sent.values}
            return await client.post(sent.path, data=data, files=sent.files or None)

    async def traces(self) -> dict[str, int]:
        """How many rows each table has, what the revisions come to, and how often each event happened.

        Tries of a password are left out: a refused one is a try too.
        """
        connection = await asyncpg.connect(self.url)
        try:
            counted = [f"SELECT '{row[0]}', count(*)::int FROM {row[0]}" for row in await connection.fetch(TABLES)]
            counted += [
                f"SELECT '{row[0]}.revision', coalesce(sum(revision), 0)::int FROM {row[0]}"
                for row in await connection.fetch(REVISED)
            ]
            found = await connection.fetch(" UNION ALL ".join([*counted, EVENTS]))
        finally:
            await connection.close()
        return {row[0]: row[1] for row in found if row[1] and row[0] != "sign_in_attempt"}


def make_world(server: str, template: str, folder: Path) -> Staged:
    """Stage everything once, in a database of its own."""
    name = f"world_{uuid4().hex[:12]}"

    async def make() -> Staged:
        await _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        url = _named(server, name)
        engine().config["dsn"] = url
        async with connected(size=5):
            world = World(await staged(Site(folder, mail_server=SERVER)))
            cookies = await _peopled(world, url)
            await _furnished(world, url)
            await _filed(world, url)
            await planned(world)
            await certified(world)
            await merged(world)
            async with open_process("rebuild_standing", world.stage.site.reading()) as process:
                await rebuild(process)
            await reminded(world)
            await signed_on(world, cookies)
        return Staged(world, server, name, cookies)

    return asyncio.run(make())


async def _peopled(world: World, url: str) -> dict[str, httpx.Cookies]:
    """More accounts, and everybody signed in; the office on two devices."""
    stage, site = world.stage, world.stage.site
    school = stage.school
    at_school = {"school_id": school.id}
    root = await site.account(ROOT, RoleWanted(Role.OPERATOR, EVERYWHERE))
    office = await site.account(OFFICE, RoleWanted(Role.HR_OFFICER, Scope.school(school.id)), **at_school)
    colleague, locked = await site.account(COLLEAGUE, **at_school), await site.account("locked", **at_school)
    other = await a_person("王芳")
    await an_employment(school, other, "T2")
    earlier = "UPDATE account SET password_set_at = password_set_at - interval '1 day' WHERE id = $1 RETURNING *"
    since = await rows_of(url, earlier, colleague)
    world.ids |= {
        "school": school.id,
        "person": stage.person.id,
        "root": root,
        "office": office,
        "colleague": colleague,
        "colleague_since": since[0]["password_set_at"].isoformat(),
        "colleague_person": other.id,
        "locked": locked,
        "submitted": world.at(S.SUBMITTED).id,
    }
    cookies = {}
    for login in ("", *LOGINS, OFFICE):
        async with site.browser(login or None) as browser:
            await browser.token()
            cookies[login] = browser.client.cookies
    return cookies


async def _furnished(world: World, url: str) -> None:
    """Papers, an entry, a check, a link, a token, a lent office, and placements that wait for something."""
    stage = world.stage
    school, person, submitted = stage.school, stage.person, world.at(S.SUBMITTED)
    world.placements = {
        "with form": await a_placement(school, person, S.SUBMITTED, position="车工"),
        "with other proof": await a_placement(school, person, S.SUBMITTED, position="焊工"),
        "of a relative": await a_placement(school, person, S.SUBMITTED, relation=FirmRelation.RELATIVE),
    }
    await doing(THE_HOUSE, add_paper, AddPaper(world.placements["with form"].chain_id, PaperKind.APPRAISAL, FORM, ""))
    link, _ = await doing(THE_HOUSE, ask_supervisor, AskSupervisor(submitted.id, submitted.revision, 7))
    ids, path = world.ids, f"/placements/{submitted.id}"
    ids["link"], ids["entry"] = link.token, uuid4()
    async with stage.site.browser(TEACHER) as teacher, stage.site.browser(HR) as hr, stage.site.browser(ROOT) as root:
        files = [("files", ("鉴定表.pdf", a_pdf(pages=2), "application/pdf"))]
        await _did(teacher.send(f"{path}/papers", {"kind": "attendance"}, files))
        await _did(teacher.send(f"{path}/journal", {"entry_id": str(ids["entry"]), **ENTRY}))
        await _did(hr.send(f"{path}/checks", {**CHECK, "findings": "在岗两人"}))
        proof = {"method": "alternative_proof", "words": "工资流水", "revision": 1}
        other = world.placements["with other proof"]
        await _did(hr.send(f"/placements/{other.id}/confirm", proof))
        world.placements["with other proof"] = replace(other, revision=2)
        await _did(root.send(f"/accounts/{ids['locked']}/lock", {"reason": "停用"}))
    async with stage.site.browser(OFFICE) as office:
        grant = await _only(url, "SELECT id FROM role_grant WHERE account = $1", ids["office"])
        expires_on = (stage.site.now + timedelta(90)).date().isoformat()
        token = {"label": "旧系统", "expires_on": expires_on, "scopes": "standing:read"}
        assert (await office.send("/account/tokens", token)).status_code == 200
        lent = {"borrower": COLLEAGUE, "started_on": "2026-11-22", "finished_on": "2026-11-25"}
        await _did(office.send(f"/account/lending/{grant}", lent))
    ids |= {
        "office_grant": grant,
        "delegation": await _only(url, "SELECT id FROM delegation"),
        "token": await _only(url, "SELECT id FROM api_token"),
        "paper": await _only(url, "SELECT id FROM paper WHERE chain = $1", submitted.id),
        "check": await _only(url, "SELECT id FROM spot_check"),
    }


async def _filed(world: World, url: str) -> None:
    """Leave, a post, a break, a chain of another school, firms and a title."""
    ids, person, department = world.ids, world.stage.person, world.stage.department
    other = world.stage.other_school
    step = ApprovalStep(None, "系部意见")
    named = await did(register_enterprise, RegisterEnterprise("辽河机械"))
    known = await did(register_enterprise, RegisterEnterprise("渤海装备"))
    await did(
        complete_enterprise,
        CompleteEnterprise(known.id, 1, EnterpriseParticulars("渤海装备", *[None] * 4)),
        EVERYWHERE,
    )
    clerk, at_school = officer(world.stage.school), Scope.school(ids["school"])
    region = SetRegionRule(ids["school"], LEAVE[0], ("2111",), "本校办法")
    cap = SetGradeCap(ids["school"], LEAVE[0], 90, "本校办法")
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.OTHER, *LEAVE))
    found = {
        "department": department,
        "spare_unit": await a_unit(world.stage.school, "旧系"),
        "leave": leave,
        "break": await did(record_break, RecordBreak(ids["school"], "暑假", *BREAK)),
        "chain": await did(set_approval_chain, SetApprovalChain(other.id, LEAVE[0], (step,))),
        "named_firm": named,
        "known_firm": known,
        "region_rule": (await doing(clerk, set_region_rule, region, at_school))[0],
        "cap": (await doing(clerk, set_grade_cap, cap, at_school))[0],
        "title": await a_title(person, appointed_on=None),
    }
    ids |= {name: each.id for name, each in found.items()} | {
        "other_school": other.id,
        "other_person": ids["colleague_person"],
        "other_job": await _only(url, "SELECT id FROM employment WHERE person = $1", ids["colleague_person"]),
        "post": await _only(url, "SELECT id FROM post_held"),
    }


async def _did(answer: Any) -> None:
    found = await answer
    assert found.status_code == 303, found.text


async def _only(url: str, statement: str, *values: Any) -> Any:
    (row,) = await rows_of(url, statement, *values)
    return row["id"]


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
