"""Files of persons: shown to whom they concern, kept by the personnel office, changed once for many clicks."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import names_of, person
from tests.builders.house import a_reading
from tests.institutions.staging import a_unit, rows_of
from tests.people.staging import an_id_number
from tests.web.people_stage import ID_NUMBER, kinds, left_in_chinese, staged_people
from tests.web.site import Site

ACTS = ("correct", "rename", "alias", "id-number", "records-from", "leave")
OF_EMPLOYMENT = ("correct", "end", "void", "transfer", "industry", "post")


@pytest.fixture
async def stage(database, tmp_path):
    return await staged_people(Site(tmp_path))


def _pages(stage):
    of = f"{stage.path}/employments/{stage.employment.id}"
    return [
        *(f"{stage.path}/{act}" for act in ACTS),
        *(f"{of}/{act}" for act in OF_EMPLOYMENT),
        *(f"{stage.path}/posts/{stage.post.id}/{act}" for act in ("end", "void")),
        f"{stage.path}/leaves/{stage.leave.id}/void",
    ]


async def test_the_office_sees_the_file_and_every_form(stage):
    async with stage.site.browser("chen") as browser:
        shown = (await browser.see(stage.path)).text
        assert ("林晓" in shown, "病假" in shown, ID_NUMBER in shown, "211100" in shown) == (True, True, False, True)
        for path in [*_pages(stage), "/people/new", f"{stage.path}/history", f"{stage.path}/id-number/view"]:
            assert (await browser.see(path)).status_code == 200, path


async def test_a_stranger_finds_nothing(stage):
    async with stage.site.browser("sun") as browser:
        for path in [stage.path, f"{stage.path}/history", f"{stage.path}/id-number/view", *_pages(stage)]:
            found = await browser.see(path)
            assert (found.status_code, "林晓" in found.text) == (404, False), path
        sent = await browser.send(f"{stage.path}/id-number/view", {"reason": "好奇"})
        assert (sent.status_code, ID_NUMBER in sent.text) == (404, False)


@pytest.mark.parametrize("login", ["li", "wang"])
async def test_other_offices_see_leave_without_its_kind_and_change_nothing(stage, login):
    async with stage.site.browser(login) as browser:
        shown = (await browser.see(stage.path)).text
        assert ("2025-03-01" in shown, "病假" in shown) == (True, False)
        assert "病假" not in (await browser.see(f"{stage.path}/history")).text
        assert (await browser.see(f"{stage.path}/rename")).status_code == 404
        assert (await browser.see(f"{stage.path}/id-number/view")).status_code == 404


async def test_the_teacher_sees_the_own_file_whole(stage):
    async with stage.site.browser("lin") as browser:
        shown = (await browser.see(stage.path)).text
        history = (await browser.see(f"{stage.path}/history")).text

    assert ("病假" in shown, "登记请假" in shown) == (True, False)
    assert (ID_NUMBER in history, "211100**********" in history) == (False, True)


async def test_a_full_view_is_shown_once_and_recorded_with_its_reason(stage, database):
    async with stage.site.browser("chen") as browser:
        refused = await browser.send(f"{stage.path}/id-number/view", {"reason": ""})
        assert (refused.status_code, ID_NUMBER in refused.text) == (422, False)

        seen = await browser.send(f"{stage.path}/id-number/view", {"reason": "职称申报"})

        assert (seen.status_code, ID_NUMBER in seen.text, seen.headers["cache-control"]) == (200, True, "no-store")
    assert await kinds(database, stage.person.id) == ["PersonRegistered", "IdNumberViewed"]
    (told,) = await rows_of(database, "SELECT content FROM audit_event WHERE kind = 'IdNumberViewed'")
    assert "职称申报" in told["content"]


async def test_a_new_name_is_one_name_however_often_it_is_sent(stage):
    values = {"name": "林晓梅", "on": "2026-09-01", "revision": "1"}
    async with stage.site.browser("chen") as browser:
        answers = [await browser.send(f"{stage.path}/rename", values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (await person(a_reading(), stage.person.id)).name == "林晓梅"
    assert [each.name for each in await names_of(a_reading(), stage.person.id)] == ["林晓"]


async def test_an_alias_sent_twice_at_once_is_one_alias(stage):
    async with stage.site.browser("chen") as browser:
        await browser.token()
        sent = [browser.send(f"{stage.path}/alias", {"name": "林小"}) for _ in range(2)]
        answers = await asyncio.gather(*sent)

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [each.name for each in await names_of(a_reading(), stage.person.id)] == ["林小"]


async def test_all_faults_stand_beside_their_fields_and_nothing_typed_is_lost(stage):
    async with stage.site.browser("chen") as browser:
        answer = await browser.send("/people/new", {"name": "", "id_number": "123", "staff_no": "", "sex": "female"})

    assert answer.status_code == 422
    assert {name for name in ("name", "id_number", "staff_no") if f'id="e-{name}"' in answer.text} == {
        "name",
        "id_number",
        "staff_no",
    }
    assert 'value="123"' in answer.text
    assert '<option value="female" selected>' in answer.text


async def test_a_double_click_takes_one_person_on_with_the_post(stage, database):
    number = an_id_number(9, "19900203")
    values = {
        "school_id": str(stage.school.id),
        "name": "周航",
        "id_number": number,
        "staff_no": "T9",
        "department_id": str(stage.department.id),
        "started_on": "2026-09-01",
        "category": "public",
    }
    async with stage.site.browser("chen") as browser:
        await browser.token()
        answers = await asyncio.gather(*(browser.send("/people/new", values) for _ in range(2)))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    (row,) = await rows_of(database, "SELECT id, birth_on FROM person WHERE name = '周航'")
    assert row["birth_on"] == date(1990, 2, 3)
    (post,) = (await posts_of(a_reading(), [row["id"]]))[row["id"]]
    assert (post.category.value, post.started_on) == ("public", date(2026, 9, 1))


async def test_somebody_known_elsewhere_is_taken_on_with_the_file(stage, database):
    values = {"school_id": str(stage.other_school.id), "name": "林晓", "id_number": ID_NUMBER, "staff_no": "B1"}
    async with stage.site.browser("sun") as browser:
        answer = await browser.send("/people/new", values)

        assert (answer.status_code, answer.headers["location"]) == (303, stage.path)
        assert (await browser.see(stage.path)).status_code == 200
    assert len(await rows_of(database, "SELECT id FROM person")) == 1


async def test_leave_sent_twice_is_one_leave_and_voiding_it_twice_is_no_fault(stage):
    values = {"kind": "study", "started_on": "2026-01-01", "finished_on": "2026-02-01"}
    async with stage.site.browser("chen") as browser:
        answers = [await browser.send(f"{stage.path}/leave", values) for _ in range(2)]
        overlapping = await browser.send(f"{stage.path}/leave", {**values, "finished_on": "2026-03-01"})
        path = f"{stage.path}/leaves/{stage.leave.id}/void"
        voided = [await browser.send(path, {"reason": "录错", "revision": "1"}) for _ in range(2)]

    assert [answer.status_code for answer in answers + voided] == [303] * 4
    assert (overlapping.status_code, 'id="e-started_on"' in overlapping.text) == (422, True)
    leaves = (await leaves_of(a_reading(), [stage.person.id]))[stage.person.id]
    assert [each.kind.value for each in leaves] == ["study"]


async def test_a_move_to_another_department_keeps_the_post(stage):
    other = await a_unit(stage.school, "信息系")
    values = {
        "started_on": "2026-09-01",
        "department_id": str(other.id),
        "staff_no": "T1",
        "category": "professional",
    }
    path = f"{stage.path}/employments/{stage.employment.id}/transfer"
    async with stage.site.browser("chen") as browser:
        stale = await browser.send(path, {**values, "revision": "9"})
        moved = await browser.send(path, {**values, "revision": "1"})

    assert (stale.status_code, moved.status_code) == (409, 303)
    employed = (await employments_of(a_reading(), [stage.person.id]))[stage.person.id]
    assert [each.department for each in employed] == ["机电系", "信息系"]


async def test_a_refused_first_post_shows_the_rule_and_takes_a_reason(stage):
    book = stage.site.app.state.doors.book
    versions = book.practice_versions(stage.school.jurisdiction)
    asked = replace(versions[-1], pre_post_months=replace(versions[-1].months_per_window, value=3))
    stage.site.app.state.doors = replace(stage.site.app.state.doors, book=_Asking(book, asked))
    values = {
        "school_id": str(stage.school.id),
        "name": "新老师",
        "staff_no": "T8",
        "started_on": "2026-09-01",
        "category": "professional",
    }
    async with stage.site.browser("chen") as browser:
        refused = await browser.send("/people/new", values)
        taken = await browser.send("/people/new", {**values, "unpractised_reason": "急需专业教师"})

    assert (refused.status_code, "先到企业实践 3 个月" in refused.text) == (422, True)
    assert 'id="e-unpractised_reason"' in refused.text
    assert taken.status_code == 303


class _Asking:
    """The shipped book, with a figure for practice before the post."""

    def __init__(self, book, asked):
        self._book, self._asked = book, asked

    def __getattr__(self, name):
        return getattr(self._book, name)

    def practice_versions(self, jurisdiction):
        return (*self._book.practice_versions(jurisdiction)[:-1], self._asked)


async def test_every_word_has_its_english(stage):
    async with stage.site.browser("chen") as browser:
        for path in [
            stage.path,
            f"{stage.path}/history",
            "/people/new",
            f"{stage.path}/id-number/view",
            *_pages(stage),
        ]:
            assert await left_in_chinese(browser, path, "林晓", "机电系", "盘锦第") == [], path
