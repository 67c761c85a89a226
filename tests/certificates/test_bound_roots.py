"""A root that came with one school's own certificate proves that school's signatures and nobody else's."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from registry.certificates.examining.door import Trust, examine_file
from registry.certificates.examining.judging import Means, findings_of
from registry.platform.signing.bound_roots import anchors_from, bound_text
from registry.platform.signing.keys import KeyPair
from registry.platform.signing.private_keys import sealed_key
from tests.certificates.forging import (
    LOOKED,
    OTHER_SCHOOL,
    PASSPHRASE,
    SCHOOL,
    a_root,
    genuine,
    root_file,
    signing,
    unsigned,
)
from tests.platform.signing.authority import a_certificate, rsa_key


def _pem(certificate):
    return certificate.public_bytes(Encoding.PEM).decode()


def _judged(content, *files):
    anchors = anchors_from(file.encode() for file in files)
    return findings_of(content, Means(anchors.roots, (), None, LOOKED, anchors.bound))


@pytest.mark.parametrize(
    ("names", "wanted"),
    [([SCHOOL], "valid"), ([OTHER_SCHOOL, SCHOOL], "valid"), ([OTHER_SCHOOL], "other_signer")],
)
def test_a_bound_root_proves_the_schools_it_is_bound_to(names, wanted):
    found = _judged(genuine(), bound_text(a_root().certificate, names))

    assert (found.verdict.value, found.valid) == (wanted, wanted == "valid")
    said = [each.zh for each in found.problems]
    told = [f"签发签名证书的根证书只用于“{OTHER_SCHOOL}”,不能证明其他学校的签名", f"自称签名者:“{SCHOOL}”"]
    assert said == ([] if found.valid else told)


def test_a_root_without_a_name_proves_all_as_before():
    assert _judged(genuine(), a_root().certificate).valid


def test_another_root_that_is_not_bound_is_no_help():
    found = _judged(genuine(), bound_text(a_root().certificate, [OTHER_SCHOOL]), a_root(1).certificate)

    assert found.verdict.value == "other_signer"


def test_a_signer_with_two_names_signs_only_in_the_one_its_root_is_bound_to():
    """The authority of one school that puts the name of another into the same certificate."""
    top = rsa_key(number=1)
    authority = a_certificate(top, "县里的机构", ca=True, days=(-900, 9000))
    own = a_certificate(rsa_key(), OTHER_SCHOOL, "县里的机构", top, days=(-900, 9000))
    both = _with_organisation(own, top, SCHOOL)
    content = signing(unsigned(), KeyPair(_pem(both), sealed_key(rsa_key(), PASSPHRASE), (_pem(authority),)))

    bound_here, bound_there = (
        _judged(content, bound_text(_pem(authority), [name])) for name in (SCHOOL, OTHER_SCHOOL)
    )

    assert bound_here.valid
    assert bound_there.verdict.value == "other_signer"
    assert any("只用于" in each.zh for each in bound_there.problems)


def _with_organisation(certificate, issuer_key, organisation):
    """The same certificate with one more name of its holder."""
    names = [*certificate.subject, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    builder = x509.CertificateBuilder().subject_name(x509.Name(names)).issuer_name(certificate.issuer)
    builder = builder.public_key(certificate.public_key()).serial_number(certificate.serial_number)
    builder = builder.not_valid_before(certificate.not_valid_before_utc)
    builder = builder.not_valid_after(certificate.not_valid_after_utc)
    for each in certificate.extensions:
        builder = builder.add_extension(each.value, each.critical)
    return builder.sign(issuer_key, certificate.signature_hash_algorithm)


def test_a_shared_authority_bound_lower_down_for_one_school_holds_for_another_higher_up():
    """Two schools of one public authority: the one file ended below the root, the other went up to it."""
    top, middle = rsa_key(number=1), rsa_key(number=2)
    days = (-900, 9000)
    root = a_certificate(top, "国家根", ca=True, days=days)
    between = a_certificate(middle, "发证机构", "国家根", top, ca=True, days=days)
    own = a_certificate(rsa_key(), SCHOOL, "发证机构", middle, days=days)
    content = signing(unsigned(), KeyPair(_pem(own), sealed_key(rsa_key(), PASSPHRASE), (_pem(between), _pem(root))))

    found = _judged(content, bound_text(_pem(between), [OTHER_SCHOOL]), bound_text(_pem(root), [SCHOOL]))

    assert (found.verdict.value, found.problems) == ("valid", ())


def test_the_room_reads_the_binding():
    bound = [bound_text(root_file().decode(), [name]).encode() for name in (SCHOOL, OTHER_SCHOOL)]

    verdicts = [examine_file(genuine(), Trust((each,), at=LOOKED)).verdict.value for each in bound]

    assert verdicts == ["valid", "other_signer"]
