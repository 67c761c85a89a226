"""Titles: entered by their owner, verified by the office, never by oneself; a stranger finds none."""

import pytest

from registry.portfolio.queries.titles import titles_of
from tests.builders.house import a_reading
from tests.portfolio.staging import entered
from tests.web.people_stage import kinds, left_in_chinese, staged_people
from tests.web.site import Site

TYPED = {
    "name": "高级讲师",
    "level": "deputy_senior",
    "series": "中等职业学校教师",
    "granted_on": "2022-11-30",
    "appointed_on": "2023-01-01",
}
ACTS = ("verify", "appoint", "correct", "void")


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


async def _titles(stage):
    return (await titles_of(a_reading(), [stage.person.id]))[stage.person.id]


async def test_the_owner_enters_it_once_and_the_office_verifies_it_once(stage, database):
    async with stage.site.browser("lin") as browser:
        answers = [await browser.send(f"{stage.path}/titles/new", TYPED) for _ in range(2)]
        (title,) = await _titles(stage)
        own = await browser.send(f"/titles/{title.id}/verify", {"revision": "1"})
        assert "待审核" in (await browser.see(stage.path)).text
    async with stage.site.browser("chen") as browser:
        assert "高级讲师" in (await browser.see("/titles/waiting")).text
        verified = [await browser.send(f"/titles/{title.id}/verify", {"revision": "1"}) for _ in range(2)]
        assert "没有等待审核的职称" in (await browser.see("/titles/waiting")).text
        assert "现任职称" in (await browser.see(stage.path)).text

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (own.status_code, [answer.status_code for answer in verified]) == (403, [303, 303])
    assert await kinds(database, title.id) == ["TitleRecorded", "TitleVerified"]


async def test_all_faults_stand_beside_their_fields(stage):
    async with stage.site.browser("chen") as browser:
        answer = await browser.send(f"{stage.path}/titles/new", {"name": "", "granted_on": "2022-13-01"})
        early = await browser.send(f"{stage.path}/titles/new", {**TYPED, "appointed_on": "2020-01-01"})

    assert answer.status_code == 422
    assert [f'id="e-{name}"' in answer.text for name in ("name", "level", "series", "granted_on")] == [True] * 4
    assert (early.status_code, 'value="2020-01-01"' in early.text) == (422, True)


async def test_a_correction_replaces_and_a_void_title_leads_back(stage):
    title = await entered(stage.person)
    async with stage.site.browser("chen") as browser:
        values = {**TYPED, "reason": "名称写错", "revision": "1"}
        corrected = [await browser.send(f"/titles/{title.id}/correct", values) for _ in range(2)]
        (now,) = await _titles(stage)
        void = {"reason": "查无证书", "revision": "1"}
        voided = [await browser.send(f"/titles/{now.id}/void", void) for _ in range(2)]

    assert [answer.status_code for answer in corrected + voided] == [303] * 4
    assert now.name == "高级讲师"
    assert await _titles(stage) == ()


async def test_an_appointment_gets_its_last_day(stage):
    title = await entered(stage.person)
    given = {"appointed_on": title.appointed_on.isoformat(), "appointed_until": "2027-12-31", "revision": "1"}
    async with stage.site.browser("chen") as browser:
        answer = await browser.send(f"/titles/{title.id}/appoint", given)

    assert answer.status_code == 303
    assert (await _titles(stage))[0].appointed_until.isoformat() == "2027-12-31"


async def test_a_stranger_finds_nothing(stage):
    title = await entered(stage.person)
    async with stage.site.browser("sun") as browser:
        for path in [f"{stage.path}/titles/new", *(f"/titles/{title.id}/{act}" for act in ACTS)]:
            assert (await browser.see(path)).status_code == 404, path
            assert (await browser.send(path, {"revision": "1", "reason": "x"})).status_code == 404, path
        assert title.name not in (await browser.see("/titles/waiting")).text
        assert (await browser.see(f"/titles/waiting?school_id={stage.school.id}")).status_code == 404


async def test_every_word_has_its_english(stage):
    title = await entered(stage.person)
    names = ("林晓", title.name, title.series, "本机运维", "S1")
    async with stage.site.browser("chen") as browser:
        paths = ["/titles/waiting", f"{stage.path}/titles/new", *(f"/titles/{title.id}/{act}" for act in ACTS)]
        for path in paths:
            assert await left_in_chinese(browser, path, *names) == [], path
