"""What the planner refuses: nothing is made, nothing typed is lost, and the word stands beside its field."""

import asyncio
import io
from datetime import date
from uuid import UUID, uuid4

import openpyxl
import pytest

from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.queries.batch_plans import batch_plans, lines_of
from registry.practice.records import Supervisor
from registry.practice.records.planning import LineContent
from tests.institutions.staging import many_connections
from tests.practice.planning_stage import SUMMER, a_plan
from tests.practice.staging import entered
from tests.web.reading_pages import says
from tests.web.test_planner_pages import CONTENT, HEAD, HR, now_is, plan_path, site, stage, started

__all__ = ["site", "stage"]
NO_FIRM = "没有这家企业"
TYPED = {**CONTENT, "position": "手写的岗位"}


async def line_path(plan):
    (line,) = (await lines_of([plan.id]))[plan.id]
    return plan_path(plan, f"/lines/{line.id}")


async def test_a_firm_that_does_not_exist_is_told_beside_its_field(site, stage):
    plan = await a_plan(stage, "lacking")
    path = await line_path(plan)
    own = {"act": "save", "revision": "1", "enterprise_name": "苇海机械", "enterprise_id": str(uuid4())}
    async with site.browser(HR) as browser:
        answers = [await browser.send(plan_path(plan), {**TYPED, "enterprise_id": str(uuid4())})]
        answers.append(await browser.send(path, own))

    assert [each.status_code for each in answers] == [422, 422]
    assert all(f'id="e-enterprise_name">{NO_FIRM}' in each.text for each in answers)
    assert all('name="enterprise_id" value=""' in each.text for each in answers)
    assert await now_is(stage, site, plan.id) == plan


async def test_a_plan_begun_three_times_at_once_is_one(site, stage):
    sent = started(stage, "lacking")
    await many_connections()
    async with site.browser(HR) as browser:
        await browser.see("/planner")
        answers = await asyncio.gather(
            *(browser.send("/planner/plans", sent, of="/planner") for _ in range(3)), return_exceptions=True
        )

    assert [each.status_code for each in answers] == [303, 303, 303]
    (plan,) = await batch_plans(site.reading(), Scope.school(stage.school.id))
    assert len((await lines_of([plan.id]))[plan.id]) == 1


async def test_who_saves_second_sees_what_was_typed_and_that_somebody_changed_it(site, stage):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        await browser.send(plan_path(plan), CONTENT | {"position": "先保存的岗位"})
        late = await browser.send(plan_path(plan), TYPED)
        again = await browser.send(plan_path(plan), TYPED | {"revision": "2"})

    assert late.status_code == 409
    assert 'value="手写的岗位"' in late.text
    assert 'name="revision" value="2"' in late.text
    assert "刚才修改了这份计划" in says(late.text)
    assert again.status_code == 303
    assert (await now_is(stage, site, plan.id)).content.position == "手写的岗位"


async def test_a_line_saved_second_keeps_what_was_typed(site, stage):
    plan = await a_plan(stage, "lacking")
    path = await line_path(plan)
    async with site.browser(HR) as browser:
        await browser.send(path, {"act": "save", "revision": "1", "position": "先保存的岗位"})
        late = await browser.send(path, {"act": "save", "revision": "1", "position": "手写的岗位"})
        gone = await browser.send(path, {"act": "take_out", "revision": "1"})

    assert (late.status_code, gone.status_code) == (409, 409)
    assert 'value="手写的岗位"' in late.text
    assert 'name="revision" value="2"' in late.text
    assert "刚才修改了这份计划" in says(late.text)
    (line,) = (await lines_of([plan.id]))[plan.id]
    assert line.own == LineContent(position="先保存的岗位")


async def test_a_reason_typed_too_late_is_not_lost(site, stage):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        await browser.send(plan_path(plan), TYPED)
        late = await browser.send(plan_path(plan, "/discard"), {"revision": "1", "reason": "改到寒假"})

    assert late.status_code == 409
    assert 'value="改到寒假"' in late.text
    assert (await now_is(stage, site, plan.id)).revision == 2


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        (
            {"started_on": "2020-01-01", "finished_on": "2020-02-01"},
            "finished_on",
            "结束日期 2020-02-01 已过;已经做过的实践请逐条登记",
        ),
        ({"target_on": "2026-11-22"}, "target_on", "目标日期应晚于今天"),
    ],
)
async def test_days_that_are_past_are_not_planned(site, stage, changes, field, fault):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        answer = await browser.send(plan_path(plan), {**TYPED, **changes})

    assert answer.status_code == 422
    assert f'id="e-{field}">{fault}' in answer.text
    assert "手写的岗位" in answer.text
    assert await now_is(stage, site, plan.id) == plan


async def test_a_line_is_not_planned_for_days_that_are_past(site, stage):
    plan = await a_plan(stage, "lacking")
    own = {"act": "save", "revision": "1", "started_on": "2020-01-01", "finished_on": "2020-02-01"}
    async with site.browser(HR) as browser:
        answer = await browser.send(await line_path(plan), own)

    assert answer.status_code == 422
    assert 'id="e-finished_on">结束日期 2020-02-01 已过' in answer.text
    assert await now_is(stage, site, plan.id) == plan


@pytest.mark.parametrize("typed", ["xx", "0001-01-01", "9999-12-31", "2026-11-22", "2020-01-01"])
async def test_a_plan_for_a_day_that_cannot_be_is_not_begun(site, stage, typed):
    sent = started(stage, "lacking", target_on=typed)
    async with site.browser(HR) as browser:
        answer = await browser.send("/planner/plans", sent, of="/planner")

    assert answer.status_code == 422
    assert 'id="e-target_on"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert f'value="{stage.people["lacking"].id}" checked' in answer.text
    assert await batch_plans(site.reading(), Scope.school(stage.school.id)) == ()


@pytest.mark.parametrize("path", ["/sheets/plans", "/sheets/results"])
async def test_a_workbook_of_wrong_days_is_the_same_answer_as_the_page(site, stage, path):
    asked = f"{path}?started_on=2027-08-31&finished_on=2026-09-01"
    async with site.browser(HR) as browser:
        page, file = [await browser.see(asked + form) for form in ("", "&format=xlsx")]

    assert (page.status_code, file.status_code) == (422, 422)
    assert file.headers["content-type"].startswith("text/html")
    assert "结束日期 2026-09-01 早于开始日期 2027-08-31" in file.text


async def test_a_head_prints_whom_to_call_for_the_own_department(site, stage):
    told = {"started_on": SUMMER[0], "finished_on": date(2027, 7, 20), "enterprise_name": "苇海机械"}
    who = Supervisor("高师傅", "13912340000")
    await entered(stage.school, stage.people["lacking"], PlacementState.PLANNED, supervisor=who, **told)
    asked = "/sheets/plans?started_on=2027-07-01&finished_on=2027-08-31"
    async with site.browser(HEAD) as browser:
        text = (await browser.see(asked)).text
        file = await browser.see(f"{asked}&format=xlsx")

    assert "高师傅" in text
    assert "13912340000" in text
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("13912340000" in cell for cell in cells)


@pytest.mark.parametrize("end", ["withdraw", "discard"])
async def test_a_reason_is_no_longer_than_other_lines(site, stage, end):
    plan = await a_plan(stage, "lacking")
    revision = "1"
    async with site.browser(HR) as browser:
        if end == "withdraw":
            await browser.send(plan_path(plan, "/submit"), {"revision": revision})
            revision = "2"
        before = await now_is(stage, site, plan.id)
        answer = await browser.send(plan_path(plan, f"/{end}"), {"revision": revision, "reason": "停" * 5000})

    assert answer.status_code == 422
    assert 'id="e-reason">最多 200 字' in answer.text
    assert await now_is(stage, site, plan.id) == before


async def test_somebody_who_joins_too_late_is_not_told_that_all_is_saved(site, stage):
    plan = await a_plan(stage, "lacking")
    await many_connections()
    people = ("away", "planned", "unknown")
    async with site.browser(HR) as browser:
        await browser.see("/planner")
        answers = await asyncio.gather(
            *(browser.send("/planner/plans", started(stage, one, into=str(plan.id)), of="/planner") for one in people)
        )

    there = {each.person_id for each in (await lines_of([plan.id]))[plan.id]}
    taken = [stage.people[one].id in there for one in people]
    assert [each.status_code == 303 for each in answers] == taken
    assert {each.status_code for each in answers} <= {303, 409}


async def test_a_plan_of_nobody_known_is_not_found(site, stage):
    async with site.browser(HR) as browser:
        assert (await browser.see(f"/planner/plans/{UUID(int=7)}")).status_code == 404
