"""The page of one's own tokens offers only what the account's roles can use."""

import re

import pytest

from registry.identity import tables
from tests.api.stage import BUREAU, HEAD, HR, OPERATOR, TEACHER

OFFERED = re.compile(r'name="scopes" value="([^"]+)"')


@pytest.mark.parametrize(
    ("login", "words"),
    [
        (TEACHER, {"placements:read", "placements:write", "standing:read", "teachers:read", "certificates:read"}),
        (HEAD, {"placements:read", "standing:read", "teachers:read", "board:read", "certificates:read"}),
        (BUREAU, {"standing:read", "teachers:read", "board:read"}),
        (OPERATOR, set()),
    ],
)
async def test_only_what_the_roles_can_use_is_offered_and_made(stage, login, words):
    before = await tables.Token.count()
    async with stage.site.browser(login) as browser:
        page = (await browser.see("/account/tokens")).text
        wanted = {"label": "校务平台", "scopes": "imports:write", "expires_on": "2027-03-01"}
        refused = await browser.send("/account/tokens", wanted)

    assert set(OFFERED.findall(page)) == words
    assert "/api" in page
    assert refused.status_code == 422
    assert await tables.Token.count() == before


async def test_the_last_use_of_a_token_is_shown(stage):
    assert (await stage.ask(HR, "/teachers")).status_code == 200
    async with stage.site.browser(HR) as browser:
        assert stage.site.now.date().isoformat() in (await browser.see("/account/tokens")).text
