"""From verified practice to a signed file: with the words, the pages and the keys that offices use."""

import json
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

import pytest
from cryptography import x509

from registry.certificates.examining.door import Trust, examine_file
from registry.certificates.examining.findings import Verdict
from registry.certificates.examining.proving import proved_here
from registry.certificates.model import IssueCertificate, Wording
from registry.certificates.queries.certificates import certificate, content_of
from registry.certificates.rules.facts_json import FILE_NAME, facts_of
from registry.certificates.service.issuing import issue_certificate
from registry.certificates.service.looking_up import LookUp, look_up
from registry.certificates.service.lost_files import require_file
from registry.certificates.service.paperwork import paperwork_from
from registry.institutions.model.signing_keys import CannotSign, MakeRoot, MakeSchoolKey
from registry.institutions.queries.signing_keys import root_certificates
from registry.institutions.service.signing_keys import make_root, make_school_key
from registry.kernel.errors import BadInput
from registry.platform.pdf.archive import archive_faults, attached
from registry.platform.pdf.fonts import CharactersLacking
from registry.platform.settings import Settings
from registry.platform.signing.examining import examined
from registry.platform.signing.found import Outcome
from registry.platform.vault import Vault
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    COMPLIANCE,
    PRACTICE,
    a_colleague,
    a_school_that_certifies,
    an_ask,
    doing,
    printed,
)
from tests.institutions.staging import did, rows_of
from tests.platform.pdf.font_makers import a_cff_font, a_ttf
from tests.platform.pdf.readers import pdfium_text, poppler_text
from tests.practice.staging import officer

PASSPHRASE = "正月里来是新春-2026"
ADDRESS = "https://registry.pjzy.edu.cn"


@pytest.fixture
def paper(tmp_path):
    return paperwork_from(Settings(tmp_path, public_url=ADDRESS, key_passphrase=PASSPHRASE))


async def a_certificate(school, person, paper, **asked):
    command = IssueCertificate(uuid4(), school.id, an_ask(person, **asked))
    return (await doing(officer(school), school, issue_certificate, command, paper))[0]


async def a_key(school):
    await did(make_root, MakeRoot("盘锦市教育局"), PASSPHRASE)
    return await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE)


async def test_without_a_key_the_file_is_pdf_a_with_its_facts(database, paper):
    school, person = await a_school_that_certifies()
    before = await a_certificate(school, person, paper)

    after = await printed(before, paper)

    content = paper.store.path(after.file_digest).read_bytes()
    assert archive_faults(content) == ()
    assert attached(content, FILE_NAME).decode() == facts_of(after, await content_of(a_reading(), after))
    assert sha256(attached(content, FILE_NAME)).hexdigest() == after.facts_digest
    assert (after.key_id, after.unsigned_digest) == (None, after.file_digest)


async def test_the_same_record_gives_the_same_bytes(database, paper):
    school, person = await a_school_that_certifies()
    before = await a_certificate(school, person, paper, kind=COMPLIANCE)
    after = await printed(before, paper)

    kept = await certificate(a_reading(), before.id)
    again = paper.finished(kept, await content_of(a_reading(), kept), paper.fonts, paper.address_of(kept))

    assert sha256(again).hexdigest() == after.unsigned_digest


async def test_with_a_key_the_file_is_genuine_until_a_byte_is_changed(database, paper):
    school, person = await a_school_that_certifies()
    key = await a_key(school)
    after = await printed(await a_certificate(school, person, paper), paper)

    content = paper.store.path(after.file_digest).read_bytes()
    roots = [x509.load_pem_x509_certificate(each.encode()) for each in await root_certificates(a_reading())]
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    assert after.key_id == key.id
    assert examined(content, roots, [], NOW).outcome is Outcome.GENUINE
    assert examined(changed, roots, [], NOW).outcome is Outcome.CHANGED


async def test_what_cannot_be_signed_gets_no_number_and_leaves_nothing(database, paper):
    school, person = await a_school_that_certifies()
    await a_key(school)

    for wrong, words in ((None, "没有设置密钥口令"), ("不是这个口令的另一个口令", "密钥口令不对")):
        with pytest.raises(CannotSign, match="请联系信息中心处理后再出具") as refusal:
            await a_certificate(school, person, replace(paper, passphrase=wrong))
        assert words in refusal.value.for_operator

    assert await rows_of(database, "SELECT FROM certificate_counter") == []
    assert await rows_of(database, "SELECT FROM audit_event WHERE kind = 'CertificateIssued'") == []
    assert (await a_certificate(school, person, paper)).number.endswith("00001")


async def test_a_key_that_cannot_be_opened_leaves_the_certificate_waiting(database, paper):
    school, person = await a_school_that_certifies()
    await a_key(school)
    before = await a_certificate(school, person, paper)

    for wrong in (None, "不是这个"):
        with pytest.raises(BadInput):
            await printed(before, replace(paper, passphrase=wrong))
    assert await certificate(a_reading(), before.id) == before
    assert list(paper.store.digests()) == []
    assert (await printed(before, paper)).file_digest is not None
    assert await rows_of(database, "SELECT FROM certificate_file_begun") == []


async def test_whoever_scans_it_sees_what_it_prints(database, paper):
    school, person = await a_school_that_certifies()
    after = await printed(await a_certificate(school, person, paper), paper)

    found = await did(look_up, LookUp(after.code, "203.0.113.7"))

    attachment = attached(paper.store.path(after.file_digest).read_bytes(), FILE_NAME)
    assert json.loads(found.facts) == json.loads(attachment)


NAMES = ["王䶮 李㛃 赵𬭎 钱𨭎", "娜仁·乌云其其格"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [PRACTICE, COMPLIANCE])
async def test_rare_names_go_through_to_the_file_as_they_are_written(database, paper, name, kind):
    school, _ = await a_school_that_certifies()
    person = await a_colleague(school, name, "T2")
    after = await printed(await a_certificate(school, person, paper, kind=kind, wording=Wording.BOTH), paper)

    content = paper.store.path(after.file_digest).read_bytes()

    assert name in poppler_text(content)
    assert name in pdfium_text(content)
    assert json.loads(attached(content, FILE_NAME))["person_name"] == name
    assert examine_file(content, Trust()).redrawn is not None


async def test_a_character_is_refused_by_name_until_a_font_that_has_it_is_added(database, tmp_path):
    settings = Settings(tmp_path)
    school, _ = await a_school_that_certifies()
    person = await a_colleague(school, "孙𰻝", "T2")
    with pytest.raises(CharactersLacking, match="𰻝"):
        await a_certificate(school, person, paperwork_from(settings))
    (tmp_path / "fonts").mkdir()
    a_cff_font(tmp_path / "fonts" / "wrong.otf", "𰻝")
    with pytest.raises(CharactersLacking, match=r"wrong\.otf”不能使用:字形是 PostScript"):
        await a_certificate(school, person, paperwork_from(settings))
    a_ttf(tmp_path / "fonts" / "biang.ttf", "𰻝")

    paper = paperwork_from(settings)
    after = await printed(await a_certificate(school, person, paper), paper)

    content = paper.store.path(after.file_digest).read_bytes()
    assert after.number.endswith("00001")
    assert "孙𰻝" in poppler_text(content)
    assert "孙𰻝" in pdfium_text(content)
    assert examine_file(content, Trust(fonts_folder=tmp_path / "fonts")).redrawn is not None


async def test_a_real_file_that_the_disk_lost_is_made_again_to_the_byte(database, paper):
    school, person = await a_school_that_certifies()
    after = await printed(await a_certificate(school, person, paper), paper)
    path = paper.store.path(after.file_digest)
    before = path.read_bytes()
    path.unlink()

    assert (await require_file(a_reading(), after, paper)).read_bytes() == before


async def test_what_was_issued_is_proved_by_the_key_of_the_installation(database, paper, tmp_path):
    school, person = await a_school_that_certifies()
    after = await printed(await a_certificate(school, person, paper), paper)

    found = examine_file(paper.store.path(after.file_digest), Trust(fonts_folder=tmp_path / "fonts"))

    assert proved_here(found, a_reading().house.vault, ADDRESS).verdict is Verdict.ISSUED_HERE
    assert proved_here(found, Vault(b"k" * 32), ADDRESS).verdict is Verdict.UNSIGNED
