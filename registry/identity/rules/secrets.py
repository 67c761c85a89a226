"""How a secret is known again: only its hash is kept. Pure."""

import hashlib

PREFIX_LENGTH = 12
"""Characters of an API token that are kept readable, so that its owner recognises it; the rest stays unguessable."""


def fingerprint(secret: str) -> bytes:
    """SHA-256 of a random secret. Enough for 256 random bits; passwords are hashed slowly instead."""
    return hashlib.sha256(secret.encode("utf-8")).digest()


def prefix_of(token: str) -> str:
    """The readable beginning of a token."""
    return token[:PREFIX_LENGTH]
