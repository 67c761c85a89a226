"""The demo written once: everything it promises is there, the stored states are true, the chain is whole."""

from collections import Counter
from dataclasses import replace
from datetime import date

from registry.audit.process import House, open_process
from registry.audit.verification import what_is_broken
from registry.demo.accounts import PASSWORD, SIGN_INS
from registry.demo.building import build
from registry.demo.stories import STORIES
from registry.demo.world import World
from registry.identity.model.principals import visitor
from registry.identity.model.sign_in import Place, SignedIn, SignIn
from registry.identity.service.sessions import acting_as
from registry.identity.service.sign_in import sign_in
from registry.kernel.scopes import Scope
from registry.people.queries.careers import roster
from registry.platform.files import FileStore
from registry.platform.vault import KEY_BYTES, Vault
from registry.practice.model import PlacementState, StandingState
from registry.practice.projection import differences, standing_projector
from registry.practice.queries.placements import placements_of
from registry.practice.queries.standing import states_on
from tests.builders.house import a_reading
from tests.institutions.staging import rows_of

ON = date(2026, 11, 22)


async def test_the_demo_is_whole(database, tmp_path):
    house = House(Vault(bytes(KEY_BYTES)), (standing_projector,))
    door = a_reading(house=house)

    built = await build(door, ON, FileStore(tmp_path / "files"))

    today = World(door, ON, FileStore(tmp_path / "files")).reading(0)
    assert (len(built.imports), built.teachers, len(built.stories)) == (8, 606, len(STORIES))
    assert await differences(today) == ()
    assert await what_is_broken([]) is None
    await _everybody_signs_in(today)
    await _every_state_is_there(database)
    await _the_stories_came_out(database, today)
    await _a_school_sees_its_own(database, today)


async def _everybody_signs_in(today):
    for each in SIGN_INS:
        async with open_process("sign_in", replace(today, actor=visitor("web"))) as process:
            outcome = await sign_in(process, SignIn(each.login, each.password, Place("192.0.2.1", "test")))
        assert isinstance(outcome, SignedIn), each.login
        assert not outcome.must_change_password
        assert each.login not in PASSWORD
        assert (await acting_as(today, each.login)).roles


async def _every_state_is_there(database):
    rows = await rows_of(database, "SELECT DISTINCT state FROM placement")
    assert {row["state"] for row in rows} == set(PlacementState)


async def _the_stories_came_out(database, today):
    rows = await rows_of(
        database,
        "SELECT p.id, a.staff_no, p.name FROM person p JOIN employment a ON a.person = p.id WHERE a.staff_no ~ '^Z'",
    )
    people = {row["name"]: row["id"] for row in rows}
    found = await placements_of(today, people.values())
    states = {name: Counter(each.state.value for each in found[person_id]) for name, person_id in people.items()}
    local = await states_on(today, people.values(), ON)

    assert states["林晓梅"] == {"verified": 6, "planned": 1}
    assert states["田雨"] == {"verified": 4, "approved": 1}
    assert states["罗建"] == {"submitted": 1}
    assert states["包萨仁"] == {"disputed": 1, "returned": 1}
    assert states["许宏宇"] == {"confirmed": 1}
    assert states["秦朗"] == {"voided": 1, "withdrawn": 1}
    assert states["金玉兰"] == {"verified": 1}
    assert states["杜䶮"] == {"rejected": 1}
    assert states["何志刚"] == {"verified": 1}
    assert local[people["阎淑琴"]] is StandingState.MET
    corrected = await rows_of(database, "SELECT count(*) AS n FROM placement WHERE replaces IS NOT NULL")
    assert corrected == [{"n": 1}]


async def _a_school_sees_its_own(database, today):
    schools = await rows_of(database, "SELECT id, code FROM school ORDER BY code")
    for school in schools:
        staff = await roster(today, school["id"], ON, Scope.school(school["id"]))
        states = await states_on(today, [each.person_id for each in staff], ON, scope=Scope.school(school["id"]))
        assert set(states.values()) == set(StandingState), school["code"]
