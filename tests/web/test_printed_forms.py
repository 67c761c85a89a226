"""The two forms on paper: filled in from the record, free where people write, in Chinese, also as a workbook."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from registry.institutions.model.commands import SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.practice.model import PlacementState
from registry.practice.records.approvals import GiveOpinion
from registry.practice.service.approvals import give_opinion
from tests.institutions.staging import did
from tests.practice.staging import doing, head
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, a_placement, staged
from tests.web.site import Site

SUBMITTED, VERIFIED, PLANNED = PlacementState.SUBMITTED, PlacementState.VERIFIED, PlacementState.PLANNED
FORMS = ("/application", "/appraisal")
F2 = """姓名 性别 出生年月 部门 职称 学历学位 任教专业及课程 实践单位全称 岗位 实践形式 是否脱产 起止时间
企业指导教师 联系电话 实践目标与任务 预期成果 本学期课务安排
教研室意见 系部意见 校企合作处意见 教务处意见 人事处意见 分管校领导意见"""
F3 = """姓名 性别 出生年月 部门 职称 学历学位 任教专业及课程 实践单位全称 实际起止时间
应出勤天数 实际出勤天数 请假天数 缺勤天数 个人总结 企业指导教师评语 单位鉴定意见(盖章) 巡查记录 考核等级
二级学院(系部)意见 教务处意见 人事处意见"""


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), SUBMITTED, VERIFIED, PLANNED)


async def printed(stage, path, login=TEACHER):
    async with stage.site.browser(login) as browser:
        answer = await browser.see(path)
    assert answer.status_code == 200, answer.text
    return answer


def boxes(page):
    """Label and what stands in the box after it."""
    found = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>", page.text, re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]+>", " ", value).split()) for label, value in found}


@pytest.mark.parametrize(("rest", "labels"), [("/application", F2), ("/appraisal", F3)])
async def test_every_column_of_the_form_is_there_under_the_schools_full_name(stage, rest, labels):
    page = await printed(stage, stage.path(SUBMITTED, rest))

    assert [label for label in labels.split() if label not in boxes(page)] == []
    assert f'<p class="official-school">{stage.school.name}</p>' in page.text
    assert page.text.count('<div class="seal">') == 1


async def test_an_application_is_filled_in_and_free_where_people_sign(stage):
    found = boxes(await printed(stage, stage.path(SUBMITTED, "/application")))

    told = {name: found[name] for name in ("姓名", "工号", "部门", "职称", "学历学位", "起止时间", "企业指导教师")}
    assert told == {
        "姓名": "林晓",
        "工号": "T1",
        "部门": "机电系",
        "职称": "无",
        "学历学位": "",
        "起止时间": "2026-07-11 至 2026-08-20(共 41 天)",
        "企业指导教师": "王师傅",
    }
    assert found["联系电话"] == "13800001111"
    assert found["实践目标与任务"] == "掌握五轴加工中心操作"
    assert found["本学期课务安排"] == "无"
    assert found["人事处意见"] == "签名: 年 月 日"


async def test_an_opinion_of_the_chain_stands_with_name_and_day_and_the_next_box_is_free(stage):
    steps = (ApprovalStep(None, "初审"), ApprovalStep(None, "审核"))
    await did(set_approval_chain, SetApprovalChain(stage.school.id, date(2026, 1, 1), steps))
    plan = await a_placement(stage.school, stage.person, PLANNED, enterprise_name="鞍山轴承厂")
    scope = Scope.department(stage.department.id)
    await doing(head(stage.department), give_opinion, GiveOpinion(plan.id, 1, 1, True, "课务已调"), scope)

    found = boxes(await printed(stage, f"/placements/{plan.id}/application"))

    assert found["机电系 初审意见"] == "同意:课务已调 李主任 2026 年 11 月 22 日"
    assert found["机电系 审核意见"] == "签名: 年 月 日"
    assert "教研室意见" not in found


async def test_before_leaving_the_days_that_only_the_enterprise_knows_are_free(stage):
    found = boxes(await printed(stage, stage.path(PLANNED, "/appraisal")))

    assert found["计划起止时间"] == "2027-07-12 至 2027-08-13"
    assert (found["实际起止时间"], found["应出勤天数"]) == ("", "33")
    assert (found["实际出勤天数"], found["请假天数"], found["缺勤天数"], found["巡查记录"]) == ("", "", "", "")
    assert found["考核等级"] == "☐ 优秀 ☐ 合格 ☐ 不合格"


async def test_afterwards_days_of_leave_are_taken_off(stage):
    days = (date(2026, 8, 18), date(2026, 8, 25))
    await did(record_leave, RecordLeave(stage.person.id, LeaveKind.SICK, *days))

    found = boxes(await printed(stage, stage.path(SUBMITTED, "/appraisal")))

    names = ("实际起止时间", "应出勤天数", "实际出勤天数", "请假天数", "缺勤天数", "巡查记录")
    assert [found[name] for name in names] == ["2026-07-11 至 2026-08-20", "41", "38", "3", "0", "无"]
    assert "计划起止时间" not in found


async def test_what_is_recognised_says_who_recognised_it(stage):
    found = boxes(await printed(stage, stage.path(VERIFIED, "/appraisal")))

    assert found["人事处意见"].startswith("经审核,予以认定。")
    assert found["教务处意见"] == "负责人签名(公章): 年 月 日"


@pytest.mark.parametrize("rest", FORMS)
async def test_the_form_stays_chinese_on_an_english_page(stage, rest):
    async with stage.site.browser(TEACHER) as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        page = await browser.see(stage.path(SUBMITTED, rest))

    assert ">Print</button>" in page.text
    assert '<article class="sheet official" lang="zh-CN">' in page.text
    assert boxes(page)["姓名"] == "林晓"


@pytest.mark.parametrize(("rest", "title"), [("/application", "申请(审批)表"), ("/appraisal", "鉴定(考核)表")])
async def test_the_workbook_says_the_same_and_prints_on_a4(stage, rest, title):
    answer = await printed(stage, stage.path(SUBMITTED, f"{rest}?format=xlsx"))
    sheet = load_workbook(BytesIO(answer.content)).active

    told = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    shown = boxes(await printed(stage, stage.path(SUBMITTED, rest)))
    assert told[:2] == [stage.school.name, f"教师企业实践{title}"]
    assert [label for label in shown if label not in told] == []
    assert (sheet.page_setup.paperSize, sheet.oddFooter.center.text) == (9, "第 &P 页 共 &N 页")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


async def test_a_text_that_looks_like_a_formula_stays_text_in_the_workbook(stage):
    placement = await a_placement(stage.school, stage.person, SUBMITTED, goals='=HYPERLINK("http://x")')
    answer = await printed(stage, f"/placements/{placement.id}/application?format=xlsx", HR)
    sheet = load_workbook(BytesIO(answer.content)).active

    (cell,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYP")]
    assert cell.data_type == "s"


@pytest.mark.parametrize("rest", FORMS)
@pytest.mark.parametrize(
    ("login", "status"), [(TEACHER, 200), (HR, 200), (HEAD, 200), (LEADER, 200), (STRANGER, 404), (BUREAU, 404)]
)
async def test_who_prints(stage, rest, login, status):
    async with stage.site.browser(login) as browser:
        answers = [await browser.see(stage.path(SUBMITTED, rest + query)) for query in ("", "?format=xlsx")]

    assert [answer.status_code for answer in answers] == [status, status]
