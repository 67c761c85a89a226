"""A school's own key and certificate out of a PKCS#12 file (.pfx, .p12): every refusal in plain words."""

from datetime import datetime

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from registry.kernel.errors import BadInput
from registry.platform.clock import SHANGHAI
from registry.platform.signing.chains import chain_to, issuer_among
from registry.platform.signing.found import ChainFault
from registry.platform.signing.keys import KeyPair, common_name, is_authority, particulars_of
from registry.platform.signing.private_keys import KEY_BITS, sealed_key
from registry.platform.signing.telling import FAULTS

LARGEST = 1024 * 1024
MOST_BITS = 8192
MOST_CERTIFICATES = 10


def read_pkcs12(content: bytes, password: str, passphrase: str, at: datetime) -> KeyPair:
    """The key, sealed under the installation's passphrase, its certificate and those above it, nearest first.

    Raises BadInput: not such a file, wrong password, no key or certificate, a key that is not RSA, too short, not the
    certificate's, a certificate that is not valid at `at`, that certifies others or may not sign, and one that the
    certificates above it in the file did not issue or may not: nobody could ever check what it signs.
    """
    found = _opened(content, password)
    key = _usable_key(found)
    if found.cert is None:
        raise BadInput("文件中没有与密钥对应的证书 (there is no certificate for the key)")
    certificate = found.cert.certificate
    if certificate.public_key() != key.public_key():
        raise BadInput("文件中的证书与密钥不是一对 (the certificate is not the key's)")
    _require_fit(certificate, at)
    others = tuple(other.certificate for other in found.additional_certs[:MOST_CERTIFICATES])
    above = _above(certificate, others)
    _require_checkable(certificate, above)
    return KeyPair(_pem(certificate), sealed_key(key, passphrase), tuple(map(_pem, above)))


def _opened(content: bytes, password: str) -> PKCS12KeyAndCertificates:
    if len(content) > LARGEST or not _is_pkcs12(content):
        raise BadInput("这不是 PKCS#12 文件(.pfx、.p12) (not a PKCS#12 file)")
    try:
        return load_pkcs12(content, password.encode("utf-8"))
    except UnsupportedAlgorithm as fault:
        raise BadInput(
            "文件中的密钥或加密方式不能使用,例如国密 SM2;请向发证机构索取 RSA 2048 位的证书 "
            "(the key or its encryption is not supported)"
        ) from fault
    except (ValueError, TypeError) as fault:
        raise BadInput("PKCS#12 文件的口令不对,或文件已损坏 (wrong password, or a damaged file)") from fault


def _is_pkcs12(content: bytes) -> bool:
    try:
        found = Pfx.load(content, strict=True)
        return bool(found["version"].native == "v3" and found["auth_safe"]["content_type"].native)
    except (ValueError, TypeError, KeyError):
        return False


def _usable_key(found: PKCS12KeyAndCertificates) -> RSAPrivateKey:
    key = found.key
    if key is None:
        raise BadInput("文件中没有私钥:导出时请连同私钥一起导出 (there is no private key in the file)")
    if isinstance(key, EllipticCurvePrivateKey):
        raise BadInput(
            "密钥是椭圆曲线(EC)密钥:用它签名会把文件升为 PDF 2.0,不再是长期保存的 PDF/A;请使用 RSA 2048 位密钥 "
            "(an EC key would break PDF/A; use RSA-2048)"
        )
    if not isinstance(key, RSAPrivateKey):
        raise BadInput("密钥不是 RSA 密钥;请使用 RSA 2048 位密钥 (not an RSA key)")
    if not KEY_BITS <= key.key_size <= MOST_BITS:
        raise BadInput(f"RSA 密钥为 {key.key_size} 位,应为 {KEY_BITS} 至 {MOST_BITS} 位 (length of the RSA key)")
    return key


def _require_fit(certificate: x509.Certificate, at: datetime) -> None:
    about = particulars_of(certificate)
    if not about.started_at <= at <= about.finished_at:
        first, last = (f"{when.astimezone(SHANGHAI):%Y-%m-%d}" for when in (about.started_at, about.finished_at))
        raise BadInput(f"证书“{about.name}”的有效期为 {first} 至 {last},现在不能使用 (expired or not yet valid)")
    if is_authority(certificate):
        raise BadInput(f"“{about.name}”是发证机构的证书,不能用来签署证明 (the certificate of an authority)")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise BadInput(f"证书“{about.name}”的密钥用途不含数字签名 (the certificate may not sign)")


def _above(certificate: x509.Certificate, others: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...]:
    """The certificates above one, nearest first, as far as the file has them. Raises BadInput for a false issuer."""
    if certificate.issuer == certificate.subject and not issuer_among(certificate, (certificate,)):
        raise BadInput(_not_issued(certificate))
    chain: list[x509.Certificate] = []
    lowest = certificate
    while lowest.issuer != lowest.subject:
        named = [each for each in others if each.subject == lowest.issuer and each not in chain]
        if not named:
            break
        above = issuer_among(lowest, named)
        if above is None:
            raise BadInput(_not_issued(lowest))
        chain.append(above)
        lowest = above
    return tuple(chain)


def _not_issued(certificate: x509.Certificate) -> str:
    name, issuer = common_name(certificate.subject), common_name(certificate.issuer)
    return (
        f"证书“{name}”写着由“{issuer}”签发,但不是用文件中“{issuer}”的密钥签发的,以后签的证明无法核验;"
        "请向发证机构索取完整的证书链 (the chain in the file does not verify)"
    )


def _require_checkable(certificate: x509.Certificate, above: tuple[x509.Certificate, ...]) -> None:
    """Whoever trusts the uppermost certificate must be able to check what is signed."""
    top = above[-1] if above else certificate
    is_complete = bool(above) or certificate.issuer == certificate.subject
    fault = chain_to(certificate, above, (top,) if is_complete else ()).fault
    if fault is None or (fault is ChainFault.NO_ROOT and not is_complete):
        return
    why = "证书链过长" if fault is ChainFault.NO_ROOT else FAULTS[fault].zh
    raise BadInput(f"文件中的证书链不能用,以后签的证明无法核验:{why} (the chain cannot be relied on: {fault})")


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
