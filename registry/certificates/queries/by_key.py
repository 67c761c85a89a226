"""Certificates by the key that signed them, and those whose file was to be signed and is not."""

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateState
from registry.institutions.model.signing_keys import KeyKind, RevocationCause, SigningKey
from registry.institutions.queries.signing_keys import signing_keys


async def proof_lost(reading: Reading, revoked: SigningKey) -> tuple[str, ...]:
    """The numbers of the valid certificates that nobody can rely on any more since this key was revoked, in order.

    A school's key: what it signed, where it leaked. A root: all that was signed under it, whatever the cause, since
    nobody trusts it any more. Replaced and revoked certificates are left out. Asks for no permission.
    """
    if revoked.kind is KeyKind.ROOT:
        keys = [each.id for each in await signing_keys(reading) if each.issuer_id == revoked.id]
    else:
        keys = [revoked.id] if revoked.revoked_cause is RevocationCause.KEY_COMPROMISE else []
    if not keys:
        return ()
    table = tables.Certificate
    standing = table.signing_key.is_in(keys) & (table.state == CertificateState.VALID.value)
    rows = await table.select(table.number).where(standing).order_by(table.number)
    return tuple(row["number"] for row in rows)


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
