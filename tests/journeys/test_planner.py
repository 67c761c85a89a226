"""The office plans a summer for five at once, sees what it does, submits; a department's head prints the summary."""

import re
import subprocess

import pytest

from tests.journeys.acting import no_sideways_scroll, noted

pytest.importorskip("playwright")
from playwright.sync_api import expect

TARGET = "2027-08-31"
PEOPLE = 5
FIRM = "苇海机械有限公司"


def test_a_summer_is_planned_for_five_and_the_head_prints_the_summary(opened, tmp_path):
    office = opened("chen")
    office.get_by_role("link", name="计划", exact=True).click()
    office.get_by_label("目标日期").fill(TARGET)
    office.get_by_label("部门").select_option(label="石油化工系")
    office.get_by_role("button", name="查看").click()
    expect(office.locator("main h1")).to_have_text(f"到 {TARGET},谁还不够?")
    expect(office.locator("main")).to_contain_text(re.compile(r"2027年暑假前最多可安排 \d+ 天"))
    rows = office.locator("main tbody tr", has=office.locator("input[name=person]"))
    names = [rows.nth(number).locator("a").inner_text() for number in range(PEOPLE)]
    for number in range(PEOPLE):
        rows.nth(number).get_by_role("checkbox").check()
    expect(office.get_by_label("安排在")).to_contain_text("2027年暑假")
    office.get_by_role("button", name="为勾选的人起草计划").click()

    noted(office, "提交前不会通知任何人")
    expect(office.locator("main h1")).to_have_text("2027年暑假企业实践")
    office.get_by_label("实践企业").fill(FIRM)
    office.get_by_label("岗位").fill("工艺员")
    office.get_by_role("button", name="保存草案").click()
    noted(office, "草案已保存")
    expect(office.locator("main .answer")).to_contain_text(f"共 {PEOPLE} 人")
    effect = office.locator("main tbody tr")
    expect(effect).to_have_count(PEOPLE)
    for row in effect.all():
        before, after = (days_in(row.locator(f"td[data-label={label}]")) for label in ("如不安排", "完成后"))
        assert after > before
    office.get_by_role("button", name="提交计划").click()
    noted(office, f"建立了 {PEOPLE} 条计划")

    head = opened("he")
    head.get_by_role("link", name="汇总表", exact=True).click()
    sheet = head.locator(".sheet")
    for name in names:
        expect(sheet).to_contain_text(name)
    expect(sheet).to_contain_text(FIRM)
    expect(sheet).to_contain_text("石油化工系")
    expect(sheet).not_to_contain_text("经济管理系")
    printed = tmp_path / "summary.pdf"
    head.pdf(path=printed, prefer_css_page_size=True)
    if told := pages_of(printed):
        size, text = told
        assert "841.92 x 594.96" in size or "841.89 x 595" in size
        assert all(word in text for word in (*names, "负责人", "公章处"))
    with head.expect_download() as download:
        head.get_by_role("link", name="下载 Excel").click()
    assert download.value.suggested_filename == "年度(学期)企业实践计划汇总表-石油化工系.xlsx"


def test_a_head_drafts_on_a_phone_and_nothing_is_lost_between_sessions(opened):
    head = opened("he", phone=True)
    head.goto("planner?duty=yearly")
    assert no_sideways_scroll(head)
    head.get_by_role("checkbox", name=re.compile("^选 ")).first.check()
    head.get_by_role("button", name="为勾选的人起草计划").click()
    head.get_by_label("计划名称").fill("系部暑假安排")
    head.get_by_role("button", name="保存草案").click()
    noted(head, "草案已保存")
    assert no_sideways_scroll(head)
    expect(head.locator("main")).to_contain_text("系部起草,人事处提交")
    head.context.close()

    again = opened("he", phone=True)
    again.goto("planner/plans")
    again.get_by_role("link", name="系部暑假安排").click()
    expect(again.get_by_label("计划名称")).to_have_value("系部暑假安排")
    again.get_by_text("放弃这份草案").click()
    again.get_by_label("理由").fill("由学校统一安排")
    again.get_by_role("button", name="放弃草案").click()
    noted(again, "草案已放弃")


def days_in(cell):
    """The days of credit that a cell tells."""
    return float(re.search(r"([\d.]+) 天", cell.inner_text())[1])


def pages_of(file):
    """What a PDF's pages measure and say; nothing where no tool can tell."""
    try:
        size = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
        text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        return None
    return size, re.sub(r"\s", "", text)
