"""Who may see what, from the outside: bureau, leader, stranger, visitor; and a ledger that leaves nothing behind."""

import html
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.journeys.acting import open_page
from tests.journeys.counting import rows_of_tables

pytest.importorskip("playwright")
from playwright.sync_api import expect

SAMPLE = Path(__file__).parents[1] / "samples" / "ledger-a.xlsx"
ADDRESS = re.compile(r'(?:href|src)="([^"#]+)"')
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FROM_HERE = ("/", "/teachers", "/recognition", "/plans", "/school", "/titles/waiting")
MOST_ADDRESSES = 150
KINDS = ("/teachers/", "/placements/", "/papers/", "/history", "/people/", "/school")
OF_EVERYBODY = ("/enterprises/", "/static/")
"""A firm's particulars are no school's own."""


def addresses_on(page, path):
    answer = page.request.get(path)
    if "text/html" not in answer.headers.get("content-type", ""):
        return []
    return [urljoin(path, html.unescape(found)) for found in ADDRESS.findall(answer.text())]


def harvested(page):
    """Every address that names something, found by following links from the first pages."""
    known, waiting = set(FROM_HERE), list(FROM_HERE)
    while waiting and len(known) < MOST_ADDRESSES:
        for found in addresses_on(page, waiting.pop(0)):
            parts = urlsplit(found)
            if parts.netloc or found in known or not UUID.search(found) or parts.path.startswith(OF_EVERYBODY):
                continue
            known.add(found)
            waiting.append(found)
    return known - set(FROM_HERE)


def test_a_stranger_finds_none_of_what_the_office_finds(opened):
    office, stranger = opened("chen"), opened("sun")
    office.goto("teachers?q=林晓梅")
    lin = office.locator("main").get_by_role("link", name="林晓梅", exact=True).get_attribute("href")
    found = {*harvested(office), *addresses_on(office, lin)}
    found = {each for each in found if UUID.search(each) and not each.startswith(OF_EVERYBODY)}
    there = {each for each in sorted(found) if office.request.get(each).ok}

    assert [kind for kind in KINDS if not any(kind in each for each in there)] == []
    assert len(there) > 60
    leaks = {each: status for each in sorted(there) if (status := stranger.request.get(each).status) != 404}
    assert leaks == {}


def test_a_visitor_is_led_to_the_sign_in_page_and_back(opened, browser, site):
    office = opened("chen")
    office.goto("teachers?q=林晓梅")
    lin = office.locator("main").get_by_role("link", name="林晓梅", exact=True).get_attribute("href")

    guest = open_page(browser, site)
    guest.goto(lin)
    expect(guest.locator("main h1")).to_have_text("登录")
    guest.get_by_label("登录名").fill("chen")
    guest.get_by_label("口令").fill("qiye-shijian-10")
    guest.get_by_role("button", name="登录", exact=True).click()
    expect(guest.locator("main h1")).to_have_text("林晓梅")
    guest.context.close()


def test_the_bureau_sees_its_schools_and_the_leader_reads(opened):
    bureau = opened("zhao")
    rows = bureau.locator("main table tbody tr")
    expect(rows.first).to_be_visible()
    names = rows.locator("td:first-child a").all_inner_texts()
    assert any("苇海" in name for name in names)
    assert not any("昆河" in name for name in names)
    rows.locator("td:first-child a", has_text="苇海").click()
    expect(bureau.locator("main h1")).to_contain_text("苇海")

    leader = opened("wang")
    expect(leader.locator("main")).to_contain_text("本学年应实践")
    leader.get_by_role("link", name="教师", exact=True).first.click()
    expect(leader.locator("main table tbody tr").first).to_be_visible()
    expect(leader.get_by_role("link", name="认定", exact=True)).to_have_count(0)


@pytest.mark.parametrize("login", ["bian", "wu"])
def test_who_has_nothing_to_do_here_yet_is_told_so(opened, login):
    page = opened(login)

    expect(page.locator("main")).to_contain_text("目前没有可办理的事项")
    for path in ("teachers", "plans", "recognition", "school", "installation", "accounts"):
        assert page.request.get(f"/{path}").status == 404


def test_a_ledger_is_answered_and_nothing_of_it_is_kept(opened, data):
    page = opened("chen")
    page.get_by_role("link", name="台账体检", exact=True).first.click()
    before = rows_of_tables(data)
    page.get_by_label("台账文件").set_input_files(SAMPLE)
    page.get_by_role("button", name="开始体检").click()
    expect(page.locator("main h1")).to_contain_text("ledger-a")
    expect(page.locator("main table").last.locator("tbody tr").first).to_be_visible()

    assert rows_of_tables(data) == before
    assert before["placement"] != "0"
