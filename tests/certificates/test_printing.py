"""The file of a certificate: one, whatever is tried when, and nothing left behind."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from registry.certificates.model import CertificateState
from registry.certificates.queries.certificates import certificate, content_of
from registry.certificates.service.looking_after import look_after_certificates
from registry.certificates.service.printing import print_certificate, sweep_files, unfiled
from registry.kernel.errors import BadInput, NotFound
from registry.platform.files import FileStore
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    KEY,
    a_paperwork,
    a_school_that_certifies,
    issued,
    printed,
    revoked,
    signing,
    small_finish,
)
from tests.institutions.staging import many_connections, rows_of

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def _notes(database):
    return len(await rows_of(database, "SELECT FROM certificate_file_begun"))


async def _filings(database):
    return await rows_of(database, "SELECT subject_id FROM audit_event WHERE kind = 'CertificateFiled'")


async def test_the_file_is_made_from_the_record_and_kept_under_its_digest(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    after = await printed(before, paper)

    content = small_finish(before, await content_of(a_reading(), before), None, None)
    digest = sha256(content).hexdigest()
    assert after == replace(before, file_digest=digest, unsigned_digest=digest)
    assert await certificate(a_reading(), before.id) == after
    assert paper.store.path(digest).read_bytes() == content
    assert json.loads(content.splitlines()[0])["number"] == before.number
    assert await _notes(database) == 0
    assert len(await _filings(database)) == 1


async def test_the_code_leads_to_the_public_address(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    after = await printed(before, replace(paper, public_url="https://registry.pjzy.edu.cn/"))

    told = paper.store.path(after.file_digest).read_text().splitlines()[-1]
    assert told == f"https://registry.pjzy.edu.cn/verify/{before.code}"


async def test_a_file_is_signed_where_the_school_has_a_key(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    after = await printed(before, replace(paper, signing_of=signing()))

    unsigned = small_finish(before, await content_of(a_reading(), before), None, None)
    assert (after.key_id, after.unsigned_digest) == (KEY, sha256(unsigned).hexdigest())
    assert after.file_digest != after.unsigned_digest
    assert paper.store.path(after.file_digest).read_bytes()[: len(unsigned)] == unsigned


@pytest.mark.parametrize("is_signed", [False, True])
async def test_printed_twice_it_has_one_file(database, paper, is_signed):
    paper = replace(paper, signing_of=signing()) if is_signed else paper
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    first = await printed(before, paper)
    again = await printed(before, paper)

    assert again == first
    assert list(paper.store.digests()) == [first.file_digest]
    assert len(await _filings(database)) == 1


@pytest.mark.parametrize("is_signed", [False, True])
async def test_printed_by_many_at_once_it_has_one_file(database, paper, is_signed):
    await many_connections(12)
    paper = replace(paper, signing_of=signing()) if is_signed else paper
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    results = await asyncio.gather(*(printed(before, paper) for _ in range(10)))

    assert len({after.file_digest for after in results}) == 1
    assert list(paper.store.digests()) == [results[0].file_digest]
    assert len(await _filings(database)) == 1
    assert await _notes(database) == 0


async def test_a_revoked_one_gets_its_file_too(database, paper):
    school, person = await a_school_that_certifies()
    after, _ = await revoked(school, await issued(school, person, paper))

    filed = await printed(after, paper)

    assert (filed.state, filed.revision) == (CertificateState.REVOKED, 2)
    assert list(paper.store.digests()) == [filed.file_digest]


async def test_what_does_not_exist_is_not_printed(database, paper):
    school, _ = await a_school_that_certifies()

    with pytest.raises(NotFound):
        await print_certificate(a_reading(), school.id, paper)


class Full(FileStore):
    """A disk that is full once a file was kept: the transaction that names it is undone."""

    def keep(self, source):
        super().keep(source)
        raise OSError("no space left on device")


@pytest.mark.parametrize("is_signed", [False, True])
async def test_a_file_that_nothing_came_to_name_is_swept(database, paper, is_signed):
    paper = replace(paper, signing_of=signing()) if is_signed else paper
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    with pytest.raises(OSError, match="no space"):
        await printed(before, replace(paper, store=Full(paper.store._folder)))
    left = list(paper.store.digests())

    after = await printed(before, paper)
    early = await sweep_files(a_reading(), paper.store)
    swept = await sweep_files(a_reading(now=LATER), paper.store)

    assert len(left) == 1
    assert (early, swept) == (0, 1 if is_signed else 0)
    assert list(paper.store.digests()) == [after.file_digest]
    assert await _notes(database) == 0


async def test_a_file_swept_before_its_certificate_was_printed_again_is_made_anew(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    with pytest.raises(OSError, match="no space"):
        await printed(before, replace(paper, store=Full(paper.store._folder)))

    assert await sweep_files(a_reading(now=LATER), paper.store) == 1
    after = await printed(before, paper)

    assert list(paper.store.digests()) == [after.file_digest]


async def test_files_of_others_are_never_swept(database, paper):
    kept = paper.store.keep("佐证材料".encode())

    assert await sweep_files(a_reading(now=LATER), paper.store) == 0
    assert list(paper.store.digests()) == [kept.digest]


async def test_files_that_are_missing_are_made_when_nobody_is_at_it_any_more(database, paper):
    school, person = await a_school_that_certifies()
    first, second = await issued(school, person, paper), await issued(school, person, paper)
    assert await unfiled(a_reading(), timedelta(minutes=5)) == ()

    assert await look_after_certificates(a_reading(now=LATER), paper) == 2

    assert await unfiled(a_reading(now=LATER), timedelta(minutes=5)) == ()
    found = [await certificate(a_reading(), each.id) for each in (first, second)]
    assert sorted(paper.store.digests()) == sorted(each.file_digest for each in found)


async def test_a_key_that_cannot_be_opened_holds_up_no_other(database, paper):
    school, person = await a_school_that_certifies()
    other_school, other = await a_school_that_certifies("21001")
    stuck = await issued(school, person, paper)
    going = await issued(other_school, other, paper)

    async def locked(reading, school_id, passphrase, printed_name):
        if school_id == school.id:
            raise BadInput("密钥口令不符")

    with pytest.raises(BadInput, match="密钥口令不符"):
        await look_after_certificates(a_reading(now=LATER), replace(paper, signing_of=locked))

    assert (await certificate(a_reading(), stuck.id)).file_digest is None
    assert (await certificate(a_reading(), going.id)).file_digest is not None
