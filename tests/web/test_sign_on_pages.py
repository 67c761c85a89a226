"""Signing in at a school's own place, against servers that nobody here wrote; and the operator's pages of it."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from registry.audit.process import open_process
from registry.home.sign_on.visiting import JOURNEY_COOKIE
from registry.identity import tables
from registry.identity.access import SESSION_COOKIE
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.model.sign_on import ProviderKind
from registry.identity.service.tickets import journey_of, journey_ticket
from registry.kernel.scopes import EVERYWHERE
from registry.people.model.commands import EndEmployment
from registry.people.service.employments import end_employment
from tests.identity.foreign_cas import PASSWORD as CAS_PASSWORD
from tests.identity.foreign_cas import USER as CAS_USER
from tests.identity.foreign_cas import NoServer, cas_server
from tests.identity.sign_on_stage import (
    CLIENT,
    SECRET,
    a_provider,
    answering,
    claims,
    oidc_provider,
    publishes,
    signed,
)
from tests.web.keeping import a_town, chinese_left
from tests.web.site import HOST, OWN_PASSWORD, Site

TEACHER = RoleWanted(Role.TEACHER)
WANG = {"sub": "u-wang", "employee_number": "1001"}
NOBODY = {"sub": "u-nobody", "employee_number": "9999"}
DENIED = (404, 404)


@pytest.fixture(scope="module")
def issuer():
    with oidc_provider(WANG, NOBODY) as address:
        yield address


@pytest.fixture
async def town(database, tmp_path):
    """Now is now: the foreign servers have clocks of their own."""
    site = Site(tmp_path, now=datetime.now(UTC))
    town = await a_town(site)
    wang = await site.account("wang", TEACHER, school_id=town.school.id, staff_no="1001", person_id=town.wang.id)
    town.ids["wang"] = wang
    return town


async def _provider(town, address, **changes):
    given = {"school_id": town.school.id, "staff_no_claim": "employee_number", **changes}
    return await a_provider(address, given.pop("kind", ProviderKind.OIDC), **given)


async def _sent(browser, provider, wanted=""):
    """Off to the provider: where to."""
    answer = await browser.see(f"/sign-on/{provider.id}", params={"next": wanted} if wanted else {})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def _agreed(address, user=WANG):
    """What the provider sends back to, once the user signed in there."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(address, data={"sub": user["sub"]})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(HOST)


async def _kinds():
    rows = await tables.Attempt.select(tables.Attempt.outcome).order_by(tables.Attempt.attempted_at)
    return [row["outcome"] for row in rows]


async def test_a_teacher_signs_on_by_oidc_and_goes_where_she_wanted(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        page = await browser.see("/sign-in?next=%2Faccount")
        assert f'href="/sign-on/{provider.id}?next=%2Faccount"' in page.text
        back = await browser.see(await _agreed(await _sent(browser, provider, "/account")))

        assert (back.status_code, back.headers["location"]) == (303, "/account")
        assert "1001" in (await browser.see("/account")).text
        again = await browser.see(f"/sign-on/{provider.id}")
        assert (again.status_code, again.headers["location"]) == (303, "/")
        out = await browser.send("/sign-out")
        assert out.headers["location"] == f"/sign-on/{provider.id}/left"
        assert "仍处于登录状态" in (await browser.see(f"/sign-on/{provider.id}/left")).text
        left = await browser.see(f"/sign-on/{provider.id}/leave")
        assert left.headers["location"].startswith(f"{issuer}/oauth2/end_session?client_id=registry&post_logout")
        assert (await browser.see("/account")).status_code == 303
    assert await _kinds() == ["succeeded"]


async def test_a_way_back_is_good_once_and_for_its_own_browser(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser, town.site.browser() as other:
        address = await _agreed(await _sent(browser, provider))
        ticket = browser.client.cookies[JOURNEY_COOKIE]
        stolen = await other.see(address)
        forged = await browser.see(re.sub("state=[^&]+", "state=forged", address))
        assert (await browser.see(address)).status_code == 303
        browser.client.cookies.clear()
        browser.client.cookies.set(JOURNEY_COOKIE, ticket)
        replayed = await browser.see(address)

    assert [each.status_code for each in (stolen, forged, replayed)] == [403, 403, 403]
    assert all("不是从本页开始的" in each.text for each in (stolen, forged, replayed))
    assert await tables.Session.count() == 1


async def test_a_way_that_took_too_long_is_begun_anew(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        address = await _agreed(await _sent(browser, provider))
        town.site.now += timedelta(minutes=10)

        assert (await browser.see(address)).status_code == 403


async def test_a_code_is_not_exchanged_twice(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser, town.site.browser() as other:
        first = await _agreed(await _sent(browser, provider))
        assert (await browser.see(first)).status_code == 303
        state = parse_qs(urlsplit(await _sent(other, provider)).query)["state"][0]
        replayed = await other.see(re.sub("state=[^&]+", f"state={state}", first))

    assert replayed.status_code == 403
    assert "不认可这次登录" in replayed.text
    assert await _kinds() == ["succeeded", "sign_on_failed"]


async def test_the_nonce_is_that_of_the_way_out(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        address = await _agreed(await _sent(browser, provider))
        journey = journey_of(town.site.reading(), browser.client.cookies[JOURNEY_COOKIE])
        browser.client.cookies.clear()
        browser.client.cookies.set(JOURNEY_COOKIE, journey_ticket(town.site.reading(), replace(journey, nonce="x")))
        answer = await browser.see(address)

    assert (answer.status_code, "(nonce)" in answer.text) == (403, True)
    assert await tables.Session.count() == 0


@pytest.mark.parametrize("wanted", ["https://evil.test/", "//evil.test", "/\\evil.test"])
async def test_no_way_leads_elsewhere(town, issuer, wanted):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        back = await browser.see(await _agreed(await _sent(browser, provider, wanted)))

    assert back.headers["location"] == "/"


async def test_the_address_to_come_back_to_is_the_public_one_whatever_the_request_says(database, tmp_path, issuer):
    site = Site(tmp_path, now=datetime.now(UTC), public_url="https://registry.example.edu.cn/practice")
    town = await a_town(site)
    provider = await _provider(town, issuer)
    async with site.browser() as browser:
        answer = await browser.see(f"/sign-on/{provider.id}", headers={"host": "evil.test"})

    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    back = f"https://registry.example.edu.cn/practice/sign-on/{provider.id}/return"
    assert (answer.headers["location"].startswith(issuer), asked["redirect_uri"]) == (True, [back])


async def test_an_id_that_the_browser_brings_is_never_adopted(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        browser.client.cookies.set(SESSION_COOKIE, "fixed-by-somebody", domain="registry.test", path="/")
        await browser.see(await _agreed(await _sent(browser, provider)))
        given = [cookie.value for cookie in browser.client.cookies.jar if cookie.name == SESSION_COOKIE]

    assert "fixed-by-somebody" not in given
    assert len(given) == 1


async def test_a_number_without_account_gets_a_clear_page_and_nothing_is_made(town, issuer):
    provider, before = await _provider(town, issuer), await tables.Account.count()
    async with town.site.browser() as browser:
        answer = await browser.see(await _agreed(await _sent(browser, provider), NOBODY))

    assert answer.status_code == 403
    assert "工号 9999 在本系统没有账号;请联系本校人事处或运维人员开通" in answer.text
    assert (await tables.Account.count(), await tables.Binding.count(), await tables.Session.count()) == (
        before,
        0,
        0,
    )


async def test_an_ended_employment_is_refused(town, issuer):
    provider = await _provider(town, issuer)
    employed = (await _employments(town.wang.id))[0]
    async with open_process("end_employment", town.site.reading()) as process:
        command = EndEmployment(employed["id"], employed["revision"], town.site.now.date() - timedelta(days=2))
        await end_employment(process, command, EVERYWHERE)
    async with town.site.browser() as browser:
        answer = await browser.see(await _agreed(await _sent(browser, provider)))

    assert (answer.status_code, "已不在职" in answer.text) == (403, True)


async def _employments(person_id):
    from registry.people import tables as people

    return await people.Employment.select().where(people.Employment.person == person_id)


async def test_a_provider_that_is_down_is_told_and_the_operator_gets_in_with_the_password(town):
    with answering() as gone:
        provider = await _provider(town, gone.address)
    async with town.site.browser() as browser:
        answer = await browser.see(f"/sign-on/{provider.id}")
        assert (answer.status_code, "连不上统一身份认证服务器" in answer.text) == (502, True)
        entered = await browser.send("/sign-in", {"login": "root", "password": OWN_PASSWORD})
        assert entered.status_code == 303


async def test_an_error_that_the_provider_sends_back_is_told(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        state = parse_qs(urlsplit(await _sent(browser, provider)).query)["state"][0]
        answer = await browser.see(f"/sign-on/{provider.id}/return?error=%3Cb%3Edenied&state={state}")

    assert (answer.status_code, "&lt;b&gt;denied" in answer.text) == (403, True)


async def test_a_provider_that_is_off_is_not_there(town, issuer):
    provider = await _provider(town, issuer)
    await tables.Provider.update({tables.Provider.is_on: False}).where(tables.Provider.id == provider.id)
    async with town.site.browser() as browser:
        assert "/sign-on/" not in (await browser.see("/sign-in")).text
        assert (await browser.see(f"/sign-on/{provider.id}")).status_code == 404
        assert (await browser.see(f"/sign-on/{uuid4()}")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sub": "u\x00wang"}, "凭证核对不通过"),
        ({"sub": "u\ud800wang"}, "凭证核对不通过"),
        ({"employee_number": "10\x0001"}, "没有告知工号"),
        ({"employee_number": "1001\udfff"}, "没有告知工号"),
    ],
)
async def test_a_name_with_unseen_characters_is_refused(town, changes, words):
    with answering() as server:
        publishes(server)
        provider = await _provider(town, server.address, client_id=CLIENT)
        async with town.site.browser() as browser:
            state = parse_qs(urlsplit(await _sent(browser, provider)).query)["state"][0]
            journey = journey_of(town.site.reading(), browser.client.cookies[JOURNEY_COOKIE])
            told = claims(server, town.site.now, journey.nonce, **{"employee_number": "1001", **changes})
            server.says("/token", {"access_token": "a", "token_type": "Bearer", "id_token": signed(told)})
            answer = await browser.see(f"/sign-on/{provider.id}/return?code=c&state={state}")

    assert (answer.status_code, words in answer.text) == (403, True)
    assert (await tables.Binding.count(), await tables.Session.count()) == (0, 0)


@pytest.fixture(scope="module")
def cas(tmp_path_factory):
    try:
        with cas_server(tmp_path_factory.mktemp("cas"), f"{HOST}/sign-on/") as address:
            yield address
    except NoServer as missing:
        if os.environ.get("REGISTRY_TEST_ALL") == "1":
            pytest.fail(f"django-mama-cas could not be installed: {missing}")
        pytest.skip(f"django-mama-cas could not be installed from the package index: {missing}")


async def _ticket(address):
    """What a CAS server sends back to, once the user signed in there."""
    async with httpx.AsyncClient() as client:
        form = (await client.get(address)).text
        mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
        told = {"username": CAS_USER, "password": CAS_PASSWORD, "csrfmiddlewaretoken": mark}
        answer = await client.post(address, data=told, headers={"referer": address})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(HOST)


async def test_a_teacher_signs_on_by_cas_and_a_ticket_is_good_once_for_this_service(town, cas):
    provider = await _provider(town, cas, kind=ProviderKind.CAS, staff_no_claim="last_name")
    other = await _provider(town, cas, kind=ProviderKind.CAS, name="另一入口")
    async with town.site.browser() as browser:
        away = await _sent(browser, provider, "/account")
        assert away.startswith(f"{cas}/login?service=")
        back = await _ticket(away)
        entered = await browser.see(back)
        assert (entered.status_code, entered.headers["location"]) == (303, "/account")
        out = await browser.send("/sign-out")
        assert out.headers["location"] == f"/sign-on/{provider.id}/left"
        leave = await browser.see(f"/sign-on/{provider.id}/leave")
        assert leave.headers["location"].startswith(f"{cas}/logout?service=")

        ticket = parse_qs(urlsplit(back).query)["ticket"][0]
        for each in (provider, other):
            service = parse_qs(urlsplit(await _sent(browser, each)).query)["service"][0]
            refused = await browser.see(f"{service.removeprefix(HOST)}&ticket={ticket}")
            assert (refused.status_code, "不认可这次登录" in refused.text) == (403, True)
        fresh = parse_qs(urlsplit(await _ticket(await _sent(browser, provider))).query)["ticket"][0]
        service = parse_qs(urlsplit(await _sent(browser, other)).query)["service"][0]
        elsewhere = await browser.see(f"{service.removeprefix(HOST)}&ticket={fresh}")
        assert (elsewhere.status_code, "INVALID_SERVICE" in elsewhere.text) == (403, True)
    assert await tables.Binding.count() == 1


async def test_the_trial_asks_a_cas_server_as_signing_on_would(town, cas):
    provider = await _provider(town, cas, kind=ProviderKind.CAS)
    async with town.site.browser("root") as browser:
        tried = await browser.send(f"/installation/sign-on/{provider.id}/try")

    assert "试连成功" in tried.text


FORM = {
    "kind": "oidc",
    "name": "盘职统一身份认证",
    "client_id": "registry",
    "secret": SECRET,
    "scopes": "openid profile",
    "staff_no_claim": "employee_number",
}


async def test_the_operator_sets_one_up_tries_it_and_switches_it_on(town, issuer):
    provider_id = uuid4()
    told = {**FORM, "provider_id": str(provider_id), "school_id": str(town.school.id), "address": issuer}
    async with town.site.browser("root") as browser:
        assert "接入 CAS" in (await browser.see("/installation/sign-on")).text
        assert "client_secret" in (await browser.see("/installation/sign-on/new?kind=oidc")).text
        made = await browser.send("/installation/sign-on/new", told)
        again = await browser.send("/installation/sign-on/new", told)
        assert [each.headers["location"] for each in (made, again)] == [f"/installation/sign-on/{provider_id}"] * 2
        shown = await browser.see(f"/installation/sign-on/{provider_id}")
        tried = await browser.send(f"/installation/sign-on/{provider_id}/try")
        await browser.send(f"/installation/sign-on/{provider_id}/switch", {"to": "on"})
        listed = await browser.see("/installation/sign-on")
    async with town.site.browser() as visitor:
        offered = await visitor.see("/sign-in")

    assert f"{HOST}/sign-on/{provider_id}/return" in shown.text
    assert SECRET not in shown.text + listed.text + tried.text
    assert "试连成功" in tried.text
    assert "盘职统一身份认证" in listed.text
    assert "盘职统一身份认证" in offered.text
    assert await tables.Provider.count() == 1


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost_but_the_secret(town):
    told = {**FORM, "provider_id": str(uuid4()), "school_id": str(uuid4()), "address": "ftp://x", "client_id": ""}
    async with town.site.browser("root") as browser:
        answer = await browser.send("/installation/sign-on/new", told)

    assert answer.status_code == 422
    for name in ("school_id",):
        assert f'id="e-{name}"' in answer.text
    assert 'value="ftp://x"' in answer.text
    assert SECRET not in answer.text


async def test_a_change_needs_no_restart_and_a_stale_form_is_refused(town, issuer):
    provider = await _provider(town, issuer)
    changed = {**FORM, "address": issuer, "secret": "", "name": "新名称", "revision": str(provider.revision)}
    async with town.site.browser("root") as browser:
        saved = await browser.send(f"/installation/sign-on/{provider.id}", changed)
        stale = await browser.send(f"/installation/sign-on/{provider.id}", {**changed, "name": "另一个"})
        wrong = await browser.send(f"/installation/sign-on/{provider.id}", {**changed, "address": "x"})
    async with town.site.browser() as visitor:
        assert "新名称" in (await visitor.see("/sign-in")).text

    assert (saved.status_code, stale.status_code, wrong.status_code) == (303, 409, 422)


async def test_a_failed_trial_says_why(town):
    with answering() as server:
        publishes(server, issuer="https://elsewhere.test")
        provider = await _provider(town, server.address)
        async with town.site.browser("root") as browser:
            tried = await browser.send(f"/installation/sign-on/{provider.id}/try")

    assert "试连失败" in tried.text
    assert "(issuer)" in tried.text


async def test_the_operator_parts_a_user_from_the_account(town, issuer):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser, town.site.browser("root") as operator:
        await browser.see(await _agreed(await _sent(browser, provider)))
        (bound,) = await tables.Binding.select()
        shown = await operator.see(f"/installation/sign-on/{provider.id}?staff_no=1001")
        asked = await operator.see(f"/installation/sign-on/bindings/{bound['id']}")
        empty = await operator.send(f"/installation/sign-on/bindings/{bound['id']}")
        ended = await operator.send(f"/installation/sign-on/bindings/{bound['id']}", {"reason": "绑错了人"})
        twice = await operator.send(f"/installation/sign-on/bindings/{bound['id']}", {"reason": "绑错了人"})
        assert (await browser.see("/account")).status_code == 303

    assert "u-wang" in shown.text
    assert "u-wang" in asked.text
    assert [each.status_code for each in (empty, ended, twice)] == [422, 303, 404]


async def test_a_school_signs_on_only_from_the_page(town, issuer):
    await _provider(town, issuer)
    async with town.site.browser("root") as browser:
        told = {"school_id": str(town.school.id), "only": "1"}
        assert (await browser.send("/installation/sign-on/only", told)).status_code == 303
        assert "允许口令登录" in (await browser.see("/installation/sign-on")).text
        stranger = await browser.send("/installation/sign-on/only", {"school_id": str(uuid4()), "only": "1"})
        assert stranger.status_code == 404
    async with town.site.browser() as browser:
        refused = await browser.send("/sign-in", {"login": "wang", "password": OWN_PASSWORD})
        allowed = await browser.send("/sign-in", {"login": "keeper", "password": OWN_PASSWORD})

    assert (refused.status_code, "只用统一身份认证登录" in refused.text, allowed.status_code) == (422, True, 303)


@pytest.mark.parametrize("login", ["keeper", "hr", "stranger", "wang"])
async def test_nobody_else_finds_the_operators_pages(town, issuer, login):
    provider = await _provider(town, issuer)
    async with town.site.browser() as browser:
        await browser.see(await _agreed(await _sent(browser, provider)))
    (bound,) = await tables.Binding.select()
    async with town.site.browser(login) as browser:
        for path in ("", "/new", f"/{provider.id}", f"/bindings/{bound['id']}"):
            assert (await browser.see(f"/installation/sign-on{path}")).status_code == 404
        for path in ("/new", f"/{provider.id}", f"/{provider.id}/switch", f"/{provider.id}/try", "/roles", "/only"):
            assert (await browser.send(f"/installation/sign-on{path}", FORM)).status_code == 404


async def test_the_pages_speak_english(town, issuer):
    provider = await _provider(town, issuer, name="Sign-on")
    left = {}
    async with town.site.browser() as browser:
        await browser.send("/language", {"to": "en", "next": "/sign-in"})
        refused = await browser.see(await _agreed(await _sent(browser, provider), NOBODY))
        left["refused"] = chinese_left(refused.text)
        left["left"] = chinese_left((await browser.see(f"/sign-on/{provider.id}/left")).text)
        left["sign-in"] = chinese_left((await browser.see("/sign-in")).text)
        await browser.see(await _agreed(await _sent(browser, provider)))
    (bound,) = await tables.Binding.select()
    async with town.site.browser("root") as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        for path in ("", "/new?kind=cas", "/new?kind=oidc", f"/{provider.id}", f"/bindings/{bound['id']}"):
            left[path] = chinese_left((await browser.see(f"/installation/sign-on{path}")).text)
        answer = await browser.send("/installation/sign-on/new", {"address": "ftp://x", "kind": "oidc"})
        left["faults"] = chinese_left(answer.text)

    assert {name: words for name, words in left.items() if words not in ([], ["统一身份认证"])} == {}
