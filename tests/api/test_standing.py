"""Standing: exactly the object of `registry standing`, and of `registry check` for the same facts."""

import csv
import json

import pytest
from click.testing import CliRunner

from registry.exchange.documents.answer_json import answer_as_json
from registry.exchange.standing_command import Asked, standing_of
from registry.platform.language import Language
from tests.api.stage import BUREAU, HEAD, HR, LEADER, TEACHER
from tests.api.test_lists import pages
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import verified

DAYS = {"as_of": "2026-09-30", "since": "2026-01-01"}


async def test_the_answer_is_that_of_the_command(stage):
    from datetime import date

    asked = Asked("S1", "T1", date(2026, 9, 30), date(2026, 1, 1))
    expected = json.loads(answer_as_json(await standing_of(stage.site.reading(), asked), Language.ZH))
    person = stage.people["林晓"].id

    for login in (HR, HEAD, LEADER, BUREAU, TEACHER):
        assert (await stage.ask(login, f"/standing/{person}", **DAYS)).json() == expected
    for login in (HR, HEAD, LEADER, BUREAU):
        assert (await stage.ask(login, "/standing/S1/T1", **DAYS)).json() == expected
    assert expected["teachers"][0]["since"] == {"from": "2026-01-01", "days_exact": "41", "months_exact": "41/30"}


async def test_the_answer_is_that_of_the_check_of_the_same_facts(stage, tmp_path):
    from registry.exchange.commands import check

    sheets = {
        "teachers.csv": [
            ["staff_no", "name", "部门", "category", "duty_from"],
            ["T1", "林晓", "机电系", "professional", "2015-09-01"],
        ],
        "placements.csv": [
            ["staff_no", "name", "enterprise", "started_on", "finished_on", "status"],
            ["T1", "林晓", "辽河机械厂", "2026-07-11", "2026-08-20", "verified"],
        ],
        "leave.csv": [
            ["staff_no", "name", "kind", "started_on", "finished_on"],
            ["T1", "林晓", "sick", "2026-03-02", "2026-03-09"],
        ],
    }
    folder = tmp_path / "ledger"
    folder.mkdir()
    for name, rows in sheets.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    school = stage.places["S1"]
    wanted = [str(folder), "--policy", school.jurisdiction, "--as-of", DAYS["as_of"], "--since", DAYS["since"]]

    checked = CliRunner().invoke(check, [*wanted, "--format", "json"])

    assert checked.exit_code == 0, checked.output
    assert (await stage.ask(HR, "/standing/S1/T1", **DAYS)).json() == json.loads(checked.stdout)


async def test_the_list_of_a_school_holds_the_same_answers(stage):
    listed = (await stage.ask(HR, "/standing", school="S1", **DAYS)).json()
    ones = [(await stage.ask(HR, f"/standing/S1/{number}", **DAYS)).json() for number in ("T1", "T2")]

    assert listed == {
        **{name: ones[0][name] for name in ("as_of", "policy", "policy_digest", "basis")},
        "items": [one["teachers"][0] for one in ones],
        "next": None,
    }
    head = (await stage.ask(HEAD, "/standing", school="S1")).json()
    assert [each["staff_no"] for each in head["items"]] == ["T1"]
    assert (await stage.ask(HR, "/standing", school="S1", staff_no="T2", **DAYS)).json()["items"] == [
        ones[1]["teachers"][0]
    ]


async def test_pages_hold_everybody_once(stage):
    for number in range(5):
        await a_post(await an_employment(stage.places["S1"], await a_person(f"甲{number}"), f"A{number}"))
    found = await pages(stage, HR, "/standing", school="S1", limit=2)

    assert [[each["staff_no"] for each in page] for page in found] == [
        ["A0", "A1"],
        ["A2", "A3"],
        ["A4", "T1"],
        ["T2"],
    ]


async def test_a_former_school_does_not_judge_a_teacher_who_left(stage):
    from datetime import date

    moved = await a_person("迁")
    here, there = stage.places["S1"], stage.places["S2"]
    await a_post(
        await an_employment(here, moved, "M1", finished_on=date(2020, 12, 31)), finished_on=date(2020, 12, 31)
    )
    await a_post(await an_employment(there, moved, "M2", started_on=date(2021, 1, 1)), started_on=date(2021, 1, 1))
    await verified(here, moved, started_on=date(2020, 7, 1), finished_on=date(2020, 7, 9))

    assert (await stage.ask(HR, f"/standing/{moved.id}")).status_code == 404
    assert (await stage.ask(HR, "/standing/S1/M1")).status_code == 404
    assert (await stage.ask("sun", f"/standing/{moved.id}")).status_code == 200
    assert (await stage.ask(HR, f"/teachers/{moved.id}")).json()["name"] == "迁"


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ({"as_of": "2026-01-01", "since": "2026-01-02"}, {"since": "起算日晚于截止日期"}),
        ({"as_of": "1899-12-31"}, {"as_of": "应为 1900 到 2200 年间的日期,写成 2026-06-30"}),
    ],
)
async def test_days_that_make_no_sense_are_refused(stage, query, faults):
    answer = await stage.ask(HR, "/standing/S1/T1", **query)

    assert (answer.status_code, answer.json()["faults"]) == (422, faults)


async def test_a_list_of_no_school_is_asked_for_one(stage):
    assert (await stage.ask(HR, "/standing")).json()["faults"] == {"school": "请填写"}
