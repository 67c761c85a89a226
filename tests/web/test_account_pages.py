"""One's own account: who one is, sessions, lending an office, tokens; the throttle as the sign-in page tells it."""

import json
import re
from datetime import timedelta

import pytest

from registry.identity import tables
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.queries.principals import standing_of
from tests.institutions.staging import rows_of
from tests.web.keeping import a_town, chinese_left
from tests.web.site import OWN_PASSWORD, Site

TOKEN = re.compile(r"reg_[\w-]{40,}")
LENT = {"borrower": "colleague", "started_on": "2026-11-22", "finished_on": "2026-11-30"}


@pytest.fixture
async def town(database, tmp_path):
    return await a_town(Site(tmp_path))


async def _lendings(browser):
    page = (await browser.see("/account/lending")).text
    return re.findall(r"/account/lending/([0-9a-f-]{36})", page), re.findall(
        r"/account/delegations/([0-9a-f-]{36})/end", page
    )


async def _lend(browser, **changes):
    (grant_id, *_), _ = await _lendings(browser)
    return await browser.send(f"/account/lending/{grant_id}", {**LENT, **changes})


async def _roles(town, login):
    found = await standing_of(town.site.reading(), town.ids[login])
    return [(held.role, held.lent_by.name if held.lent_by else None) for held in found.roles]


async def test_the_owner_sees_roles_with_their_place_and_days(town):
    async with town.site.browser("hr") as browser:
        page = (await browser.see("/account")).text

    assert "人事处经办人" in page
    assert "盘锦职院" in page
    assert "2026-11-22 – 长期" in page


async def test_other_devices_are_signed_out_and_this_one_stays(town):
    async with town.site.browser("hr") as here, town.site.browser("hr") as there:
        assert "其他设备" in (await here.see("/account")).text

        ended = await here.send("/account/sessions/end")

        assert (ended.status_code, ended.headers["location"]) == (303, "/account")
        assert (await here.see("/account")).status_code == 200
        assert (await there.see("/account")).status_code == 303


async def test_ending_other_sessions_is_recorded_once_and_only_where_there_were_any(town, database):
    async with town.site.browser("hr") as here, town.site.browser("hr"):
        await here.send("/account/sessions/end")
        await here.send("/account/sessions/end")

    asked = (
        "SELECT content::json -> 'after' AS after FROM audit_event WHERE kind = 'SessionEnded' AND subject_id = $1"
    )
    found = await rows_of(database, asked, str(town.ids["hr"]))
    assert [json.loads(row["after"]) for row in found] == [{"end_reason": "signed_out", "others": 1}]


async def test_a_wrong_password_stands_in_the_owners_history(town):
    async with town.site.browser() as browser:
        await browser.send("/sign-in", {"login": "hr", "password": "not the right one"})
    async with town.site.browser("hr") as browser:
        page = (await browser.see("/account/sign-ins")).text

    assert ("口令错误" in page, "登录成功" in page, "10.0.0.7" in page) == (True, True, True)


async def test_the_throttle_names_the_time_of_the_next_try(town):
    async with town.site.browser() as browser:
        for _ in range(5):
            await browser.send("/sign-in", {"login": "hr", "password": "not the right one"})
        refused = await browser.send("/sign-in", {"login": "hr", "password": OWN_PASSWORD})

        assert refused.status_code == 422
        assert "口令输错次数过多,请稍后再试" in refused.text
        assert "09:00:30 之后可以再试。" in refused.text
        town.site.now += timedelta(seconds=31)
        assert (await browser.send("/sign-in", {"login": "hr", "password": OWN_PASSWORD})).status_code == 303


async def test_a_borrower_acts_in_the_role_until_it_ends(town):
    async with town.site.browser("hr") as lender, town.site.browser("colleague") as borrower:
        lent = await _lend(lender)
        assert (lent.status_code, lent.headers["location"]) == (303, "/account/lending")
        assert await _roles(town, "colleague") == [(Role.HR_OFFICER, "Hr")]
        assert "受Hr委托" in (await borrower.see("/account")).text

        _, (delegation_id,) = await _lendings(borrower)
        ended = await borrower.send(f"/account/delegations/{delegation_id}/end")

        assert ended.status_code == 303
        assert await _roles(town, "colleague") == []


async def test_a_delegation_sent_twice_is_one(town):
    async with town.site.browser("hr") as browser:
        first, second = await _lend(browser), await _lend(browser)

    assert (first.status_code, second.status_code) == (303, 303)
    assert await tables.Delegation.count() == 1


async def test_somebody_of_another_school_cannot_borrow_and_what_was_typed_stays(town):
    async with town.site.browser("hr") as browser:
        refused = await _lend(browser, borrower="stranger", finished_on="2026-12-24")

    assert refused.status_code == 422
    assert "没有这样一位可以受托的同事" in refused.text
    assert 'value="2026-12-24"' in refused.text
    assert "Stranger" not in refused.text


async def test_a_stranger_neither_lends_nor_ends_what_is_not_theirs(town):
    async with town.site.browser("hr") as browser, town.site.browser("stranger") as stranger:
        await _lend(browser)
        (grant_id, *_), (delegation_id, *_) = await _lendings(browser)

        assert (await stranger.see(f"/account/lending/{grant_id}")).status_code == 404
        assert (await stranger.send(f"/account/lending/{grant_id}", LENT)).status_code == 404
        assert (await stranger.send(f"/account/delegations/{delegation_id}/end")).status_code == 404

    assert await _roles(town, "colleague") == [(Role.HR_OFFICER, "Hr")]


async def test_a_token_is_shown_once_and_kept_nowhere(town, database):
    wanted = {"label": "校务平台", "scopes": "placements:read", "expires_on": "2027-03-01"}
    async with town.site.browser("hr") as browser:
        issued = await browser.send("/account/tokens", wanted)
        token = TOKEN.search(issued.text)[0]
        later = [(await browser.see(path)).text for path in ("/account/tokens", "/account")]

    assert issued.headers["cache-control"] == "no-store"
    assert [token in page for page in later] == [False, False]
    assert token[:12] in later[0]
    events = await rows_of(database, "SELECT content FROM audit_event")
    assert not any(token in row["content"] for row in events)


async def test_a_token_without_scope_is_refused_beside_the_field(town):
    async with town.site.browser("hr") as browser:
        refused = await browser.send("/account/tokens", {"label": "校务平台", "expires_on": "2027-03-01"})

    assert refused.status_code == 422
    assert 'id="e-scopes"' in refused.text
    assert 'value="校务平台"' in refused.text


async def test_only_its_owner_or_operator_revokes_a_token(town):
    wanted = {"label": "校务平台", "scopes": "placements:read", "expires_on": "2027-03-01"}
    async with town.site.browser("hr") as browser, town.site.browser("stranger") as stranger:
        await browser.send("/account/tokens", wanted)
        path = re.search(r"/account/tokens/[0-9a-f-]{36}/revoke", (await browser.see("/account/tokens")).text)[0]

        assert (await stranger.send(path)).status_code == 404
        assert [(await browser.send(path)).status_code for _ in range(2)] == [303, 303]
        assert "没有可用的令牌" in (await browser.see("/account/tokens")).text


async def test_an_account_without_a_role_is_told_whom_to_ask(town):
    async with town.site.browser("colleague") as browser:
        assert "这个账号还没有角色" in (await browser.see("/account")).text


@pytest.mark.parametrize("path", ["/account", "/account/sign-ins", "/account/lending", "/account/tokens"])
async def test_pages_of_the_own_account_have_their_english(town, path):
    async with town.site.browser("hr") as browser:
        await browser.send("/language", {"to": "en", "next": "/account"})
        page = (await browser.see(path)).text

    assert chinese_left(page) == []


async def test_a_teachers_role_is_not_offered_for_lending(town):
    await town.site.account("wang", RoleWanted(Role.TEACHER), school_id=town.school.id, person_id=town.wang.id)
    async with town.site.browser("wang") as browser:
        assert "您没有可以委托的岗位角色" in (await browser.see("/account/lending")).text
