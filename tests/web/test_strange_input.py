"""What nobody types: days out of the calendar's middle, control characters, what turns the direction of writing."""

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import EVERYWHERE
from registry.platform.web.forms import Form
from registry.practice.model import PlacementState
from tests.web.practice_stage import HR, TEACHER, staged
from tests.web.site import Site


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), PlacementState.VERIFIED)


async def test_a_day_far_away_is_refused_in_words(stage):
    teacher, staff = f"/teachers/{stage.person.id}", f"/board?school_id={stage.school.id}&"
    far = ("9999-12-31", "0001-01-01", "2201-01-01", "1899-12-31")
    async with stage.site.browser(HR) as browser:
        for day in far:
            answer = await browser.see(f"{teacher}?as_of={day}")
            assert (answer.status_code, "超出可计算的年份" in answer.text) == (400, True), day
            answer = await browser.see(f"{staff}as_of={day}")
            assert (answer.status_code, f"请核对年份:{day}" in answer.text) == (422, True), day
        assert (await browser.see(f"{teacher}?since=0001-01-01")).status_code == 400
        for day in ("1900-01-01", "2200-12-31"):
            assert (await browser.see(f"{teacher}?as_of={day}")).status_code == 200
            assert (await browser.see(f"{staff}as_of={day}")).status_code == 200


async def test_unseen_characters_in_an_address_ask_for_nothing(stage):
    async with stage.site.browser(HR) as browser:
        for path in ("/board?q=%00", "/enterprises?q=%E2%80%AE%00", "/enterprises?q=a%00b"):
            assert (await browser.see(path)).status_code == 200, path


async def test_unseen_characters_in_a_placement_are_no_defect(stage):
    values = {"enterprise_name": "某\x00厂", "position": "\u202e工\x00程师", "started_on": "2026-07-01"}
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.send("/placements", values)

    assert answer.status_code < 500


def test_every_way_of_reading_a_form_leaves_unseen_characters_out():
    form = Form({"name": ["\u202e张\x00三\u2066\u200f", "\x07四"], "note": ["一\r\n二\t三"]})

    assert form.values == {"name": "张三", "note": "一\r\n二\t三"}
    assert (form.text("name"), form.many("name")) == ("张三", ["张三", "四"])


def test_a_day_of_no_possible_year_is_a_fault_beside_its_field():
    form = Form({"on": ["9999-12-31"], "from": ["00010101"]})

    assert (form.day("on"), form.day("from")) == (None, None)
    assert form.faults == {"on": "请核对年份:9999-12-31", "from": "请核对年份:00010101"}


HUGE = ("99999999999999999999", "-99999999999999999999", "9" * 4000)


async def test_a_number_too_large_for_any_page_is_no_defect(stage):
    paths = (
        "/inbox?number=",
        "/chases?number=",
        f"/people/{stage.person.id}/history?before=",
        f"/school/history?school_id={stage.school.id}&before=",
        f"/placements/{stage.placement(PlacementState.VERIFIED).id}/history?before=",
    )
    async with stage.site.browser(HR) as browser:
        for path in paths:
            for number in HUGE:
                answer = await browser.see(path + number)
                assert answer.status_code == 200, path + number
        assert (await browser.see(f"/chases/{stage.person.id}?number={HUGE[0]}")).status_code == 404
        assert (await browser.see(f"/planner?school_id={stage.school.id}&after={HUGE[0]}")).status_code == 200
        assert (await browser.see(f"/enterprises?q={HUGE[0]}")).text.count(HUGE[0]) > 0
    root = await stage.site.account("root", RoleWanted(Role.OPERATOR, EVERYWHERE))
    async with stage.site.browser("root") as browser:
        assert (await browser.see(f"/accounts/{root}?before={HUGE[0]}")).status_code == 200


async def test_a_part_of_an_address_that_is_not_understood_is_named(stage):
    async with stage.site.browser(HR) as browser:
        answer = await browser.see("/inbox?number=two")

    assert (answer.status_code, "地址中的“number”不能是“two”" in answer.text) == (400, True)
    assert "请返回上一页" not in answer.text


async def test_a_day_of_no_calendar_is_named_on_every_page(stage):
    async with stage.site.browser(HR) as browser:
        answer = await browser.see(f"/teachers/{stage.person.id}?as_of=2026-02-30")

    assert (answer.status_code, "地址中的“as_of”不能是“2026-02-30”" in answer.text) == (400, True)
