"""A teacher's page: the answer, the picture, the table beneath; as of any day; and who finds nothing there."""

from datetime import date

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from registry.platform.language import Language
from registry.practice.documents import wording
from registry.practice.model import PlacementState
from registry.practice.queries.overview import teacher_overview
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import verified
from tests.web.practice_stage import BUREAU, DAYS, HEAD, HR, LEADER, STRANGER, TEACHER, staged
from tests.web.reading_pages import rows_of_table, says
from tests.web.site import Site

VERIFIED = PlacementState.VERIFIED


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path))


@pytest.mark.parametrize("login", [TEACHER, HR, HEAD, LEADER, BUREAU])
async def test_the_page_begins_with_the_answer_in_one_sentence(stage, login):
    on = stage.site.reading().today
    found = await teacher_overview(stage.site.reading(), stage.person.id, on, Scope.person(stage.person.id), None)
    async with stage.site.browser(login) as browser:
        answer = await browser.see(f"/teachers/{stage.person.id}")

    assert answer.status_code == 200
    assert wording.summary(found, Language.ZH) in answer.text
    assert "近五年 32/300 天" in answer.text
    assert "哪些天数会移出统计期" in answer.text
    assert "什么让我保持达标" not in answer.text


async def test_the_picture_has_a_title_and_no_style_of_its_own(stage):
    async with stage.site.browser(TEACHER) as browser:
        text = (await browser.see(f"/teachers/{stage.person.id}")).text

    assert (text.count("<svg"), "<title" in text, "<desc" in text) == (2, True, True)
    assert " style=" not in text
    assert len(text.encode()) < 100_000


async def test_the_table_has_a_row_for_each_placement_with_the_days_that_count(stage):
    async with stage.site.browser(TEACHER) as browser:
        text = (await browser.see(f"/teachers/{stage.person.id}")).text

    assert rows_of_table(text) == len(DAYS)
    assert "2025-07-10 – 2025-08-10 已认定 计入 32 天" in says(text)
    for state in DAYS:
        assert stage.path(state) in text


async def test_any_other_day_has_its_own_answer(stage):
    path = f"/teachers/{stage.person.id}"
    async with stage.site.browser(HR) as browser:
        before = says((await browser.see(f"{path}?as_of=2025-07-01")).text)
        later = says((await browser.see(f"{path}?as_of=2031-01-01")).text)
        wrong = await browser.see(f"{path}?as_of=someday")

    assert "这是按 2025-07-01 计算的结果。" in before
    assert "近五年 0/300 天" in before
    assert "近五年 0/300 天" in later
    assert wrong.status_code == 400


async def test_another_span_is_counted_beside_the_five_years(stage):
    path = f"/teachers/{stage.person.id}"
    async with stage.site.browser(HR) as browser:
        plain = says((await browser.see(path)).text)
        since = says((await browser.see(f"{path}?since=2025-01-01")).text)

    assert "另计 自" not in plain
    assert "2025-01-01" in since
    assert "32 天" in since.split("另计", 1)[1]


async def test_what_may_be_done_follows_the_role(stage):
    offered = {}
    for login in (TEACHER, HR, HEAD, BUREAU):
        async with stage.site.browser(login) as browser:
            offered[login] = "/placements/new" in (await browser.see(f"/teachers/{stage.person.id}")).text

    assert offered == {TEACHER: True, HR: True, HEAD: False, BUREAU: False}


async def test_nobody_else_finds_the_teacher(stage):
    colleague = await a_person("赵敏")
    own = {"person_id": colleague.id, "school_id": stage.school.id, "staff_no": "T2"}
    await a_post(await an_employment(stage.school, colleague, "T2"))
    await stage.site.account("zhao", RoleWanted(Role.TEACHER), **own)
    for login in ("zhao", STRANGER):
        async with stage.site.browser(login) as browser:
            answer = await browser.see(f"/teachers/{stage.person.id}")
            assert (answer.status_code, "林晓" in answer.text) == (404, False)


async def test_a_former_school_finds_the_teacher_no_more_on_this_page(stage):
    """It keeps the placements of that time; the answer as a whole belongs to the school of today."""
    gone = await a_person("钱学东")
    await a_post(await an_employment(stage.other_school, gone, "X1", finished_on=date(2025, 8, 31)))
    former = await verified(stage.other_school, gone, started_on=date(2025, 7, 1), finished_on=date(2025, 7, 10))
    await a_post(await an_employment(stage.school, gone, "T7", started_on=date(2025, 9, 1)))
    async with stage.site.browser(STRANGER) as browser:
        page = await browser.see(f"/teachers/{gone.id}")
        kept = await browser.see(f"/placements/{former.id}")
    async with stage.site.browser(HR) as browser:
        present = await browser.see(f"/teachers/{gone.id}")

    assert (page.status_code, kept.status_code, present.status_code) == (404, 200, 200)


async def test_the_page_speaks_english(stage):
    async with stage.site.browser(TEACHER) as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        shown = says((await browser.see(f"/teachers/{stage.person.id}")).text)

    for words in ("This school year 0/30", "Past five years", "Enter a placement", "32 days counted"):
        assert words in shown
