"""A teacher with a phone, the enterprise behind a link, the offices that agree and recognise: one practice from the
plan to the end, as each of them sees it.
"""

import re
import subprocess

import pytest

from tests.journeys.acting import noted, open_page, state_is
from tests.platform.picture_makers import a_heic, a_jpeg

pytest.importorskip("playwright")
from playwright.sync_api import expect

ONE, TWO, THREE = ("2026-10-09", "2026-10-16"), ("2026-10-19", "2026-10-23"), ("2026-10-26", "2026-10-30")


def days_typed(page, days):
    for label, day in zip(("开始日期", "结束日期"), days, strict=True):
        page.get_by_label(label).fill(day)


def entered(page, days, button):
    """A placement like the last one, on other days: what the phone shows afterwards is its page."""
    page.goto("")
    page.get_by_role("link", name="照上一次填").click()
    days_typed(page, days)
    page.get_by_role("button", name=button).click()
    expect(page.locator("main h1")).not_to_have_text("登记实践")
    return page.url


def photographed(page, *files):
    page.get_by_role("link", name="上传盖章的鉴定表").click()
    page.get_by_label("文件").set_input_files(list(files))
    page.get_by_role("button", name="上传", exact=True).click()
    noted(page, f"已添加 {len(files)} 份材料")


def test_a_plan_made_on_a_phone_becomes_a_practice_with_its_papers(opened, tmp_path):
    page = opened("lin", phone=True)
    page.get_by_role("link", name="照上一次填").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("填好日期后")
    days_typed(page, ONE)
    expect(preview).to_contain_text("未认定前不计入")
    shown = preview.inner_text()
    page.get_by_label("结束日期").fill("2026-10-14")
    expect(preview).not_to_have_text(shown)
    page.get_by_label("结束日期").fill(ONE[1])
    page.get_by_role("button", name="先存为计划").click()
    state_is(page, "计划")

    page.get_by_role("button", name="提交", exact=True).click()
    state_is(page, "待审核")
    place = page.url
    page.get_by_text("打印和再登记").click()
    page.get_by_role("link", name="打印鉴定(考核)表").click()
    expect(page.locator(".sheet")).to_contain_text("林晓梅")
    printed = tmp_path / "form.pdf"
    page.pdf(path=printed, format="A4", prefer_css_page_size=True)
    if text := text_of(printed):
        assert "林晓梅" in text
        assert "(公章)" in text

    page.goto(place)
    files = (("鉴定表.jpg", "image/jpeg", a_jpeg()), ("背面.heic", "image/heic", a_heic()))
    photographed(page, *({"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files))
    for name, _kind, _content in files:
        expect(page.locator("main")).to_contain_text(name)
    for picture in page.locator("main img.thumb").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")

    page.get_by_role("link", name="写日志").first.click()
    page.get_by_label("内容").fill("跟班熟悉装置的开停车步骤")
    page.get_by_role("button", name="保存日志").click()
    noted(page, "日志已保存")
    expect(page.locator("main")).to_contain_text("跟班熟悉装置的开停车步骤")
    page.goto("")
    expect(page.locator("table").first).to_contain_text(f"{ONE[0]} – {ONE[1]}")


def text_of(file):
    """What a PDF says; empty where no tool can tell."""
    try:
        return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        return ""


def day_typed(page, day):
    """Type a day into the field that has the focus, in the order in which this browser asks for its parts."""
    year, month, of_month = day.split("-")
    for keys in (year + month + of_month, month + of_month + year):
        page.keyboard.type(keys)
        if page.evaluate("document.activeElement.value") == day:
            return
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{day} cannot be typed")


def test_the_entry_form_is_filled_with_the_keyboard_alone(opened):
    page = opened("lin")
    page.goto("placements/new")
    seen = []
    days = {"started_on": "2026-11-02", "finished_on": "2026-11-04"}
    typed = {
        "enterprise_name": "苇海机械有限公司",
        "position": "工艺员",
        "supervisor_name": "高师傅",
        "supervisor_phone": "13900000000",
    }
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        words = page.evaluate("document.activeElement.textContent.trim()")
        if name in days and name not in seen:
            seen.append(name)
            day_typed(page, days[name])
        elif name in typed and name not in seen:
            seen.append(name)
            page.keyboard.type(typed[name])
        elif name == "duty_mode" and name not in seen:
            seen.append(name)
            page.keyboard.press("Space")
        elif words == "先存为计划":
            page.keyboard.press("Enter")
            break
    state_is(page, "计划")

    assert set(seen) == {*typed, *days, "duty_mode"}
    expect(page.locator("main h1")).to_have_text("苇海机械有限公司")
    expect(page.locator("dl.facts").first).to_contain_text("2026-11-02 – 2026-11-04")


def test_the_enterprise_confirms_behind_a_link_that_works_once(opened, browser, site):
    page = opened("lin", phone=True)
    place = entered(page, TWO, "已实践,提交")
    page.get_by_role("button", name="生成企业确认链接").click()
    message = page.get_by_label("发给企业指导教师的文字").input_value()
    address = re.search(r"http://\S+", message)[0]

    guest = open_page(browser, site, phone=True)
    guest.goto(address)
    expect(guest.locator("main h1")).to_have_text("请确认教师企业实践")
    expect(guest.locator("main")).to_contain_text("林晓梅")
    assert [link.get_attribute("href") for link in guest.locator("main a").all()] == []
    guest.get_by_label("您的姓名").fill("高建军")
    guest.get_by_role("button", name="情况属实,确认").click()
    expect(guest.locator("main")).to_contain_text("谢谢")
    assert guest.goto(address).status == 404
    expect(guest.locator("main h1")).to_have_text("链接已失效")
    guest.goto(place)
    expect(guest.locator("main h1")).to_have_text("登录")
    guest.context.close()
    page.goto(place)
    state_is(page, "企业已确认")


def test_the_offices_agree_recognise_return_correct_void_and_take_back(opened):
    lin, head, office = opened("lin", phone=True), opened("he"), opened("chen")
    plan = entered(lin, ("2027-01-18", "2027-01-29"), "先存为计划")
    expect(head.locator("main")).to_contain_text("等您审批")
    head.get_by_role("link", name="去审批").click()
    mine = head.locator("section", has_text="2027-01-18 – 2027-01-29")
    mine.get_by_label("意见(不同意时必填)").fill("同意,课务已调整")
    mine.get_by_role("button", name="同意", exact=True).click()
    lin.goto(plan)
    expect(lin.locator("main")).to_contain_text("同意,课务已调整")

    handed_in = entered(lin, THREE, "已实践,提交")
    photographed(lin, {"name": "鉴定表.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((700, 500))})
    office.goto(handed_in)
    office.get_by_role("button", name="已看过盖章的鉴定表,确认").click()
    noted(office, "已确认")
    office.get_by_role("link", name="认定", exact=True).click()
    row = office.locator("tr", has_text=f"{THREE[0]} – {THREE[1]}")
    assert row.locator("img.thumb").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    row.get_by_role("checkbox").check()
    office.get_by_role("button", name="认定勾选的").click()
    noted(office, "已认定")
    office.goto(handed_in)
    state_is(office, "已认定")

    office.get_by_role("link", name="更正").click()
    office.get_by_label("结束日期").fill("2026-10-29")
    office.get_by_label("更正理由").fill("结束日期抄错")
    office.get_by_role("button", name="更正", exact=True).click()
    expect(office.locator("main")).to_contain_text("会有这些变化")
    office.get_by_label("我已看过以上影响,同意更正").check()
    office.get_by_role("button", name="更正", exact=True).click()
    state_is(office, "已认定")
    expect(office.locator("dl.facts").first).to_contain_text("2026-10-26 – 2026-10-29")

    office.get_by_role("link", name="作废…").click()
    expect(office.locator("main")).to_contain_text("会有这些变化")
    office.get_by_label("作废理由").fill("经核实,实践期间无故缺勤")
    office.get_by_role("button", name="作废", exact=True).click()
    state_is(office, "已作废")


def reasoned(page, act, reason):
    """Open what asks for a reason, say it, and do it."""
    part = page.locator("details", has=page.locator("summary", has_text=act))
    part.locator("summary").click()
    part.get_by_label("理由").fill(reason)
    part.get_by_role("button").click()


def test_what_is_returned_shows_its_reason_and_a_refusal_can_be_undone(opened):
    lin, office = opened("lin", phone=True), opened("chen")
    handed_in = entered(lin, ("2026-11-09", "2026-11-13"), "已实践,提交")
    office.goto(handed_in)
    reasoned(office, "退回", "鉴定表加盖的是部门章")
    state_is(office, "退回")
    lin.goto(handed_in)
    state_is(lin, "退回")
    expect(lin.locator("main")).to_contain_text("鉴定表加盖的是部门章")
    lin.get_by_role("button", name="提交", exact=True).click()
    state_is(lin, "待审核")

    office.goto(handed_in)
    reasoned(office, "不予认定", "没有留存佐证材料")
    state_is(office, "未通过")
    reasoned(office, "撤销", "材料已找到")
    state_is(office, "待审核")
