"""Every page for everybody who opens it: no fault that axe finds, nothing to scroll sideways on a phone, light pages.

Each page is looked at in four ways, shared out among those who may open it: Chinese and English, light and dark, on a
desk and on a phone.
"""

import re
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from tests.journeys.acting import DESK, PHONE, no_sideways_scroll, open_page
from tests.journeys.brought import brought_and_merged
from tests.journeys.places import places
from tests.platform.picture_makers import a_jpeg
from tests.web.site import Site

pytest.importorskip("playwright")

LOGINS = ("lin", "chen", "he", "wang", "zhao", "yunwei", "bian", "wu", None)
WAYS = {
    "zh-light-1280": {"locale": "zh-CN", "color_scheme": "light", "viewport": DESK},
    "zh-dark-375": {"locale": "zh-CN", "color_scheme": "dark", "viewport": PHONE},
    "en-light-375": {"locale": "en-US", "color_scheme": "light", "viewport": PHONE},
    "en-dark-1280": {"locale": "en-US", "color_scheme": "dark", "viewport": DESK},
}
HEAVIEST = 100_000
"""Bytes of a page's HTML, pictures and scripts apart."""
NOBODY_OPENS: dict[str, str] = {
    "GET /sign-in/code": "the step after a right password; without one it leads back to the password",
    "GET /installation/sign-on/bindings/{binding_id}": "nobody of the demo ever signed on",
    "GET /people/merge": "compares the two records that its query names; without them it leads to their list",
    "GET /enterprises/merge": "compares the two firms that its query names; without them it leads to their list",
}
"""Routes that nobody of the demo opens, and why."""
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _made(opened):
    """What the demo holds none of: an entry of the journal, a link to an enterprise, an office that can be lent."""
    lin, chen = opened("lin"), opened("chen")
    lin.get_by_role("link", name="照上一次填").click()
    lin.get_by_label("开始日期").fill("2026-10-12")
    lin.get_by_label("结束日期").fill("2026-10-16")
    lin.get_by_role("button", name="已实践,提交").click()
    lin.get_by_role("link", name="写日志").first.click()
    entry_id = lin.locator("input[name=entry_id]").get_attribute("value")
    lin.get_by_label("内容").fill("跟班熟悉装置")
    lin.get_by_label("照片", exact=True).set_input_files(
        [{"name": "一.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg((300, 200))}]
    )
    lin.get_by_role("button", name="保存日志").click()
    lin.locator("main .note").wait_for()
    lin.locator("main .crumbs a").first.click()
    lin.get_by_role("button", name="生成企业确认链接").click()
    token = re.search(r"/confirm/(\S+)", lin.locator("#message").input_value())[1]
    person = UUID.search(chen.request.get("/teachers?q=林晓梅").text().partition("<tbody>")[2])[0]
    lin.goto(f"people/{person}/titles/new")
    lin.get_by_label("职称名称").fill("副教授")
    lin.get_by_label("级别").select_option(index=1)
    lin.get_by_label("系列").fill("高等学校教师")
    lin.get_by_label("取得日期").fill("2026-06-30")
    lin.locator("main form").get_by_role("button").click()
    lin.locator("main .note").wait_for()
    chen.goto("account/lending")
    grant = chen.locator("main a[href*='/account/lending/']").first.get_attribute("href")
    chen.goto("chase?kind=short")
    chen.get_by_role("button", name="发出").click()
    chen.locator("main .note").wait_for()
    batch_id = UUID.search(chen.url)[0]
    known = {"batch_id": batch_id, "entry_id": entry_id, "token": token, "grant_id": UUID.search(grant)[0]}
    return known | _code(chen) | _planned(chen) | _provided(opened("yunwei"))


def _code(chen):
    """The code of a certificate: it is kept encrypted, so that no query finds it."""
    chen.goto("certificates")
    chen.locator("main td a").first.click()
    return {"code": chen.locator("#verify-address").input_value().rpartition("/")[2]}


def _provided(yunwei):
    """A school's own sign-in, switched off."""
    yunwei.goto("installation/sign-on/new?kind=cas")
    yunwei.get_by_label("学校").select_option(index=1)
    yunwei.get_by_label("地址").fill("http://127.0.0.1:9/cas")
    yunwei.get_by_role("button", name="保存").click()
    yunwei.locator("main .note").wait_for()
    return {"provider_id": UUID.search(yunwei.url)[0]}


def _planned(chen):
    """A draft of a plan for one teacher."""
    chen.goto("planner?duty=yearly")
    chen.locator("input[name=person]").first.check()
    chen.get_by_role("button", name="为勾选的人起草计划").click()
    chen.locator("main .note").wait_for()
    plan_id, line_id = UUID.findall(chen.locator("main a[href*='/lines/']").first.get_attribute("href"))
    return {"plan_id": plan_id, "line_id": line_id}


def _rules(opened):
    """A share of the excellent and regions asked for, as the office sets them."""
    chen = opened("chen")
    for what in ("caps", "regions"):
        chen.goto("school/rules")
        link = chen.locator(f"main a[href$='/{what}/new']")
        if not link.count():
            return
        link.first.click()
        for field in chen.locator("main form input:not([type=hidden]), main form textarea").all():
            kind = field.get_attribute("type")
            if kind == "date":
                field.fill("2026-12-01")
            elif kind not in ("checkbox", "radio"):
                field.fill("21" if "region" in (field.get_attribute("name") or "") else "20")
        chen.locator("main form button").first.click()
        chen.wait_for_load_state()


@pytest.fixture(scope="module")
def pages(browser, site, data, tmp_path_factory):
    """For each page its address and who opens it, and each one's cookies."""
    contexts = []

    def opened(login):
        page = open_page(browser, site, login)
        contexts.append(page.context)
        return page

    made = _made(opened) | brought_and_merged(opened("chen"), tmp_path_factory.mktemp("brought"))
    _rules(opened)
    people = {login: opened(login) for login in LOGINS}
    found = {}
    for place in places(Site(tmp_path_factory.mktemp("app")).app, data, made):
        found[place] = {}
        for login, page in people.items():
            if place.address is None:
                continue
            answer = page.request.get(place.address, max_redirects=0)
            if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                found[place][login] = len(answer.body())
    cookies = {login: page.context.storage_state() for login, page in people.items()}
    for context in contexts:
        context.close()
    return found, cookies


def test_somebody_opens_every_page(pages):
    unseen = {str(place.route) for place, seen in pages[0].items() if not seen}

    assert unseen - set(NOBODY_OPENS) == set()
    assert set(NOBODY_OPENS) <= unseen


def test_pages_are_light(pages):
    heavy = {
        f"{place.route} as {login}": size
        for place, seen in pages[0].items()
        for login, size in seen.items()
        if size > HEAVIEST
    }

    assert heavy == {}


def _shared_out(found, way):
    """Who looks at which page in this way: each page in each way by somebody, and everybody once."""
    turn = list(WAYS).index(way)
    for place, seen in found.items():
        logins = list(seen)
        rounds = max(len(WAYS), len(logins))
        for number in range(turn, rounds, len(WAYS)):
            if logins:
                yield place, logins[number % len(logins)]


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(browser, site, pages, way):
    found, cookies = pages
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    pages_of, faults, broken = {}, [], []
    for place, login in _shared_out(found, way):
        if login not in pages_of:
            how = {**WAYS[way], "storage_state": cookies[login], "base_url": site, "bypass_csp": True}
            context = browser.new_context(**how)
            context.add_init_script(script)
            pages_of[login] = context.new_page()
            pages_of[login].on("pageerror", lambda error: broken.append(str(error)))
        page = pages_of[login]
        page.goto(place.address, wait_until="load")
        result = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
        name = f"{place.route} as {login}"
        faults += [f"{name}: script: {each}" for each in broken]
        faults += [f"{name}: {each['id']}: {_where(each)}" for each in result["violations"]]
        if WAYS[way]["viewport"] is PHONE and not no_sideways_scroll(page):
            faults.append(f"{name}: scrolls sideways")
        if urlsplit(page.url).path != place.address:
            faults.append(f"{name}: led to {page.url}")
        broken.clear()
    for page in pages_of.values():
        page.context.close()

    assert faults == []


def _where(violation):
    return "; ".join(node["html"][:120] for node in violation["nodes"][:3])
