"""Signing in through the pages: sessions, forged forms, headers, and what a visitor gets."""

import pytest
from litestar import get

from registry.identity.access import SESSION_COOKIE, own_path, require_declared
from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import EVERYWHERE
from tests.web.site import OWN_PASSWORD, Site

OPERATOR = RoleWanted(Role.OPERATOR, EVERYWHERE)


@pytest.fixture
async def site(database, tmp_path):
    site = Site(tmp_path)
    await site.account("chen", OPERATOR)
    return site


async def test_a_visitor_is_led_to_the_sign_in_page_and_back(site):
    async with site.browser() as browser:
        led = await browser.see("/account?x=1")
        assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Faccount%3Fx%3D1")

        back = await browser.send("/sign-in", {"login": "chen", "password": OWN_PASSWORD, "next": "/account?x=1"})

        assert (back.status_code, back.headers["location"]) == (303, "/account?x=1")
        assert (await browser.see("/account")).status_code == 200


async def test_a_visitor_gets_no_session(site):
    async with site.browser() as browser:
        await browser.see("/sign-in")

        assert SESSION_COOKIE not in browser.client.cookies


async def test_an_id_that_the_browser_brings_is_never_adopted(site):
    async with site.browser() as browser:
        browser.client.cookies.set(SESSION_COOKIE, "fixed-by-somebody", domain="registry.test", path="/")
        await browser.send("/sign-in", {"login": "chen", "password": OWN_PASSWORD})
        given = [cookie.value for cookie in browser.client.cookies.jar if cookie.name == SESSION_COOKIE]

        assert "fixed-by-somebody" not in given
        assert len(given) == 1


async def test_signing_in_again_ends_the_former_session(site):
    async with site.browser("chen") as browser:
        former = browser.client.cookies[SESSION_COOKIE]
        await browser.send("/sign-in", {"login": "chen", "password": OWN_PASSWORD})
        browser.client.cookies.clear()
        browser.client.cookies.set(SESSION_COOKIE, former)

        assert (await browser.see("/account")).status_code == 303


async def test_signing_out_ends_the_session_on_the_server(site):
    async with site.browser("chen") as browser:
        former = browser.client.cookies[SESSION_COOKIE]
        assert (await browser.send("/sign-out")).status_code == 303
        browser.client.cookies.set(SESSION_COOKIE, former)

        assert (await browser.see("/account")).status_code == 303


async def test_a_wrong_password_says_no_more_than_it_must(site):
    async with site.browser() as browser:
        wrong = await browser.send("/sign-in", {"login": "chen", "password": "not this one"})
        unknown = await browser.send("/sign-in", {"login": "nobody", "password": "not this one"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "登录名或口令不正确" in wrong.text
    assert "登录名或口令不正确" in unknown.text


async def test_a_form_without_its_token_is_refused(site):
    async with site.browser("chen") as browser:
        forged = await browser.client.post("/sign-out", data={"_csrf_token": "0" * 128})

        assert forged.status_code == 403
        assert (await browser.see("/account")).status_code == 200


async def test_a_first_password_opens_only_the_page_that_replaces_it(site):
    from registry.audit.process import open_process
    from registry.identity.model.accounts import CreateAccount
    from registry.identity.service.accounts import create_account

    async with open_process("create_account", site.reading()) as process:
        slip = await create_account(process, CreateAccount("gao", "Gao", (OPERATOR,)))
    async with site.browser() as browser:
        await browser.send("/sign-in", {"login": "gao", "password": slip.first_password})
        assert (await browser.see("/account")).headers["location"] == "/account/password"
        new = {"current": slip.first_password, "new": OWN_PASSWORD, "again": OWN_PASSWORD}

        changed = await browser.send("/account/password", new)

        assert (changed.status_code, changed.headers["location"]) == (303, "/")
        assert (await browser.see("/account")).status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/account", "/static/registry.css", "/healthz"])
async def test_every_answer_carries_the_strict_headers(site, path):
    async with site.browser() as browser:
        headers = (await browser.see(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "cache-control" in headers


async def test_a_defect_is_answered_in_words_and_never_with_its_text(site):
    @get("/broken", public=True)
    async def broken() -> None:
        raise RuntimeError("secret detail")

    site.app.register(broken)
    async with site.browser() as browser:
        answer = await browser.see("/broken")

    assert answer.status_code == 500
    assert "系统出错了" in answer.text
    assert "secret detail" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


async def test_a_program_gets_problems_as_json(site):
    async with site.browser() as browser:
        answer = await browser.see("/account", headers={"accept": "application/json"})

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.json() == {"type": "about:blank", "title": "请先登录", "status": 401}


async def test_a_route_without_a_permission_does_not_start(site):
    @get("/forgotten")
    async def forgotten() -> None: ...

    site.app.register(forgotten)

    with pytest.raises(ValueError, match="/forgotten"):
        require_declared(site.app)


async def test_english_by_a_switch_and_chinese_again(site):
    async with site.browser() as browser:
        await browser.send("/language", {"to": "en", "next": "/sign-in"})
        assert "<h1>Sign in</h1>" in (await browser.see("/sign-in")).text
        await browser.send("/language", {"to": "zh", "next": "/sign-in"})
        assert "<h1>登录</h1>" in (await browser.see("/sign-in")).text


async def test_below_a_sub_path_every_link_carries_it(database, tmp_path):
    site = Site(tmp_path, public_url="http://gate.test/practice")
    async with site.browser() as browser:
        shown = await browser.see("/sign-in")

    assert 'action="/practice/sign-in"' in shown.text
    assert 'href="/practice/static/registry.css"' in shown.text
    assert "Path=/practice" in shown.headers["set-cookie"]


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        ("/account", "/account"),
        ("/account?a=1", "/account?a=1"),
        ("//evil.test/x", None),
        ("https://evil.test/", None),
        ("/\\evil.test", None),
        ("javascript:alert(1)", None),
        ("/a\nb", None),
        ("", None),
        (None, None),
    ],
)
def test_only_paths_of_this_site_are_gone_on_to(wanted, allowed):
    assert own_path(wanted, "") == allowed


def test_a_path_outside_the_sub_path_is_not_gone_on_to():
    assert own_path("/other/page", "/practice") is None
