"""Own roots and schools' certificates: what they may do, how long, under which name; sealed keys; lists."""

import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from registry.kernel.errors import BadInput
from registry.platform.signing.keys import (
    LIST_DAYS,
    Subject,
    certificate_from,
    certificates_in,
    new_root,
    new_school_certificate,
    particulars,
    particulars_of,
    revocation_list_in,
)
from registry.platform.signing.private_keys import opened_key, sealed_key
from tests.platform.signing.authority import (
    LOOKED,
    MADE,
    PASSPHRASE,
    ROOT_NAME,
    SCHOOL,
    a_list,
    a_root,
    a_school,
    rsa_key,
    serial_of,
)


def _usage(certificate):
    found = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    names = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign", "key_encipherment")
    return found.critical, {name for name in names if getattr(found.value, name)}


def _limits(certificate):
    found = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    return found.critical, found.value.ca, found.value.path_length


def test_a_root_certifies_schools_and_signs_lists_and_nothing_else():
    found = certificate_from(a_root().certificate)

    assert _usage(found) == (True, {"key_cert_sign", "crl_sign"})
    assert _limits(found) == (True, True, 0)
    assert found.public_key().key_size == 2048
    assert particulars(a_root().certificate).name == ROOT_NAME


def test_a_school_signs_and_certifies_nobody():
    found = certificate_from(a_school().certificate)

    assert _usage(found) == (True, {"digital_signature", "content_commitment"})
    assert _limits(found) == (True, False, None)
    assert found.subject.rfc4514_string() == "2.5.4.5=13957,CN=苏州虚构职业技术学院,O=苏州虚构职业技术学院,C=CN"
    assert a_school().chain == (a_root().certificate,)
    found.verify_directly_issued_by(certificate_from(a_root().certificate))


def test_a_schools_certificate_ends_with_the_roots():
    late = particulars(a_root().certificate).finished_at - timedelta(days=10)

    made = new_school_certificate(a_root(), PASSPHRASE, SCHOOL, late)

    assert particulars(made.certificate).finished_at == particulars(a_root().certificate).finished_at


def test_a_root_that_is_over_certifies_nobody():
    over = particulars(a_root().certificate).finished_at

    with pytest.raises(BadInput, match="根证书已到期"):
        new_school_certificate(a_root(), PASSPHRASE, SCHOOL, over)


def test_the_list_is_found_where_the_certificate_says():
    made = new_school_certificate(a_root(), PASSPHRASE, SCHOOL, MADE, "https://registry.example/list.crl")

    points = certificate_from(made.certificate).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name[0].value == "https://registry.example/list.crl"


@pytest.mark.parametrize("name", ["", "  ", "证" * 65])
def test_a_name_that_fits_no_certificate_is_refused(name):
    with pytest.raises(BadInput, match="证书名称"):
        new_root(name, MADE, PASSPHRASE)


def test_sixty_four_characters_of_a_name_fit():
    found = certificate_from(new_root("证" * 64, MADE, PASSPHRASE).certificate)

    assert particulars_of(found).name == "证" * 64
    assert found.subject.rfc4514_string() == f"CN={'证' * 20}…,O={'证' * 64},C=CN"


@pytest.mark.parametrize(("passphrase", "words"), [("", "没有设置密钥口令"), ("x" * 11, "至少 12 位")])
def test_a_key_is_never_kept_without_a_good_passphrase(passphrase, words):
    with pytest.raises(BadInput, match=words):
        sealed_key(rsa_key(), passphrase)


def test_a_sealed_key_opens_with_its_passphrase_alone():
    sealed = sealed_key(rsa_key(), PASSPHRASE)

    assert opened_key(sealed, PASSPHRASE).private_numbers() == rsa_key().private_numbers()
    with pytest.raises(BadInput, match="密钥口令不对"):
        opened_key(sealed, PASSPHRASE + "x")
    with pytest.raises(BadInput, match="密钥口令不对"):
        opened_key("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", PASSPHRASE)


def test_openssl_opens_a_sealed_key_too(tmp_path):
    (tmp_path / "key.pem").write_text(sealed_key(rsa_key(), PASSPHRASE))

    done = subprocess.run(
        ["openssl", "pkey", "-in", "key.pem", "-passin", f"pass:{PASSPHRASE}", "-noout", "-text"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert done.stdout.startswith("Private-Key: (2048 bit")


def test_the_key_shows_in_no_print():
    assert "PRIVATE" not in repr(a_school())


def test_a_list_names_what_was_revoked_and_is_fresh_for_a_year():
    line = (serial_of(a_school()), LOOKED, "key_compromise")

    found = revocation_list_in(a_list(line, number=7, made_at=LOOKED).encode())

    assert found.is_signature_valid(certificate_from(a_root().certificate).public_key())
    assert found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number == 7
    assert found.next_update_utc - found.last_update_utc == timedelta(days=LIST_DAYS)
    assert [(f"{each.serial_number:x}", each.revocation_date_utc) for each in found] == [line[:2]]


def test_certificates_are_read_in_both_spellings_and_junk_is_told():
    der = certificate_from(a_root().certificate).public_bytes(Encoding.DER)
    both = (a_root().certificate + a_school().certificate).encode()

    assert certificates_in(der) == (certificate_from(a_root().certificate),)
    assert len(certificates_in(both)) == 2
    for junk in (b"", b"junk", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"):
        with pytest.raises(BadInput, match="不是证书文件"):
            certificates_in(junk)
        with pytest.raises(BadInput, match="不是证书撤销列表"):
            revocation_list_in(junk)


def test_a_subject_without_a_code_has_no_serial_number():
    made = new_school_certificate(a_root(), PASSPHRASE, Subject("无代码学校"), MADE)

    assert certificate_from(made.certificate).subject.rfc4514_string() == "CN=无代码学校,O=无代码学校,C=CN"
