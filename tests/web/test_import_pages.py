"""Files brought in on pages: a dry run with every fault, all rows or none, once for many clicks, undone again."""

import asyncio
import re
from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from registry.people.model.commands import AddAlias
from registry.people.queries.careers import employments_of
from registry.people.queries.persons import teacher_by_staff_no
from registry.people.service.persons import add_alias
from tests.builders.house import a_reading
from tests.exchange.bringing import a_file
from tests.institutions.staging import did, rows_of
from tests.people.staging import a_person, an_employment
from tests.web.people_stage import left_in_chinese, staged_people
from tests.web.site import Site

BEGUN = date(2020, 9, 1)
ROWS = [
    ["T1", "林晓", "女", date(1980, 1, 1), "机电系", "专业课教师", BEGUN],
    ["T2", "周航", "男", date(1985, 5, 5), "机电系", "专业课教师", BEGUN],
]
PRACTICE = [["T2", "周航", "辽河机械厂", "钳工", "跟岗", date(2025, 7, 1), date(2025, 8, 20), "已认定"]]


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


@pytest.fixture
def good(tmp_path):
    return a_file(tmp_path, 教师名册=ROWS, 企业实践台账=PRACTICE)


@pytest.fixture
def faulty(tmp_path):
    wrong = [["T2", "周航", "辽河机械厂", "钳工", "跟岗", "上个月", date(2025, 8, 20), "已认定"]]
    return a_file(tmp_path, 教师名册=ROWS, 企业实践台账=wrong)


async def _dropped(browser, stage, path, kind="ledger", **values):
    typed = {"import_id": str(uuid4()), "school_id": str(stage.school.id), "kind": kind, **values}
    return await browser.send("/imports", typed, {"source": (path.name, path.read_bytes())})


async def _run(browser, stage, path, kind="ledger"):
    answer = await _dropped(browser, stage, path, kind)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _revision(text):
    return re.search(r'name="revision" value="(\d+)"', text)[1]


async def test_templates_come_before_anything(stage):
    async with stage.site.browser("chen") as browser:
        shown = (await browser.see("/imports")).text
        empty = await browser.see("/imports/template")
        filled = await browser.see("/imports/template?example=true")
        leave = await browser.see("/imports/template?kind=leave&example=true")

    assert shown.index("下载空模板") < shown.index("读取并预检")
    assert "40 MB" in shown
    names = [openpyxl.load_workbook(BytesIO(each.content)).sheetnames for each in (empty, filled)]
    assert names[0] == names[1]
    assert set(openpyxl.load_workbook(BytesIO(leave.content)).sheetnames) < set(names[0])
    assert len(filled.content) > len(empty.content)


async def test_a_dry_run_lists_every_fault_by_its_cell_and_gives_out_the_failed_rows(stage, faulty, database):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, faulty)
        shown = (await browser.see(path)).text
        failed = await browser.see(f"{path}/failed-rows")
        whole = await browser.see(f"{path}/failed-rows?whole=true")

    assert [word in shown for word in ("企业实践台账", "开始日期", "上个月", "有 1 处错误")] == [True] * 4
    assert ("单独导入" in shown, "没有出错的行也没有" in shown, "其余的行也要导入" in shown) == (False, True, True)
    assert shown.index("failed-rows?whole=true") < shown.index('failed-rows"')
    sheets = openpyxl.load_workbook(BytesIO(whole.content))
    assert [(sheet.title, sheet.max_row) for sheet in sheets] == [("教师名册", 3), ("企业实践台账", 2)]
    assert 'action="/imports/' not in shown
    book = openpyxl.load_workbook(BytesIO(failed.content))
    rows = [[cell.value for cell in row] for row in book["企业实践台账"].iter_rows()]
    assert (rows[0][-1], rows[1][0], "上个月" in rows[1], len(rows)) == ("错误原因", "T2", True, 2)
    assert await rows_of(database, "SELECT id FROM person WHERE name = '周航'") == []


async def test_what_would_change_is_shown_and_one_button_writes_all_of_it_once(stage, good, database):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, good)
        shown = (await browser.see(path)).text
        assert [word in shown for word in ("导入 2 行", "辽河机械厂", "周航")] == [True] * 3
        values = {"revision": _revision(shown)}
        answers = await asyncio.gather(*(browser.send(f"{path}/commit", values) for _ in range(2)))
        again = await browser.send(f"{path}/commit", values)
        done = (await browser.see(path)).text
        opened = await browser.see(f"{path}/teachers?staff_no=T2")
        listed = (await browser.see("/imports")).text

    assert [answer.status_code for answer in (*answers, again)] == [303] * 3
    assert ("已导入 2 行" in done, "撤销整批导入" in done) == (True, True)
    teacher = await teacher_by_staff_no(a_reading(), "S1", "T2")
    assert opened.headers["location"] == f"/teachers/{teacher.person.id}"
    assert ("已导入" in listed, "Chen" in listed) == (True, True)
    assert len(await rows_of(database, "SELECT id FROM placement")) == 1


async def test_the_same_form_sent_twice_is_one_dry_run(stage, good, database):
    values = {"import_id": str(uuid4())}
    async with stage.site.browser("chen") as browser:
        await browser.token()
        answers = await asyncio.gather(*(_dropped(browser, stage, good, **values) for _ in range(2)))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await rows_of(database, "SELECT id FROM import_run")) == 1


async def test_faults_of_the_form_stand_beside_their_fields_and_nothing_typed_is_lost(stage, tmp_path):
    junk = tmp_path / "照片.xlsx"
    junk.write_bytes(b"no workbook")
    async with stage.site.browser("chen") as browser:
        empty = await browser.send("/imports", {"kind": "leave", "records_from": "昨天", "correct": "1"})
        unreadable = await _dropped(browser, stage, junk, kind="leave")

    assert (empty.status_code, unreadable.status_code) == (422, 422)
    assert [f'id="e-{name}"' in empty.text for name in ("source", "records_from")] == [True, True]
    assert ('value="leave" required checked' in empty.text, 'value="昨天"' in empty.text) == (True, True)
    assert ('id="e-source"' in unreadable.text, "照片.xlsx" in unreadable.text) == (True, True)


async def test_who_is_gone_is_listed_and_leaves_only_on_a_day_that_is_named(stage, tmp_path):
    path = a_file(tmp_path, 教师名册=ROWS[1:])
    async with stage.site.browser("chen") as browser:
        run = await _run(browser, stage, path, "teachers")
        shown = (await browser.see(run)).text
        values = {"revision": _revision(shown), "end_gone_on": "2026-08-31", "end_gone": "1"}
        wrong = await browser.send(f"{run}/commit", {**values, "end_gone_on": "八月"})
        future = await browser.send(f"{run}/commit", {**values, "end_gone_on": "2099-08-31"})
        no_day = await browser.send(f"{run}/commit", {**values, "end_gone_on": ""})
        no_tick = await browser.send(f"{run}/commit", {**values, "end_gone": ""})
        written = await browser.send(f"{run}/commit", values)
        result, undoing = (await browser.see(run)).text, (await browser.see(f"{run}/undo")).text

    assert ("在册而不在文件的 1 人" in shown, "T1" in shown) == (True, True)
    assert "结束这 1 人在本校的任职" in shown
    assert (wrong.status_code, 'id="e-end_gone_on"' in wrong.text, 'value="八月"' in wrong.text) == (422, True, True)
    assert (future.status_code, "离职日期不能晚于今天" in future.text) == (422, True)
    assert (no_day.status_code, 'id="e-end_gone_on"' in no_day.text) == (422, True)
    assert (no_tick.status_code, 'id="e-end_gone"' in no_tick.text) == (422, True)
    assert written.status_code == 303
    assert (",结束 1 人的任职" in result, "结束了 1 人的任职" in undoing) == (True, True)
    (left,) = (await employments_of(a_reading(), [stage.person.id]))[stage.person.id]
    assert left.employment.finished_on == date(2026, 8, 31)


async def test_nobody_ends_their_own_employment_and_is_told_so(stage, tmp_path):
    own = RoleWanted(Role.HR_OFFICER, Scope.school(stage.school.id))
    hu = await a_person("胡敏")
    await an_employment(stage.school, hu, "T5", started_on=BEGUN)
    await stage.site.account("hu", own, person_id=hu.id, school_id=stage.school.id, staff_no="T5")
    path = a_file(tmp_path, 教师名册=ROWS[1:])
    async with stage.site.browser("hu") as browser:
        run = await _run(browser, stage, path, "teachers")
        shown = (await browser.see(run)).text
        values = {"revision": _revision(shown), "end_gone_on": "2026-08-31", "end_gone": "1"}
        written = await browser.send(f"{run}/commit", values)
        left = await left_in_chinese(browser, run, "林晓", "周航", "胡敏", "机电系", "教师名册", path.name)

    assert ("您本人(工号 T5)" in shown, "结束这 1 人在本校的任职" in shown) == (True, True)
    assert (written.status_code, left) == (303, [])
    held = await employments_of(a_reading(), [hu.id, stage.person.id])
    assert [held[one][0].employment.finished_on for one in (hu.id, stage.person.id)] == [None, date(2026, 8, 31)]


async def test_words_about_who_is_gone_and_about_nothing_have_their_english(stage, tmp_path):
    known = ("林晓", "周航", "机电系", "教师名册", "专业课教师")
    gone, empty = a_file(tmp_path, 教师名册=ROWS[1:]), a_file(tmp_path, 教师名册=[])
    async with stage.site.browser("chen") as browser:
        nothing, run = await _run(browser, stage, empty, "teachers"), await _run(browser, stage, gone, "teachers")
        assert await left_in_chinese(browser, nothing, *known, empty.name) == []
        assert await left_in_chinese(browser, run, *known, gone.name) == []
        values = {"revision": _revision((await browser.see(run)).text), "end_gone_on": "2026-08-31", "end_gone": "1"}
        wrong = await browser.send(f"{run}/commit", {**values, "end_gone": ""})
        await browser.send(f"{run}/commit", values)
        for path in (run, f"{run}/undo"):
            assert await left_in_chinese(browser, path, *known, gone.name) == []

    assert "tick the box to confirm" in wrong.text


async def test_a_file_that_changes_nothing_has_no_button(stage, tmp_path):
    empty = a_file(tmp_path, 教师名册=[])
    async with stage.site.browser("chen") as browser:
        run = await _run(browser, stage, empty, "teachers")
        shown = (await browser.see(run)).text
        refused = await browser.send(f"{run}/commit", {"revision": _revision(shown)})

    assert ("没有可导入的内容" in shown, "/commit" in shown, "/discard" in shown) == (True, False, True)
    assert refused.status_code in (403, 409)


async def test_an_import_is_undone_as_one_unit_with_a_reason(stage, good, database):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, good)
        await browser.send(f"{path}/commit", {"revision": _revision((await browser.see(path)).text)})
        values = {"revision": _revision((await browser.see(f"{path}/undo")).text)}
        silent = await browser.send(f"{path}/undo", {**values, "reason": ""})
        undone = [await browser.send(f"{path}/undo", {**values, "reason": "导错了"}) for _ in range(2)]
        shown = (await browser.see(path)).text

    assert (silent.status_code, 'id="e-reason"' in silent.text) == (422, True)
    assert [answer.status_code for answer in undone] == [303, 303]
    assert ("这次导入已撤销" in shown, "导错了" in shown) == (True, True)
    (row,) = await rows_of(database, "SELECT state FROM placement")
    assert row["state"] in ("voided", "withdrawn")


async def test_what_rests_on_an_import_is_listed_before_and_when_it_is_refused(stage, good):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, good)
        await browser.send(f"{path}/commit", {"revision": _revision((await browser.see(path)).text)})
        teacher = await teacher_by_staff_no(a_reading(), "S1", "T2")
        await did(add_alias, AddAlias(teacher.person.id, "周行"))
        asked = await browser.see(f"{path}/undo")
        refused = await browser.send(f"{path}/undo", {"revision": "2", "reason": "导错了"})

    assert (asked.status_code, "曾用名、别名" in asked.text, "周航" in asked.text) == (200, True, True)
    assert (refused.status_code, "不能撤销" in refused.text) == (409, True)


async def test_a_dry_run_is_put_aside(stage, good):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, good)
        values = {"revision": _revision((await browser.see(path)).text)}
        answers = [await browser.send(f"{path}/discard", values) for _ in range(2)]
        refused = await browser.send(f"{path}/commit", values)

    assert [answer.status_code for answer in answers] == [303, 303]
    assert refused.status_code in (403, 409)


async def test_the_progress_of_a_file_is_told_to_the_script(stage, good):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, good)
        told = await browser.see(f"{path}/progress")

    assert told.json() == {"state": "checked", "percent": 0}


@pytest.mark.parametrize("login", ["sun", "lin", "li", "wang"])
async def test_strangers_and_others_find_nothing(stage, faulty, login):
    async with stage.site.browser("chen") as browser:
        path = await _run(browser, stage, faulty)
    async with stage.site.browser(login) as browser:
        found = [await browser.see(f"{path}{rest}") for rest in ("", "/failed-rows", "/undo", "/progress")]
        found.append(await browser.see(f"{path}/teachers?staff_no=T1"))
        found += [
            await browser.send(f"{path}/{act}", {"revision": "1", "reason": "x"}) for act in ("commit", "discard")
        ]
        found.append(await browser.send("/imports", {"school_id": str(stage.school.id), "kind": "ledger"}))

    assert [(each.status_code, "周航" in each.text) for each in found] == [(404, False)] * len(found)


async def test_every_word_has_its_english(stage, good, faulty, tmp_path):
    names = (
        "周航",
        "林晓",
        "机电系",
        "辽河机械厂",
        "盘锦",
        "上个月",
        "企业实践台账",
        "开始日期",
        "教师名册",
        good.name,
    )
    async with stage.site.browser("chen") as browser:
        refused, ready = await _run(browser, stage, faulty), await _run(browser, stage, good)
        for path in ("/imports", refused, ready):
            assert await left_in_chinese(browser, path, *names) == [], path
        await browser.send(f"{ready}/commit", {"revision": _revision((await browser.see(ready)).text)})
        for path in (ready, f"{ready}/undo"):
            assert await left_in_chinese(browser, path, *names) == [], path
