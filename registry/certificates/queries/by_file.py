"""The certificate of a file, by the file's own bytes. No scope: whoever has the file has everything it prints."""

from typing import NamedTuple

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Shown
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.certificates.queries.verifying import shown


class Issued(NamedTuple):
    """What a file is, byte for byte. `is_before_signing`: as it was before the signature was put to it."""

    shown: Shown
    is_before_signing: bool


async def issued_file(reading: Reading, digest: str) -> Issued | None:
    """The certificate whose file has this SHA-256, as it was handed out or before signing; None: no file of ours."""
    table = tables.Certificate
    for column in (table.file_digest, table.unsigned_digest):
        found = await certificates_from(
            reading, select_certificates().where(column == digest).order_by(table.number).limit(1)
        )
        if found:
            return Issued(await shown(reading, found[0]), found[0].file_digest != digest)
    return None
