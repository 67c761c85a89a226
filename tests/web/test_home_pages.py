"""First screens: what each role asks for first, as the board answers it (its figures: test_board_pages)."""

import html
import re
from datetime import date

import pytest

from registry.practice.model import PlacementState
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import entered, verified
from tests.web.board_stage import figures_of, rows_of
from tests.web.practice_stage import BUREAU, HR, LEADER, STRANGER, TEACHER, staged
from tests.web.reading_pages import says
from tests.web.site import Site

SUBMITTED, PLANNED = PlacementState.SUBMITTED, PlacementState.PLANNED
NAMES = ("赵敏", "钱学东", "孙丽华", "李国强")


@pytest.fixture
async def stage(database, tmp_path):
    """Five teachers: the one of the stage with practice handed in, two in its department, two elsewhere."""
    stage = await staged(Site(tmp_path), SUBMITTED, PLANNED)
    for number, name in enumerate(NAMES):
        person = await a_person(name)
        department = stage.department if number % 2 else None
        await a_post(await an_employment(stage.school, person, f"T{number + 2}", department=department))
        if number == 0:
            for year in range(2022, 2027):
                days = {"started_on": date(year, 7, 1), "finished_on": date(year, 8, 31)}
                await verified(stage.school, person, **days)
        if number == 1:
            days = {"started_on": date(2026, 9, 1), "finished_on": date(2026, 9, 30)}
            await verified(stage.school, person, **days)
        if number == 2:
            await entered(stage.school, person, started_on=date(2026, 10, 1), finished_on=date(2026, 11, 10))
    return stage


async def test_the_office_sees_this_years_duty_and_what_waits(stage):
    async with stage.site.browser(HR) as browser:
        text = (await browser.see("/")).text
        figures = dict(figures_of(text))

    by_progress = {key.split("progress=")[1]: count for key, count in figures.items() if "progress=" in key}
    assert "本学年应实践 5 人" in text
    assert list(by_progress) == ["enough", "under_way", "waiting", "not_begun"]
    assert sum(by_progress.values()) == 5
    assert (by_progress["enough"], by_progress["waiting"]) == (1, 1)
    assert "认定(2 条待办)" in text


async def test_who_lapses_next_comes_first_and_leads_to_all(stage):
    async with stage.site.browser(HR) as browser:
        text = (await browser.see("/")).text
        all_of_them = html.unescape(re.search(r'href="([^"]+)">按到期日查看全部', text)[1])
        listed = (await browser.see(all_of_them)).text

    assert "赵敏 · 2027-07-11 起不再达标" in says(text)
    assert rows_of(listed)[0][1] == "赵敏"
    assert len(rows_of(listed)) == 5


async def test_the_bureau_sees_its_schools_with_their_sums(stage):
    async with stage.site.browser(BUREAU) as browser:
        home = (await browser.see("/")).text
        listed = (await browser.see(f"/board?school_id={stage.school.id}")).text

    (line,) = rows_of(home)
    by_state = [str(count) for address, count in figures_of(listed) if "state=" in address]
    assert line == ["盘锦第S1职业学校", "5", "5", "1", "1", "1", "2", *by_state]
    assert len(rows_of(listed)) == 5
    assert "本学年应实践 5 人" in home


async def test_a_teacher_reads_the_sentence_first_and_has_one_thing_to_do(stage):
    async with stage.site.browser(TEACHER) as browser:
        text = (await browser.see("/")).text

    assert "本学年 0/30 天 · 近五年 0/300 天" in says(text)
    assert re.findall(r'<a class="button" href="([^"]+)"', text) == ["/placements/new"]
    assert f"/placements/new?copy={stage.placement(PLANNED).id}" in text


async def test_who_approves_is_told_how_many_plans_wait(stage):
    async with stage.site.browser(LEADER) as browser:
        text = says((await browser.see("/")).text)

    assert "有 1 份实践计划等您审批。" in text


async def test_a_stranger_sees_only_their_own_school(stage):
    async with stage.site.browser(STRANGER) as browser:
        home = (await browser.see("/")).text
        listed = await browser.see(f"/board?school_id={stage.school.id}")

    assert ("林晓" in home, "本学年应实践 0 人" in home) == (False, True)
    assert (listed.status_code, "林晓" in listed.text) == (404, False)
