"""The board through a working day: personnel office, department, bureau, each from the first screen to the file."""

import re

import pytest

from tests.journeys.acting import no_sideways_scroll

pytest.importorskip("playwright")
from playwright.sync_api import expect

HERE, PINYIN, NAME, DAY = "苇海", "lxm", "林晓梅", "2026-06-30"


def rows(page):
    """The people listed."""
    return page.locator("table.board tbody tr")


def listed(page):
    """How many people the page says it lists."""
    return int(re.search(r"\d+", page.locator(".list-head b").inner_text())[0])


def figure(page, word):
    """The link of a sum, and the sum."""
    link = page.locator(".duty a", has_text=word)
    return link, int(re.search(r"\d+", link.inner_text())[0])


def workbook_of(page, folder):
    """The rows of people in the file that the page gives away."""
    import openpyxl

    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("导出 Excel")).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    sheet = openpyxl.load_workbook(file).active
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def dated(page, day):
    page.get_by_label("截止日期").fill(day)
    page.get_by_role("button", name="换日期").click()
    expect(page).to_have_url(re.compile(f"as_of={day}"))


def test_the_office_goes_from_a_figure_to_its_people_and_takes_them_away(opened, tmp_path):
    page = opened("chen")
    link, count = figure(page, "未启动")
    link.click()
    expect(page.locator("main h1")).to_contain_text(HERE)
    assert listed(page) == count
    expect(rows(page)).to_have_count(min(count, 50))
    page.get_by_role("link", name="下一页").click()
    expect(rows(page)).to_have_count(min(count - 50, 50))
    page.get_by_role("link", name="回到第一页").first.click()

    dated(page, DAY)
    expect(page).to_have_url(re.compile("progress=not_begun"))
    expect(page.locator("main")).to_contain_text(f"截止日期 {DAY}")
    page.get_by_role("link", name="清除筛选").click()
    page.get_by_label("姓名、拼音首字母或工号").fill(PINYIN)
    page.get_by_role("button", name="筛选").click()
    expect(rows(page).filter(has_text=NAME)).to_have_count(1)
    expect(page).to_have_url(re.compile(f"as_of={DAY}"))
    names = [each.inner_text() for each in page.locator("table.board td.who").all()]
    assert [row[2] for row in workbook_of(page, tmp_path)] == names
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).to_contain_text(DAY)


def test_a_row_opens_by_keyboard_and_headers_order_the_rows(opened):
    page = opened("chen")
    page.goto("board")
    page.get_by_role("link", name="工号").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("工号")
    numbers = [each.inner_text() for each in page.locator("table.board td:first-child").all()]
    assert numbers == sorted(numbers)


def test_a_head_sees_the_own_department_and_prints_it(opened, tmp_path):
    page = opened("he", phone=True)
    link, count = figure(page, "未启动")
    link.click()
    assert listed(page) == count
    assert no_sideways_scroll(page)
    departments = {each.inner_text() for each in page.locator("td[data-label=部门]").all()}
    assert len(departments) == 1
    page.get_by_role("link", name="打印").click()
    expect(page.locator(".board-sheet")).to_have_count(1)
    expect(page.locator(".board-sheet")).to_contain_text("填表人")
    expect(page.locator("table.board-paper tbody tr")).to_have_count(count)
    assert no_sideways_scroll(page)


def test_the_bureau_goes_from_all_schools_to_one(opened, tmp_path):
    page = opened("zhao")
    page.get_by_role("link", name="换一个截止日期").click()
    expect(page.locator("main h1")).to_have_text("所辖学校教师企业实践")
    dated(page, DAY)
    line = page.locator("table.schools tbody tr", has_text=HERE)
    people = int(line.locator("td").nth(1).inner_text())
    line.locator("td:first-child a").click()
    expect(page.locator("main h1")).to_contain_text(HERE)
    expect(page).to_have_url(re.compile(f"as_of={DAY}"))
    assert listed(page) == people
    assert len(workbook_of(page, tmp_path)) == people

    page.get_by_role("link", name="各校汇总").click()
    total = int(page.locator("table.schools tfoot td").nth(1).inner_text())
    page.get_by_role("link", name="列出全部教师").click()
    assert listed(page) == total
    expect(page.locator("table.board thead")).to_contain_text("学校")
