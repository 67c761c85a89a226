"""The directory of enterprises: completed first what waits, found by letters, contacts kept to offices."""

import pytest

from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.queries.enterprises import enterprise
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.enterprises import register_enterprise
from tests.builders.house import a_reading
from tests.institutions.staging import did, rows_of
from tests.web.people_stage import kinds, left_in_chinese, staged_people
from tests.web.site import Site

CODE = "91350100M000100Y43"
FULL = {
    "name": "盘锦重工有限公司",
    "credit_code": CODE,
    "address": "盘锦",
    "contact": "王工",
    "contact_phone": "1390",
}


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


@pytest.fixture
async def firm(stage):
    return await did(register_enterprise, RegisterEnterprise("盘锦重工"))


async def _names(browser, typed):
    answer = await browser.see("/enterprises/suggest", params={"q": typed})
    return [item["name"] for item in answer.json()["items"]]


async def test_an_office_completes_it_once_and_corrects_it_with_a_reason(stage, firm, database):
    path = f"/enterprises/{firm.id}"
    async with stage.site.browser("chen") as browser:
        wrong = await browser.send(path, {**FULL, "credit_code": "91350100M000100Y44", "revision": "1"})
        completed = await browser.send(path, {**FULL, "revision": "1"})
        silent = await browser.send(path, {**FULL, "address": "大洼区", "revision": "2"})
        corrected = await browser.send(path, {**FULL, "address": "大洼区", "revision": "2", "reason": "搬迁"})

    assert (wrong.status_code, 'id="e-credit_code"' in wrong.text, 'value="王工"' in wrong.text) == (422, True, True)
    assert (completed.status_code, corrected.status_code) == (303, 303)
    assert (silent.status_code, 'id="e-reason"' in silent.text) == (422, True)
    found = await enterprise(a_reading(), firm.id)
    assert (found.name, found.address, found.revision) == ("盘锦重工有限公司", "大洼区", 3)
    assert await kinds(database, firm.id) == ["EnterpriseRegistered", "EnterpriseCompleted", "EnterpriseCorrected"]


async def test_a_credit_code_in_use_names_the_other_firm(stage, firm):
    await did(register_enterprise, RegisterEnterprise("另一家", CODE))
    async with stage.site.browser("chen") as browser:
        answer = await browser.send(f"/enterprises/{firm.id}", {**FULL, "revision": "1"})

    assert (answer.status_code, "已由“另一家”使用" in answer.text) == (422, True)


async def test_what_waits_stands_first_and_is_searched(stage, firm):
    await did(register_enterprise, RegisterEnterprise("阿城电器"))
    async with stage.site.browser("chen") as browser:
        await browser.send(f"/enterprises/{firm.id}", {**FULL, "revision": "1"})
        listed = (await browser.see("/enterprises")).text
        assert listed.index("阿城电器") < listed.index("盘锦重工有限公司")
        assert "阿城电器" not in (await browser.see("/enterprises?q=pjzg")).text


async def test_suggestions_by_name_by_initials_and_by_code(stage, firm):
    await did(register_enterprises, [RegisterEnterprise("辽河数控", CODE)])
    async with stage.site.browser("lin") as browser:
        assert await _names(browser, "重工") == ["盘锦重工"]
        assert (await _names(browser, "zg"), await _names(browser, "PJZG")) == (["盘锦重工"], ["盘锦重工"])
        assert (await _names(browser, "lhsk"), await _names(browser, "913501")) == (["辽河数控"], ["辽河数控"])
        assert (await _names(browser, "盘"), await _names(browser, "%%"), await _names(browser, "")) == ([], [], [])


async def test_contacts_are_told_to_nobody_who_only_types(stage, firm):
    async with stage.site.browser("chen") as browser:
        await browser.send(f"/enterprises/{firm.id}", {**FULL, "revision": "1"})
        suggested = await browser.see("/enterprises/suggest?q=重工")
    assert suggested.json() == {"items": [{"id": str(firm.id), "name": "盘锦重工有限公司", "note": f"{CODE} · 盘锦"}]}
    async with stage.site.browser("lin") as browser:
        assert (await browser.see(f"/enterprises/{firm.id}")).status_code == 404
        assert (await browser.see("/enterprises")).status_code == 404


async def test_a_visitor_is_led_to_sign_in(stage, firm):
    async with stage.site.browser() as browser:
        assert (await browser.see("/enterprises/suggest?q=重工")).status_code == 303


async def test_a_new_name_is_spelt_anew(stage, firm, database):
    async with stage.site.browser("chen") as browser:
        await browser.send(f"/enterprises/{firm.id}", {**FULL, "name": "大洼造纸", "revision": "1"})

        assert await _names(browser, "dwzz") == ["大洼造纸"]
    (row,) = await rows_of(database, "SELECT initials FROM enterprise")
    assert row["initials"].split() == ["dgcz", "dgzz", "dwcz", "dwzz", "tgcz", "tgzz", "twcz", "twzz"]


async def test_every_word_has_its_english(stage, firm):
    async with stage.site.browser("chen") as browser:
        for path in ("/enterprises", "/enterprises?q=zzzz", f"/enterprises/{firm.id}"):
            assert await left_in_chinese(browser, path, "盘锦重工") == [], path
