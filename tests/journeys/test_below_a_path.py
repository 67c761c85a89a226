"""The registry below a path of a larger site."""

import re

import pytest

from tests.journeys.acting import open_page, state_is
from tests.journeys.house import running

pytest.importorskip("playwright")
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def below(data):
    told = {"REGISTRY_PUBLIC_URL": "http://127.0.0.1:{port}/practice", "REGISTRY_PLAIN_HTTP": "1"}
    with running(data, "serve", **told) as address:
        yield f"{address}/practice/"


def test_signing_in_and_a_form_work_below_a_path(browser, below):
    page = open_page(browser, below, "lin")
    wrong = []
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.goto("")
    page.get_by_role("link", name="照上一次填").click()
    page.get_by_label("开始日期").fill("2026-11-02")
    page.get_by_label("结束日期").fill("2026-11-06")
    expect(page.locator("#preview")).to_contain_text("未认定前不计入")
    page.get_by_role("button", name="先存为计划").click()
    state_is(page, "计划")

    assert wrong == []
    assert re.match(rf"{re.escape(below)}placements/[0-9a-f-]{{36}}$", page.url)
    assert all("/practice" in link.get_attribute("href") for link in page.locator("header a").all())
    page.context.close()
