"""A batch on its page: why it stands still and what to do, a part at a time, its files without traces."""

import tempfile
from datetime import timedelta
from errno import ENOSPC
from uuid import UUID

import pytest

from registry.certificates.pages.batches import handed_out
from registry.certificates.service.looking_after import WAITED
from registry.kernel.errors import BadInput
from registry.platform.files import FOLDER_NAME, FileStore
from tests.institutions.staging import rows_of
from tests.web.certificate_stage import certified, with_key_that_cannot_sign
from tests.web.practice_stage import HR
from tests.web.site import Site
from tests.web.test_certificate_pages import begun, worked

SEEN = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES ($1)"
SEEN_AGAIN = "UPDATE procrastinate_workers SET last_heartbeat = $1"


@pytest.fixture
async def given(database, tmp_path):
    return await certified(Site(tmp_path))


async def asked(given, browser):
    """The path of a batch for the teacher, and its key."""
    _, _, sent = await begun(browser, given, given.stage.person)
    path = sent.headers["location"]
    return path, UUID(path.rpartition("/")[2])


def later(given):
    given.site.now += WAITED + timedelta(seconds=1)
    return given.site.now


async def test_a_batch_that_was_just_asked_for_waits_for_nothing(given):
    async with given.site.browser(HR) as browser:
        path, _ = await asked(given, browser)
        page = (await browser.see(path)).text

    assert ("正在出具 1 份证明" in page, "等待处理" in page) == (True, False)


async def test_a_batch_says_that_nobody_works_in_the_background(given):
    async with given.site.browser(HR) as browser:
        path, _ = await asked(given, browser)
        later(given)
        page = (await browser.see(path)).text

    assert ("等待处理" in page, "后台任务没有在运行" in page, "registry worker" in page) == (True,) * 3


async def test_a_batch_says_that_the_key_cannot_sign_and_what_to_do(given):
    async with given.site.browser(HR) as browser:
        path, _ = await asked(given, browser)
        await with_key_that_cannot_sign(given.stage.school)
        page = (await browser.see(path)).text

    assert ("等待处理" in page, "学校的签名密钥现在不能签名" in page, "不用重新提交" in page) == (True,) * 3


async def test_a_batch_says_how_many_files_are_lacking(given, database):
    async with given.site.browser(HR) as browser:
        path, batch_id = await asked(given, browser)
        await rows_of(database, SEEN, later(given))
        idle = (await browser.see(path)).text
        with pytest.raises(BadInput, match="打印机坏了"):
            await worked(given, batch_id, finished=_out_of_order)
        await rows_of(database, SEEN_AGAIN, later(given))
        page = (await browser.see(path)).text

    assert "已有 5 分钟没有进展" in idle
    assert ("1 份已有编号,文件还没有生成" in page, "查看日志" in page) == (True, True)


async def test_the_list_says_which_batches_wait_as_their_pages_do(given):
    waits, runs = "等待处理", "出具中"
    async with given.site.browser(HR) as browser:
        await asked(given, browser)
        fresh = (await browser.see("/certificates")).text
        later(given)
        still = (await browser.see("/certificates")).text
        await asked(given, browser)
        both = (await browser.see("/certificates")).text
        await with_key_that_cannot_sign(given.stage.school)
        unsigned = (await browser.see("/certificates")).text

    assert [(each.count(waits), each.count(runs)) for each in (fresh, still, both, unsigned)] == [
        (0, 1),
        (1, 0),
        (1, 1),
        (2, 0),
    ]


def _out_of_order(*parts):
    raise BadInput("打印机坏了")


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def test_files_are_handed_out_without_traces_also_one_that_was_lost(given, temporary):
    async with given.site.browser(HR) as browser:
        path, batch_id = await asked(given, browser)
        (line,) = await worked(given, batch_id)
        FileStore(given.site.settings.data_folder / FOLDER_NAME).remove(line.certificate.file_digest)
        answers = [await browser.see(f"{path}/{each}") for each in ("zip", "print")]

    assert [(answer.status_code, answer.content[:2]) for answer in answers] == [(200, b"PK"), (200, b"%P")]
    assert list(temporary.iterdir()) == []


async def test_nothing_is_left_behind_when_the_disk_is_full(temporary):
    def written(target):
        target.write_bytes(b"half")
        raise OSError(ENOSPC, "No space left on device")

    with pytest.raises(BadInput, match="文件合不起来"):
        await handed_out(written, "证明.zip", "application/zip")

    assert list(temporary.iterdir()) == []


async def test_a_part_that_is_not_there_is_an_empty_page(given):
    async with given.site.browser(HR) as browser:
        path, batch_id = await asked(given, browser)
        await worked(given, batch_id)
        pages = [await browser.see(path, params={"number": number}) for number in (1, 2, 0, 10**12)]

    assert [page.status_code for page in pages] == [200] * 4
    assert ["S1-P2026-00002" in page.text for page in pages] == [True, False, True, False]
