"""名单速查: whoever is pasted gets 够, 不够 or 缺材料, and a stranger's teachers are nobody."""

from datetime import date

import pytest

from registry.people.model.facts import PostCategory
from registry.practice.model import PlacementState
from registry.practice.records import Step
from tests.people.staging import a_person, a_post, an_employment
from tests.portfolio.staging import verified
from tests.practice.staging import entered, taken
from tests.web.people_stage import left_in_chinese
from tests.web.practice_stage import staged
from tests.web.site import Site

ON = "2026-10-31"
VERIFIED = (PlacementState.SUBMITTED, Step.CONFIRM, Step.VERIFY)


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), PlacementState.VERIFIED)


async def _teacher(stage, name, staff_no, days=None, *steps):
    person = await a_person(name)
    await a_post(await an_employment(stage.school, person, staff_no), PostCategory.PROFESSIONAL)
    if days:
        first, *rest = steps or VERIFIED
        await taken(await entered(stage.school, person, first, started_on=days[0], finished_on=days[1]), *rest)
    return person


LONG = (date(2025, 1, 1), date(2025, 12, 31))


async def _check(browser, names, **given):
    return await browser.send("/names", {"names": names, "on": ON, "as": "page", **given})


async def test_each_person_gets_one_of_three_answers(stage):
    await _teacher(stage, "赵够", "T2", LONG)
    await _teacher(stage, "钱缺", "T3", LONG, PlacementState.SUBMITTED)
    await _teacher(stage, "孙无", "T4")
    async with stage.site.browser("chen") as browser:
        answer = await _check(browser, "赵够\n钱缺\nT4\n李某某")

    assert answer.status_code == 200
    rows = [part.split("</tr>")[0] for part in answer.text.split("<tr>")[2:]]
    assert ["● 够" in rows[0], "? 缺材料" in rows[1], "○ 不够" in rows[2], "– 查无此人" in rows[3]] == [True] * 4
    assert "365 天" in rows[0]
    assert "还差 300 天" in rows[2]
    assert "鉴定" in rows[1]


async def test_since_the_present_title_is_told_and_unknown_is_not_zero(stage):
    person = await _teacher(stage, "赵够", "T2", LONG)
    await verified(person)
    await _teacher(stage, "孙无", "T4")
    async with stage.site.browser("chen") as browser:
        answer = await _check(browser, "T2\nT4")
        proofs = await _check(browser, "T2\nT4", **{"as": "proofs", "person": str(person.id)})

    assert "讲师 2019-01-01" in answer.text
    assert "现职称未登记或未审核" in answer.text
    assert ("赵够(工号 T2" in proofs.text, "孙无" in proofs.text) == (True, False)


async def test_faults_stand_beside_their_fields_and_the_list_stays(stage):
    async with stage.site.browser("chen") as browser:
        answer = await browser.send("/names", {"names": "林晓", "on": "2026-13-01"})
        empty = await browser.send("/names", {"names": "", "on": ON})

    assert (answer.status_code, 'id="e-on"' in answer.text, "林晓</textarea>" in answer.text) == (422, True, True)
    assert (empty.status_code, 'id="e-names"' in empty.text) == (422, True)


async def test_the_workbook_holds_the_same_people_in_the_order_pasted(stage, tmp_path):
    from python_calamine import CalamineWorkbook

    await _teacher(stage, "赵够", "0012", LONG)
    async with stage.site.browser("chen") as browser:
        answer = await _check(browser, "T1\n0012", **{"as": "workbook"})
    (tmp_path / "names.xlsx").write_bytes(answer.content)
    rows = CalamineWorkbook.from_path(str(tmp_path / "names.xlsx")).get_sheet_by_index(0).to_python()

    assert [row[1] for row in rows if row[0] in ("1", "2")] == ["T1", "0012"]


async def test_a_stranger_finds_nobody_and_others_no_page(stage):
    async with stage.site.browser("sun") as browser:
        answer = await _check(browser, stage.person.name)
        taken_over = await _check(browser, stage.person.name, school_id=str(stage.school.id))
    async with stage.site.browser("lin") as browser:
        page = await browser.see("/names")

    assert ("查无此人" in answer.text, "T1" in answer.text) == (True, False)
    assert (taken_over.status_code, page.status_code) == (404, 404)


async def test_the_page_speaks_english(stage):
    async with stage.site.browser("chen") as browser:
        assert await left_in_chinese(browser, "/names") == []
