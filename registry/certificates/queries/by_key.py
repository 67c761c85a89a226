"""Certificates by the key that signed them, and those whose file was to be signed and is not."""

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateState
from registry.institutions.model.signing_keys import KeyKind, SigningKey
from registry.institutions.queries.signing_keys import signing_key, signing_keys


async def proof_lost(reading: Reading, revoked: SigningKey) -> tuple[str, ...]:
    """The numbers of the valid certificates that nobody can rely on any more since this key was revoked, in order.

    A school's key: what it signed. A root: all that was signed under it. Both only where it leaked; revoked for
    another cause it takes no proof. Replaced and revoked certificates are left out. Asks for no permission.
    """
    return await signed_under(reading, revoked) if revoked.has_leaked else ()


async def signed_under(reading: Reading, key: SigningKey) -> tuple[str, ...]:
    """The numbers of the valid certificates that a key signed, or the keys under a root. Asks for no permission."""
    keys = [key.id]
    if key.kind is KeyKind.ROOT:
        keys = [each.id for each in await signing_keys(reading) if each.issuer_id == key.id]
    if not keys:
        return ()
    table = tables.Certificate
    standing = table.signing_key.is_in(keys) & (table.state == CertificateState.VALID.value)
    rows = await table.select(table.number).where(standing).order_by(table.number)
    return tuple(row["number"] for row in rows)


async def leaked_key(reading: Reading, found: Certificate) -> SigningKey | None:
    """The key for whose leak the signature of a certificate proves nothing: its own, or the root above it."""
    if found.key_id is None:
        return None
    own = await signing_key(reading, found.key_id)
    above = await signing_key(reading, own.issuer_id) if own.issuer_id else None
    return next((each for each in (own, above) if each and each.has_leaked), None)


async def lacks_signature(reading: Reading, found: Certificate) -> bool:
    """Whether a file without a signature was to have one: the school had a key when the certificate was issued.

    So it comes where the school was renamed, or its key ended, before the file was made.
    """
    if found.file_digest is None or found.key_id is not None:
        return False
    keys = await signing_keys(reading, school_id=found.school_id)
    return any(
        each.made_at <= found.issued_at and (each.retired_at is None or each.retired_at > found.issued_at)
        for each in keys
    )
