"""A school that is renamed between a certificate's issue and its file: nobody's name is signed with another's key."""

from datetime import timedelta

import pytest
from cryptography import x509

from registry.certificates.queries.by_key import lacks_signature
from registry.certificates.queries.certificates import content_of
from registry.certificates.service.paperwork import paperwork_from
from registry.institutions.model.commands import ChangeSchool
from registry.institutions.model.signing_keys import MakeRoot, MakeSchoolKey, RetireKey
from registry.institutions.queries.schools import school as school_of
from registry.institutions.queries.signing_keys import root_certificates, signer_named
from registry.institutions.service.schools import change_school
from registry.institutions.service.signing_keys import make_root, make_school_key, retire_key
from registry.kernel.scopes import EVERYWHERE
from registry.platform.settings import Settings
from registry.platform.signing.examining import examined
from registry.platform.signing.found import Outcome
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import a_paperwork, a_school_that_certifies, issued, printed
from tests.institutions.staging import did

PASSPHRASE = "正月里来是新春-2026"
NEW_NAME = "盘锦新职业学院"
LATER = NOW + timedelta(hours=1)
"""After the certificate was issued."""


@pytest.fixture
def paper(tmp_path):
    return paperwork_from(Settings(tmp_path, key_passphrase=PASSPHRASE))


async def with_key():
    school, person = await a_school_that_certifies()
    await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)
    return school, person, await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE)


async def _renamed(school):
    now = await school_of(a_reading(), school.id)
    as_before = (now.short_name, now.level, now.jurisdiction, now.bureau_id)
    await did(change_school, ChangeSchool(now.id, now.revision, NEW_NAME, *as_before), EVERYWHERE)


async def rotated(school):
    return await did(make_school_key, MakeSchoolKey(school.id, "学校更名"), PASSPHRASE, reading=a_reading(now=LATER))


async def test_the_key_of_the_name_of_its_day_signs_while_it_stands(database, paper):
    school, person, key = await with_key()
    before = await issued(school, person, paper)
    await _renamed(school)

    after = await printed(before, paper)

    content = paper.store.path(after.file_digest).read_bytes()
    roots = [x509.load_pem_x509_certificate(each.encode()) for each in await root_certificates(a_reading())]
    found = examined(content, roots, [], NOW)
    assert after.key_id == key.id
    assert (found.outcome, found.signature.signer) == (Outcome.GENUINE, school.name)
    assert not await lacks_signature(a_reading(), after)


async def test_after_the_key_was_rotated_too_the_file_is_made_for_the_stamp(database, paper):
    school, person, _ = await with_key()
    before = await issued(school, person, paper)
    await _renamed(school)
    await rotated(school)

    after = await printed(before, paper, now=LATER)

    assert (after.number, after.key_id, after.file_digest) == (before.number, None, after.unsigned_digest)
    assert (await content_of(a_reading(), after)).school_name == school.name
    assert await lacks_signature(a_reading(), after)


async def test_what_is_issued_after_the_rotation_is_signed_in_the_new_name(database, paper):
    school, person, _ = await with_key()
    await _renamed(school)
    key = await rotated(school)

    after = await printed(await issued(school, person, paper), paper, now=LATER)

    assert after.key_id == key.id
    assert (await content_of(a_reading(), after)).school_name == NEW_NAME


async def test_the_name_decides_which_key_signs(database):
    school, _, key = await with_key()

    assert (await signer_named(a_reading(), school.id, school.name, PASSPHRASE)).key_id == key.id
    assert await signer_named(a_reading(), school.id, NEW_NAME, PASSPHRASE) is None


async def test_a_key_that_was_retired_before_the_file_was_made_is_missed(database, paper):
    school, person, key = await with_key()
    before = await issued(school, person, paper)
    await did(retire_key, RetireKey(key.id, key.revision, "停用"), reading=a_reading(now=LATER))

    after = await printed(before, paper, now=LATER)

    assert after.key_id is None
    assert await lacks_signature(a_reading(), after)
    assert not await lacks_signature(a_reading(), before), "a file that is not there lacks nothing yet"


async def test_nothing_is_missed_where_there_was_no_key_at_the_issue(database, tmp_path):
    paper = a_paperwork(tmp_path)
    school, person = await a_school_that_certifies()
    after = await printed(await issued(school, person, paper), paper)
    await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)
    await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE, reading=a_reading(now=LATER))

    assert not await lacks_signature(a_reading(), after)
