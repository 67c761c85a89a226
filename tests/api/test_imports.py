"""Files brought by another system: a dry run, all rows or none, once however often it is sent."""

from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook

from registry.people import tables as people
from registry.people.queries.persons import person
from tests.api.stage import BUREAU, HEAD, HR, LEADER, OPERATOR, STRANGER, TEACHER
from tests.practice.staging import verified

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = ["工号", "姓名", "部门", "教师类别", "任教开始"]
NEWCOMER = ["T8", "高远", "机电系", "专业课教师", "2020-09-01"]


def a_file(*rows, headers=HEADERS):
    book = Workbook()
    book.active.title = "教师"
    for row in (headers, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


async def bring(stage, login, content, **told):
    values = {"school": "S1", "kind": "teachers", **told}
    async with stage.program(login) as program:
        files = {"file": ("教师.xlsx", content, XLSX)}
        return await program.post("/api/v1/imports", data=values, files=files)


async def tell(stage, login, path, **told):
    async with stage.program(login) as program:
        return await program.post(f"/api/v1{path}", json=told)


async def test_a_file_is_checked_then_written_and_each_of_it_once(stage):
    run_id = str(uuid4())
    content = a_file(NEWCOMER)

    first, again = [await bring(stage, HR, content, import_id=run_id) for _ in range(2)]
    written, rewritten = [await tell(stage, HR, f"/imports/{run_id}/commit", revision=1) for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.headers["location"] == f"/api/v1/imports/{run_id}"
    assert first.json() == again.json()
    assert first.json()["run"]["state"] == "checked"
    assert first.json()["run"]["file_name"] == "教师.xlsx"
    assert [(row["staff_no"], row["name"]) for row in first.json()["new"]] == [("T8", "高远")]
    assert (written.status_code, rewritten.status_code) == (200, 200), written.text
    assert written.json()["run"]["state"] == "committed"
    assert rewritten.json() == written.json() == (await stage.ask(HR, f"/imports/{run_id}")).json()
    assert await people.Employment.count().where(people.Employment.staff_no == "T8") == 1
    assert [each["name"] for each in (await stage.ask(HR, "/teachers", staff_no="T8")).json()["items"]] == ["高远"]


async def test_every_wrong_cell_is_told_and_nothing_is_written(stage):
    content = a_file(["T8", "", "机电系", "专业课教师", "2020-02-30"], ["T9", "马", "机电系", "别的", ""])
    answer = await bring(stage, HR, content)

    assert answer.status_code == 201
    assert answer.json()["run"]["state"] == "refused"
    assert {(each["row"], each["column"]) for each in answer.json()["errors"]} >= {(2, "姓名"), (3, "教师类别")}
    refused = await tell(stage, HR, f"/imports/{answer.json()['run']['id']}/commit", revision=1)
    assert refused.status_code == 403
    assert await people.Employment.count().where(people.Employment.staff_no.is_in(["T8", "T9"])) == 0


async def test_a_stranger_finds_no_import_and_brings_none_to_another_school(stage):
    run_id = (await bring(stage, HR, a_file(NEWCOMER))).json()["run"]["id"]

    for login in (STRANGER, HEAD, LEADER, BUREAU, TEACHER, OPERATOR):
        assert (await stage.ask(login, f"/imports/{run_id}")).status_code == 404
        assert (await tell(stage, login, f"/imports/{run_id}/commit", revision=1)).status_code == 404
        assert (await bring(stage, login, a_file(NEWCOMER))).status_code == 404
    assert (await stage.ask(STRANGER, "/imports")).json() == {"items": [], "next": None}
    assert (await stage.ask(HEAD, "/imports")).status_code == 404
    assert [each["id"] for each in (await stage.ask(HR, "/imports")).json()["items"]] == [run_id]


async def test_pages_of_imports_show_each_once_though_others_come_between(stage):
    ids = [(await bring(stage, HR, a_file(["T8", f"高{n}", "", "", ""]))).json()["run"]["id"] for n in range(5)]

    first = (await stage.ask(HR, "/imports", limit=2)).json()
    await bring(stage, HR, a_file(["T8", "新", "", "", ""]))
    second = (await stage.ask(HR, "/imports", limit=2, cursor=first["next"])).json()
    third = (await stage.ask(HR, "/imports", limit=2, cursor=second["next"])).json()

    shown = [each["id"] for page in (first, second, third) for each in page["items"]]
    assert set(ids) <= set(shown)
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(
    ("told", "status"),
    [({"kind": "nothing"}, 422), ({"school": "S2"}, 404), ({"import_id": "x"}, 422), ({"colour": "red"}, 422)],
)
async def test_what_is_said_wrongly_beside_a_file_is_refused(stage, told, status):
    assert (await bring(stage, HR, a_file(NEWCOMER), **told)).status_code == status


async def test_what_is_no_workbook_is_refused_and_so_is_a_form_without_a_file(stage):
    unread = await bring(stage, HR, b"not a workbook")
    async with stage.program(HR) as program:
        missing = await program.post(
            "/api/v1/imports", data={"school": "S1", "kind": "teachers"}, files={"other": ("a", b"")}
        )
        as_json = await program.post("/api/v1/imports", json={"school": "S1"})

    assert (unread.status_code, missing.status_code, as_json.status_code) == (400, 422, 415)
    assert missing.json()["faults"] == {"file": "请填写", "other": "没有这一项"}


async def test_a_run_that_somebody_put_aside_or_changed_since_is_told(stage):
    run_id = (await bring(stage, HR, a_file(NEWCOMER))).json()["run"]["id"]

    assert (await tell(stage, HR, f"/imports/{run_id}/commit", revision=7)).status_code == 409
    assert (await tell(stage, HR, f"/imports/{run_id}/commit")).json()["faults"] == {"revision": "请填写"}


async def test_an_import_is_taken_back_once_however_often_it_is_asked(stage):
    run_id = (await bring(stage, HR, a_file(NEWCOMER))).json()["run"]["id"]
    await tell(stage, HR, f"/imports/{run_id}/commit", revision=1)

    assert (await tell(stage, STRANGER, f"/imports/{run_id}/undo", revision=2, reason="选错了")).status_code == 404
    first, again = [await tell(stage, HR, f"/imports/{run_id}/undo", revision=2, reason="选错了") for _ in range(2)]

    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert first.json() == again.json()
    assert (first.json()["run"]["state"], first.json()["run"]["undone_reason"]) == ("undone", "选错了")
    assert (await stage.ask(HR, "/teachers", staff_no="T8")).json()["items"] == []


async def test_an_import_on_which_something_rests_stays_and_says_on_what(stage):
    run_id = (await bring(stage, HR, a_file(NEWCOMER))).json()["run"]["id"]
    await tell(stage, HR, f"/imports/{run_id}/commit", revision=1)
    (found,) = (await stage.ask(HR, "/teachers", staff_no="T8")).json()["items"]
    newcomer = await person(stage.site.reading(), UUID(found["id"]))
    await verified(stage.places["S1"], newcomer, started_on=date(2026, 3, 2), finished_on=date(2026, 3, 9))

    refused = await tell(stage, HR, f"/imports/{run_id}/undo", revision=2, reason="选错了")

    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert len(refused.json()["because"]) >= 1
    assert set(refused.json()["because"][0]) == {"words", "fact", "place"}
