"""Private keys for keeping: PKCS#8 under a passphrase (PBES2 with scrypt and AES-256), as OpenSSL reads it too."""

import os
from base64 import encodebytes

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from registry.kernel.errors import BadInput
from registry.platform.signing.der import OCTETS, SEQUENCE, der, integer, oid

KEY_BITS = 2048
"""RSA of this length signs in a millisecond; every reader of PDF knows it."""
SHORTEST_PASSPHRASE = 12
COST, BLOCKS, LANES = 2**14, 8, 5
"""Of scrypt: 16 MB and about a quarter of a second; more memory than this OpenSSL's own commands refuse."""
SALT_BYTES = 16
PBES2, SCRYPT, AES_256_CBC = "1.2.840.113549.1.5.13", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42"


def new_private_key() -> RSAPrivateKey:
    """A fresh RSA key."""
    return generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def require_passphrase(passphrase: str | None) -> str:
    """The passphrase, or BadInput where there is none or one that is soon guessed."""
    if not passphrase:
        raise BadInput(
            "没有设置密钥口令:请设环境变量 REGISTRY_KEY_PASSPHRASE,或用 REGISTRY_KEY_PASSPHRASE_FILE 指明口令文件 "
            "(no passphrase for the keys)"
        )
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput(f"密钥口令至少 {SHORTEST_PASSPHRASE} 位 (the passphrase of the keys is too short)")
    return passphrase


def sealed_key(key: RSAPrivateKey, passphrase: str) -> str:
    """The key as encrypted PKCS#8 in PEM. Raises BadInput for a passphrase that is missing or short."""
    require_passphrase(passphrase)
    salt, start = os.urandom(SALT_BYTES), os.urandom(algorithms.AES.block_size // 8)
    cipher = Cipher(algorithms.AES(_derived(passphrase, salt)), modes.CBC(start)).encryptor()
    padder = PKCS7(algorithms.AES.block_size).padder()
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    hidden = cipher.update(padder.update(plain) + padder.finalize()) + cipher.finalize()
    costs = der(SEQUENCE, der(OCTETS, salt), integer(COST), integer(BLOCKS), integer(LANES))
    how = der(
        SEQUENCE,
        der(SEQUENCE, oid(SCRYPT), costs),
        der(SEQUENCE, oid(AES_256_CBC), der(OCTETS, start)),
    )
    whole = der(SEQUENCE, der(SEQUENCE, oid(PBES2), how), der(OCTETS, hidden))
    body = encodebytes(whole).decode("ascii").replace("\n", "")
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{lines}\n-----END ENCRYPTED PRIVATE KEY-----\n"


def opened_key(sealed: str, passphrase: str) -> RSAPrivateKey:
    """The key for use. Raises BadInput where the passphrase is not the one it was sealed with.

    Its primes are not tested again (60 ms): it was tested or made here before it was sealed.
    """
    try:
        key = load_pem_private_key(
            sealed.encode("ascii"), passphrase.encode("utf-8"), unsafe_skip_rsa_key_validation=True
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise BadInput(
            "密钥口令不对,打不开签名密钥:请检查 REGISTRY_KEY_PASSPHRASE (the passphrase does not open the key)"
        ) from fault
    assert isinstance(key, RSAPrivateKey)
    return key


def _derived(passphrase: str, salt: bytes) -> bytes:
    size = algorithms.AES.block_size // 4
    return Scrypt(salt, size, COST, BLOCKS, LANES).derive(passphrase.encode("utf-8"))
