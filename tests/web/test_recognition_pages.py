"""Recognising a pile: what stands in each row, all or none, faults in their rows, nobody their own, one result."""

import asyncio
import re

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placement
from tests.people.staging import a_person, an_employment
from tests.platform.picture_makers import a_jpeg
from tests.practice.staging import entered, with_stamped_form
from tests.web.practice_stage import HEAD, HR, STRANGER, TEACHER, staged
from tests.web.reading_pages import says
from tests.web.site import Site

SUBMITTED, CONFIRMED, VERIFIED = PlacementState.SUBMITTED, PlacementState.CONFIRMED, PlacementState.VERIFIED
SECOND_OFFICER = "gao"


@pytest.fixture
async def stage(database, tmp_path):
    """Handed in with the stamped form in the folder; confirmed; and a second officer who teaches as well."""
    stage = await staged(Site(tmp_path), SUBMITTED, CONFIRMED)
    await with_stamped_form(stage.placement(SUBMITTED))
    return stage


def ticked(*placements):
    return [f"{each.id}:{each.revision}" for each in placements]


async def recognised(browser, stage, *placements, chosen=None):
    values = {"school_id": str(stage.school.id), "chosen": chosen or ticked(*placements)}
    return await browser.send("/recognition", values)


async def states(stage, *placements):
    return [(await placement(stage.site.reading(), each.id)).state for each in placements]


def row_of(text, placement):
    return next(row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if str(placement.id) in row)


async def test_everything_ticked_is_recognised_at_once(stage):
    both = stage.placement(SUBMITTED), stage.placement(CONFIRMED)
    async with stage.site.browser(HR) as browser:
        answer = await recognised(browser, stage, *both)
        after = says((await browser.see(answer.headers["location"])).text)

    assert answer.status_code == 303
    assert await states(stage, *both) == [VERIFIED, VERIFIED]
    assert "已认定 2 条" in after
    assert "现在没有等待认定的实践。" in after


async def test_one_that_cannot_be_recognised_keeps_all_from_it_and_says_so_in_its_row(stage):
    colleague = await a_person("赵敏")
    await an_employment(stage.school, colleague, "T2")
    bare = await entered(stage.school, colleague)
    both = stage.placement(SUBMITTED), bare
    async with stage.site.browser(HR) as browser:
        answer = await recognised(browser, stage, *both)

    assert (answer.status_code, "没有认定任何一条" in answer.text) == (422, True)
    assert "没有企业确认记录" in row_of(answer.text, bare)
    assert "wrong-row" in row_of(answer.text, bare)
    assert "checked" in row_of(answer.text, stage.placement(SUBMITTED))
    assert await states(stage, *both) == [SUBMITTED, SUBMITTED]


async def test_a_row_with_gaps_cannot_be_ticked(stage):
    colleague = await a_person("赵敏")
    await an_employment(stage.school, colleague, "T2")
    bare = await entered(stage.school, colleague)
    async with stage.site.browser(HR) as browser:
        text = (await browser.see("/recognition")).text

    assert "disabled" in row_of(text, bare)
    assert "disabled" not in row_of(text, stage.placement(SUBMITTED))


async def test_the_stamped_form_stands_beside_its_row(stage):
    files = [("files", ("鉴定表.jpg", a_jpeg(), "image/jpeg"))]
    async with stage.site.browser(HR) as browser:
        await browser.send(stage.path(SUBMITTED, "/papers"), {"kind": "appraisal"}, files)
        row = row_of((await browser.see("/recognition")).text, stage.placement(SUBMITTED))
        picture = re.search(r'<img class="thumb" src="([^"]+)" alt="林晓的盖章表"', row)
        shown = await browser.see(picture[1])

    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")


async def test_nobody_recognises_their_own(stage):
    own = {"person_id": stage.person.id, "school_id": stage.school.id}
    at_school = RoleWanted(Role.HR_OFFICER, Scope.school(stage.school.id))
    other = await a_person("高")
    await an_employment(stage.school, other, "T9")
    mine = await entered(stage.school, other)
    await with_stamped_form(mine)
    await stage.site.account(SECOND_OFFICER, at_school, RoleWanted(Role.TEACHER), **{**own, "person_id": other.id})
    async with stage.site.browser(SECOND_OFFICER) as browser:
        row = row_of((await browser.see("/recognition")).text, mine)
        answer = await recognised(browser, stage, mine)

    assert ("disabled" in row, "本人的实践,由另一位经办人办理" in row) == (True, True)
    assert answer.status_code in (403, 422)
    assert await states(stage, mine) == [SUBMITTED]


async def test_two_clicks_recognise_once(stage):
    both = stage.placement(SUBMITTED), stage.placement(CONFIRMED)
    async with stage.site.browser(HR) as browser:
        await browser.token()
        answers = await asyncio.gather(*(recognised(browser, stage, *both) for _ in range(2)))
        answers.append(await recognised(browser, stage, *both))

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert await states(stage, *both) == [VERIFIED, VERIFIED]


async def test_of_two_officers_at_once_one_recognises_and_the_other_is_told(stage):
    await stage.site.account(SECOND_OFFICER, RoleWanted(Role.HR_OFFICER, Scope.school(stage.school.id)))
    both = stage.placement(SUBMITTED), stage.placement(CONFIRMED)
    async with stage.site.browser(HR) as one, stage.site.browser(SECOND_OFFICER) as other:
        answers = await asyncio.gather(*(recognised(each, stage, *both) for each in (one, other)))

    assert sorted(answer.status_code for answer in answers) == [303, 422]
    late = next(answer for answer in answers if answer.status_code == 422)
    assert "没有认定任何一条" in late.text
    found = [await placement(stage.site.reading(), each.id) for each in both]
    assert len({each.verified_by for each in found}) == 1


async def test_nothing_ticked_and_nonsense_ticked_are_told(stage):
    async with stage.site.browser(HR) as browser:
        nothing = await browser.send("/recognition", {"school_id": str(stage.school.id)})
        nonsense = await recognised(browser, stage, chosen=["x:y"])

    assert (nothing.status_code, "请先勾选要认定的实践" in nothing.text) == (422, True)
    assert (nonsense.status_code, "请从列表中选择" in nonsense.text) == (422, True)


async def test_others_have_no_pile_and_reach_none(stage):
    one = stage.placement(SUBMITTED)
    async with stage.site.browser(STRANGER) as stranger, stage.site.browser(HEAD) as head:
        own_pile = (await stranger.see("/recognition")).text
        answers = [
            await stranger.see(f"/recognition?school_id={stage.school.id}"),
            await recognised(stranger, stage, one),
            await stranger.send("/recognition", {"school_id": str(stage.other_school.id), "chosen": ticked(one)}),
            await head.see("/recognition"),
            await recognised(head, stage, one),
        ]
    async with stage.site.browser(TEACHER) as teacher:
        answers.append(await teacher.see("/recognition"))

    assert "辽河机械厂" not in own_pile
    assert [answer.status_code for answer in answers] == [404] * 6
    assert await states(stage, one) == [SUBMITTED]
