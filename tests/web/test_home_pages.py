"""First screens and the list of teachers: every figure is the number of people behind its link."""

import html
import re
from datetime import date

import pytest

from registry.practice.model import PlacementState
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import entered, verified
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, staged
from tests.web.reading_pages import rows_of_table, says
from tests.web.site import Site

SUBMITTED, PLANNED = PlacementState.SUBMITTED, PlacementState.PLANNED
FIGURE = re.compile(r'<li><a href="([^"]+)"><span class="figure">(\d+)</span>')
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


def figures_of(text):
    return [(html.unescape(address), int(figure)) for address, figure in FIGURE.findall(text)]


@pytest.mark.parametrize(("login", "people"), [(HR, 5), (LEADER, 5), (HEAD, 3)])
@pytest.mark.parametrize("start", ["/", "/teachers"])
async def test_each_figure_equals_the_people_behind_its_link(stage, login, people, start):
    async with stage.site.browser(login) as browser:
        figures = figures_of((await browser.see(start)).text)
        behind = [rows_of_table((await browser.see(address)).text) for address, _ in figures]

    assert [figure for _, figure in figures] == behind
    assert sum(behind[-7:]) == people


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


async def test_the_bureau_sees_its_schools_with_their_sums(stage):
    async with stage.site.browser(BUREAU) as browser:
        home = (await browser.see("/")).text
        listed = (await browser.see(f"/teachers?school_id={stage.school.id}")).text
        elsewhere = await browser.see(f"/teachers?school_id={stage.other_school.id}")

    cells = re.findall(r'<td class="number"[^>]*>([\d/]+)</td>', home)
    sums = [count for address, count in figures_of(listed) if "standing=" in address]
    assert says(home).count("职业学校") == 1
    assert (cells[0], [int(cell) for cell in cells[1:-1]], cells[-1]) == ("5", sums, "1/5")
    assert rows_of_table(listed) == 5
    assert elsewhere.status_code == 404


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


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("q=%E8%B5%B5", ["赵敏"]),
        ("q=zm", ["赵敏"]),
        ("q=T3", ["钱学东"]),
        ("q=nobody", []),
        ("progress=enough", ["钱学东"]),
        ("as_of=2020-01-01&q=T2", ["赵敏"]),
    ],
)
async def test_the_list_is_searched_and_filtered(stage, asked, names):
    async with stage.site.browser(HR) as browser:
        text = (await browser.see(f"/teachers?{asked}")).text

    body = "".join(re.findall(r"<tbody>.*?</tbody>", text, re.DOTALL))
    assert [name for name in ("林晓", *NAMES) if name in body] == names
    assert f"列出 {len(names)} 人" in text


async def test_a_long_list_comes_in_parts(stage, monkeypatch):
    from registry.home import staff

    monkeypatch.setattr(staff, "SHOWN_AT_ONCE", 2)
    async with stage.site.browser(HR) as browser:
        first = (await browser.see("/teachers")).text
        more = html.unescape(re.search(r'href="([^"]*after=2[^"]*)"', first)[1])
        second = (await browser.see(more)).text
        last = (await browser.see("/teachers?after=4")).text

    parts = [set(re.findall(r'/teachers/([0-9a-f-]{36})"', text)) for text in (first, second, last)]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert len(set.union(*parts)) == 5
    assert "第 1 至 2 人,共 5 人" in first


async def test_a_stranger_sees_only_their_own_school(stage):
    async with stage.site.browser(STRANGER) as browser:
        home = (await browser.see("/")).text
        listed = await browser.see(f"/teachers?school_id={stage.school.id}")

    assert ("林晓" in home, "本学年应实践 0 人" in home) == (False, True)
    assert (listed.status_code, "林晓" in listed.text) == (404, False)
