"""The planner's pages: who needs what, a plan for many from the tick to the placements, and the two sealed lists."""

import io
import re
from datetime import date
from uuid import UUID, uuid4

import openpyxl
import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.queries.batch_plans import batch_plan, batch_plans, lines_of
from registry.practice.queries.placements import placements_of
from registry.practice.records.planning import BatchState, LineContent
from tests.practice.planning_stage import SUMMER, TARGET, a_plan, planning
from tests.practice.staging import verified
from tests.web.reading_pages import says
from tests.web.site import Site

HR, HEAD, OTHER_HEAD, LEADER, TEACHER, STRANGER = "chen", "li", "zhou", "wang", "lin", "sun"
FIVE = f"duty=five_years&target_on={TARGET}"
CONTENT = {
    "name": "2027 年暑假企业实践",
    "duty": "five_years",
    "target_on": TARGET.isoformat(),
    "enterprise_name": "辽河机械厂",
    "position": "工艺员",
    "form": "post_work",
    "duty_mode": "off_duty",
    "started_on": SUMMER[0].isoformat(),
    "finished_on": "2027-08-10",
    "revision": "1",
}


@pytest.fixture
async def site(database, tmp_path):
    return Site(tmp_path)


@pytest.fixture
async def stage(site):
    """The people of the planning stage, with an account for each office; `sun` is of another school."""
    stage = await planning()
    here, there = Scope.school(stage.school.id), Scope.school(stage.stranger.id)
    for login, role, scope in (
        (HR, Role.HR_OFFICER, here),
        (LEADER, Role.SCHOOL_LEADER, here),
        (STRANGER, Role.HR_OFFICER, there),
        (HEAD, Role.DEPARTMENT_HEAD, Scope.department(stage.department.id)),
        (OTHER_HEAD, Role.DEPARTMENT_HEAD, Scope.department(stage.other.id)),
    ):
        school = stage.school.id if role is Role.DEPARTMENT_HEAD else None
        await site.account(login, RoleWanted(role, scope, school))
    person = stage.people["lacking"]
    own = {"person_id": person.id, "school_id": stage.school.id, "staff_no": "T2"}
    await site.account(TEACHER, RoleWanted(Role.TEACHER), **own)
    return stage


def started(stage, *names, **values):
    return {
        "plan_id": str(uuid4()),
        "duty": "five_years",
        "target_on": TARGET.isoformat(),
        "listed": "to_plan",
        "break": SUMMER[0].isoformat(),
        "who": "ticked",
        "person": [str(one) for one in stage.ids(*names)],
        **values,
    }


def plan_path(plan, rest=""):
    return f"/planner/plans/{plan.id}{rest}"


async def now_is(stage, site, plan_id):
    scope = Scope.school(stage.school.id)
    return (await batch_plan(site.reading(), plan_id, (scope,)))[0]


async def test_the_planner_says_who_lacks_what_and_what_the_breaks_allow(site, stage):
    async with site.browser(HR) as browser:
        shown = says((await browser.see(f"/planner?{FIVE}")).text)

    assert f"到 {TARGET},谁还不够?" in shown
    assert "2027 年暑假前最多可安排 35 天,连同该假期共 84 天" in shown
    assert "列出 4 人" in shown
    assert "教师lacking T2" in shown
    assert "教师enough" not in shown
    assert "资料待补" in shown


async def test_each_sum_opens_the_people_behind_it(site, stage):
    async with site.browser(HR) as browser:
        text = (await browser.see(f"/planner?{FIVE}")).text
        for word, listed, count in (
            ("应完成", "asked", 5),
            ("到时已够", "met", 1),
            ("还要安排", "to_plan", 4),
            ("假期全用上也不够", "cannot", 4),
            ("资料待补", "unknown", 1),
        ):
            assert f'<span class="figure">{count}</span><br><span class="figure-word">{word}' in text
            assert f"列出 {count} 人" in says((await browser.see(f"/planner?{FIVE}&listed={listed}")).text)


async def test_a_day_that_is_past_is_told_beside_its_field(site, stage):
    async with site.browser(HR) as browser:
        answer = await browser.see("/planner?target_on=2026-01-01")

    assert answer.status_code == 422
    assert "目标日期应晚于今天" in answer.text
    assert 'value="2026-01-01"' in answer.text


async def test_from_the_tick_to_the_placements(site, stage):
    sent = started(stage, "lacking", "away")
    async with site.browser(HR) as browser:
        await browser.send("/planner/plans", sent, of="/planner")
        draft = says((await browser.see(f"/planner/plans/{sent['plan_id']}")).text)
        saved = await browser.send(f"/planner/plans/{sent['plan_id']}", CONTENT)
        seen = says((await browser.see(f"/planner/plans/{sent['plan_id']}")).text)
        done = await browser.send(f"/planner/plans/{sent['plan_id']}/submit", {"revision": "2"})
        made = says((await browser.see(f"/planner/plans/{sent['plan_id']}")).text)

    assert "2027 年暑假企业实践" in draft
    assert "填好企业和起止日期并保存后,就可以提交" in draft
    assert saved.status_code == done.status_code == 303
    assert "将为 2 人各建一条计划" in seen
    assert "与请假日期重叠" in seen
    assert "已提交" in made
    placements = await placements_of(site.reading(), stage.ids("lacking", "away"))
    assert [(one.state, one.enterprise_name, one.started_on) for (one,) in placements.values()] == [
        (PlacementState.PLANNED, "辽河机械厂", SUMMER[0])
    ] * 2


async def test_everybody_listed_is_taken_in(site, stage):
    sent = started(stage, who="listed", person=[])
    async with site.browser(HR) as browser:
        await browser.send("/planner/plans", sent, of="/planner")

    lines = (await lines_of([UUID(sent["plan_id"])]))[UUID(sent["plan_id"])]
    assert {each.person_id for each in lines} == set(stage.ids("lacking", "planned", "away", "unknown"))


async def test_nobody_ticked_leads_back_with_a_word(site, stage):
    async with site.browser(HR) as browser:
        answer = await browser.send("/planner/plans", started(stage), of="/planner")
        shown = says((await browser.see(answer.headers["location"])).text)

    assert "请先勾选教师,再建计划" in shown


async def test_more_people_join_a_draft(site, stage):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        answer = await browser.send("/planner/plans", started(stage, "away", into=str(plan.id)), of="/planner")

    assert answer.headers["location"].endswith(plan_path(plan))
    assert {each.person_id for each in (await lines_of([plan.id]))[plan.id]} == set(stage.ids("lacking", "away"))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "请填写"),
        ({"target_on": "2027-13-01"}, "不是日期"),
        ({"finished_on": "2027-07-01"}, "早于开始日期"),
        ({"share_percent": "0", "duty_mode": "half_duty"}, "工作量比例应为 1 到 100 的整数"),
        ({"duty_mode": "on_duty", "attended": "2027-09-30"}, "不在实践起止时间内"),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(site, stage, changes, fault):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        answer = await browser.send(plan_path(plan), {**CONTENT, "position": "手写的岗位", **changes})

    assert answer.status_code == 422
    assert fault in answer.text
    assert "手写的岗位" in answer.text
    assert (await now_is(stage, site, plan.id)).revision == 1


async def test_the_same_draft_saved_twice_is_one_change(site, stage):
    plan = await a_plan(stage, "lacking", position="")
    async with site.browser(HR) as browser:
        answers = [await browser.send(plan_path(plan), CONTENT) for _ in range(2)]
        late = await browser.send(plan_path(plan), {**CONTENT, "position": "别的"})

    assert [each.status_code for each in (*answers, late)] == [303, 303, 409]
    assert (await now_is(stage, site, plan.id)).revision == 2


async def test_every_click_twice_is_one(site, stage):
    sent = started(stage, "lacking")
    plan = await a_plan(stage, "away")
    async with site.browser(HR) as browser:
        begun = [await browser.send("/planner/plans", sent, of="/planner") for _ in range(2)]
        submitted = [await browser.send(plan_path(plan, "/submit"), {"revision": "1"}) for _ in range(2)]
        ended = {"revision": "2", "reason": "企业停产"}
        withdrawn = [await browser.send(plan_path(plan, "/withdraw"), ended) for _ in range(2)]
        given_up = {"revision": "1", "reason": "改期"}
        discarded = [await browser.send(f"/planner/plans/{sent['plan_id']}/discard", given_up) for _ in range(2)]

    assert {each.status_code for each in (*begun, *submitted, *withdrawn, *discarded)} == {303}
    plans = await batch_plans(site.reading(), Scope.school(stage.school.id))
    assert sorted(each.state.value for each in plans) == ["discarded", "withdrawn"]


async def test_one_teacher_differs_or_goes(site, stage):
    plan = await a_plan(stage, "lacking", "away")
    lines = {each.person_id: each for each in (await lines_of([plan.id]))[plan.id]}
    lacking, away = (plan_path(plan, f"/lines/{lines[one].id}") for one in stage.ids("lacking", "away"))
    own = {"act": "save", "revision": "1", "enterprise_name": "苇海机械", "finished_on": "2027-07-19"}
    async with site.browser(HR) as browser:
        page = says((await browser.see(away)).text)
        wrong = await browser.send(away, {**own, "finished_on": "2027-07-01"})
        saved = [await browser.send(away, own) for _ in range(2)]
        gone = [await browser.send(lacking, {"act": "take_out", "revision": "2"}) for _ in range(2)]

    assert "教师away的安排有什么不同?" in page
    assert (wrong.status_code, {each.status_code for each in (*saved, *gone)}) == (422, {303})
    (line,) = (await lines_of([plan.id]))[plan.id]
    assert line.own == LineContent("苇海机械", finished_on=date(2027, 7, 19))


async def test_a_line_that_cannot_be_made_is_named_in_its_row(site, stage):
    plan = await a_plan(stage, "planned", finished_on=date(2027, 7, 31))
    async with site.browser(HR) as browser:
        answer = await browser.send(plan_path(plan, "/submit"), {"revision": "1"})

    assert answer.status_code == 422
    assert "教师planned:已有同一企业、同一起止日期的实践" in says(answer.text)


async def test_a_department_drafts_and_the_office_submits(site, stage):
    sent = started(stage, "lacking")
    path = f"/planner/plans/{sent['plan_id']}"
    async with site.browser(HEAD) as head, site.browser(HR) as office:
        await head.send("/planner/plans", sent, of="/planner")
        await head.send(path, CONTENT)
        shown = says((await head.see(path)).text)
        refused = await head.send(f"{path}/submit", {"revision": "2"})
        listed = says((await office.see("/planner/plans")).text)
        done = await office.send(f"{path}/submit", {"revision": "2"})

    assert "系部起草,人事处提交" in shown
    assert "提交计划" not in shown
    assert refused.status_code == 403
    assert "2027 年暑假企业实践" in listed
    assert done.status_code == 303
    assert (await now_is(stage, site, UUID(sent["plan_id"]))).state is BatchState.SUBMITTED


@pytest.mark.parametrize("login", [STRANGER, OTHER_HEAD])
async def test_who_has_nothing_to_do_with_a_plan_finds_none(site, stage, login):
    plan = await a_plan(stage, "lacking", actor=stage.head(), scope=Scope.department(stage.department.id))
    (line,) = (await lines_of([plan.id]))[plan.id]
    place = f"?place={stage.school.id}"
    async with site.browser(login) as browser:
        seen = [
            await browser.see(path)
            for path in (
                plan_path(plan),
                plan_path(plan, f"/lines/{line.id}"),
                f"/planner{place}",
                f"/planner/plans{place}",
                f"/planner?place={stage.department.id}",
                f"/sheets/plans{place}",
                f"/sheets/results{place}",
                f"/sheets/plans?department={stage.department.id}",
            )
        ]
        sent = [
            await browser.send(path, {**CONTENT, "act": "take_out", "reason": "理由"})
            for path in (
                plan_path(plan),
                plan_path(plan, f"/lines/{line.id}"),
                *(plan_path(plan, f"/{end}") for end in ("submit", "withdraw", "discard")),
            )
        ]
        others = says((await browser.see("/planner")).text)

    assert {each.status_code for each in (*seen, *sent)} == {404}
    assert "教师lacking" not in others
    assert await now_is(stage, site, plan.id) == plan


@pytest.mark.parametrize("login", [LEADER, TEACHER])
async def test_the_planner_is_for_the_office_and_the_heads(site, stage, login):
    async with site.browser(login) as browser:
        assert (await browser.see("/planner")).status_code == 404


async def test_the_plan_summary_is_printed_signed_and_sealed(site, stage):
    async with site.browser(LEADER) as browser:
        text = (await browser.see("/sheets/plans?started_on=2027-07-01&finished_on=2027-08-31")).text

    shown = says(text)
    assert stage.school.name in shown
    heads = re.findall(r'<th scope="col">([^<]*)</th>', text)
    assert heads == [
        "序号",
        "部门",
        "教研室",
        "姓名",
        "职称",
        "任教专业",
        "实习单位",
        "岗位",
        "实习时间",
        "实践形式",
        "是否脱产",
        "是否合作单位",
        "企业联系人及电话",
        "经费",
        "备注",
    ]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", text)
    assert cells == [
        "1",
        "机电系",
        "无",
        "教师planned",
        "无",
        "无",
        "辽河机械厂",
        "钳工",
        "2027-07-12 至\n2027-07-31",
        "其他",
        "脱产",
        "无",
        "无",
        "",
        "计划",
    ]
    for word in ("填表人:", "审核人:", "负责人:", "(公章)", "年   月   日", "公章处"):
        assert word in text


async def test_a_head_prints_the_own_department_alone(site, stage):
    async with site.browser(HEAD) as own, site.browser(OTHER_HEAD) as other:
        mine = (await own.see("/sheets/plans?started_on=2027-07-01&finished_on=2027-08-31")).text
        theirs = (await other.see("/sheets/plans?started_on=2027-07-01&finished_on=2027-08-31")).text

    assert "教师planned" in mine
    assert "教师planned" not in theirs
    assert "这段时间没有记录" in theirs


async def test_results_carry_exact_figures_with_basis_and_rule(site, stage):
    await verified(
        stage.school, stage.people["lacking"], started_on=date(2026, 10, 1), finished_on=date(2026, 10, 31)
    )
    async with site.browser(HR) as browser:
        text = (await browser.see("/sheets/results?started_on=2026-09-01&finished_on=2027-08-31")).text

    cells = re.findall(r"<td[^>]*>([^<]*)</td>", text)
    assert cells == [
        "1",
        "T2",
        "教师lacking",
        "机电系",
        "辽河机械厂",
        "钳工",
        "其他",
        "2026-10-01 至\n2026-10-31",
        "31",
        "31 天",
        "31 天\n(1.03 个月)",
        "五年 10 个月\n学年 1 个月",
        "五年:未达标\n学年:已完成",
        "无",
        "齐全",
        "无",
    ]
    shown = says(text)
    assert "累计截至:2026-11-22" in shown
    assert "盘政发〔2021〕4号" in shown
    assert "整日计 1/30 个月" in shown


@pytest.mark.parametrize("path", ["/sheets/plans", "/sheets/results"])
async def test_the_workbook_says_what_the_page_says(site, stage, path):
    await verified(stage.school, stage.people["lacking"], started_on=date(2027, 1, 1), finished_on=date(2027, 1, 31))
    asked = f"{path}?started_on=2026-09-01&finished_on=2027-08-31"
    async with site.browser(HR) as browser:
        text = (await browser.see(asked)).text
        file = await browser.see(f"{asked}&format=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    heads = re.findall(r'<th scope="col">([^<]*)</th>', text)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", text)
    first = rows.index(heads) + 1
    assert rows[first] == cells[: len(heads)]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == f"${first}:${first}"


async def test_pages_are_english_where_that_is_wanted(site, stage):
    plan = await a_plan(stage, "lacking")
    async with site.browser(HR) as browser:
        browser.client.cookies.set("registry_language", "en")
        pages = [
            says((await browser.see(path)).text)
            for path in (f"/planner?{FIVE}", "/planner/plans", plan_path(plan), "/sheets/plans")
        ]

    assert f"Who will fall short on {TARGET}?" in pages[0]
    assert "before 2027 年暑假 at most 35 days can be arranged, 84 with that break" in pages[0]
    assert "Which plans are there?" in pages[1]
    assert "Submit the plan" in pages[2]
    assert "Plan summary" in pages[3]


async def test_a_long_plan_is_turned_over_page_by_page(site, stage):
    plan = await a_plan(stage, "lacking", "away", "planned")
    async with site.browser(HR) as browser:
        whole, rest = [says((await browser.see(plan_path(plan, asked))).text) for asked in ("", "?after=2")]

    assert [name in whole for name in ("教师lacking", "教师planned", "教师away")] == [True, True, True]
    assert [name in rest for name in ("教师lacking", "教师planned", "教师away")] == [False, False, True]
    assert "共 3 人" in rest


async def test_a_department_without_people_sums_to_nothing(site, stage):
    async with site.browser(HR) as browser:
        text = (await browser.see(f"/planner?{FIVE}&department={stage.other.id}")).text

    assert re.findall(r'<span class="figure">(\d+)</span>', text) == ["0"] * 6
    assert "这一类没有人" in text
