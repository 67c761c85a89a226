"""The folder of a placement on pages: what is missing, putting in, taking out, the files, who sees them."""

import asyncio
import logging
from uuid import UUID

import pytest

from registry.platform.files import FOLDER_NAME, FileStore
from registry.practice.model import PlacementState
from registry.practice.queries.papers import papers_of
from registry.practice.records.papers import PaperKind
from tests.platform.picture_makers import a_heic, a_jpeg, a_pdf
from tests.web.practice_stage import BUREAU, HEAD, HR, STRANGER, TEACHER, staged
from tests.web.site import Site

SUBMITTED, VERIFIED, RETURNED = PlacementState.SUBMITTED, PlacementState.VERIFIED, PlacementState.RETURNED


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path), SUBMITTED, VERIFIED)


async def kept_papers(stage, state=SUBMITTED):
    chain_id = stage.placement(state).chain_id
    return (await papers_of(stage.site.reading(), [chain_id]))[chain_id]


async def uploaded(browser, stage, *files, state=SUBMITTED, **values):
    sent = [("files", file) for file in files]
    return await browser.send(stage.path(state, "/papers"), {"kind": "appraisal", **values}, sent)


def photograph(name="鉴定表.jpg", **given):
    return (name, a_jpeg(**given), "image/jpeg")


async def test_what_is_missing_is_named_first_and_gone_once_it_is_there(stage):
    async with stage.site.browser(TEACHER) as browser:
        before = (await browser.see(stage.path(SUBMITTED))).text
        answer = await uploaded(browser, stage, photograph(), note="第二页在后面")
        after = (await browser.see(stage.path(SUBMITTED))).text

    assert "还缺必交材料:" in before
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path(SUBMITTED))
    assert "已添加 1 份材料" in after
    assert "必交材料已齐" in after
    assert "鉴定表.jpg" in after
    assert "第二页在后面" in after


async def test_several_files_of_all_kinds_at_once(stage):
    files = [photograph(), ("背面.heic", a_heic(), "image/heic"), ("扫描.pdf", a_pdf(), "application/pdf")]
    async with stage.site.browser(TEACHER) as browser:
        await uploaded(browser, stage, *files, kind="attendance")

    found = sorted(await kept_papers(stage), key=lambda one: one.original_name)
    assert [(one.kind, one.original_name, one.media_type) for one in found] == [
        (PaperKind.ATTENDANCE, "扫描.pdf", "application/pdf"),
        (PaperKind.ATTENDANCE, "背面.heic", "image/jpeg"),
        (PaperKind.ATTENDANCE, "鉴定表.jpg", "image/jpeg"),
    ]


async def test_a_form_sent_twice_is_one_paper(stage):
    async with stage.site.browser(TEACHER) as browser:
        answers = await asyncio.gather(*(uploaded(browser, stage, photograph()) for _ in range(2)))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await kept_papers(stage)) == 1


async def test_what_is_no_paper_is_named_beside_the_field_and_the_rest_is_kept(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await uploaded(
            browser, stage, photograph(), ("总结.docx", b"PK\x03\x04 word", "application/zip"), note="正面"
        )

    assert answer.status_code == 422
    assert 'id="e-files">有 1 个文件没有添加,其余 1 个已添加' in answer.text
    assert "“总结.docx”是 Word、Excel、OFD 或压缩文件" in answer.text
    assert 'value="正面"' in answer.text
    assert [one.original_name for one in await kept_papers(stage)] == ["鉴定表.jpg"]


async def test_without_a_file_nothing_is_added_and_what_was_typed_stays(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await browser.send(stage.path(SUBMITTED, "/papers"), {"kind": "journal", "note": "周志"})

    assert answer.status_code == 422
    assert 'id="e-files">请选择文件' in answer.text
    assert '<option value="journal" selected>' in answer.text
    assert 'value="周志"' in answer.text


async def test_too_large_a_form_is_refused_in_words(stage):
    async with stage.site.browser(TEACHER) as browser:
        answer = await uploaded(browser, stage, ("大.jpg", b"\xff\xd8\xff" + bytes(46_000_000), "image/jpeg"))

    assert answer.status_code == 413
    assert "文件太大" in answer.text


async def test_a_file_is_shown_harmlessly_and_under_its_name(stage):
    async with stage.site.browser(TEACHER) as browser:
        await uploaded(browser, stage, ("背面.heic", a_heic(), "image/heic"), ("表.pdf", a_pdf(), "application/pdf"))
        scan, picture = sorted(await kept_papers(stage), key=lambda paper: paper.media_type)
        shown = await browser.see(f"/papers/{picture.id}/file")
        small = await browser.see(f"/papers/{picture.id}/thumbnail")
        scanned = await browser.see(f"/papers/{scan.id}/file")
        no_picture = await browser.see(f"/papers/{scan.id}/thumbnail")

    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-disposition"] == "inline; filename*=utf-8''%E8%83%8C%E9%9D%A2.jpg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["cache-control"] == "private, max-age=3600"
    assert (small.status_code, len(small.content) < len(shown.content)) == (200, True)
    assert scanned.headers["content-type"] == "application/pdf"
    assert scanned.headers["content-security-policy"].startswith("default-src 'none'")
    assert no_picture.status_code == 404


async def test_a_file_that_is_gone_from_the_disk_is_answered_in_words_and_logged(stage, caplog):
    async with stage.site.browser(TEACHER) as browser:
        await uploaded(browser, stage, photograph())
        (found,) = await kept_papers(stage)
        FileStore(stage.site.settings.data_folder / FOLDER_NAME).path(found.digest).unlink()
        with caplog.at_level(logging.ERROR, "registry"):
            answer = await browser.see(f"/papers/{found.id}/file")

    assert answer.status_code == 404
    assert "没有找到该文件" in answer.text
    assert found.digest in caplog.text


async def test_taking_out_needs_a_reason_and_happens_once(stage):
    async with stage.site.browser(TEACHER) as browser:
        await uploaded(browser, stage, photograph())
        (found,) = await kept_papers(stage)
        without = await browser.send(f"/papers/{found.id}/remove", {"reason": " "})
        first = await browser.send(f"/papers/{found.id}/remove", {"reason": "拍糊了"})
        again = await browser.send(f"/papers/{found.id}/remove", {"reason": "拍糊了"})
        page = (await browser.see(stage.path(SUBMITTED))).text

    assert without.status_code == 422
    assert 'id="e-reason">请写明移除理由' in without.text
    assert (first.status_code, again.status_code) == (303, 303)
    assert [(one.removed_reason, one.revision) for one in await kept_papers(stage)] == [("拍糊了", 2)]
    assert "鉴定表.jpg" not in page


async def test_a_file_that_serves_twice_is_flagged(stage):
    async with stage.site.browser(HR) as browser:
        await uploaded(browser, stage, photograph())
        await uploaded(browser, stage, photograph(), state=VERIFIED)
        page = (await browser.see(stage.path(SUBMITTED, "/papers"))).text

    other = stage.placement(VERIFIED)
    assert "同一文件还用于" in page
    assert f'href="/placements/{other.id}"' in page


@pytest.mark.parametrize(
    ("login", "status"), [(TEACHER, 403), (HR, 303), (HEAD, 403), (STRANGER, 404), (BUREAU, 404)]
)
async def test_who_adds_to_what_is_recognised(stage, login, status):
    async with stage.site.browser(login) as browser:
        answer = await uploaded(browser, stage, photograph(), state=VERIFIED)

    assert answer.status_code == status
    assert len(await kept_papers(stage, VERIFIED)) == (1 if status == 303 else 0)


@pytest.mark.parametrize("login", [STRANGER, BUREAU])
async def test_whoever_may_not_see_the_placement_sees_no_file_either(stage, login):
    async with stage.site.browser(TEACHER) as browser:
        await uploaded(browser, stage, photograph())
    (found,) = await kept_papers(stage)
    async with stage.site.browser(login) as browser:
        answers = [
            await browser.see(f"/papers/{found.id}/file"),
            await browser.see(f"/papers/{found.id}/thumbnail"),
            await browser.see(stage.path(SUBMITTED, "/papers")),
            await browser.send(f"/papers/{found.id}/remove", {"reason": "x"}),
            await browser.see(f"/papers/{UUID(int=1)}/file"),
        ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await kept_papers(stage))[0].removed_at is None


async def test_in_english_no_chinese_is_left_but_names_and_the_switch(stage):
    async with stage.site.browser(TEACHER) as browser:
        await browser.send("/language", {"to": "en", "next": "/"})
        answer = await browser.send(stage.path(SUBMITTED, "/papers"), {"kind": "journal"})

    assert "Choose a file" in answer.text
    assert "Appraisal form (stamped by the enterprise)" in answer.text
    assert "佐证" not in answer.text
