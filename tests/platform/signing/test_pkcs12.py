"""A school's own certificate out of a PKCS#12 file: taken whole, or refused in words that say what to do."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from registry.kernel.errors import BadInput
from registry.platform.signing.keys import certificate_from, particulars
from registry.platform.signing.pkcs12 import read_pkcs12
from registry.platform.signing.private_keys import opened_key
from tests.platform.signing.authority import MADE, PASSPHRASE, a_certificate, a_pkcs12, ec_key, rsa_key


def _refused(content, words, password="口令", at=MADE):
    with pytest.raises(BadInput, match=words):
        read_pkcs12(content, password, PASSPHRASE, at)


def test_key_certificate_and_those_above_it_are_taken():
    top, middle = rsa_key(number=1), rsa_key(number=2)
    root = a_certificate(top, "国家根", ca=True)
    authority = a_certificate(middle, "发证机构", "国家根", top, ca=True)
    own = a_certificate(rsa_key(), "苏州虚构职业技术学院", "发证机构", middle)
    stranger = a_certificate(rsa_key(number=3), "无关")

    pair = read_pkcs12(a_pkcs12(rsa_key(), own, others=(root, stranger, authority)), "口令", PASSPHRASE, MADE)

    assert particulars(pair.certificate).name == "苏州虚构职业技术学院"
    assert [particulars(each).name for each in pair.chain] == ["发证机构", "国家根"]
    assert opened_key(pair.private_key, PASSPHRASE).private_numbers() == rsa_key().private_numbers()


def _under(issuer_key, *others, **more):
    own = a_certificate(rsa_key(), "苏州虚构职业技术学院", "发证机构", issuer_key, **more)
    return a_pkcs12(rsa_key(), own, others=others)


def test_an_authority_of_the_right_name_with_another_key_is_refused():
    authority = a_certificate(rsa_key(number=2), "发证机构", ca=True)

    _refused(_under(rsa_key(number=3), authority), "不是用文件中“发证机构”的密钥签发的")


def test_of_two_authorities_of_one_name_the_right_one_is_taken():
    wrong, right = [a_certificate(rsa_key(number=number), "发证机构", ca=True) for number in (3, 2)]

    pair = read_pkcs12(_under(rsa_key(number=2), wrong, right), "口令", PASSPHRASE, MADE)

    assert [certificate_from(each) for each in pair.chain] == [right]


def test_a_certificate_in_its_own_name_signed_by_another_key_is_refused():
    _refused(a_pkcs12(rsa_key(), a_certificate(rsa_key(), "学校", "学校", rsa_key(number=2))), "密钥签发的")


def test_an_issuer_that_may_not_certify_is_refused():
    _refused(_under(rsa_key(number=2), a_certificate(rsa_key(number=2), "发证机构")), "不能签发证书")


@pytest.mark.parametrize("others", [(), (a_certificate(rsa_key(number=2), "发证机构", ca=True),)])
def test_a_certificate_that_no_check_would_rely_on_is_refused(others):
    demand = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")

    _refused(_under(rsa_key(number=2), *others, demands=(demand,)), "不认识的要求")


def test_a_file_without_the_issuer_is_taken():
    assert read_pkcs12(_under(rsa_key(number=2)), "口令", PASSPHRASE, MADE).chain == ()


def test_a_wrong_password_is_told():
    _refused(a_pkcs12(rsa_key(), a_certificate(rsa_key())), "口令不对", password="错")


@pytest.mark.parametrize("content", [b"", b"junk", b"%PDF-1.7", b"\x30\x03\x02\x01\x03", b"\x30\x80" * 5000])
def test_what_is_no_pkcs12_file_is_told(content):
    _refused(content, "不是 PKCS#12 文件")


def test_a_file_without_a_key_is_told():
    only = serialize_key_and_certificates(
        None, None, None, [a_certificate(rsa_key())], BestAvailableEncryption("口令".encode())
    )

    _refused(only, "没有私钥")


def test_a_file_without_a_certificate_is_told():
    only = serialize_key_and_certificates(b"x", rsa_key(), None, None, BestAvailableEncryption("口令".encode()))

    _refused(only, "没有与密钥对应的证书")


def test_an_elliptic_key_is_refused_because_it_breaks_the_archive():
    key = ec_key()

    _refused(a_pkcs12(key, a_certificate(key)), "PDF/A")


@pytest.mark.parametrize("bits", [1024, 2047])
def test_a_short_key_is_refused_with_its_length(bits):
    key = rsa_key(bits=bits)

    _refused(a_pkcs12(key, a_certificate(key)), f"RSA 密钥为 {bits} 位")


def test_a_longer_key_is_taken():
    key = rsa_key(bits=3072)

    assert read_pkcs12(a_pkcs12(key, a_certificate(key)), "口令", PASSPHRASE, MADE).chain == ()


@pytest.mark.parametrize("days", [(-900, -1), (1, 900)])
def test_a_certificate_that_is_not_valid_now_is_refused_with_its_dates(days):
    _refused(a_pkcs12(rsa_key(), a_certificate(rsa_key(), days=days)), "有效期为 20")


def test_an_authoritys_certificate_signs_no_documents():
    _refused(a_pkcs12(rsa_key(), a_certificate(rsa_key(), ca=True)), "发证机构的证书")


def test_a_certificate_that_may_not_sign_is_refused():
    _refused(a_pkcs12(rsa_key(), a_certificate(rsa_key(), usage=(False, False, False))), "不含数字签名")


def test_a_certificate_that_says_nothing_of_its_use_is_taken():
    own = a_certificate(rsa_key(), usage=None, digest=SHA256())

    assert read_pkcs12(a_pkcs12(rsa_key(), own), "口令", PASSPHRASE, MADE).certificate


def test_a_weak_passphrase_of_the_installation_is_refused():
    with pytest.raises(BadInput, match="至少 12 位"):
        read_pkcs12(a_pkcs12(rsa_key(), a_certificate(rsa_key())), "口令", "short", MADE)
