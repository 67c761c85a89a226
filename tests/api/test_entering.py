"""A placement handed in by another system: as the page does it, once however often it is sent."""

import asyncio
from uuid import uuid4

import pytest

from registry.practice import tables
from tests.api.stage import BUREAU, HEAD, HR, LEADER, OPERATOR, STRANGER, TEACHER
from tests.api.test_imports import tell
from tests.platform.test_jobs import rows_of

CONTENT = {
    "enterprise_name": "辽河机械厂",
    "started_on": "2026-03-16",
    "finished_on": "2026-03-20",
    "form": "post_work",
}


async def test_a_teacher_hands_in_the_own_practice(stage):
    new_id = str(uuid4())
    told = {**CONTENT, "placement_id": new_id, "state": "submitted", "position": " 钳工 ", "region_code": "211100"}
    before = await tables.Placement.count()

    first, again = [await tell(stage, TEACHER, "/placements", **told) for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.headers["location"] == f"/api/v1/placements/{new_id}"
    assert first.json() == again.json()
    assert first.json()["notices"] == []
    placement = first.json()["placement"]
    assert placement == (await stage.ask(HR, f"/placements/{new_id}")).json()
    assert {name: placement[name] for name in ("id", "person_id", "school", "state", "position", "duty_mode")} == {
        "id": new_id,
        "person_id": str(stage.people["林晓"].id),
        "school": "S1",
        "state": "submitted",
        "position": "钳工",
        "duty_mode": "off_duty",
    }
    assert await tables.Placement.count() == before + 1


async def test_the_office_enters_for_a_teacher_and_the_record_says_who_by_what(stage, database):
    person = str(stage.people["杜䶮"].id)
    attended = [{"on": "2026-03-17", "halves": 1}, {"on": "2026-03-16", "halves": 2}]

    made = await tell(stage, HR, "/placements", **CONTENT, person_id=person, attended=attended)

    assert made.status_code == 201, made.text
    assert made.json()["placement"]["attended"] == [attended[1], attended[0]]
    assert made.json()["placement"]["state"] == "planned"
    row = (await tables.Placement.select().where(tables.Placement.id == made.json()["placement"]["id"]))[0]
    assert (row["entered_by"], row["entered_by_name"]) == (stage.accounts[HR], "Chen")
    events = [row["content"] for row in await rows_of(database, "SELECT content FROM audit_event")]
    (told,) = [event for event in events if made.json()["placement"]["id"] in event]
    assert ('"PlacementRecorded"' in told, '"api"' in told) == (True, True)


async def test_sent_ten_times_at_once_it_is_one(stage):
    told = {**CONTENT, "placement_id": str(uuid4())}
    before = await tables.Placement.count()

    answers = await asyncio.gather(*(tell(stage, TEACHER, "/placements", **told) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert await tables.Placement.count() == before + 1


async def test_an_id_that_stands_for_something_else_is_refused(stage):
    told = {**CONTENT, "placement_id": str(stage.placements["林晓"].id)}

    assert (await tell(stage, TEACHER, "/placements", **told)).status_code == 409
    assert (await tell(stage, TEACHER, "/placements", **told, colour="red")).status_code == 422
    elsewhere = {**told, "placement_id": str(stage.placements["阎淑琴"].id)}
    assert (await tell(stage, TEACHER, "/placements", **elsewhere)).status_code == 404


async def test_a_stranger_enters_nothing_for_somebody_of_another_school(stage):
    lin, du = str(stage.people["林晓"].id), str(stage.people["杜䶮"].id)
    before = await tables.Placement.count()

    for login in (STRANGER, HEAD, LEADER, BUREAU, OPERATOR):
        assert (await tell(stage, login, "/placements", **CONTENT, person_id=lin)).status_code == 404
    assert (await tell(stage, TEACHER, "/placements", **CONTENT, person_id=du)).status_code == 404
    assert (await tell(stage, HR, "/placements", **CONTENT)).status_code == 404
    assert (await tell(stage, HR, "/placements", **CONTENT, person_id=str(uuid4()))).status_code == 404
    reading = await stage.token(TEACHER, frozenset({"placements:read"}), label="只读")
    async with stage.program(token=reading.token) as program:
        assert (await program.post("/api/v1/placements", json=CONTENT)).status_code == 404
    assert await tables.Placement.count() == before


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"enterprise_name": None, "started_on": "2026-02-30", "share_percent": 0, "form": "sleep", "x": 1},
            {
                "enterprise_name": "应为文本,最多 200 字",
                "started_on": "应为 1900 到 2200 年间的日期,写成 2026-06-30",
                "share_percent": "应为 1 到 100 的整数",
                "form": "应为其中之一:post_work、secondment、visit、skill_training、research、intern_supervision、"
                "training_base、online、other",
                "x": "没有这一项",
            },
        ),
        ({"finished_on": "2026-03-15"}, {"finished_on": "结束日期 2026-03-15 早于开始日期 2026-03-16"}),
        ({"state": "verified"}, {"state": "登记时只能是 planned 或 submitted"}),
        ({"attended": [{"on": "2026-03-16", "halves": 3}]}, {"attended": "[0].halves:应为列表,每一项都合格式"}),
        ({"attended": [{"on": "2026-03-21", "halves": 2}]}, {"attended": "出勤日期 2026-03-21 不在实践起止时间内"}),
        ({"started_on": "1960-01-01"}, {"started_on": "开始日期 1960-01-01 过早,请核对年份"}),
        ({"enterprise_id": str(uuid4())}, {"enterprise_id": "没有这家企业"}),
    ],
)
async def test_everything_that_is_wrong_is_told_by_field(stage, changes, faults):
    answer = await tell(stage, TEACHER, "/placements", **{**CONTENT, **changes})

    assert (answer.status_code, answer.json()["faults"]) == (422, faults)


async def test_characters_that_nobody_types_go_no_further(stage):
    answer = await tell(stage, TEACHER, "/placements", **{**CONTENT, "position": "钳\x00工\u202e"})

    assert (answer.status_code, answer.json()["placement"]["position"]) == (201, "钳工")
