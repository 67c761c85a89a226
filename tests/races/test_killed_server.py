"""A server that is killed at any moment has written what it said was written, and nothing by halves.

`REGISTRY_KILLS` says how often it is killed (12).
"""

import asyncio
import json
import os
from collections import Counter
from random import Random

from registry.audit.heads import HeadFile
from registry.audit.journal import head
from registry.audit.process import open_process
from registry.audit.verification import what_is_broken
from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from registry.platform.clock import now
from registry.platform.files import FOLDER_NAME, FileStore
from registry.practice.projection import differences, rebuild
from tests.institutions.staging import a_school, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.races.killed import GLANCE, Blow, Clerk, Known, Ledger, Server, a_served_folder, looking
from tests.web.site import Site

KILLS = int(os.environ.get("REGISTRY_KILLS", "12"))
SEED = int(os.environ.get("REGISTRY_KILLS_SEED", "20261122"))
CLERKS, TEACHERS = 4, 3
MOST_WRITES = 20
"""Acknowledged writes before a blow, at most."""
LONGEST_DELAY = 0.2
"""Seconds from the last of them to the blow, at most: any moment of a write."""
BLOWS = (Blow.SERVER,) * 6 + (Blow.MACHINE,) * 3 + (Blow.DATABASE,)

KNOWN = """
    SELECT id, state, revision, position, (SELECT count(*) FROM paper WHERE chain = placement.chain) papers
    FROM placement
"""
HALVES = {
    "a process without an event": """
        SELECT id FROM audit_process
        WHERE NOT EXISTS (SELECT 1 FROM audit_event WHERE process = audit_process.id)
    """,
    "a placement whose entry is not recorded once": """
        SELECT id FROM placement WHERE 1 <> (
            SELECT count(*) FROM audit_event
            WHERE kind = 'PlacementRecorded' AND subject = 'placement' AND subject_id = placement.id::text)
    """,
    "a placement whose changes are not recorded each": """
        SELECT id FROM placement WHERE revision <> (
            SELECT count(*) FROM audit_event WHERE subject = 'placement' AND subject_id = placement.id::text)
    """,
    "a placement that is not as its last event says": """
        SELECT id FROM placement WHERE (state, revision::text, position) <> (
            SELECT after ->> 'state', after ->> 'revision', after ->> 'position' FROM audit_event
            CROSS JOIN LATERAL (SELECT content::jsonb -> 'after' AS after) AS told
            WHERE subject = 'placement' AND subject_id = placement.id::text ORDER BY number DESC LIMIT 1)
    """,
    "an event of a placement that is not there": """
        SELECT number FROM audit_event
        WHERE subject = 'placement' AND subject_id NOT IN (SELECT id::text FROM placement)
    """,
    "a recognised placement without its confirmation": """
        SELECT id FROM placement WHERE state = 'verified'
        AND 1 <> (SELECT count(*) FROM confirmation WHERE confirmation.placement = placement.chain)
    """,
}


async def test_what_was_acknowledged_is_there_after_every_kill(template):
    dice, ledger, blows = Random(SEED), Ledger(), Counter()
    async with a_served_folder() as server:
        site = Site(server.folder, now())
        clerks = await _staffed(server, site, dice, ledger)
        for number in range(KILLS):
            blow = dice.choice(BLOWS)
            blows[blow] += 1
            work = await _working(clerks, ledger, dice)
            said = await _struck(server, work, blow)
            assert blow is Blow.DATABASE or said == [], (number, blow, said)
            await server.start()
            assert await _faults(server, site, ledger) == [], (number, blow)
            async with looking(server):
                told = {"kills": dict(blows), "acknowledged": ledger.acknowledged, "events": (await head()).number}
                states = Counter(known.state for known in ledger.kept.values())
            print(json.dumps({**told, "placements": dict(states)}), flush=True)
    assert ledger.acknowledged > KILLS


async def _staffed(server: Server, site: Site, dice: Random, ledger: Ledger) -> list[Clerk]:
    """A school, its teachers, and clerks of its personnel office who are signed in."""
    async with looking(server):
        school = await a_school()
        persons = [await a_person(f"教师{number}") for number in range(TEACHERS)]
        for number, person in enumerate(persons):
            await a_post(await an_employment(school, person, f"T{number}"))
        role = RoleWanted(Role.HR_OFFICER, Scope.school(school.id))
        logins = [f"clerk{number}" for number in range(CLERKS)]
        for login in logins:
            await site.account(login, role)
        async with open_process("rebuild_standing", site.reading()) as process:
            await rebuild(process)
    clerks = [
        Clerk(server, login, persons[number % TEACHERS].id, Random(dice.random()), ledger)
        for number, login in enumerate(logins)
    ]
    for clerk in clerks:
        await clerk.sign_in()
    return clerks


async def _working(clerks: list[Clerk], ledger: Ledger, dice: Random) -> list[asyncio.Task]:
    """All clerks at work, in the middle of something."""
    goal = ledger.acknowledged + dice.randrange(MOST_WRITES)
    work = [asyncio.create_task(clerk.work()) for clerk in clerks]
    while ledger.acknowledged < goal and not any(each.done() for each in work):
        await asyncio.wait(work, timeout=GLANCE)
    await asyncio.wait(work, timeout=dice.uniform(0, LONGEST_DELAY))
    return work


async def _struck(server: Server, work: list[asyncio.Task], blow: Blow) -> list[str]:
    """What the server refused before it was gone."""
    await server.strike(blow)
    said = await asyncio.gather(*work)
    if blow is Blow.DATABASE:
        await server.strike(Blow.SERVER)
    return [words for words in said if words]


async def _faults(server: Server, site: Site, ledger: Ledger) -> list[str]:
    """Everything that is not as it must be after the restart."""
    async with looking(server) as database:
        rows = await rows_of(database, KNOWN)
        found = ledger.settle(
            {row["id"]: Known(row["state"], row["revision"], row["position"], row["papers"]) for row in rows}
        )
        for words, statement in HALVES.items():
            found += [f"{words}: {row}" for row in await rows_of(database, statement)]
        store = FileStore(server.folder / FOLDER_NAME)
        for row in await rows_of(database, "SELECT DISTINCT digest FROM paper"):
            found += [] if store.path(row["digest"]).exists() else [f"the file of a paper is gone: {row['digest']}"]
        broken = await what_is_broken(HeadFile(server.folder).known())
        found += [broken] if broken else []
        return found + [str(each) for each in await differences(site.reading())]
