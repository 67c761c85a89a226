"""A signature's value (CMS) read and compared with the bytes it stands for."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asn1crypto.tsp  # noqa: F401 -- gives the attributes of a signature the names by which they are looked for
from asn1crypto.cms import ContentInfo
from asn1crypto.parser import peek
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from registry.platform.signing.byte_ranges import Place
from registry.platform.signing.cms import parts_of

HASHES: dict[str, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
MOST_CERTIFICATES = 12
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""The ways in which asn1crypto and cryptography say so."""
_PLAIN_RSA = frozenset({"rsassa_pkcs1v15"})


@dataclass(frozen=True, slots=True)
class SignedValue:
    """Who signed, with which certificates beside theirs, and whether the value is right for the bytes covered.

    `is_exact`: it is also written to the byte as `cms` writes it.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    is_intact: bool
    is_exact: bool
    claimed_at: datetime | None
    has_time_stamp: bool


def read_value(place: Place) -> SignedValue | None:
    """The value of the signature at a place; None where it is no signature by exactly one signer.

    Raises one of `UNREADABLE` where the bytes are not what their places promise.
    """
    info = ContentInfo.load(place.value[: _length(place.value)], strict=True)
    if info["content_type"].native != "signed_data" or any(place.value[_length(place.value) :]):
        return None
    content = info["content"]
    signers = content["signer_infos"]
    if len(signers) != 1 or len(content["certificates"]) > MOST_CERTIFICATES:
        return None
    signer = signers[0]
    certificates = [_certificate(each) for each in content["certificates"]]
    own = [each for each in certificates if _is_named(signer["sid"], each)]
    if not own:
        return None
    attributes = _attributes(signer)
    claimed = attributes.get("signing_time")
    others = tuple(each for each in certificates if each != own[0])
    return SignedValue(
        own[0],
        others,
        _is_intact(place, signer, attributes, own[0]) and content["encap_content_info"]["content"].native is None,
        place.is_exact and _is_exact(place.value, own[0], others, signer),
        claimed if isinstance(claimed, datetime) else place.claimed_at,
        "signature_time_stamp_token" in {each["type"].native for each in signer["unsigned_attrs"] or ()},
    )


def _length(value: bytes) -> int:
    """Of the value itself; what follows fills up the room that was kept for it."""
    return int(peek(value))


def _certificate(choice: Any) -> x509.Certificate:
    return x509.load_der_x509_certificate(choice.chosen.dump())


def _is_named(sid: Any, certificate: x509.Certificate) -> bool:
    if sid.name == "issuer_and_serial_number":
        named = sid.chosen
        issuer = named["issuer"].dump() == certificate.issuer.public_bytes()
        return bool(issuer and named["serial_number"].native == certificate.serial_number)
    key_id = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    return bytes(sid.chosen.native) == key_id


def _attributes(signer: Any) -> dict[str, Any]:
    """The signed attributes by name; one that stands twice or has several values makes the value unreadable."""
    found: dict[str, Any] = {}
    for each in signer["signed_attrs"] or ():
        name = each["type"].native
        if name in found or len(each["values"]) != 1:
            raise ValueError(name)
        found[name] = each["values"][0].native
    return found


def _is_intact(place: Place, signer: Any, attributes: dict[str, Any], own: x509.Certificate) -> bool:
    """Whether digest, certificate and signature are all those of the bytes covered."""
    name = signer["digest_algorithm"]["algorithm"].native
    key, chosen = own.public_key(), HASHES.get(name)
    if chosen is None or not isinstance(key, RSAPublicKey) or not _is_plain_rsa(signer, name):
        return False
    digest = hashlib.new(name)
    for part in place.signed:
        digest.update(part)
    if attributes.get("message_digest") != digest.digest() or attributes.get("content_type") != "data":
        return False
    if not _is_own_certificate(attributes, own):
        return False
    try:
        key.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), PKCS1v15(), chosen)
    except InvalidSignature:
        return False
    return True


def _is_exact(value: bytes, own: x509.Certificate, others: tuple[x509.Certificate, ...], signer: Any) -> bool:
    """Whether putting it together anew gives the same bytes: then none of those that nothing signs was touched."""
    digests = [each["values"][0].native for each in signer["signed_attrs"] if each["type"].native == "message_digest"]
    if len(digests) != 1:
        return False
    parts = parts_of(own.public_bytes(Encoding.DER), tuple(each.public_bytes(Encoding.DER) for each in others))
    return bool(parts.written(digests[0], signer["signature"].native) == value)


def _is_plain_rsa(signer: Any, digest: str) -> bool:
    algorithm = signer["signature_algorithm"]
    if algorithm.signature_algo not in _PLAIN_RSA:
        return False
    return bool(algorithm["algorithm"].native == "rsassa_pkcs1v15" or algorithm.hash_algo == digest)


def _is_own_certificate(attributes: dict[str, Any], own: x509.Certificate) -> bool:
    """Whether the attribute that pins the certificate, which PAdES demands, pins this one."""
    pinned = attributes.get("signing_certificate_v2")
    if not pinned:
        return False
    first = pinned["certs"][0]
    chosen = HASHES.get(first["hash_algorithm"]["algorithm"])
    return chosen is not None and bool(first["cert_hash"] == own.fingerprint(chosen))
