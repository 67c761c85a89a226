"""A file of a certificate that the disk lost or damaged: the same bytes again, or a clear word, never another one."""

import logging
from dataclasses import replace

import pytest

from registry.certificates.queries.certificates import certificate
from registry.certificates.service.lost_files import FileLost, require_file
from tests.builders.house import a_reading
from tests.certificates.staging import a_paperwork, a_school_that_certifies, issued, printed, signing

SITE = "https://registry.pjzy.edu.cn"


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


def _gone(path):
    path.unlink()


def _damaged(path):
    path.write_bytes(path.read_bytes()[:-3])


def _emptied(path):
    path.write_bytes(b"")


LOSSES = [_gone, _damaged, _emptied]


async def _printed(paper):
    school, person = await a_school_that_certifies()
    return await printed(await issued(school, person, paper), paper)


async def test_a_whole_file_is_left_as_it_is(database, paper, caplog):
    found = await _printed(paper)
    before = paper.store.path(found.file_digest).stat()

    path = await require_file(a_reading(), found, paper)

    assert (path, path.stat().st_mtime_ns) == (paper.store.path(found.file_digest), before.st_mtime_ns)
    assert caplog.records == []


@pytest.mark.parametrize("lose", LOSSES)
async def test_an_unsigned_file_is_made_again_to_the_byte_and_the_log_says_so(database, paper, caplog, lose):
    found = await _printed(paper)
    before = paper.store.path(found.file_digest).read_bytes()
    lose(paper.store.path(found.file_digest))

    with caplog.at_level(logging.WARNING, "registry"):
        path = await require_file(a_reading(), found, paper)

    assert path.read_bytes() == before
    assert list(paper.store.digests()) == [found.file_digest]
    assert [each.levelname for each in caplog.records] == ["ERROR", "WARNING"]
    assert all(found.number in each.getMessage() for each in caplog.records)
    assert await certificate(a_reading(), found.id) == found


@pytest.mark.parametrize("lose", LOSSES)
async def test_a_signed_file_is_never_replaced_by_another(database, paper, lose):
    paper = replace(paper, signing_of=signing())
    found = await _printed(paper)
    path = paper.store.path(found.file_digest)
    lose(path)
    left = path.read_bytes() if path.exists() else None

    with pytest.raises(FileLost, match=r"签名不能重做.*从备份恢复.*换发") as lost:
        await require_file(a_reading(), found, paper)

    assert f"files/{found.file_digest[:2]}/{found.file_digest}" in str(lost.value)
    assert (path.read_bytes() if path.exists() else None) == left


async def test_a_file_from_before_the_installation_had_an_address_is_made_as_it_was(database, paper):
    found = await _printed(paper)
    _gone(paper.store.path(found.file_digest))

    await require_file(a_reading(), found, replace(paper, public_url=SITE))

    assert list(paper.store.digests()) == [found.file_digest]


async def test_what_comes_out_otherwise_is_not_kept(database, paper):
    found = await _printed(replace(paper, public_url=SITE))
    _gone(paper.store.path(found.file_digest))

    with pytest.raises(FileLost, match="REGISTRY_PUBLIC_URL"):
        await require_file(a_reading(), found, replace(paper, public_url="https://other.example"))

    assert list(paper.store.digests()) == []
