"""What a key signed: of its own school only, found by the key, and told when the key is revoked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from registry.certificates.model import Doubt
from registry.certificates.queries.by_key import leaked_key, proof_lost
from registry.certificates.queries.listing import CertificateWish, certificates_in, doubts_of
from registry.institutions.model.signing_keys import RevocationCause, RevokeKey
from registry.institutions.queries.signing_keys import signing_key, signing_keys
from registry.institutions.service.signing_keys import revoke_key
from registry.kernel.scopes import Scope
from registry.practice.queries.placements import placements_of
from registry.practice.records import Step
from tests.builders.house import a_reading
from tests.certificates.staging import (
    a_paperwork,
    a_school_that_certifies,
    issued,
    printed,
    revoked,
    signing,
)
from tests.certificates.test_renamed import PASSPHRASE, rotated, with_key
from tests.institutions.staging import did, rows_of
from tests.practice.staging import taken

ROOT = Path(__file__).parents[2]
LEAK, ROTATION = RevocationCause.KEY_COMPROMISE, RevocationCause.SUPERSEDED


async def _signed(school, person, key, folder, count=1):
    paper = a_paperwork(folder, signing_of=signing(key.id))
    return [await printed(await issued(school, person, paper), paper) for _ in range(count)]


async def _ended(key, cause):
    return await did(revoke_key, RevokeKey(key.id, key.revision, cause, "U 盘遗失"), PASSPHRASE)


async def test_a_leak_takes_the_proof_of_what_still_holds(database, tmp_path):
    school, person, key = await with_key()
    first, second = await _signed(school, person, key, tmp_path, 2)
    await revoked(school, first)
    other = await rotated(school)
    await _signed(school, person, other, tmp_path)

    ended = await _ended(await signing_key(a_reading(), key.id), LEAK)

    assert await proof_lost(a_reading(), ended) == (second.number,)


async def test_another_cause_takes_no_proof(database, tmp_path):
    school, person, key = await with_key()
    await _signed(school, person, key, tmp_path)

    assert await proof_lost(a_reading(), await _ended(key, ROTATION)) == ()


async def test_what_a_leaked_key_signed_is_listed_to_be_looked_at_again_while_it_holds(database, tmp_path):
    school, person, key = await with_key()
    ended, standing = await _signed(school, person, key, tmp_path, 2)
    await revoked(school, ended)
    other = await rotated(school)
    await _signed(school, person, other, tmp_path)
    assert await _doubtful(school) == []

    await _ended(await signing_key(a_reading(), key.id), LEAK)

    assert await _doubtful(school) == [(standing.number, (Doubt.KEY,))]
    assert [await doubts_of(each) for each in (ended, standing)] == [(), (Doubt.KEY,)]


@pytest.mark.parametrize("cause", [LEAK, ROTATION])
async def test_what_was_signed_under_a_root_is_listed_where_it_leaked(database, tmp_path, cause):
    school, person, key = await with_key()
    (made,) = await _signed(school, person, key, tmp_path)
    await _ended(key, ROTATION)

    await _ended((await signing_keys(a_reading()))[0], cause)

    assert await _doubtful(school) == ([(made.number, (Doubt.KEY,))] if cause is LEAK else [])


async def test_both_doubts_are_told(database, tmp_path):
    school, person, key = await with_key()
    (made,) = await _signed(school, person, key, tmp_path)
    (placed,) = (await placements_of(a_reading(), [person.id]))[person.id]

    await taken(placed, Step.VOID)
    await _ended(key, LEAK)

    assert await _doubtful(school) == [(made.number, (Doubt.PRACTICE, Doubt.KEY))]


async def _doubtful(school):
    page = await certificates_in(a_reading(), CertificateWish(doubtful=True), [Scope.school(school.id)])
    return [(line.certificate.number, line.doubts) for line in page.lines]


@pytest.mark.parametrize("cause", [LEAK, ROTATION])
async def test_a_root_that_leaked_takes_all_proofs_under_it(database, tmp_path, cause):
    school, person, key = await with_key()
    (made,) = await _signed(school, person, key, tmp_path)
    await _ended(key, ROTATION)
    root = (await signing_keys(a_reading()))[0]

    assert await proof_lost(a_reading(), await _ended(root, cause)) == ((made.number,) if cause is LEAK else ())
    found = await leaked_key(a_reading(), made)
    assert (found and found.id) == (root.id if cause is LEAK else None)


async def test_no_certificate_names_the_key_of_another_school(database, tmp_path):
    _, _, key = await with_key()
    elsewhere, somebody = await a_school_that_certifies("14000", "T2")
    paper = a_paperwork(tmp_path, signing_of=signing(key.id))
    made = await issued(elsewhere, somebody, paper)

    with pytest.raises(asyncpg.PostgresError) as refusal:
        await printed(made, paper)

    assert refusal.value.constraint_name == "certificate_key_of_its_school"
    assert await rows_of(database, "SELECT FROM certificate WHERE file_digest IS NOT NULL") == []


@pytest.fixture
def revoke(database, tmp_path):
    """Runs `registry keys revoke`."""

    def run(*words):
        environment = {**os.environ, "DATABASE_URL": database, "REGISTRY_KEY_PASSPHRASE": PASSPHRASE}
        return subprocess.run(
            [sys.executable, "-m", "registry.cli", "keys", "revoke", *words, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=environment,
        )

    return run


async def test_the_command_names_the_first_and_counts_all(revoke, tmp_path):
    school, person, key = await with_key()
    made = [each.number for each in await _signed(school, person, key, tmp_path, 22)]

    told = revoke(key.fingerprint[:8], "--cause", LEAK, "--reason", "U 盘遗失")

    lines = told.stdout.splitlines()
    assert (told.returncode, told.stderr) == (0, "")
    assert lines[3].startswith("22 份有效的证明由此不再可信")
    assert [line.strip() for line in lines[4:24]] == made[:20]
    assert "另有 2 份" in lines[24]


async def test_for_programs_it_names_all(revoke, tmp_path):
    school, person, key = await with_key()
    made = [each.number for each in await _signed(school, person, key, tmp_path, 2)]

    told = revoke(key.fingerprint[:8], "--cause", LEAK, "--reason", "U 盘遗失", "--format", "json")

    found = json.loads(told.stdout)
    assert found["certificates"] == {"count": 2, "numbers": made}
    assert (found["fingerprint"], found["cause"], found["has_new_list"]) == (key.fingerprint, LEAK.value, True)


async def test_without_certificates_it_says_nothing_of_them(revoke):
    _, _, key = await with_key()

    told = revoke(key.fingerprint[:8], "--cause", LEAK, "--reason", "U 盘遗失")

    assert (told.returncode, len(told.stdout.splitlines())) == (0, 3)
