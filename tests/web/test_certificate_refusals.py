"""Issuing, replacing and revoking refused: said before where that can be, all at once, and nothing typed is lost."""

from uuid import uuid4

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from tests.people.staging import a_person, a_post, an_employment
from tests.web.certificate_stage import VERIFIED, certified, replaced, with_key_that_cannot_sign
from tests.web.practice_stage import HR, a_placement
from tests.web.site import Site
from tests.web.test_certificate_pages import form, of_teacher

REASON = "这是写了很久的理由"


@pytest.fixture
async def given(database, tmp_path):
    return await certified(Site(tmp_path))


def replacing(**changes):
    return {
        "certificate_id": uuid4(),
        "revision": 1,
        "reason": REASON,
        "on": "2026-10-01",
        "wording": "zh",
        **changes,
    }


async def test_a_key_that_cannot_sign_is_told_before_anything_is_asked(given):
    await with_key_that_cannot_sign(given.stage.school)
    paths = ("/certificates/new", f"{given.path}/replace", "/certificates/batches/new")
    query = {"person_id": given.stage.person.id, "category": "professional"}
    async with given.site.browser(HR) as browser:
        pages = [(await browser.see(path, params=query)).text for path in paths]
        sent = await browser.send("/certificates/new", form(given))

    assert ["学校的签名密钥现在不能签名" in page for page in pages] == [True] * 3
    assert ["REGISTRY_" in page or "registry keys" in page for page in (*pages, sent.text)] == [False] * 4
    assert ("会印出这些内容" in pages[0], "内容无误,出具" in pages[0]) == (True, False)
    assert (sent.status_code, 'id="e-person_id"' in sent.text) == (422, True)
    assert len(await of_teacher(given)) == 1


async def test_an_officer_is_told_before_sending_that_others_issue_the_own_one(given):
    school, person = given.stage.school, await a_person("陈慧")
    await a_post(await an_employment(school, person, "T9"))
    await a_placement(school, person, VERIFIED)
    wanted = RoleWanted(Role.HR_OFFICER, Scope.school(school.id))
    await given.site.account("own", wanted, person_id=person.id, school_id=school.id)
    async with given.site.browser("own") as browser:
        page = await browser.see(f"/certificates/new?person_id={person.id}")
        sent = await browser.send("/certificates/new", form(given, person_id=person.id, on="2026-10-01"))

    assert "不能为本人出具" in page.text
    assert (sent.status_code, 'id="e-person_id"' in sent.text) == (403, True)
    assert 'value="2026-10-01"' in sent.text


async def test_whoever_saw_an_older_state_finds_the_reason_that_was_typed_again(given):
    async with given.site.browser(HR) as browser:
        revoking = await browser.send(f"{given.path}/revoke", {"revision": 9, "reason": REASON})
        answer = await browser.send(f"{given.path}/replace", replacing(revision=9))

    for each in (revoking, answer):
        assert (each.status_code, f">{REASON}</textarea>" in each.text) == (409, True)
        assert ('name="revision" value="1"' in each.text, 'id="e-certificate_id"' in each.text) == (True, True)
    assert 'value="2026-10-01"' in answer.text


async def test_whoever_comes_after_a_replacement_is_told_so_and_keeps_the_reason(given):
    await replaced(given)
    async with given.site.browser(HR) as browser:
        revoking = await browser.send(f"{given.path}/revoke", {"revision": 1, "reason": REASON})
        answer = await browser.send(f"{given.path}/replace", replacing())

    for each in (revoking, answer):
        assert (each.status_code, REASON in each.text, "该证明已换发" in each.text) == (403, True, True)
        assert f'href="{given.path}"' in each.text


async def test_all_that_is_wrong_with_a_replacement_is_said_at_once(given):
    async with given.site.browser(HR) as browser:
        answer = await browser.send(f"{given.path}/replace", replacing(revision="x", reason=" ", on="gestern"))

    assert (answer.status_code, "有 3 处需要修改" in answer.text) == (422, True)


async def test_a_reason_stays_where_the_facts_no_longer_allow_a_replacement(given):
    async with given.site.browser(HR) as browser:
        answer = await browser.send(f"{given.path}/replace", replacing(on="2024-01-01"))

    assert (answer.status_code, 'id="e-on"' in answer.text) == (422, True)
    assert f'name="reason" value="{REASON}"' in answer.text
