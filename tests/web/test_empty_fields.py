"""Filters as a browser sends them: every field is in the address, also those left empty."""

import pytest

from registry.practice.model import PlacementState
from tests.web.practice_stage import HR, TEACHER, staged
from tests.web.site import Site


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), PlacementState.VERIFIED)


async def test_another_day_is_asked_with_the_second_date_left_empty(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.see(f"/teachers/{stage.person.id}?as_of=2026-06-30&since=")

    assert answer.status_code == 200
    assert "这是按 2026-06-30 计算的结果" in answer.text


async def test_the_list_is_filtered_by_one_field_and_the_others_are_empty(stage):
    query = f"school_id={stage.school.id}&q=&department_id=&category=&state=short&progress=&lapses_before=&as_of="
    async with stage.site.browser(HR) as browser:
        answer = await browser.see(f"/board?{query}")

    assert answer.status_code == 200
    assert "林晓" in answer.text


async def test_what_is_no_date_is_still_refused(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.see(f"/teachers/{stage.person.id}?as_of=2026-6-31&since=")

    assert answer.status_code == 400
