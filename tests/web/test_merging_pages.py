"""The pages that merge duplicates: compared first, merged once for many clicks, undone; strangers find none."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.service.enterprises import register_enterprise
from registry.people.queries.careers import employments_of
from registry.people.queries.persons import person
from tests.builders.house import a_reading
from tests.institutions.staging import did, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import verified
from tests.web.people_stage import left_in_chinese, staged_people
from tests.web.site import Site

CODE = "91350100M000100Y43"
LEFT = date(2020, 8, 31)


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


@pytest.fixture
async def twin(stage):
    """The teacher entered a second time, before the present employment, with a placement."""
    found = await a_person()
    await a_post(await an_employment(stage.school, found, "t01", finished_on=LEFT))
    await verified(stage.school, found, started_on=date(2020, 1, 1), finished_on=date(2020, 3, 31))
    return found


def _values(stage, twin, **changes):
    return {
        "merge_id": str(uuid4()),
        "survivor": str(stage.person.id),
        "merged": str(twin.id),
        "survivor_revision": "1",
        "merged_revision": "1",
        "reason": "重复建档",
        **changes,
    }


def _compared(stage, twin):
    return f"/people/merge?survivor={stage.person.id}&merged={twin.id}"


async def test_duplicates_are_listed_and_compared_before_they_are_merged(stage, twin):
    async with stage.site.browser("chen") as browser:
        listed = (await browser.see("/people/duplicates")).text
        compared = (await browser.see(_compared(stage, twin))).text
        by_number = await browser.see("/people/duplicates?first=T1&second=t01")
        unknown = await browser.see("/people/duplicates?first=T1&second=X")

    assert ("工号写法相近" in listed, f"merged={twin.id}" in listed) == (True, True)
    assert [word in compared for word in ("辽河机械厂", "达标情况会怎样变化", "合并为一条记录")] == [True] * 3
    assert (by_number.status_code, f"merged={twin.id}" in by_number.headers["location"]) == (303, True)
    assert (unknown.status_code, 'id="e-second"' in unknown.text, 'value="X"' in unknown.text) == (422, True, True)


async def test_a_double_click_merges_once_and_old_addresses_lead_on(stage, twin, database):
    values = _values(stage, twin)
    async with stage.site.browser("chen") as browser:
        await browser.token()
        answers = await asyncio.gather(*(browser.send("/people/merge", values) for _ in range(2)))
        again = await browser.send("/people/merge", values)
        old = [await browser.see(f"/{kind}/{twin.id}") for kind in ("people", "teachers")]
        shown = (await browser.see(stage.path)).text
        history = (await browser.see(f"{stage.path}/history")).text

    assert [answer.status_code for answer in (*answers, again)] == [303] * 3
    assert [(each.status_code, each.headers["location"]) for each in old] == [
        (303, stage.path),
        (303, f"/teachers/{stage.person.id}"),
    ]
    assert ("重复建档" in shown, "两条人员记录合并" in history, "登记人员" in history) == (True, True, True)
    assert len(await rows_of(database, "SELECT id FROM person_merge")) == 1
    employed = (await employments_of(a_reading(), [stage.person.id]))[stage.person.id]
    assert [each.employment.staff_no for each in employed] == ["t01", "T1"]


async def test_what_stands_twice_is_ticked_or_refused_and_nothing_typed_is_lost(stage):
    twin = await a_person()
    own = await an_employment(stage.school, twin, "T7", started_on=date(2021, 1, 1))
    async with stage.site.browser("chen") as browser:
        refused = await browser.send("/people/merge", _values(stage, twin))
        empty = await browser.send("/people/merge", _values(stage, twin, reason=""))
        merged = await browser.send("/people/merge", _values(stage, twin, voided=str(own.id)))

    assert (refused.status_code, 'id="e-voided"' in refused.text, "重复建档" in refused.text) == (422, True, True)
    assert (empty.status_code, 'id="e-reason"' in empty.text) == (422, True)
    assert merged.status_code == 303


async def test_a_merge_is_undone_with_a_reason(stage, twin, database):
    async with stage.site.browser("chen") as browser:
        await browser.send("/people/merge", _values(stage, twin))
        (row,) = await rows_of(database, "SELECT id FROM person_merge")
        path = f"/people/merges/{row['id']}/undo"
        silent = await browser.send(path, {"reason": ""})
        undone = [await browser.send(path, {"reason": "并错了"}) for _ in range(2)]
        parted = await browser.see(f"/people/{twin.id}")

    assert (silent.status_code, 'id="e-reason"' in silent.text) == (422, True)
    assert [answer.status_code for answer in undone] == [303, 303]
    assert parted.status_code == 200


async def test_a_merge_that_was_built_upon_shows_what_stands_in_the_way(stage, twin, database):
    async with stage.site.browser("chen") as browser:
        await browser.send("/people/merge", _values(stage, twin))
        await browser.send(f"{stage.path}/alias", {"name": "林小"})
        (row,) = await rows_of(database, "SELECT id FROM person_merge")
        path = f"/people/merges/{row['id']}/undo"
        shown = await browser.see(path)
        refused = await browser.send(path, {"reason": "并错了"})

    assert (
        shown.status_code,
        "登记曾用名或别名" in shown.text,
        '<form method="post" action="/people' in shown.text,
    ) == (
        200,
        True,
        False,
    )
    assert refused.status_code == 422


@pytest.mark.parametrize("login", ["sun", "lin", "li", "wang"])
async def test_strangers_and_others_find_nothing(stage, twin, login, database):
    async with stage.site.browser("chen") as browser:
        await browser.send("/people/merge", _values(stage, twin))
    (row,) = await rows_of(database, "SELECT id FROM person_merge")
    other = await a_person()
    await an_employment(stage.school, other, "T8")
    async with stage.site.browser(login) as browser:
        pages = [
            await browser.see(f"/people/merge?survivor={stage.person.id}&merged={other.id}"),
            await browser.see(f"/people/merges/{row['id']}/undo"),
            await browser.send(f"/people/merges/{row['id']}/undo", {"reason": "并错了"}),
            await browser.send("/people/merge", _values(stage, other)),
        ]
        if login == "sun":
            pages.append(await browser.see(f"/people/{twin.id}"))

    assert [(each.status_code, "林晓" in each.text) for each in pages] == [(404, False)] * len(pages)
    assert (await person(a_reading(), stage.person.id)).revision == 1


async def test_firms_are_compared_merged_once_and_parted(stage, database):
    stays = await did(register_enterprise, RegisterEnterprise("盘锦重工有限公司", CODE))
    comes = await did(register_enterprise, RegisterEnterprise("盘锦重工有限责任公司"))
    await verified(stage.school, stage.person, enterprise_id=comes.id, enterprise_name=comes.name)
    values = {
        "merge_id": str(uuid4()),
        "survivor": str(stays.id),
        "merged": str(comes.id),
        "survivor_revision": "1",
        "merged_revision": "1",
        "reason": "同一家",
    }
    async with stage.site.browser("chen") as browser:
        listed = (await browser.see("/enterprises/duplicates")).text
        named = await browser.see(f"/enterprises/duplicates?first={CODE}&second={comes.name}")
        compared = (await browser.see(named.headers["location"])).text
        silent = await browser.send("/enterprises/merge", {**values, "reason": ""})
        await browser.token()
        merged = await asyncio.gather(*(browser.send("/enterprises/merge", values) for _ in range(2)))
        old = await browser.see(f"/enterprises/{comes.id}")
        kept = (await browser.see(f"/enterprises/{stays.id}")).text
        (row,) = await rows_of(database, "SELECT id FROM enterprise_merge")
        undone = [await browser.send(f"/enterprises/merges/{row['id']}/undo", {"reason": "错"}) for _ in range(2)]

    assert ("只是公司组织形式不同" in listed, "本校 1 条" in compared) == (True, True)
    assert (silent.status_code, 'id="e-reason"' in silent.text) == (422, True)
    assert [answer.status_code for answer in (*merged, *undone)] == [303] * 4
    assert (old.status_code, old.headers["location"]) == (303, f"/enterprises/{stays.id}")
    assert "已并入本企业的其他名称:盘锦重工有限责任公司" in kept


async def test_every_word_has_its_english(stage, twin, database):
    stays = await did(register_enterprise, RegisterEnterprise("盘锦重工有限公司", CODE))
    comes = await did(register_enterprise, RegisterEnterprise("盘锦重工有限责任公司"))
    clash = await a_person()
    await an_employment(stage.school, clash, "T7", started_on=date(2021, 1, 1))
    names = ("林晓", "盘锦", "机电系", "辽河机械厂", "重复建档", "Chen")
    async with stage.site.browser("chen") as browser:
        before = [
            "/people/duplicates",
            "/people/duplicates?first=T1&second=X",
            _compared(stage, twin),
            _compared(stage, clash),
            "/enterprises/duplicates",
            f"/enterprises/merge?survivor={stays.id}&merged={comes.id}",
        ]
        for path in before:
            if "second=X" not in path:
                assert await left_in_chinese(browser, path, *names) == [], path
        await browser.send("/people/merge", _values(stage, twin))
        (row,) = await rows_of(database, "SELECT id FROM person_merge")
        for path in (f"/people/merges/{row['id']}/undo", stage.path):
            assert await left_in_chinese(browser, path, *names) == [], path
