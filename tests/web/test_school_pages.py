"""A school's settings: seen by its offices, kept by the personnel office, the rule with its sources."""

from datetime import date
from uuid import uuid4

import pytest

from registry.institutions.model.facts import ApprovalStep, UnitKind
from registry.institutions.queries.belongings import approval_chains, breaks, units
from registry.institutions.queries.schools import school
from registry.practice.queries.content import region_rules
from registry.practice.queries.grades import grade_caps
from tests.builders.house import a_reading
from tests.institutions.staging import a_unit
from tests.web.people_stage import kinds, left_in_chinese, staged_people
from tests.web.site import Site

FORMS = ("names", "records-from", "units/new", "chains/new", "breaks/new", "regions/new", "caps/new")


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


def _at(stage, rest):
    return f"/school/{stage.school.id}/{rest}"


@pytest.mark.parametrize("login", ["chen", "wang", "li"])
async def test_offices_see_the_settings_and_the_rule_with_its_sources(stage, login):
    async with stage.site.browser(login) as browser:
        shown = (await browser.see("/school")).text
        assert ("盘政发〔2021〕4号" in shown, "累计 10 个月" in shown, "机电系" in shown) == (True, True, True)
        assert "待核实" in shown
        assert ("修改名称" in shown) == (login == "chen")
        assert (await browser.see("/school/rules")).status_code == 200
        assert (await browser.see("/school/history")).status_code == 200
        assert (await browser.see(_at(stage, "names"))).status_code == (200 if login == "chen" else 404)


async def test_a_stranger_finds_nothing(stage):
    async with stage.site.browser("sun") as browser:
        for path in ("/school", "/school/rules", "/school/history"):
            assert (await browser.see(f"{path}?school_id={stage.school.id}")).status_code == 404, path
        for path in (*FORMS, f"units/{stage.department.id}/close", f"breaks/{uuid4()}/void"):
            assert (await browser.see(_at(stage, path))).status_code == 404, path
            sent = await browser.send(_at(stage, path), {"name": "x", "short_name": "x", "revision": "1"})
            assert sent.status_code == 404, path
        assert "机电系" not in (await browser.see("/school")).text


async def test_names_are_changed_once_over_what_was_seen(stage):
    values = {"name": "盘锦新名职业学校", "short_name": "新名", "revision": "1"}
    async with stage.site.browser("chen") as browser:
        empty = await browser.send(_at(stage, "names"), {**values, "name": ""})
        answers = [await browser.send(_at(stage, "names"), values) for _ in range(2)]
        stale = await browser.send(_at(stage, "names"), {**values, "name": "又一个名"})

    assert (empty.status_code, 'id="e-name"' in empty.text, 'value="新名"' in empty.text) == (422, True, True)
    assert ([answer.status_code for answer in answers], stale.status_code) == ([303, 303], 409)
    found = await school(a_reading(), stage.school.id)
    assert (found.name, found.short_name, found.revision) == ("盘锦新名职业学校", "新名", 2)


async def test_the_day_since_which_records_are_complete(stage, database):
    async with stage.site.browser("chen") as browser:
        values = {"records_from": "2021-09-01", "revision": "1"}
        answers = [await browser.send(_at(stage, "records-from"), values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (await school(a_reading(), stage.school.id)).records_from == date(2021, 9, 1)
    assert await kinds(database, stage.school.id) == ["SchoolOpened", "SchoolRecordsFromStated"]


async def test_a_unit_is_opened_once_and_closed_once(stage):
    values = {"kind": "office", "name": "教务处"}
    async with stage.site.browser("chen") as browser:
        opened = [await browser.send(_at(stage, "units/new"), values) for _ in range(2)]
        (office,) = [each for each in await units(a_reading(), stage.school.id) if each.name == "教务处"]
        close = _at(stage, f"units/{office.id}/close")
        closed = [await browser.send(close, {"finished_on": "2026-12-31", "revision": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in opened + closed] == [303] * 4
    (office,) = [each for each in await units(a_reading(), stage.school.id) if each.name == "教务处"]
    assert (office.kind, office.finished_on) == (UnitKind.OFFICE, date(2026, 12, 31))


async def test_a_chain_is_set_from_its_rows_in_order_and_voided(stage):
    office = await a_unit(stage.school, "人事处", UnitKind.OFFICE)
    rows = {
        "started_on": "2026-09-01",
        "office_1": "department",
        "label_1": "初审",
        "office_4": str(office.id),
        "label_4": "批准",
    }
    async with stage.site.browser("chen") as browser:
        faulty = await browser.send(_at(stage, "chains/new"), {**rows, "label_4": "", "office_2": str(uuid4())})
        answers = [await browser.send(_at(stage, "chains/new"), rows) for _ in range(2)]
        (chain,) = await approval_chains(a_reading(), stage.school.id)
        assert "初审" in (await browser.see("/school")).text
        void = {"reason": "设错了", "revision": "1"}
        voided = [await browser.send(_at(stage, f"chains/{chain.id}/void"), void) for _ in range(2)]

    assert (faulty.status_code, 'id="e-label_4"' in faulty.text) == (422, True)
    assert [answer.status_code for answer in answers + voided] == [303] * 4
    assert chain.steps == (ApprovalStep(None, "初审"), ApprovalStep(office.id, "批准"))


async def test_a_break_is_recorded_once_and_taken_out(stage):
    values = {"name": "2027 年暑假", "started_on": "2027-07-10", "finished_on": "2027-08-31"}
    async with stage.site.browser("chen") as browser:
        wrong = await browser.send(_at(stage, "breaks/new"), {**values, "finished_on": "2027-07-01"})
        answers = [await browser.send(_at(stage, "breaks/new"), values) for _ in range(2)]
        (found,) = await breaks(a_reading(), stage.school.id)
        void = {"reason": "校历改了", "revision": "1"}
        voided = [await browser.send(_at(stage, f"breaks/{found.id}/void"), void) for _ in range(2)]

    assert (wrong.status_code, 'id="e-finished_on"' in wrong.text) == (422, True)
    assert [answer.status_code for answer in answers + voided] == [303] * 4
    assert await breaks(a_reading(), stage.school.id) == ()


async def test_regions_and_the_share_of_the_excellent_are_set_once(stage):
    regions = {"started_on": "2026-09-01", "name": "办法第六条", "regions": "2111\n2101"}
    cap = {"started_on": "2026-09-01", "percent": "15", "reason": "办法第九条"}
    async with stage.site.browser("chen") as browser:
        wrong = await browser.send(_at(stage, "regions/new"), {**regions, "regions": "盘锦"})
        answers = [await browser.send(_at(stage, "regions/new"), regions) for _ in range(2)]
        answers += [await browser.send(_at(stage, "caps/new"), cap) for _ in range(2)]
        shown = (await browser.see("/school/rules")).text
        (rule,), (set_cap,) = (
            await region_rules(a_reading(), stage.school.id),
            await grade_caps(a_reading(), stage.school.id),
        )
        void = {"reason": "设错了", "revision": "1"}
        answers += [await browser.send(_at(stage, f"regions/{rule.id}/void"), void) for _ in range(2)]
        answers += [await browser.send(_at(stage, f"caps/{set_cap.id}/void"), void) for _ in range(2)]
        history = (await browser.see("/school/history")).text

    assert (wrong.status_code, 'id="e-regions"' in wrong.text) == (422, True)
    assert [answer.status_code for answer in answers] == [303] * 8
    assert (rule.regions, set_cap.percent) == (("2101", "2111"), 15)
    assert ("优秀最多占参加人数的 15%" in shown, "作废优秀比例上限" in history) == (True, True)


async def test_every_word_has_its_english(stage):
    office = await a_unit(stage.school, "人事处", UnitKind.OFFICE)
    names = ("机电系", "盘锦第", "人事处", "教育局", "号", "登记系统约定", "本机运维")
    async with stage.site.browser("chen") as browser:
        closing = f"units/{office.id}/close"
        for path in [
            "/school",
            "/school/rules",
            "/school/history",
            *(_at(stage, each) for each in (*FORMS, closing)),
        ]:
            assert await left_in_chinese(browser, path, *names) == [], path
