"""One placement's page: what it says, what is offered to whom, each step, corrections, voiding, its history."""

import asyncio

import pytest

from registry.audit.model import Reliance
from registry.audit.process import open_process
from registry.audit.reliances import rely
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placement, revisions_of
from registry.practice.records import Placement
from tests.practice.staging import with_stamped_form
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, staged
from tests.web.reading_pages import hidden, says, steps_offered
from tests.web.site import Site

S = PlacementState
TYPED = {
    "enterprise_name": "辽河机械厂",
    "started_on": "2025-07-10",
    "finished_on": "2025-08-10",
    "form": "other",
    "position": "钳工",
    "duty_mode": "off_duty",
    "relation": "none",
    "goals": "掌握五轴加工中心操作",
    "expected_results": "教学案例一份",
    "supervisor_name": "王师傅",
    "supervisor_phone": "13800001111",
}


@pytest.fixture
async def site(database, tmp_path):
    return Site(tmp_path)


async def now_of(stage, state):
    return await placement(stage.site.reading(), stage.placement(state).id)


async def moved(browser, stage, state, step, reason=""):
    values = {"step": step, "reason": reason, "revision": str(stage.placement(state).revision)}
    return await browser.send(stage.path(state, "/steps"), values)


async def test_the_page_tells_everything_that_is_on_record(site):
    stage = await staged(site, S.VERIFIED)
    async with site.browser(TEACHER) as browser:
        shown = says((await browser.see(stage.path(S.VERIFIED))).text)

    for word in (
        "林晓 · 盘锦第S1职业学校",
        "2025-07-10 – 2025-08-10",
        "32 个日历天",
        "脱产",
        "钳工",
        "王师傅 13800001111",
        "掌握五轴加工中心操作",
        "认定人",
        "已认定并计入。",
    ):
        assert word in shown


@pytest.mark.parametrize(
    ("state", "login", "offered"),
    [
        (S.PLANNED, TEACHER, {"submit", "withdraw"}),
        (S.PLANNED, HEAD, set()),
        (S.APPROVED, TEACHER, {"submit", "withdraw"}),
        (S.SUBMITTED, TEACHER, {"withdraw"}),
        (S.SUBMITTED, HR, {"return", "reject", "withdraw"}),
        (S.SUBMITTED, HEAD, set()),
        (S.SUBMITTED, LEADER, set()),
        (S.CONFIRMED, TEACHER, set()),
        (S.CONFIRMED, HR, {"verify", "return", "reject"}),
        (S.RETURNED, TEACHER, {"submit", "withdraw"}),
        (S.REJECTED, TEACHER, set()),
        (S.REJECTED, HR, {"undo_rejection"}),
        (S.VERIFIED, TEACHER, set()),
        (S.VERIFIED, LEADER, set()),
    ],
)
async def test_acts_are_offered_only_to_whom_they_are_open(site, state, login, offered):
    stage = await staged(site, state)
    async with site.browser(login) as browser:
        answer = await browser.see(stage.path(state))

    assert (answer.status_code, steps_offered(answer.text)) == (200, offered)


async def test_correcting_and_voiding_are_the_offices(site):
    stage = await staged(site, S.VERIFIED)
    async with site.browser(HR) as office, site.browser(TEACHER) as teacher:
        offered = (await office.see(stage.path(S.VERIFIED))).text
        seen = (await teacher.see(stage.path(S.VERIFIED))).text
        refused = [await teacher.see(stage.path(S.VERIFIED, rest)) for rest in ("/correct", "/void")]

    assert ("/correct" in offered, "/void" in offered) == (True, True)
    assert ("/correct" in seen, "/void" in seen) == (False, False)
    assert [answer.status_code for answer in refused] == [404, 404]


@pytest.mark.parametrize(
    ("state", "login", "step", "after"),
    [
        (S.PLANNED, TEACHER, "submit", S.SUBMITTED),
        (S.PLANNED, HR, "approve", S.APPROVED),
        (S.APPROVED, TEACHER, "withdraw", S.WITHDRAWN),
        (S.SUBMITTED, HR, "return", S.RETURNED),
        (S.SUBMITTED, HR, "reject", S.REJECTED),
        (S.REJECTED, HR, "undo_rejection", S.SUBMITTED),
        (S.CONFIRMED, HR, "verify", S.VERIFIED),
        (S.VERIFIED, HR, "void", S.VOIDED),
    ],
)
async def test_each_step_is_a_form_and_two_clicks_are_one_step(site, state, login, step, after):
    stage = await staged(site, state)
    async with site.browser(login) as browser:
        await browser.token()
        answers = await asyncio.gather(*(moved(browser, stage, state, step, "照片不清晰") for _ in range(2)))
        answers.append(await moved(browser, stage, state, step, "照片不清晰"))

    found = await now_of(stage, state)
    assert [(each.status_code, each.headers["location"]) for each in answers] == [(303, stage.path(state))] * 3
    assert (found.state, found.revision) == (after, stage.placement(state).revision + 1)


async def test_the_note_of_a_step_is_shown_once(site):
    stage = await staged(site, S.PLANNED)
    async with site.browser(TEACHER) as browser:
        await moved(browser, stage, S.PLANNED, "submit")
        first = (await browser.see(stage.path(S.PLANNED))).text
        second = (await browser.see(stage.path(S.PLANNED))).text

    assert ("已提交,等待确认和认定" in first, "已提交,等待确认和认定" in second) == (True, False)


async def test_a_step_on_what_somebody_changed_meanwhile_is_a_conflict(site):
    stage = await staged(site, S.SUBMITTED)
    async with site.browser(TEACHER) as teacher, site.browser(HR) as office:
        await moved(teacher, stage, S.SUBMITTED, "withdraw")
        late = await moved(office, stage, S.SUBMITTED, "return", "照片不清晰")

    assert late.status_code == 409
    assert "情况已经变化" in late.text
    assert (await now_of(stage, S.SUBMITTED)).state is S.WITHDRAWN


async def test_a_step_that_needs_a_reason_is_not_taken_without(site):
    stage = await staged(site, S.SUBMITTED)
    async with site.browser(HR) as browser:
        answer = await moved(browser, stage, S.SUBMITTED, "reject")

    assert (answer.status_code, "请填写" in answer.text) == (422, True)
    assert await now_of(stage, S.SUBMITTED) == stage.placement(S.SUBMITTED)


async def test_the_enterprises_step_is_nobodys_button(site):
    stage = await staged(site, S.DISPUTED, S.SUBMITTED)
    async with site.browser(HR) as browser:
        answers = [await moved(browser, stage, state, "dispute", "x") for state in (S.SUBMITTED, S.DISPUTED)]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("step", ["approve", "verify", "return", "reject", "void"])
async def test_a_teacher_decides_nothing(site, step):
    state = {"approve": S.PLANNED, "verify": S.CONFIRMED, "void": S.VERIFIED}.get(step, S.SUBMITTED)
    stage = await staged(site, state)
    async with site.browser(TEACHER) as browser:
        answer = await moved(browser, stage, state, step, "想要")

    assert answer.status_code == 403
    assert await now_of(stage, state) == stage.placement(state)


async def test_what_is_missing_for_recognition_is_said_first(site):
    stage = await staged(site, S.SUBMITTED)
    async with site.browser(HR) as browser:
        before = (await browser.see(stage.path(S.SUBMITTED))).text
        await with_stamped_form(stage.placement(S.SUBMITTED))
        after = (await browser.see(stage.path(S.SUBMITTED))).text

    assert "认定前还缺" in before
    assert "看过盖章表,认定" not in before
    assert "认定前还缺" not in after
    assert "看过盖章表,认定" in after


async def test_the_office_confirms_by_the_stamped_form_and_recognises(site):
    stage = await staged(site, S.SUBMITTED)
    await with_stamped_form(stage.placement(S.SUBMITTED))
    path = stage.path(S.SUBMITTED)
    async with site.browser(HR) as browser:
        values = {"method": "stamped_paper", "revision": "1"}
        confirmed = [await browser.send(f"{path}/confirm", values) for _ in range(2)]
        offered = (await browser.see(path)).text
        values = {"step": "verify", "revision": hidden(offered, "revision")}
        recognised = await browser.send(f"{path}/steps", values)

    assert [answer.status_code for answer in confirmed] == [303, 303]
    assert "盖章的鉴定表" in says(offered)
    assert (recognised.status_code, (await now_of(stage, S.SUBMITTED)).state) == (303, S.VERIFIED)


async def test_a_second_officer_agrees_to_other_proof(site):
    from registry.identity.model.roles import Role, RoleWanted
    from registry.kernel.scopes import Scope

    stage = await staged(site, S.SUBMITTED)
    await site.account("gao", RoleWanted(Role.HR_OFFICER, Scope.school(stage.school.id)))
    path = stage.path(S.SUBMITTED)
    async with site.browser(HR) as first, site.browser("gao") as second, site.browser(HEAD) as head:
        await first.send(f"{path}/confirm", {"method": "alternative_proof", "words": "工资流水", "revision": "1"})
        offered = [f"{path}/endorse" in (await each.see(path)).text for each in (first, second, head)]
        answers = [await second.send(f"{path}/endorse", {"words": "属实", "revision": "2"}) for _ in range(2)]
        shown = says((await second.see(path)).text)

    assert offered == [False, True, False]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Gao 已复核:属实" in shown


async def test_a_correction_of_figures_shows_its_effects_and_is_then_agreed_to(site):
    stage = await staged(site, S.VERIFIED)
    path, revision = stage.path(S.VERIFIED, "/correct"), str(stage.placement(S.VERIFIED).revision)
    values = {**TYPED, "finished_on": "2025-07-20", "reason": "日期录错", "revision": revision}
    async with site.browser(HR) as browser:
        form = (await browser.see(path)).text
        asked = await browser.send(path, values)
        agreed = await browser.send(path, {**values, "figures_agreed": "1"})
        again = await browser.send(path, {**values, "figures_agreed": "1"})
        former = says((await browser.see(stage.path(S.VERIFIED))).text)

    first, second = await revisions_of(site.reading(), stage.placement(S.VERIFIED).id)
    assert hidden(form, "finished_on") == "2025-08-10"
    assert asked.status_code == 422
    assert "32 天(1.06 个月)" in says(asked.text)
    assert "11 天(0.36 个月)" in says(asked.text)
    assert 'name="figures_agreed"' in asked.text
    assert "2025-07-20" in asked.text
    assert (agreed.status_code, agreed.headers["location"]) == (303, f"/placements/{second.id}")
    assert (again.status_code, again.headers["location"]) == (303, f"/placements/{second.id}")
    assert (first.is_replaced, second.finished_on.isoformat(), second.reason) == (True, "2025-07-20", "日期录错")
    assert "这是更正前的记录,已不再计入。" in former


async def test_a_slip_that_changes_no_day_needs_a_reason_only(site):
    stage = await staged(site, S.VERIFIED)
    path, revision = stage.path(S.VERIFIED, "/correct"), str(stage.placement(S.VERIFIED).revision)
    values = {**TYPED, "position": "数控操作工", "revision": revision}
    async with site.browser(HR) as browser:
        without = await browser.send(path, values)
        done = await browser.send(path, {**values, "reason": "岗位写错"})

    (_, second) = await revisions_of(site.reading(), stage.placement(S.VERIFIED).id)
    assert (without.status_code, 'id="e-reason"' in without.text, "数控操作工" in without.text) == (422, True, True)
    assert (done.status_code, second.position, second.reason) == (303, "数控操作工", "岗位写错")


async def test_a_correction_without_a_change_is_told_so(site):
    stage = await staged(site, S.VERIFIED)
    revision = str(stage.placement(S.VERIFIED).revision)
    async with site.browser(HR) as browser:
        values = {**TYPED, "reason": "x", "revision": revision}
        answer = await browser.send(stage.path(S.VERIFIED, "/correct"), values)

    assert (answer.status_code, "没有改动" in answer.text) == (422, True)


async def test_voiding_names_what_rests_on_the_placement_and_asks_for_a_reason(site):
    stage = await staged(site, S.VERIFIED)
    found = stage.placement(S.VERIFIED)
    words = "企业实践证明 LN-2026-0012"
    async with open_process("test", site.reading()) as process:
        await rely(process, Reliance(Placement.SUBJECT, str(found.id), found.revision, "certificate", "c1", words))
    async with site.browser(HR) as browser:
        asked = says((await browser.see(stage.path(S.VERIFIED, "/void"))).text)
        without = await moved(browser, stage, S.VERIFIED, "void")

    assert words in asked
    assert "32 天(1.06 个月)" in asked
    assert (without.status_code, words in without.text, 'id="e-reason"' in without.text) == (422, True, True)
    assert await now_of(stage, S.VERIFIED) == found


async def test_the_history_tells_who_changed_what(site):
    stage = await staged(site, S.SUBMITTED)
    async with site.browser(HR) as browser:
        await moved(browser, stage, S.SUBMITTED, "return", "鉴定表缺少企业公章")
        shown = says((await browser.see(stage.path(S.SUBMITTED, "/history"))).text)

    assert "退回企业实践 · Chen" in shown
    assert "理由:鉴定表缺少企业公章" in shown


async def test_a_check_is_entered_once_and_taken_back_once(site):
    stage = await staged(site, S.SUBMITTED)
    path = stage.path(S.SUBMITTED)
    check = {"checked_on": "2026-08-01", "checked_by": "李主任", "manner": "on_site", "findings": "在岗"}
    async with site.browser(HEAD) as browser:
        entered = [await browser.send(f"{path}/checks", check) for _ in range(2)]
        page = (await browser.see(path)).text
        address = page.split(f'action="{path}/checks/')[1].split('"')[0]
        taken = [
            await browser.send(f"{path}/checks/{address}", {"reason": "记错了", "revision": "1"}) for _ in range(2)
        ]
        after = says((await browser.see(path)).text)

    assert [answer.status_code for answer in entered + taken] == [303] * 4
    assert page.count("李主任") == 1
    assert "已作废:记错了" in after


async def test_a_grade_is_given_once_and_unqualified_rejects(site):
    stage = await staged(site, S.SUBMITTED)
    path = stage.path(S.SUBMITTED)
    async with site.browser(HR) as browser:
        good = [await browser.send(f"{path}/grade", {"grade": "excellent", "revision": "1"}) for _ in range(2)]
        shown = says((await browser.see(path)).text)
        values = {"grade": "unqualified", "words": "未到岗", "revision": "1"}
        bad = [await browser.send(f"{path}/grade", values) for _ in range(2)]

    assert [answer.status_code for answer in good + bad] == [303] * 4
    assert "考核等级 优秀 · Chen" in shown
    assert (await now_of(stage, S.SUBMITTED)).state is S.REJECTED


@pytest.mark.parametrize("login", [STRANGER, BUREAU])
async def test_whoever_has_no_part_in_it_finds_nothing(site, login):
    stage = await staged(site, S.VERIFIED)
    rests = ("", "/history", "/edit", "/correct", "/void", "/papers")
    sent = ("/steps", "/confirm", "/endorse", "/checks", "/grade", "/rulings", "/ask-supervisor", "/correct")
    async with site.browser(login) as browser:
        seen = [await browser.see(stage.path(S.VERIFIED, rest)) for rest in rests]
        values = {"step": "void", "reason": "x", "revision": "3", "grade": "excellent", "words": "x", "about": "fits"}
        seen += [await browser.send(stage.path(S.VERIFIED, rest), values) for rest in sent]

    assert [answer.status_code for answer in seen] == [404] * len(seen)
    assert not any("林晓" in answer.text or "辽河机械厂" in answer.text for answer in seen)
    assert await now_of(stage, S.VERIFIED) == stage.placement(S.VERIFIED)
