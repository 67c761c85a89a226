"""Roots, schools and files for tests of signatures: made once, since each key takes a while."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

from registry.platform.pdf.about import About
from registry.platform.pdf.archive import Attachment, archived
from registry.platform.pdf.fonts import fonts_of
from registry.platform.pdf.paper import Paper
from registry.platform.signing.keys import (
    Revoked,
    Subject,
    certificate_from,
    new_root,
    new_school_certificate,
    particulars,
    revocation_list,
    revocation_list_in,
)
from registry.platform.signing.signer import open_signer, signed

PASSPHRASE = "一把够长的密钥口令 2026"
MADE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SIGNED = MADE + timedelta(days=30)
LOOKED = MADE + timedelta(days=400)
ROOT_NAME = "江苏省职业教育证明根证书"
SCHOOL = Subject("苏州虚构职业技术学院", "13957")
REASON = "签发证明"


def a_root(number=0):
    """Another number is another key under the same name."""
    return _root(number)


@cache
def _root(number):
    return new_root(ROOT_NAME, MADE, PASSPHRASE)


def a_school(number=0, root_number=0):
    return _school(number, root_number)


@cache
def _school(number, root_number):
    return new_school_certificate(a_root(root_number), PASSPHRASE, SCHOOL, MADE)


def a_list(*revoked, number=1, made_at=MADE, root_number=0):
    return _list(revoked, number, made_at, root_number)


@cache
def _list(revoked, number, made_at, root_number):
    lines = [Revoked(serial, at, reason) for serial, at, reason in revoked]
    return revocation_list(a_root(root_number), PASSPHRASE, lines, number, made_at)


def a_signer(school=None, listed=None):
    pair = school or a_school()
    return open_signer(pair.certificate, pair.private_key, PASSPHRASE, pair.chain, listed)


@cache
def a_file(pages=2):
    """A certificate's two pages as PDF/A-3b."""
    about = About("企业实践证明", "苏州虚构职业技术学院", "13957-P2026-00012", MADE)
    paper = Paper(fonts_of(None), about)
    for page in range(pages):
        if page:
            paper.new_page()
        paper.text(100, 100, f"赵𬭎 累计 {page + 6} 个月")
    return archived(paper.content(), about, Attachment("facts.json", "application/json", b'{"months":6}', "facts"))


def a_signed_file(listed=None):
    return _signed_file(listed)


@cache
def _signed_file(listed):
    return signed(a_file(), a_signer(listed=listed), SIGNED, REASON)


def roots(number=0):
    return (certificate_from(a_root(number).certificate),)


def lists(*pems):
    return tuple(revocation_list_in(pem.encode("ascii")) for pem in pems)


def serial_of(pair):
    return particulars(pair.certificate).serial


def a_named(name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def rsa_key(bits=2048, number=0):
    return _rsa_key(bits, number)


@cache
def _rsa_key(bits, number):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def a_certificate(key, name="学校", issuer=None, issuer_key=None, days=(-1, 900), **given):
    """A certificate as another authority might make it; `usage`: digital signature, content commitment, cert sign."""
    first, last = (MADE + timedelta(days=day) for day in days)
    builder = x509.CertificateBuilder().subject_name(a_named(name)).issuer_name(a_named(issuer or name))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(first).not_valid_after(last)
    authority = given.get("ca", False)
    builder = builder.add_extension(x509.BasicConstraints(authority, given.get("length")), critical=True)
    usage = given.get("usage", (True, True, authority))
    if usage is not None:
        signs, commits, certifies = usage
        builder = builder.add_extension(
            x509.KeyUsage(signs, commits, False, False, False, certifies, certifies, False, False), critical=True
        )
    for demand in given.get("demands", ()):
        builder = builder.add_extension(demand, critical=True)
    return builder.sign(issuer_key or key, given.get("digest") or SHA256())


def a_pkcs12(key, certificate, password="口令", others=()):
    return serialize_key_and_certificates(
        "学校".encode(), key, certificate, list(others), BestAvailableEncryption(password.encode())
    )


def ec_key():
    return ec.generate_private_key(ec.SECP256R1())
