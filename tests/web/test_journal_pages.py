"""The journal of a placement on pages: writing, drafts, photographs, changing, voiding, who reads it."""

import asyncio
from uuid import uuid4

import pytest

from registry.practice.model import PlacementState
from registry.practice.queries.journal import journal_entry, journal_of
from registry.practice.records.journal import EntryState
from tests.platform.picture_makers import a_heic, a_jpeg, a_pdf
from tests.web.practice_stage import BUREAU, HR, STRANGER, TEACHER, staged
from tests.web.site import Site

SUBMITTED, VERIFIED, PLANNED = PlacementState.SUBMITTED, PlacementState.VERIFIED, PlacementState.PLANNED
DAY = "2026-07-12"


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), SUBMITTED, VERIFIED, PLANNED)


def typed(entry_id=None, **given):
    return {
        "entry_id": str(entry_id or uuid4()),
        "revision": "0",
        "written_on": DAY,
        "text": "熟悉五轴加工中心",
        "as": "kept",
        **given,
    }


def photographs(*contents):
    return [("photographs", (f"{place}.jpg", content, "image/jpeg")) for place, content in enumerate(contents)]


async def written(browser, stage, values=None, files=None, state=SUBMITTED):
    return await browser.send(stage.path(state, "/journal"), values or typed(), files)


async def entries(stage, state=SUBMITTED):
    chain_id = stage.placement(state).chain_id
    return (await journal_of(stage.site.reading(), [chain_id]))[chain_id]


async def test_an_entry_with_photographs_stands_on_the_placement_and_in_the_journal(stage):
    async with stage.site.browser(TEACHER) as browser:
        files = photographs(a_jpeg(), a_heic((300, 200)))
        answer = await written(browser, stage, typed(new_show_attendance="1"), files)
        journal = (await browser.see(stage.path(SUBMITTED, "/journal"))).text
        placement = (await browser.see(stage.path(SUBMITTED))).text

    (entry,) = await entries(stage)
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path(SUBMITTED, "/journal"))
    assert (entry.text, entry.state) == ("熟悉五轴加工中心", EntryState.KEPT)
    assert [each.shows_attendance for each in entry.photographs] == [True, True]
    assert journal.count("考勤照片") == 2
    assert "全部日志(1 篇)" in placement


async def test_a_form_sent_twice_is_one_entry(stage):
    values = typed()
    async with stage.site.browser(TEACHER) as browser:
        answers = await asyncio.gather(*(written(browser, stage, values, photographs(a_jpeg())) for _ in range(2)))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [entry.revision for entry in await entries(stage)] == [1]


async def test_a_draft_is_the_teachers_alone_until_it_is_kept(stage):
    entry_id = uuid4()
    async with stage.site.browser(TEACHER) as browser, stage.site.browser(HR) as office:
        await written(browser, stage, typed(entry_id, **{"as": "draft"}), photographs(a_jpeg()))
        (draft,) = await entries(stage)
        picture = f"/journal/{entry_id}/photographs/{draft.photographs[0].digest}"
        unseen = (await office.see(stage.path(SUBMITTED, "/journal"))).text
        no_picture = await office.see(picture)
        form = (await browser.see(f"/journal/{entry_id}/edit")).text
        kept = typed(entry_id, revision="1", keep=draft.photographs[0].digest)
        await written(browser, stage, kept)
        seen = (await office.see(stage.path(SUBMITTED, "/journal"))).text
        shown = await office.see(picture)
        small = await office.see(f"{picture}/thumbnail")

    assert "熟悉五轴加工中心" not in unseen
    assert no_picture.status_code == 404
    assert "先存草稿" in form
    assert "熟悉五轴加工中心" in seen
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert (small.status_code, len(small.content) < len(shown.content)) == (200, True)


async def test_photographs_are_marked_taken_out_and_added_to_when_an_entry_is_changed(stage):
    entry_id = uuid4()
    async with stage.site.browser(TEACHER) as browser:
        await written(browser, stage, typed(entry_id), photographs(a_jpeg((100, 80)), a_jpeg((120, 80))))
        first, second = (await entries(stage))[0].photographs
        changed = typed(entry_id, revision="1", keep=second.digest, attendance=second.digest)
        answer = await written(browser, stage, changed, photographs(a_jpeg((120, 80)), a_jpeg((140, 80))))

    (entry,) = await entries(stage)
    assert answer.status_code == 303
    assert first.digest not in [each.digest for each in entry.photographs]
    assert [each.shows_attendance for each in entry.photographs] == [True, False]
    assert entry.photographs[0].digest == second.digest


async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(stage):
    async with stage.site.browser(TEACHER) as browser:
        wrong_day = await written(browser, stage, typed(written_on="2026-09-01"))
        empty = await written(browser, stage, typed(text=" "))
        no_picture = await written(browser, stage, None, [("photographs", ("表.pdf", a_pdf(), "application/pdf"))])
        too_many = await written(browser, stage, None, photographs(*(a_jpeg((20 + n, 20)) for n in range(10))))

    answers = (wrong_day, empty, no_picture, too_many)
    assert [answer.status_code for answer in answers] == [422] * 4
    assert 'id="e-written_on">日期 2026-09-01 不在实践起止时间' in wrong_day.text
    assert 'value="2026-09-01"' in wrong_day.text
    assert "熟悉五轴加工中心" in wrong_day.text
    assert 'id="e-text">请填写内容或附上照片' in empty.text
    assert 'id="e-photographs">“表.pdf”不是照片' in no_picture.text
    assert 'id="e-photographs">每篇日志不超过 9 张照片' in too_many.text
    assert await entries(stage) == ()


async def test_a_change_of_what_somebody_changed_meanwhile_is_not_written(stage):
    entry_id = uuid4()
    async with stage.site.browser(TEACHER) as browser:
        await written(browser, stage, typed(entry_id))
        await written(browser, stage, typed(entry_id, revision="1", text="改过"))
        answer = await written(browser, stage, typed(entry_id, revision="1", text="又改"))

    assert answer.status_code == 409
    assert [entry.text for entry in await entries(stage)] == ["改过"]


async def test_voiding_needs_a_reason_a_draft_none_and_both_happen_once(stage):
    kept, draft = uuid4(), uuid4()
    async with stage.site.browser(TEACHER) as browser:
        await written(browser, stage, typed(kept))
        await written(browser, stage, typed(draft, **{"as": "draft"}))
        without = await browser.send(f"/journal/{kept}/strike", {"revision": "1", "reason": ""})
        struck = [
            await browser.send(f"/journal/{kept}/strike", {"revision": "1", "reason": "写错日期"}) for _ in range(2)
        ]
        dropped = await browser.send(f"/journal/{draft}/strike", {"revision": "1"})

    assert without.status_code == 422
    assert 'id="e-reason">请写明作废理由' in without.text
    assert [answer.status_code for answer in [*struck, dropped]] == [303] * 3
    assert await entries(stage) == ()
    assert (await journal_entry(stage.site.reading(), kept)).voided_reason == "写错日期"


async def test_nothing_is_written_into_what_is_recognised(stage):
    async with stage.site.browser(TEACHER) as browser:
        form = await browser.see(stage.path(VERIFIED, "/journal/new"))
        sent = await written(browser, stage, typed(written_on="2025-07-12"), state=VERIFIED)
        page = (await browser.see(stage.path(VERIFIED, "/journal"))).text

    assert (form.status_code, sent.status_code) == (403, 403)
    assert "写日志" not in page


@pytest.mark.parametrize("login", [STRANGER, BUREAU])
async def test_whoever_may_not_see_the_placement_reads_no_journal(stage, login):
    entry_id = uuid4()
    async with stage.site.browser(TEACHER) as browser:
        await written(browser, stage, typed(entry_id), photographs(a_jpeg()))
    digest = (await entries(stage))[0].photographs[0].digest
    async with stage.site.browser(login) as browser:
        answers = [
            await browser.see(stage.path(SUBMITTED, "/journal")),
            await browser.see(stage.path(SUBMITTED, "/journal/new")),
            await browser.see(f"/journal/{entry_id}/edit"),
            await browser.see(f"/journal/{entry_id}/photographs/{digest}"),
            await browser.see(f"/journal/{entry_id}/photographs/{digest}/thumbnail"),
            await browser.send(f"/journal/{entry_id}/strike", {"revision": "1", "reason": "x"}),
            await written(browser, stage, typed(entry_id, revision="1", text="改")),
        ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert [entry.text for entry in await entries(stage)] == ["熟悉五轴加工中心"]


async def test_a_photograph_of_another_entry_is_not_found_by_its_digest(stage):
    one, other = uuid4(), uuid4()
    async with stage.site.browser(TEACHER) as browser:
        await written(browser, stage, typed(one), photographs(a_jpeg()))
        await written(browser, stage, typed(other))
        digest = next(entry for entry in await entries(stage) if entry.id == one).photographs[0].digest
        answer = await browser.see(f"/journal/{other}/photographs/{digest}")

    assert answer.status_code == 404


async def test_the_form_in_english(stage):
    async with stage.site.browser(TEACHER) as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        form = (await browser.see(stage.path(SUBMITTED, "/journal/new"))).text
        wrong = (await written(browser, stage, typed(written_on="2026-09-01"))).text

    assert "<h1>Write an entry</h1>" in form
    assert "2026-09-01 does not lie within the placement (2026-07-11 to 2026-08-20)" in wrong
