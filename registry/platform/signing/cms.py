"""The signature itself: CMS SignedData with the attributes that PAdES B-B asks for, put together from ready parts.

What is the same in all signatures of one key is written once, when the key is opened; each signature then puts the
digest in its place and signs (1 ms). pyHanko builds the same bytes anew from objects each time (25 ms).
"""

from dataclasses import dataclass, field
from hashlib import sha256

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from registry.platform.signing.der import CONTEXT_0, NULL, OCTETS, SEQUENCE, SET, der, integer, oid, set_of

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
DIGEST = der(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), NULL)
RSA_WITH_SHA256 = der(SEQUENCE, oid("1.2.840.113549.1.1.11"), NULL)


@dataclass(frozen=True, slots=True)
class Parts:
    """What is the same in all signatures by one certificate, as DER."""

    certificates: bytes
    signer: bytes
    attributes: tuple[bytes, ...]

    def to_sign(self, digest: bytes) -> bytes:
        """The attributes as they are signed, over a SHA-256 digest."""
        return set_of(SET, self._attributes(digest))

    def written(self, digest: bytes, value: bytes) -> bytes:
        """The whole content with a value by the certificate's key."""
        info = der(
            SEQUENCE,
            integer(1),
            self.signer,
            DIGEST,
            set_of(CONTEXT_0, self._attributes(digest)),
            RSA_WITH_SHA256,
            der(OCTETS, value),
        )
        content = der(
            SEQUENCE,
            integer(1),
            der(SET, DIGEST),
            der(SEQUENCE, oid(DATA)),
            self.certificates,
            der(SET, info),
        )
        return der(SEQUENCE, oid(SIGNED_DATA), der(CONTEXT_0, content))

    def _attributes(self, digest: bytes) -> tuple[bytes, ...]:
        return (*self.attributes, _attribute(MESSAGE_DIGEST, der(OCTETS, digest)))


@dataclass(frozen=True, slots=True)
class SignedDataMaker:
    """Signs digests with one key."""

    key: RSAPrivateKey = field(repr=False)
    parts: Parts = field(repr=False)

    def signed_data(self, digest: bytes) -> bytes:
        """The CMS content (DER) over a SHA-256 digest."""
        return self.parts.written(digest, self.key.sign(self.parts.to_sign(digest), PKCS1v15(), SHA256()))


def parts_of(certificate: bytes, chain: tuple[bytes, ...]) -> Parts:
    """What all signatures by a certificate share; the certificates (DER) go into every one."""
    own = Certificate.load(certificate)["tbs_certificate"]
    named = der(SEQUENCE, der(SEQUENCE, der(SEQUENCE, der(OCTETS, sha256(certificate).digest()))))
    return Parts(
        set_of(CONTEXT_0, (certificate, *chain)),
        der(SEQUENCE, own["issuer"].dump(), own["serial_number"].dump()),
        (_attribute(CONTENT_TYPE, oid(DATA)), _attribute(SIGNING_CERTIFICATE_V2, named)),
    )


def _attribute(kind: str, value: bytes) -> bytes:
    return der(SEQUENCE, oid(kind), der(SET, value))
