"""The enterprise's word over a one-time link: asked for, read on a phone without an account, used once, or dead."""

import html
import re

import pytest

from registry.practice.model import PlacementState
from registry.practice.queries.confirmation import confirmations_of
from registry.practice.queries.placements import placement
from tests.web.practice_stage import HEAD, HR, STRANGER, TEACHER, staged
from tests.web.reading_pages import says
from tests.web.site import HOST, Site

SUBMITTED, VERIFIED = PlacementState.SUBMITTED, PlacementState.VERIFIED
CONFIRM = {"answer": "confirm", "supervisor_name": "王师傅"}
DISPUTE = {"answer": "dispute", "supervisor_name": "王师傅", "words": "只来了三天"}


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), SUBMITTED, VERIFIED)


async def asked(stage, login=TEACHER):
    """The page that shows the link, and the path in it."""
    async with stage.site.browser(login) as browser:
        answer = await browser.send(stage.path(SUBMITTED, "/ask-supervisor"), {"revision": "1", "days": "7"})
    address = re.search(rf"{HOST}(/confirm/[\w.~-]+)", html.unescape(answer.text))
    assert address, answer.text
    return answer, address[1]


async def now_of(stage):
    return await placement(stage.site.reading(), stage.placement(SUBMITTED).id)


async def test_the_link_is_shown_once_as_a_picture_and_as_a_text(stage):
    answer, path = await asked(stage)
    async with stage.site.browser(TEACHER) as browser:
        later = (await browser.see(stage.path(SUBMITTED))).text

    assert answer.status_code == 200
    assert "<svg" in answer.text
    assert 'class="qr"' in answer.text
    assert "style=" not in answer.text
    assert "林晓 老师 2026-07-11 至 2026-08-20 在贵单位(辽河机械厂)实践" in answer.text
    assert path not in later
    assert "Lin 于 2026-11-22 09:00 发过链接" in says(later)


async def test_the_supervisor_sees_that_placement_and_nothing_else(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone:
        answer = await phone.see(path)

    shown = says(answer.text)
    for word in ("林晓 · 盘锦第S1职业学校", "辽河机械厂", "2026-07-11 – 2026-08-20", "41 个日历天", "钳工"):
        assert word in shown
    assert answer.status_code == 200
    assert "2025-07-10" not in answer.text
    assert "13800001111" not in answer.text
    assert "/placements/" not in answer.text
    assert 'class="me"' not in answer.text


async def test_confirming_is_two_touches_and_leaves_no_session(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone:
        answer = await phone.send(path, CONFIRM, of=path)
        cookies = set(phone.client.cookies)

    given = (await confirmations_of(stage.site.reading(), stage.placement(SUBMITTED).id))[-1]
    assert (answer.status_code, "已确认,谢谢!" in answer.text) == (200, True)
    assert (given.confirms, given.supervisor_name) == (True, "王师傅")
    assert (await now_of(stage)).state is PlacementState.CONFIRMED
    assert cookies <= {"registry_csrf"}


async def test_a_dispute_says_what_is_wrong_and_the_teacher_reads_it(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone, stage.site.browser(TEACHER) as teacher:
        answer = await phone.send(path, DISPUTE, of=path)
        shown = says((await teacher.see(stage.path(SUBMITTED))).text)

    assert "异议已记录" in answer.text
    assert (await now_of(stage)).state is PlacementState.DISPUTED
    assert "只来了三天" in shown


async def test_a_name_and_the_reason_of_a_dispute_are_needed_and_the_link_lives_on(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone:
        nameless = await phone.send(path, {**CONFIRM, "supervisor_name": ""}, of=path)
        wordless = await phone.send(path, {**DISPUTE, "words": ""})
        done = await phone.send(path, CONFIRM)

    assert (nameless.status_code, 'id="e-supervisor_name"' in nameless.text) == (422, True)
    assert (wordless.status_code, 'id="e-words"' in wordless.text, "王师傅" in wordless.text) == (422, True, True)
    assert done.status_code == 200


async def test_a_used_link_says_in_words_that_it_is_over(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone:
        await phone.send(path, CONFIRM, of=path)
        answers = [
            await phone.see(path),
            await phone.send(path, DISPUTE),
            await phone.see("/confirm/never-given-out"),
        ]

    assert [(each.status_code, "链接已失效" in each.text) for each in answers] == [(404, True)] * 3
    assert (await now_of(stage)).state is PlacementState.CONFIRMED


async def test_a_change_and_a_newer_link_end_the_older_one(stage):
    _, first = await asked(stage)
    _, second = await asked(stage, HR)
    values = {
        "enterprise_name": "辽河机械厂",
        "started_on": "2026-07-11",
        "finished_on": "2026-08-19",
        "form": "other",
        "duty_mode": "off_duty",
        "revision": "1",
    }
    async with stage.site.browser() as phone, stage.site.browser(TEACHER) as teacher:
        before = [(await phone.see(path)).status_code for path in (first, second)]
        await teacher.send(stage.path(SUBMITTED, "/edit"), values)
        after = await phone.see(second)

    assert before == [404, 200]
    assert (after.status_code, "链接已失效" in after.text) == (404, True)


async def test_a_link_runs_out(stage):
    from datetime import timedelta

    _, path = await asked(stage)
    stage.site.now += timedelta(days=8)
    async with stage.site.browser() as phone:
        assert (await phone.see(path)).status_code == 404


async def test_the_teacher_does_not_answer_in_the_enterprises_place(stage):
    _, path = await asked(stage)
    async with stage.site.browser(TEACHER) as teacher:
        answer = await teacher.send(path, CONFIRM)

    assert answer.status_code == 403
    assert (await now_of(stage)).state is SUBMITTED


async def test_only_the_teacher_and_the_office_ask(stage):
    values = {"revision": "1", "days": "7"}
    async with stage.site.browser(HEAD) as head, stage.site.browser(STRANGER) as stranger:
        answers = [await each.send(stage.path(SUBMITTED, "/ask-supervisor"), values) for each in (head, stranger)]
        offered = "/ask-supervisor" in (await head.see(stage.path(SUBMITTED))).text

    assert ([answer.status_code for answer in answers], offered) == ([403, 404], False)


async def test_the_page_behind_the_link_speaks_english_too(stage):
    _, path = await asked(stage)
    async with stage.site.browser() as phone:
        await phone.see(path)
        await phone.send("/language", {"to": "en", "next": path})
        shown = says((await phone.see(path)).text)

    assert "Please confirm a teacher's practice" in shown
    assert "41 calendar days" in shown
