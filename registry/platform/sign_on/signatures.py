"""Signatures of ID tokens: RS256 and ES256 with the provider's published keys, and nothing else.

`none` is no signature, and HS256 would take a published key for a shared secret: both are refused by name.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from registry.platform.sign_on.asking import Fault, ProviderFault

ALGORITHMS = ["RS256", "ES256"]
FEWEST_BITS = 2048
MOST_KEYS = 50
LONGEST_TOKEN = 64 * 1024
Key = RSAKey | ECKey


def keys_of(document: Mapping[str, Any]) -> list[Key]:
    """The published keys that can sign; those of other kinds are left out. Raises ProviderFault for no list."""
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise ProviderFault(Fault.STRANGE, "jwks")
    found: list[Key] = []
    for each in listed[:MOST_KEYS]:
        if not isinstance(each, dict) or each.get("use", "sig") != "sig":
            continue
        try:
            if each.get("kty") == "RSA":
                found.append(RSAKey.import_key(each))
            elif each.get("kty") == "EC" and each.get("crv") == "P-256":
                found.append(ECKey.import_key(each))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return [key for key in found if isinstance(key, ECKey) or key.public_key.key_size >= FEWEST_BITS]


def claims_of(token: str, keys: Sequence[Key]) -> Mapping[str, Any]:
    """The claims of a token that one of the keys signed. Raises ProviderFault for any other."""
    for key in keys if 0 < len(token) <= LONGEST_TOKEN else ():
        try:
            return jwt.decode(token, key, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    raise ProviderFault(Fault.NOT_VALID, "signature")
