"""The operator from the pages: accounts and their slips, a backup, and the same registry again in an empty folder."""

import re
from pathlib import Path

import pytest

from registry.platform.vault import SECRET_FILE
from tests.journeys.acting import noted, open_page, sign_in
from tests.journeys.house import a_folder, command, removed, running

pytest.importorskip("playwright")
from playwright.sync_api import expect

NEW_LOGIN, OWN_PASSWORD = "qian", "lu-xian-tu-2026"
AS_OF = "2026-11-20"
TRIES = 3


@pytest.fixture
def empty():
    folder = a_folder("again")
    yield folder
    removed(folder)


def restored(data, empty):
    """The newest backup restored; one that the night's own takes the place of meanwhile is looked for anew."""
    for _ in range(TRIES):
        made = sorted(file.parent for file in (data / "backups").glob("*/manifest.json"))[-1]
        found = command("restore", str(made), "--key", str(data / SECRET_FILE), "--data", str(empty))
        if found.returncode == 0:
            break
    return found


def account_of(page, name):
    page.get_by_role("link", name="账号", exact=True).first.click()
    page.get_by_label("姓名、登录名或工号").fill(name)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=name, exact=True).click()


def test_accounts_are_opened_printed_reset_and_locked(opened, browser, site):
    page = opened("yunwei")
    page.get_by_role("link", name="账号", exact=True).first.click()
    page.get_by_role("link", name="粘贴名单建立").click()
    page.get_by_role("link", name=re.compile("苇海")).first.click()
    page.get_by_label("校领导").check()
    page.get_by_label("名单").fill(f"钱江,{NEW_LOGIN},\n孔立,kong,")
    page.get_by_role("button", name="全部建立并显示口令条").click()
    slips = page.locator(".slip")
    expect(slips).to_have_count(2)
    first = slips.filter(has_text="钱江").locator("code").nth(1).inner_text()
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name=re.compile("打印口令条")).click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(slips.first).to_be_visible()
    page.emulate_media(media="screen")

    mine = open_page(browser, site)
    sign_in(mine, NEW_LOGIN, first)
    expect(mine.locator("main")).to_contain_text("请先把初始口令换成自己的口令")
    mine.goto("teachers")
    assert mine.url.endswith("/account/password")
    mine.get_by_label(re.compile("现在的口令|原口令|初始口令|当前口令")).fill(first)
    for field in mine.get_by_label(re.compile("新口令")).all():
        field.fill(OWN_PASSWORD)
    mine.locator("main form").get_by_role("button").click()
    mine.goto("teachers")
    expect(mine.locator("main h1")).to_contain_text("教师")

    account_of(page, "钱江")
    page.get_by_role("link", name="重置口令").click()
    page.get_by_role("button", name="重置口令").click()
    again = page.locator(".slip code").nth(1).inner_text()
    assert again != first
    mine.goto("")
    expect(mine.locator("main h1")).to_have_text("登录")

    account_of(page, "钱江")
    page.get_by_role("link", name="停用", exact=True).click()
    page.get_by_label("原因").fill("已调离")
    page.get_by_role("button", name="停用账号").click()
    expect(page.locator("main")).to_contain_text("已停用")
    mine.get_by_label("登录名").fill(NEW_LOGIN)
    mine.get_by_label("口令").fill(again)
    mine.get_by_role("button", name="登录", exact=True).click()
    expect(mine.locator("main h1")).to_have_text("登录")
    mine.context.close()


def health(page, title):
    return page.locator(".health li", has=page.get_by_role("heading", name=title, exact=True))


def until_it_says(page, title, words):
    """Look again until a job that runs beside the pages is done."""
    for _ in range(60):
        page.goto("installation")
        if words in health(page, title).inner_text():
            return
        page.wait_for_timeout(1000)
    expect(health(page, title)).to_contain_text(words)


def told_of_lin(page):
    page.goto("teachers?q=林晓梅")
    page.locator("main").get_by_role("link", name="林晓梅", exact=True).click()
    page.get_by_label("换一个截止日期").fill(AS_OF)
    page.get_by_role("button", name="计算").click()
    expect(page.locator("main")).to_contain_text(AS_OF)
    return page.locator("main").inner_text()


def test_a_backup_made_from_the_page_is_the_same_registry_in_an_empty_folder(opened, browser, data, empty):
    page = opened("yunwei")
    page.get_by_role("link", name="运维", exact=True).first.click()
    health(page, "上次备份").get_by_role("button", name="立即备份").click()
    noted(page, re.compile("已安排备份|备份已在排队或进行中"))
    until_it_says(page, "上次备份", "正常")
    health(page, "上次恢复演练").get_by_role("button", name="立即演练").click()
    until_it_says(page, "上次恢复演练", "可以恢复")
    page.get_by_role("button", name="核对审计链").click()
    expect(page.locator("main")).to_contain_text("审计链完整")
    before = told_of_lin(opened("chen"))

    found = restored(Path(data), empty)
    assert found.returncode == 0, found.stderr + found.stdout
    with running(empty, "serve") as address:
        again = open_page(browser, address, "chen")
        assert told_of_lin(again) == before
        again.context.close()
