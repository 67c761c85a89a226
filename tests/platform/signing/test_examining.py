"""The examination of files that nobody altered: genuine, revoked, out of time, untrusted, unsigned, no PDF."""

from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from registry.platform.signing.examining import LARGEST, examined
from registry.platform.signing.found import Examination, FoundSignature, ListSeen, Outcome, Revocation
from registry.platform.signing.keys import DAYS_OF_YEAR, LIST_DAYS, SCHOOL_YEARS, certificate_from, particulars
from tests.platform.signing.authority import (
    LOOKED,
    MADE,
    ROOT_NAME,
    SIGNED,
    a_file,
    a_list,
    a_school,
    a_signed_file,
    lists,
    roots,
    serial_of,
)

A_DAY = timedelta(days=1)


def _found(**changes):
    about = particulars(a_school().certificate)
    values = {
        "covered": len(a_signed_file()),
        "appended": 0,
        "has_gap": False,
        "is_intact": True,
        "is_exact": True,
        "signer": "苏州虚构职业技术学院",
        "signer_code": "13957",
        "issuer": ROOT_NAME,
        "serial": about.serial,
        "fingerprint": about.fingerprint,
        "claimed_at": SIGNED,
        "has_time_stamp": False,
        "trusted_root": ROOT_NAME,
        "fault": None,
        "is_in_time": True,
        "revocation": Revocation.NOT_CHECKED,
        **changes,
    }
    return FoundSignature(**values)


def test_a_fresh_file_is_genuine_and_all_of_it_is_told():
    content = a_signed_file()

    found = examined(content, roots(), (), LOOKED)

    assert found == Examination(Outcome.GENUINE, len(content), (_found(),))
    assert found.signature.is_whole


def test_the_fingerprint_is_the_certificates():
    der = certificate_from(a_school().certificate).public_bytes(Encoding.DER)

    assert examined(a_signed_file(), roots(), (), LOOKED).signature.fingerprint == sha256(der).hexdigest()


def test_a_list_that_does_not_name_it_says_good():
    found = examined(a_signed_file(), roots(), lists(a_list(number=3, made_at=SIGNED)), SIGNED + A_DAY)

    assert found.outcome is Outcome.GENUINE
    assert found.signature.revocation is Revocation.GOOD
    assert found.signature.list_seen == ListSeen(3, SIGNED, SIGNED + timedelta(days=LIST_DAYS), is_stale=False)


@pytest.mark.parametrize(("late", "is_stale"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_a_list_is_stale_when_a_newer_one_is_due(late, is_stale):
    at = MADE + timedelta(days=LIST_DAYS) + late

    assert examined(a_signed_file(), roots(), lists(a_list()), at).signature.list_seen.is_stale is is_stale


@pytest.mark.parametrize(
    ("reason", "revoked_at", "outcome", "state"),
    [
        ("superseded", SIGNED + A_DAY, Outcome.GENUINE, Revocation.REVOKED_LATER),
        ("superseded", SIGNED, Outcome.REVOKED, Revocation.REVOKED),
        ("superseded", SIGNED - A_DAY, Outcome.REVOKED, Revocation.REVOKED),
        ("key_compromise", SIGNED + A_DAY, Outcome.REVOKED, Revocation.REVOKED),
        ("cessation", SIGNED + A_DAY, Outcome.GENUINE, Revocation.REVOKED_LATER),
    ],
)
def test_only_a_leak_voids_what_was_signed_before_the_revocation(reason, revoked_at, outcome, state):
    named = a_list((serial_of(a_school()), revoked_at, reason), number=2, made_at=LOOKED)

    found = examined(a_signed_file(), roots(), lists(named), LOOKED)

    assert found.outcome is outcome
    assert (found.signature.revocation, found.signature.revoked_at) == (state, revoked_at)


def test_the_newest_of_several_lists_decides():
    named = a_list((serial_of(a_school()), MADE, "key_compromise"), number=2, made_at=LOOKED)

    assert examined(a_signed_file(), roots(), lists(a_list(), named), LOOKED).outcome is Outcome.REVOKED
    assert examined(a_signed_file(), roots(), lists(named, a_list()), LOOKED).outcome is Outcome.REVOKED


def test_a_list_of_another_key_under_the_same_name_says_nothing():
    forged = a_list((serial_of(a_school()), MADE, "key_compromise"), number=9, made_at=LOOKED, root_number=1)

    found = examined(a_signed_file(), roots(), lists(forged), LOOKED)

    assert (found.outcome, found.signature.revocation) == (Outcome.GENUINE, Revocation.NOT_CHECKED)


def test_without_a_root_nothing_is_trusted():
    assert examined(a_signed_file(), (), (), LOOKED).outcome is Outcome.UNTRUSTED


def test_decades_later_it_is_still_genuine():
    after = MADE + timedelta(days=SCHOOL_YEARS * DAYS_OF_YEAR * 4)

    assert examined(a_signed_file(), roots(), (), after).outcome is Outcome.GENUINE


def test_a_time_that_lies_ahead_is_not_believed():
    assert examined(a_signed_file(), roots(), (), SIGNED - A_DAY).outcome is Outcome.OUT_OF_TIME


def test_an_unsigned_file_is_told():
    assert examined(a_file(), roots(), (), LOOKED) == Examination(Outcome.UNSIGNED, len(a_file()))


@pytest.mark.parametrize(
    "content",
    [b"", b"junk", b"\x00" * 5000, b"%PD", b"x" * 2000 + b"%PDF-1.7", b"%PDF-1.7" + bytes(LARGEST)],
    ids=["empty", "junk", "zeros", "short", "late", "large"],
)
def test_what_is_no_pdf_is_told(content):
    assert examined(content, roots(), (), LOOKED) == Examination(Outcome.NO_PDF, len(content))
