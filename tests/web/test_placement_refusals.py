"""What was typed into the small forms of a placement's page is there again when it is not taken, with its faults."""

import re

import pytest

from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.placements import placement, revisions_of
from registry.practice.records import FirmRelation
from tests.web.practice_stage import HR, TEACHER, a_placement, staged
from tests.web.reading_pages import hidden, says
from tests.web.site import Site
from tests.web.test_placement_pages import TYPED

S = PlacementState
LONG = "长" * 4001
CHECK = {"checked_on": "去年夏天", "checked_by": "赵老师", "manner": "by_phone", "findings": "", "absence_found": "1"}


@pytest.fixture
async def site(database, tmp_path):
    return Site(tmp_path)


def opened(text):
    """What stands in the parts of the page that are open without a click, apart from the folder of papers."""
    return [each for each in re.findall(r"<details open>(.*?)</details>", text, re.DOTALL) if "/papers" not in each]


def told_beside(text, form, name):
    """The fault that a field points to."""
    field = re.search(rf'<(?:input|textarea|select|fieldset)[^>]*id="f-{form}-{name}"[^>]*>', text)
    assert field
    assert f'aria-describedby="e-{form}-{name}' in field[0]
    return re.search(rf'id="e-{form}-{name}">(.*?)</p>', text)[1]


async def test_a_check_with_faults_is_shown_again_as_it_was_typed(site):
    stage = await staged(site, S.SUBMITTED)
    async with site.browser(HR) as browser:
        answer = await browser.send(stage.path(S.SUBMITTED, "/checks"), CHECK)

    (form,) = opened(answer.text)
    assert answer.status_code == 422
    assert told_beside(form, "check", "checked_on") == "去年夏天 不是日期,请写成 2026-06-30"
    assert told_beside(form, "check", "findings") == "请填写"
    assert (hidden(form, "checked_on"), hidden(form, "checked_by")) == ("去年夏天", "赵老师")
    assert '<option value="by_phone" selected>' in form
    assert 'name="absence_found" value="1" checked' in form
    assert "有 2 处需要修改" in answer.text
    assert 'href="#f-check-findings"' in answer.text
    assert "checked_on:" not in says(answer.text)


async def test_reasons_and_words_that_are_not_taken_are_kept_in_their_own_form(site):
    stage = await staged(site, S.SUBMITTED)
    revision = {"revision": "1"}
    sent = {
        "reject": ("/steps", {"step": "reject", "reason": LONG}, "reason", "最多 4000 字"),
        "confirm": ("/confirm", {"method": "alternative_proof", "words": LONG}, "words", "最多 4000 字"),
        "ask": ("/ask-supervisor", {"days": "99"}, "days", "应为 1 到 30 的整数"),
        "grade": ("/grade", {"grade": "unqualified", "words": ""}, "words", "评为不合格即不予认定,请写明理由"),
    }
    async with site.browser(HR) as browser:
        for form, (rest, values, name, fault) in sent.items():
            answer = await browser.send(stage.path(S.SUBMITTED, rest), {**values, **revision})
            field = re.search(rf'<input[^>]*id="f-{form}-{name}"[^>]*>', answer.text)[0]

            assert (form, answer.status_code) == (form, 422)
            assert told_beside(answer.text, form, name) == fault
            assert f'value="{values[name]}"' in field
            assert len(re.findall(r'aria-invalid="true"', answer.text)) == 1
        assert 'value="unqualified" required checked' in answer.text

    assert (await placement(site.reading(), stage.placement(S.SUBMITTED).id)).state is S.SUBMITTED


async def test_a_ruling_without_a_reason_says_so_beside_the_field(site):
    stage = await staged(site, S.VERIFIED)
    own = await a_placement(stage.school, stage.person, S.SUBMITTED, relation=FirmRelation.OWN)
    async with site.browser(HR) as browser:
        answer = await browser.send(f"/placements/{own.id}/rulings", {"about": "relation", "revision": "1"})

    assert (answer.status_code, told_beside(answer.text, "rule", "reason")) == (422, "请填写")


async def test_whoever_comes_second_sees_how_things_stand_and_what_was_typed(site):
    stage = await staged(site, S.SUBMITTED)
    path = stage.path(S.SUBMITTED)
    async with site.browser(HR) as office, site.browser(TEACHER) as teacher:
        await teacher.send(f"{path}/steps", {"step": "withdraw", "revision": "1"})
        late = await office.send(f"{path}/steps", {"step": "return", "reason": "鉴定表缺少公章", "revision": "1"})

    shown = says(late.text)
    assert late.status_code == 409
    assert "情况已经变化" in shown
    assert "理由:鉴定表缺少公章" in shown
    assert "已撤回,不再计入。" in shown
    assert (await placement(site.reading(), stage.placement(S.SUBMITTED).id)).state is S.WITHDRAWN


async def test_a_voiding_keeps_the_reason_that_was_too_long(site):
    stage = await staged(site, S.VERIFIED)
    values = {"step": "void", "reason": LONG, "revision": str(stage.placement(S.VERIFIED).revision)}
    async with site.browser(HR) as browser:
        answer = await browser.send(stage.path(S.VERIFIED, "/steps"), values)

    assert (answer.status_code, hidden(answer.text, "reason")) == (422, LONG)


async def test_a_correction_that_touches_no_answer_is_one_click_and_a_reason(site):
    stage = await staged(site, S.VERIFIED)
    path, revision = stage.path(S.VERIFIED, "/correct"), str(stage.placement(S.VERIFIED).revision)
    async with site.browser(HR) as browser:
        done = await browser.send(path, {**TYPED, "form": "visit", "reason": "形式选错", "revision": revision})

    first, second = await revisions_of(site.reading(), stage.placement(S.VERIFIED).id)
    assert (done.status_code, done.headers["location"]) == (303, f"/placements/{second.id}")
    assert (first.is_replaced, second.form, second.reason) == (True, PracticeForm.VISIT, "形式选错")
