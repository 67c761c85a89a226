"""Every change of a file is found, whether it is signed or not: nothing that was changed is ever proved."""

from random import Random

import pytest

from registry.certificates.examining import wording as words
from registry.certificates.examining.findings import UnreadableFile
from registry.certificates.examining.proving import proved_here
from registry.platform.vault import Vault
from tests.certificates.forging import COMPLIANCE, OTHER_SCHOOL, a_key, genuine, judged, signing, unsigned
from tests.certificates.tampering import CHANGES, QPDF, signed_on_top
from tests.certificates.test_verify_own_files import OWN, SITE, issued

TELLING = {words.OTHER_BYTES, words.OTHER_VERSION, words.OTHER_WORDS}
POSITIONS = 200
FILES = {"signed": genuine, "unsigned": unsigned}


def _is_told(found):
    """Whether somebody who reads the answer learns that the file is not as it was made."""
    return bool(found.problems) or bool(TELLING & {*found.not_proved}) or found.verdict.value == "no_certificate"


def _require_found(content):
    try:
        found = judged(content)
    except UnreadableFile:
        return
    assert not found.valid
    assert found.redrawn is None
    assert _is_told(found)


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_found(make, change):
    assert change(make()) != make()

    _require_found(change(make()))


@pytest.mark.skipif(QPDF["qpdf"] is None, reason="qpdf is not installed")
@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("save", QPDF.values(), ids=QPDF.keys())
def test_a_copy_saved_by_another_program_is_found(make, save):
    _require_found(save(make()))


@pytest.mark.parametrize("make", FILES.values(), ids=FILES.keys())
def test_one_changed_byte_is_found_wherever_it_is(make):
    content, chance = make(kind=COMPLIANCE), Random(20261122)

    for place in sorted(chance.sample(range(len(content)), POSITIONS)):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)

        _require_found(bytes(changed))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_key_proves_what_was_changed(change):
    assert not proved_here(judged(change(issued())), Vault(OWN), SITE).valid


SECOND_KEYS = {
    "the school itself": ((), {}, "valid"),
    "another school": ((OTHER_SCHOOL, "21001"), {}, "other_signer"),
    "somebody of the same name": ((), {"root_number": 1}, "untrusted"),
}


@pytest.mark.parametrize(("whose", "root", "alone"), SECOND_KEYS.values(), ids=SECOND_KEYS.keys())
def test_a_second_signature_on_top_is_a_change(whose, root, alone):
    key = a_key(*whose, **root)

    found = judged(signed_on_top(genuine(), key))
    after = judged(signing(unsigned(), key))

    assert (found.verdict.value, found.valid, bool(found.problems)) == ("changed", False, True)
    assert after.verdict.value == alone
