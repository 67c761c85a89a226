"""Plans on pages: who is asked next, what was said, a plan sent back, an office's word recorded by the school."""

import asyncio
from datetime import date

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.commands import SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.queries.approvals import opinions_of
from registry.practice.queries.placements import placement
from tests.institutions.staging import an_office, did
from tests.web.practice_stage import HEAD, HR, LEADER, STRANGER, TEACHER, staged
from tests.web.reading_pages import says
from tests.web.site import Site

PLANNED, APPROVED = PlacementState.PLANNED, PlacementState.APPROVED
YES, NO = {"agreed": "yes", "revision": "1"}, {"agreed": "no", "revision": "1"}
OFFICE_HEAD = "zhao"


@pytest.fixture
async def site(database, tmp_path):
    return Site(tmp_path)


@pytest.fixture
async def stage(site):
    """A plan that its department (初审) and then the teaching office (审核) approve."""
    stage = await staged(site, PLANNED)
    office = await an_office(stage.school, "教务处")
    steps = (ApprovalStep(None, "初审"), ApprovalStep(office.id, "审核"))
    await did(set_approval_chain, SetApprovalChain(stage.school.id, date(2026, 1, 1), steps))
    role = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(office.id), stage.school.id)
    await site.account(OFFICE_HEAD, role)
    return stage


def plan_path(stage):
    return f"/plans/{stage.placement(PLANNED).id}"


async def said(stage):
    found = await opinions_of(stage.site.reading(), stage.placement(PLANNED).id)
    return [(each.label, each.agreed, each.words, each.given_by_name, each.is_recorded) for each in found]


async def state_of(stage):
    return (await placement(stage.site.reading(), stage.placement(PLANNED).id)).state


async def test_a_plan_goes_from_the_department_to_the_office_and_is_approved(stage):
    async with stage.site.browser(HEAD) as head, stage.site.browser(OFFICE_HEAD) as office:
        piles = [says((await each.see("/plans")).text) for each in (head, office)]
        await head.send(plan_path(stage), {**YES, "position": "1", "words": "同意安排"})
        piles += [says((await each.see("/plans")).text) for each in (head, office)]
        between = await state_of(stage)
        await office.send(plan_path(stage), {**YES, "position": "2"})

    assert ["林晓 · 辽河机械厂" in pile for pile in piles] == [True, False, False, True]
    assert between is PLANNED
    assert await state_of(stage) is APPROVED
    assert await said(stage) == [("初审", True, "同意安排", "Li", False), ("审核", True, "", "Zhao", False)]


async def test_the_page_shows_the_chain_with_what_was_said(stage):
    async with stage.site.browser(HEAD) as head, stage.site.browser(TEACHER) as teacher:
        await head.send(plan_path(stage), {**YES, "position": "1", "words": "同意安排"})
        shown = says((await teacher.see(stage.path(PLANNED))).text)

    assert "机电系 · 初审 同意:同意安排 · Li" in shown
    assert "教务处 · 审核 等待意见" in shown


async def test_two_clicks_are_one_opinion(stage):
    async with stage.site.browser(HEAD) as head:
        await head.token()
        values = {**YES, "position": "1"}
        answers = await asyncio.gather(*(head.send(plan_path(stage), values) for _ in range(2)))
        answers.append(await head.send(plan_path(stage), values))

    assert [(each.status_code, each.headers["location"]) for each in answers] == [(303, "/plans")] * 3
    assert len(await said(stage)) == 1


async def test_a_second_click_never_signs_the_step_that_follows(stage):
    """The personnel office may record the next step too; it does so only when it is asked for that step."""
    async with stage.site.browser(HEAD) as head:
        await head.send(plan_path(stage), {**YES, "position": "1"})
    async with stage.site.browser(HR) as office:
        stale = await office.send(plan_path(stage), {**YES, "position": "1"})
        done = await office.send(plan_path(stage), {**YES, "position": "2"})

    assert (stale.status_code, done.status_code) == (409, 303)
    assert await state_of(stage) is APPROVED


async def test_what_the_personnel_office_signs_for_another_is_shown_as_recorded(stage):
    async with stage.site.browser(HEAD) as head, stage.site.browser(HR) as office:
        nothing = says((await office.see("/plans")).text)
        await head.send(plan_path(stage), {**YES, "position": "1"})
        await office.send(plan_path(stage), {**YES, "position": "2", "words": "教务处会签"})
        shown = says((await office.see(stage.path(PLANNED))).text)

    assert "现在没有等您审批的计划。" in nothing
    assert "由 Chen 代为登记" in shown
    assert (await said(stage))[1] == ("审核", True, "教务处会签", "Chen", True)


async def test_disagreeing_needs_words_and_keeps_what_was_typed(stage):
    async with stage.site.browser(HEAD) as head:
        answer = await head.send(plan_path(stage), {**NO, "position": "1", "words": ""})

    assert (answer.status_code, "不同意时请写明理由" in answer.text) == (422, True)
    assert await said(stage) == []


async def test_a_returned_plan_tells_why_and_begins_anew_after_its_change(stage):
    async with stage.site.browser(HEAD) as head, stage.site.browser(TEACHER) as teacher:
        await head.send(plan_path(stage), {**NO, "position": "1", "words": "与课程冲突"})
        returned = says((await teacher.see(stage.path(PLANNED))).text)
        pile = says((await head.see("/plans")).text)
        values = {
            "enterprise_name": "辽河机械厂",
            "started_on": "2027-07-15",
            "finished_on": "2027-08-13",
            "form": "post_work",
            "duty_mode": "off_duty",
            "revision": "1",
        }
        await teacher.send(stage.path(PLANNED, "/edit"), values)
        anew = says((await head.see("/plans")).text)

    assert "机电系不同意:与课程冲突。修改计划后重新审批。" in returned
    assert "林晓" not in pile
    assert "林晓 · 辽河机械厂" in anew


async def test_a_changed_plan_is_not_signed_as_it_was_seen(stage):
    async with stage.site.browser(HEAD) as head:
        answer = await head.send(plan_path(stage), {**YES, "revision": "9", "position": "1"})

    assert (answer.status_code, await said(stage)) == (409, [])


async def test_a_school_without_a_chain_approves_at_once_and_once(site):
    stage = await staged(site, PLANNED)
    async with site.browser(LEADER) as leader:
        page = (await leader.see("/plans")).text
        answers = [await leader.send(plan_path(stage), YES) for _ in range(2)]

    assert 'value="no"' not in page
    assert [(each.status_code, each.headers["location"]) for each in answers] == [(303, "/plans")] * 2
    assert await state_of(stage) is APPROVED


async def test_a_stranger_and_the_teacher_sign_nothing(stage):
    async with stage.site.browser(STRANGER) as stranger, stage.site.browser(TEACHER) as teacher:
        pile = says((await stranger.see("/plans")).text)
        answers = [await each.send(plan_path(stage), {**YES, "position": "1"}) for each in (stranger, teacher)]

    assert "林晓" not in pile
    assert [answer.status_code for answer in answers] == [404, 404]
    assert await said(stage) == []
