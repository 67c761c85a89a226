"""Certificates X.509: an installation's own root, the schools under it, the list of those revoked. RSA and SHA-256.

Everything is given and taken as PEM text, the private key only as `private_keys` seals it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from registry.kernel.errors import BadInput
from registry.platform.signing.private_keys import new_private_key, opened_key, sealed_key

ROOT_YEARS, SCHOOL_YEARS = 30, 10
LIST_DAYS = 366
"""How long a revocation list is fresh: one is made at least once a year."""
DAYS_OF_YEAR = 365.25
_LIST = re.compile(rb"-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", re.DOTALL)
LONGEST_NAME = 64
"""Characters of a name in a certificate (RFC 5280, upper bounds)."""
COMMON_BYTES = 64
"""What cryptography takes as a common name: a longer one is cut there and stands whole as the organisation."""
CUT = "…"
CAUSES = {
    "key_compromise": x509.ReasonFlags.key_compromise,
    "superseded": x509.ReasonFlags.superseded,
    "cessation": x509.ReasonFlags.cessation_of_operation,
    "affiliation": x509.ReasonFlags.affiliation_changed,
    "unspecified": x509.ReasonFlags.unspecified,
}
"""Why a certificate is revoked, by the words that are kept. Only the first casts doubt on what was signed before."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A certificate with its private key, sealed. `chain`: the certificates above it, nearest first, PEM text."""

    certificate: str
    private_key: str = field(repr=False)
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a certificate says. `serial` in hexadecimal; `fingerprint` the SHA-256 of its DER, hexadecimal."""

    name: str
    issuer: str
    serial: str
    fingerprint: str
    started_at: datetime
    finished_at: datetime
    is_authority: bool


@dataclass(frozen=True, slots=True)
class Revoked:
    """One line of a revocation list. `reason` is a key of `CAUSES`."""

    serial: str
    revoked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is named: the full legal name, and the code that stands beside it (None: nothing)."""

    name: str
    code: str | None = None


def new_root(name: str, at: datetime, passphrase: str) -> KeyPair:
    """A root that certifies schools and signs revocation lists, nothing else. Raises BadInput: name, passphrase."""
    key = new_private_key()
    own = _name(Subject(name))
    builder = _certificate(own, own, key.public_key(), at)
    builder = builder.not_valid_after(_whole(at) + timedelta(days=ROOT_YEARS * DAYS_OF_YEAR))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(certifies=True), critical=True)
    return KeyPair(_pem(builder.sign(key, SHA256())), sealed_key(key, passphrase))


def new_school_certificate(
    root: KeyPair, passphrase: str, subject: Subject, at: datetime, list_address: str | None = None
) -> KeyPair:
    """A certificate with which a school signs. It ends with the root's where that is sooner.

    `list_address`: where readers find the revocation list, if anywhere. Raises BadInput: passphrase, name, root over.
    """
    above = certificate_from(root.certificate)
    finished_at = min(_whole(at) + timedelta(days=SCHOOL_YEARS * DAYS_OF_YEAR), above.not_valid_after_utc)
    if finished_at <= at:
        raise BadInput("根证书已到期,请先换发根证书 (the root certificate has expired)")
    signing, key = opened_key(root.private_key, passphrase), new_private_key()
    builder = _certificate(_name(subject), above.subject, key.public_key(), at).not_valid_after(finished_at)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(certifies=False), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
    )
    if list_address:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(list_address)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return KeyPair(_pem(builder.sign(signing, SHA256())), sealed_key(key, passphrase), (root.certificate,))


def revocation_list(root: KeyPair, passphrase: str, revoked: Iterable[Revoked], number: int, at: datetime) -> str:
    """The list number `number` of what this root has revoked, PEM. Fresh for `LIST_DAYS`. Raises BadInput."""
    above, key = certificate_from(root.certificate), opened_key(root.private_key, passphrase)
    builder = x509.CertificateRevocationListBuilder().issuer_name(above.subject)
    builder = builder.last_update(_whole(at)).next_update(_whole(at) + timedelta(days=LIST_DAYS))
    builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    for line in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(int(line.serial, 16))
        entry = entry.revocation_date(_whole(line.revoked_at))
        entry = entry.add_extension(x509.CRLReason(CAUSES[line.reason]), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM).decode("ascii")


def particulars(certificate: str) -> Particulars:
    """What a certificate in PEM says. Raises BadInput where it is none."""
    return particulars_of(certificate_from(certificate))


def particulars_of(found: x509.Certificate) -> Particulars:
    """What a certificate says."""
    return Particulars(
        common_name(found.subject),
        common_name(found.issuer),
        serial_text(found.serial_number),
        found.fingerprint(SHA256()).hex(),
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        is_authority(found),
    )


def certificate_from(pem: str) -> x509.Certificate:
    """One certificate. Raises BadInput where the text is none."""
    return certificates_in(pem.encode("utf-8"))[0]


def certificates_in(content: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a file, PEM (one or several) or DER. Raises BadInput where it holds none."""
    try:
        if b"-----BEGIN" in content:
            return tuple(x509.load_pem_x509_certificates(content))
        return (x509.load_der_x509_certificate(content),)
    except ValueError as fault:
        raise BadInput("这不是证书文件(PEM 或 DER) (not a certificate)") from fault


def anchors_in(content: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a file that no other one in it has issued. Raises BadInput where it holds none.

    A school's certificate beside its root is believed through the root alone, so that lists are asked about it.
    """
    found = certificates_in(content)
    others = {each.subject for each in found}
    return tuple(each for each in found if each.issuer == each.subject or each.issuer not in others)


def revocation_lists_in(content: bytes) -> tuple[x509.CertificateRevocationList, ...]:
    """The revocation lists of a file, PEM (one or several) or DER. Raises BadInput where it holds none."""
    try:
        if lists := _LIST.findall(content):
            return tuple(x509.load_pem_x509_crl(each) for each in lists)
        return (x509.load_der_x509_crl(content),)
    except ValueError as fault:
        raise BadInput("这不是证书撤销列表(PEM 或 DER) (not a revocation list)") from fault


def revocation_list_in(content: bytes) -> x509.CertificateRevocationList:
    """The one revocation list of a file, PEM or DER. Raises BadInput where it is none."""
    return revocation_lists_in(content)[0]


def issuing_key_of(revocation_list: x509.CertificateRevocationList) -> str:
    """Which key signed a list of ours: the identifier of that key, in hexadecimal."""
    identifier = revocation_list.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert identifier is not None
    return identifier.hex()


def serial_text(number: int) -> str:
    """A serial number in hexadecimal, as it is kept and shown."""
    return f"{number:x}"


def common_name(name: x509.Name) -> str:
    """What a person calls the holder: the common name, the organisation where only that is whole, else all."""
    common, organisation = (
        next((str(each.value) for each in name.get_attributes_for_oid(kind)), "")
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    )
    is_cut = common.endswith(CUT) and organisation.startswith(common.removesuffix(CUT))
    return (organisation if is_cut or not common else common) or name.rfc4514_string()


def holder_names(certificate: x509.Certificate) -> frozenset[str]:
    """All names by which a certificate calls its holder: the common one and that of the organisation."""
    kinds = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    return frozenset(str(each.value) for kind in kinds for each in certificate.subject.get_attributes_for_oid(kind))


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may certify others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _certificate(subject: x509.Name, issuer: x509.Name, key: RSAPublicKey, at: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(_whole(at))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=not certifies,
        key_cert_sign=certifies,
        crl_sign=certifies,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(subject: Subject) -> x509.Name:
    name = subject.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"证书名称须为 1 至 {LONGEST_NAME} 个字 (length of the name)")
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(NameOID.COMMON_NAME, _cut(name)),
    ]
    if subject.code:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, subject.code))
    return x509.Name(parts)


def _cut(name: str) -> str:
    if len(name.encode("utf-8")) <= COMMON_BYTES:
        return name
    room = COMMON_BYTES - len(CUT.encode("utf-8"))
    return name.encode("utf-8")[:room].decode("utf-8", "ignore") + CUT


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def _whole(at: datetime) -> datetime:
    """Certificates know whole seconds."""
    return at.replace(microsecond=0)
