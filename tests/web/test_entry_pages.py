"""Entering a placement by its form: new, copied, as a plan or handed in, mended, for a teacher, previewed."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from registry.platform.language import Language
from registry.practice.documents import wording
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.queries.placements import placement, placements_of
from registry.practice.queries.preview import preview_placement
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import DutyMode, Supervisor
from tests.practice.staging import a_content, entered, verified
from tests.web.practice_stage import HR, STRANGER, TEACHER, staged
from tests.web.reading_pages import hidden, says
from tests.web.site import Site

PLANNED, SUBMITTED, VERIFIED = PlacementState.PLANNED, PlacementState.SUBMITTED, PlacementState.VERIFIED
TYPED = {
    "enterprise_name": "盘锦北方沥青燃料有限公司",
    "started_on": "2026-07-01",
    "finished_on": "2026-07-30",
    "form": "post_work",
    "position": "装置操作",
    "duty_mode": "off_duty",
    "relation": "none",
    "supervisor_name": "王师傅",
    "supervisor_phone": "13800001111",
}


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), SUBMITTED)


async def known(stage, state=SUBMITTED):
    return await placement(stage.site.reading(), stage.placement(state).id)


async def all_of(stage):
    return (await placements_of(stage.site.reading(), [stage.person.id]))[stage.person.id]


@pytest.mark.parametrize(("pressed", "state"), [("submitted", SUBMITTED), ("planned", PLANNED)])
async def test_what_is_typed_is_kept_as_the_button_says(stage, pressed, state):
    async with stage.site.browser(TEACHER) as browser:
        form = (await browser.see("/placements/new")).text
        new_id = hidden(form, "placement_id")
        answer = await browser.send("/placements", {**TYPED, "placement_id": new_id, "as": pressed})
        shown = says((await browser.see(answer.headers["location"])).text)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/placements/{new_id}")
    found = await placement(stage.site.reading(), new_id)
    told = (found.person_id, found.school_id, found.state, found.enterprise_name, found.position, found.form)
    assert told == (
        stage.person.id,
        stage.school.id,
        state,
        TYPED["enterprise_name"],
        "装置操作",
        PracticeForm.POST_WORK,
    )
    assert (found.started_on, found.finished_on, found.attended) == (date(2026, 7, 1), date(2026, 7, 30), None)
    assert (await supervisors_of(stage.site.reading(), [found.id]))[found.id] == Supervisor("王师傅", "13800001111")
    assert "盘锦北方沥青燃料有限公司" in shown


async def test_two_clicks_are_one_placement(stage):
    values = {**TYPED, "placement_id": str(uuid4()), "as": "submitted"}
    async with stage.site.browser(TEACHER) as browser:
        await browser.token()
        answers = await asyncio.gather(*(browser.send("/placements", values) for _ in range(2)))

    addresses = [(answer.status_code, answer.headers["location"]) for answer in answers]
    assert addresses == [(303, f"/placements/{values['placement_id']}")] * 2
    assert len(await all_of(stage)) == 2


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(stage):
    wrong = {"finished_on": "2026-06-01", "region_code": "12", "summary": "学会了装置操作", "as": "submitted"}
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.send("/placements", {**TYPED, **wrong, "placement_id": str(uuid4())})

    assert answer.status_code == 422
    assert "有 2 处需要修改" in answer.text
    assert 'id="e-finished_on">结束日期 2026-06-01 早于开始日期 2026-07-01<' in answer.text
    assert 'id="e-region_code">行政区划代码应为六位数字(GB/T 2260)<' in answer.text
    for typed in ("盘锦北方沥青燃料有限公司", "2026-06-01", "王师傅", "13800001111", "学会了装置操作"):
        assert typed in answer.text
    assert len(await all_of(stage)) == 1


async def test_an_empty_form_names_every_field_that_is_needed(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.send("/placements", {"placement_id": str(uuid4()), "as": "submitted"})

    assert answer.status_code == 422
    for name in ("enterprise_name", "started_on", "finished_on"):
        assert f'id="e-{name}"' in answer.text


async def test_days_attended_are_read_as_they_are_written(stage):
    typed = {**TYPED, "duty_mode": "on_duty", "attended": "2026-07-11\n2026-07-12/0.5", "as": "submitted"}
    new_id = str(uuid4())
    async with stage.site.browser(TEACHER) as browser:
        await browser.send("/placements", {**typed, "placement_id": new_id})
        page = (await browser.see(f"/placements/{new_id}")).text
        again = (await browser.see(f"/placements/{new_id}/edit")).text

    found = await placement(stage.site.reading(), new_id)
    assert found.attended == (AttendedDay(date(2026, 7, 11), 2), AttendedDay(date(2026, 7, 12), 1))
    assert found.duty_mode is DutyMode.ON_DUTY
    assert "出勤 1.5 天" in says(page)
    assert "2026-07-11\n2026-07-12/0.5</textarea>" in again


async def test_the_last_placement_is_copied_without_its_days(stage):
    last = await known(stage)
    async with stage.site.browser(TEACHER) as browser:
        plain = (await browser.see("/placements/new")).text
        copied = (await browser.see(f"/placements/new?copy={last.id}")).text

    assert f"/placements/new?person_id={stage.person.id}&amp;copy={last.id}" in plain
    names = ("enterprise_name", "position", "supervisor_name", "started_on", "finished_on")
    assert [hidden(copied, name) for name in names] == ["辽河机械厂", "钳工", "王师傅", "", ""]
    assert hidden(copied, "placement_id") not in (str(last.id), hidden(plain, "placement_id"))


async def test_the_preview_tells_what_recognising_then_does(stage):
    content = a_content(date(2026, 7, 1), date(2026, 7, 30), enterprise_name=TYPED["enterprise_name"])
    foreseen = await preview_placement(stage.site.reading(), stage.person.id, content)
    async with stage.site.browser(TEACHER) as browser:
        before = (await browser.see(f"/teachers/{stage.person.id}")).text
        preview = await browser.send("/placements/preview", TYPED)
        await verified(stage.school, stage.person, **_dates(content))
        after = (await browser.see(f"/teachers/{stage.person.id}")).text

    assert preview.status_code == 200
    assert "<html" not in preview.text
    assert wording.added_line(foreseen.preview.today, Language.ZH) in preview.text
    assert "统计期增加 30 天" in preview.text
    assert "近五年 0/300 天" in says(before)
    assert "近五年 30/300 天" in says(after)


def _dates(content):
    return {"started_on": content.started_on, "finished_on": content.finished_on}


async def test_a_half_filled_form_has_no_preview_yet(stage):
    async with stage.site.browser(TEACHER) as browser:
        preview = await browser.send("/placements/preview", {"started_on": "2026-07-01"})

    assert (preview.status_code, "填好日期后" in preview.text) == (200, True)


async def test_the_preview_warns_of_days_entered_already(stage):
    async with stage.site.browser(TEACHER) as browser:
        preview = await browser.send("/placements/preview", {**TYPED, "finished_on": "2026-07-15"})

    assert "重叠" in preview.text


async def test_mending_writes_over_what_the_placement_said_and_once(stage):
    before = await known(stage)
    path = stage.path(SUBMITTED, "/edit")
    async with stage.site.browser(TEACHER) as browser:
        form = (await browser.see(path)).text
        values = {**TYPED, "revision": hidden(form, "revision")}
        first, second = await browser.send(path, values), await browser.send(path, values)

    after = await known(stage)
    assert hidden(form, "enterprise_name") == "辽河机械厂"
    assert [answer.status_code for answer in (first, second)] == [303, 303]
    assert (after.enterprise_name, after.revision) == (TYPED["enterprise_name"], before.revision + 1)


async def test_two_people_who_mend_at_once_do_not_write_over_each_other(stage):
    path = stage.path(SUBMITTED, "/edit")
    async with stage.site.browser(TEACHER) as browser:
        revision = hidden((await browser.see(path)).text, "revision")
        await browser.send(path, {**TYPED, "revision": revision})
        late = await browser.send(path, {**TYPED, "position": "别的岗位", "revision": revision})

    assert late.status_code == 409
    assert "情况已经变化" in late.text
    assert (await known(stage)).position == "装置操作"


async def test_a_fault_while_mending_keeps_what_was_typed(stage):
    path = stage.path(SUBMITTED, "/edit")
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.send(path, {**TYPED, "enterprise_name": "", "position": "新岗位", "revision": "1"})

    assert (answer.status_code, 'id="e-enterprise_name"' in answer.text, "新岗位" in answer.text) == (422, True, True)
    assert (await known(stage)).position == "钳工"


async def test_the_office_enters_for_a_teacher_and_both_names_are_shown(stage):
    values = {**TYPED, "person_id": str(stage.person.id), "placement_id": str(uuid4()), "as": "submitted"}
    async with stage.site.browser(HR) as browser:
        form = says((await browser.see(f"/placements/new?person_id={stage.person.id}")).text)
        answer = await browser.send("/placements", values)
        shown = says((await browser.see(answer.headers["location"])).text)

    found = await placement(stage.site.reading(), values["placement_id"])
    assert "代 林晓 登记实践" in form
    assert (found.person_id, found.entered_by_name) == (stage.person.id, "Chen")
    assert "林晓" in shown
    assert "登记人 Chen" in shown


async def test_the_office_chooses_a_teacher_first(stage):
    async with stage.site.browser(HR) as browser:
        answer = await browser.see("/placements/new")
        copied = await browser.see(f"/placements/new?copy={stage.placement(SUBMITTED).id}")

    assert (answer.status_code, answer.headers["location"]) == (303, "/teachers")
    assert "代 林晓 登记实践" in says(copied.text)


async def test_a_recognised_placement_has_no_form_to_mend(database, tmp_path):
    stage = await staged(Site(tmp_path), VERIFIED)
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.see(stage.path(VERIFIED, "/edit"))
        sent = await browser.send(stage.path(VERIFIED, "/edit"), {**TYPED, "revision": "3"})

    assert (answer.status_code, answer.headers["location"]) == (303, stage.path(VERIFIED))
    assert sent.status_code == 403
    assert await known(stage, VERIFIED) == replace(stage.placement(VERIFIED))


async def test_a_stranger_finds_nothing_to_enter_for(stage):
    own = {**TYPED, "person_id": str(stage.person.id), "placement_id": str(uuid4()), "as": "submitted"}
    async with stage.site.browser(STRANGER) as browser:
        seen = [
            await browser.see(f"/placements/new?person_id={stage.person.id}"),
            await browser.see(f"/placements/new?copy={stage.placement(SUBMITTED).id}"),
            await browser.see(stage.path(SUBMITTED, "/edit")),
            await browser.send("/placements", own),
            await browser.send("/placements/preview", own),
            await browser.send(stage.path(SUBMITTED, "/edit"), {**TYPED, "revision": "1"}),
        ]

    assert [answer.status_code for answer in seen] == [404] * 6
    assert not any("林晓" in answer.text or "辽河机械厂" in answer.text for answer in seen)
    assert len(await all_of(stage)) == 1


async def test_a_teacher_does_not_enter_for_a_colleague(stage):
    colleague = await _a_colleague(stage)
    async with stage.site.browser(TEACHER) as browser:
        seen = await browser.see(f"/placements/new?person_id={colleague.person_id}")
        copied = await browser.see(f"/placements/new?copy={colleague.id}")

    assert (seen.status_code, copied.status_code) == (404, 404)


async def _a_colleague(stage):
    from tests.people.staging import a_person, a_post, an_employment

    other = await a_person("赵敏")
    await a_post(await an_employment(stage.school, other, "T2"))
    return await entered(stage.school, other)
