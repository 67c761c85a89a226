"""The second factor on pages: set up, asked for, required first, helped with; and a token asked for twice."""

import re
from datetime import timedelta

import pyotp
import pytest

from registry.identity import tables
from registry.identity.access import SESSION_COOKIE
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.pages.entering import STEP_COOKIE
from tests.web.keeping import a_town, chinese_left
from tests.web.site import OWN_PASSWORD, Site

FORM_WORD = re.compile(r'name="form" value="([^"]+)"')
KEY = re.compile(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<li><code>([a-z0-9]{5}-[a-z0-9]{5})</code>")
STEP = timedelta(seconds=30)
PAGE = "/account/second-factor"


@pytest.fixture
async def town(database, tmp_path):
    site = Site(tmp_path)
    town = await a_town(site)
    given = {"school_id": town.school.id, "staff_no": "1001", "person_id": town.wang.id}
    town.ids["wang"] = await site.account("wang", RoleWanted(Role.TEACHER), **given)
    return town


def _code(town, secret, steps=0):
    return pyotp.TOTP(secret).at(town.site.now + steps * STEP)


async def _set_up(town, browser):
    """Through the pages: the secret and the recovery codes; the code of now is used up."""
    await browser.send(f"{PAGE}/begin")
    page = (await browser.see(PAGE)).text
    secret = KEY.search(page)[1].replace(" ", "")
    told = {"code": _code(town, secret), "form": FORM_WORD.search(page)[1]}
    shown = await browser.send(f"{PAGE}/confirm", told)
    return secret, CODE.findall(shown.text), (told, shown)


async def test_the_owner_scans_confirms_and_keeps_the_codes(town):
    async with town.site.browser("wang") as browser:
        assert "开始设置" in (await browser.see(PAGE)).text
        await browser.send(f"{PAGE}/begin")
        page = (await browser.see(PAGE)).text
        assert 'src="data:image/svg+xml' in page
        wrong = await browser.send(f"{PAGE}/confirm", {"code": "000000", "form": "x"})
        assert (wrong.status_code, 'id="e-code"' in wrong.text) == (422, True)
        _, codes, (told, shown) = await _set_up(town, browser)
        again = await browser.send(f"{PAGE}/confirm", told)

        assert (len(codes), shown.status_code, CODE.findall(again.text)) == (10, 200, codes)
        assert codes[0] not in (await browser.see(PAGE)).text
        assert "还有 10 个恢复码可用" in (await browser.see(PAGE)).text
        assert (await browser.see("/account")).status_code == 200


async def test_the_password_alone_opens_no_page_any_more(town):
    async with town.site.browser("wang") as browser:
        secret, codes, _ = await _set_up(town, browser)
    async with town.site.browser() as browser:
        due = await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD, "next": "/account"})
        assert (due.status_code, due.headers["location"]) == (303, "/sign-in/code?next=%2Faccount")
        assert SESSION_COOKIE not in browser.client.cookies
        assert (await browser.see("/account")).headers["location"].startswith("/sign-in")
        assert "验证器上显示什么数字" in (await browser.see("/sign-in/code?next=%2Faccount")).text
        wrong = await browser.send("/sign-in/code", {"code": _code(town, secret), "next": "/account"})
        assert (wrong.status_code, "已用过" in wrong.text) == (422, True)
        town.site.now += STEP
        entered = await browser.send("/sign-in/code", {"code": _code(town, secret), "next": "/account"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/account")
        assert STEP_COOKIE not in browser.client.cookies
        assert (await browser.see("/account")).status_code == 200
    async with town.site.browser() as browser:
        assert (await browser.see("/sign-in/code")).headers["location"] == "/sign-in"
        await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD})
        assert (await browser.send("/sign-in/code", {"code": codes[0], "next": "//evil.test"})).headers[
            "location"
        ] == "/"


async def test_a_ticket_is_no_session(town):
    async with town.site.browser("wang") as browser:
        await _set_up(town, browser)
    async with town.site.browser() as browser:
        await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD})
        ticket = browser.client.cookies[STEP_COOKIE]
        browser.client.cookies.set(SESSION_COOKIE, ticket)

        assert (await browser.see("/account")).status_code == 303


async def test_a_step_that_is_over_leads_back_to_the_password(town):
    async with town.site.browser("wang") as browser:
        secret, _, _ = await _set_up(town, browser)
    async with town.site.browser() as browser:
        await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD})
        town.site.now += timedelta(minutes=5)
        late = await browser.send("/sign-in/code", {"code": _code(town, secret), "next": "/account"})

        assert (late.status_code, late.headers["location"]) == (303, "/sign-in?next=%2Faccount")
        assert "请重新登录" in (await browser.see("/sign-in")).text


async def test_who_must_have_one_is_led_to_it_before_anything_else(town):
    async with town.site.browser("wang") as browser, town.site.browser("hr") as office:
        await office.send(f"/school/{town.school.id}/second-factor", {"roles": "teacher"})
        assert "须启用,还没有设置" in (await office.see(f"/school/{town.school.id}/second-factor")).text
        for path in ("/", "/account", "/account/tokens"):
            assert (await browser.see(path)).headers["location"] == PAGE
        assert (await browser.see("/no-such-page")).status_code == 404
        assert (await browser.see("/account/password")).status_code == 200
        assert "您的角色必须启用" in (await browser.see(PAGE)).text
        secret, _, _ = await _set_up(town, browser)
        assert (await browser.see("/account")).status_code == 200
        refused = await browser.send(f"{PAGE}/remove", {"remove_code": _code(town, secret, 1)})
        assert refused.status_code == 403


async def test_new_codes_and_removal_ask_for_a_code(town):
    async with town.site.browser("wang") as browser:
        secret, codes, _ = await _set_up(town, browser)
        page = (await browser.see(PAGE)).text
        empty = await browser.send(f"{PAGE}/codes", {"form": "x"})
        used = await browser.send(f"{PAGE}/codes", {"renew_code": _code(town, secret), "form": "x"})
        town.site.now += STEP
        told = {"renew_code": _code(town, secret), "form": FORM_WORD.search(page)[1]}
        new = await browser.send(f"{PAGE}/codes", told)
        assert [each.status_code for each in (empty, used, new)] == [422, 422, 200]
        assert not set(CODE.findall(new.text)) & set(codes)
        removed = await browser.send(f"{PAGE}/remove", {"remove_code": CODE.findall(new.text)[0]})
        assert removed.headers["location"] == PAGE
        twice = await browser.send(f"{PAGE}/remove", {"remove_code": "000000"})
        assert twice.status_code == 303
    async with town.site.browser("wang") as browser:
        assert (await browser.see("/account")).status_code == 200


async def test_who_must_have_one_moves_it_to_a_new_phone_alone(town):
    async with town.site.browser("wang") as browser, town.site.browser("hr") as office:
        secret, codes, _ = await _set_up(town, browser)
        await office.send(f"/school/{town.school.id}/second-factor", {"roles": "teacher"})
        assert KEY.search((await browser.see(PAGE)).text) is None
        refused = await browser.send(f"{PAGE}/begin", {"old_code": _code(town, secret)})
        empty = await browser.send(f"{PAGE}/begin", {"old_code": ""})
        assert [(each.status_code, 'id="e-old_code"' in each.text) for each in (refused, empty)] == [(422, True)] * 2
        town.site.now += STEP
        begun = await browser.send(f"{PAGE}/begin", {"old_code": _code(town, secret)})
        assert (begun.status_code, begun.headers["location"]) == (303, PAGE)
        page = (await browser.see(PAGE)).text
        assert "原来的继续有效" in page
        fresh = KEY.search(page)[1].replace(" ", "")
        told = {"code": _code(town, fresh), "form": FORM_WORD.search(page)[1]}
        shown = await browser.send(f"{PAGE}/confirm", told)
        assert (shown.status_code, len(CODE.findall(shown.text)), fresh != secret) == (200, 10, True)
        assert not set(CODE.findall(shown.text)) & set(codes)
        assert (await browser.see("/account")).status_code == 200


async def test_hr_takes_a_lost_one_away_and_a_stranger_finds_nothing(town):
    async with town.site.browser("wang") as browser:
        await _set_up(town, browser)
        own, theirs = f"/school/{town.school.id}/second-factor", f"/school/{town.other.id}/second-factor"
        of_wang = f"/{town.ids['wang']}"
        async with town.site.browser("stranger") as stranger, town.site.browser("hr") as office:
            for path in (own, own + of_wang, theirs + of_wang):
                assert (await stranger.see(path)).status_code == 404
            assert (await stranger.send(own + of_wang, {"reason": "x"})).status_code == 404
            assert (await stranger.send(own, {"roles": "teacher"})).status_code == 404
            assert "重置 Wang 的第二步验证" in (await office.see(own + of_wang)).text
            assert (await office.send(own + of_wang)).status_code == 422
            reset = await office.send(own + of_wang, {"reason": "手机丢失"})
            assert reset.headers["location"] == own
            assert (await office.send(own + of_wang, {"reason": "手机丢失"})).status_code == 409
        assert (await browser.see("/account")).status_code == 303


async def test_an_operator_takes_one_away_and_not_the_own_one(town):
    async with town.site.browser("keeper") as browser, town.site.browser("root") as root:
        await _set_up(town, browser)
        path = f"/accounts/{town.ids['keeper']}/second-factor"
        own = await browser.see(path)
        assert "不能重置自己的第二步验证" in own.text
        assert (await browser.send(path, {"reason": "x"})).status_code == 403
        async with town.site.browser("other.keeper") as stranger:
            assert (await stranger.see(path)).status_code == 404
            assert (await stranger.send(path, {"reason": "x"})).status_code == 404
        reset = await root.send(path, {"reason": "手机丢失"})
        assert reset.headers["location"] == f"/accounts/{town.ids['keeper']}"
        assert "重置第二步验证" in (await root.see(f"/accounts/{town.ids['keeper']}")).text


async def test_a_token_asked_for_twice_is_one_token_shown_both_times(town):
    async with town.site.browser("hr") as browser:
        page = (await browser.see("/account/tokens")).text
        told = {
            "label": "校务平台",
            "scopes": "standing:read",
            "expires_on": "2027-03-01",
            "form": FORM_WORD.search(page)[1],
        }
        first, second = await browser.send("/account/tokens", told), await browser.send("/account/tokens", told)
        town.site.now += timedelta(minutes=2)
        late = await browser.send("/account/tokens", told)

    tokens = [re.search(r'id="token"[^>]*>(reg_[^<]+)<', each.text)[1] for each in (first, second)]
    assert (first.status_code, second.status_code, tokens[0] == tokens[1]) == (200, 200, True)
    assert (late.status_code, tokens[0] in late.text) == (409, False)
    assert await tables.Token.count() == 1


async def test_the_pages_speak_english(town):
    left = {}
    async with town.site.browser("wang") as browser, town.site.browser("hr") as office:
        for each in (browser, office):
            await each.send("/language", {"to": "en", "next": "/"})
        left["before"] = chinese_left((await browser.see(PAGE)).text)
        await browser.send(f"{PAGE}/begin")
        left["begun"] = chinese_left((await browser.see(PAGE)).text)
        _, _, (_, shown) = await _set_up(town, browser)
        left["codes"] = chinese_left(shown.text)
        left["set up"] = chinese_left((await browser.see(PAGE)).text)
        left["wrong"] = chinese_left((await browser.send(f"{PAGE}/codes", {"renew_code": "0", "form": "x"})).text)
        own = f"/school/{town.school.id}/second-factor"
        left["school"] = chinese_left((await office.see(own)).text)
        left["reset"] = chinese_left((await office.see(f"{own}/{town.ids['wang']}")).text)
    async with town.site.browser() as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD})
        left["step"] = chinese_left((await browser.see("/sign-in/code")).text)
        left["refused"] = chinese_left((await browser.send("/sign-in/code", {"code": "000000"})).text)

    assert {name: words for name, words in left.items() if words} == {}
