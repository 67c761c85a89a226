"""Making the file of a certificate: whatever happens, each gets exactly one, and no other is left behind.

The file is worked out from the stored record alone. What is about to be kept is noted first; it is kept and named by
the certificate while the row is locked, so of two who print at once one keeps nothing. A file that a crash leaves
between the two is found by its note and swept.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process, Reading, open_process
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateFiled
from registry.certificates.queries.certificates import certificate, content_of
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.certificates.service.paperwork import Paperwork, Signing
from registry.institutions.model.events import change
from registry.platform.files import FileStore

NOBODY_AT_IT = timedelta(hours=1)
"""A note this old belongs to nobody who is still at it."""
AT_A_TIME = 100


class Made(NamedTuple):
    """A finished file and what it was before it was signed."""

    content: bytes
    digest: str
    unsigned_digest: str
    key_id: UUID | None


async def print_certificate(reading: Reading, certificate_id: UUID, paper: Paperwork) -> Certificate:
    """Make the file of a certificate that has none; done twice, also at once, it makes one. Asks for no permission.

    Only a key in the name that is printed signs it: where the school was renamed since and its key too, the file is
    made for the stamp, and `certificates.queries.by_key.lacks_signature` says so.

    Raises NotFound, and BadInput where the school's key cannot be opened: the certificate then waits for its file.
    """
    before = await certificate(reading, certificate_id)
    if before.file_digest is not None:
        return before
    content = await content_of(reading, before)
    signing = await paper.signing_for(reading, before.school_id, content)

    def made() -> Made:
        unsigned = paper.finished(before, content, paper.fonts, paper.address_of(before))
        return _signed(unsigned, signing, reading.now)

    file = await asyncio.to_thread(made)
    note_id = await _noted(before, file, reading.now)
    async with open_process("print_certificate", reading) as process:
        return await _filed(process, before.id, file, note_id, paper.store)


async def sweep_files(reading: Reading, store: FileStore) -> int:
    """Remove what crashes left behind: files that were kept and that no certificate came to name; how many."""
    table, removed = tables.CertificateFileBegun, 0
    old = table.select(table.id, table.certificate, table.digest).where(table.begun_at < reading.now - NOBODY_AT_IT)
    for row in await old.order_by(table.begun_at):
        async with open_process("sweep_certificate_files", reading) as process:
            await _locked(process, row["certificate"])
            if not await _is_named(row["digest"]):
                removed += await asyncio.to_thread(store.remove, row["digest"])
            await table.delete().where(table.id == row["id"])
    return removed


async def unfiled(reading: Reading, waiting: timedelta) -> tuple[UUID, ...]:
    """The certificates issued so long ago that have no file yet, the oldest first, some at a time."""
    table = tables.Certificate
    late = table.file_digest.is_null() & (table.issued_at < reading.now - waiting)
    rows = await table.select(table.id).where(late).order_by(table.issued_at).limit(AT_A_TIME)
    return tuple(row["id"] for row in rows)


def _signed(unsigned: bytes, signing: Signing | None, at: datetime) -> Made:
    content = signing.sign(unsigned, at) if signing else unsigned
    return Made(content, _digest(content), _digest(unsigned), signing.key_id if signing else None)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


async def _noted(about: Certificate, file: Made, now: datetime) -> UUID:
    note_id = uuid4()
    note = tables.CertificateFileBegun(id=note_id, certificate=about.id, digest=file.digest, begun_at=now)
    await tables.CertificateFileBegun.insert(note)
    return note_id


async def _filed(process: Process, certificate_id: UUID, file: Made, note_id: UUID, store: FileStore) -> Certificate:
    """Keep the file and name it, unless another one is named already."""
    notes, table = tables.CertificateFileBegun, tables.Certificate
    before = await _locked(process, certificate_id)
    await notes.delete().where(notes.id == note_id)
    if before.file_digest is not None:
        return before
    await asyncio.to_thread(store.keep, file.content)
    after = replace(before, file_digest=file.digest, unsigned_digest=file.unsigned_digest, key_id=file.key_id)
    changes: dict[Any, Any] = {
        table.file_digest: file.digest,
        table.unsigned_digest: file.unsigned_digest,
        table.signing_key: file.key_id,
    }
    await table.update(changes).where(table.id == certificate_id)
    process.record(change(CertificateFiled, before, after))
    return after


async def _locked(process: Process, certificate_id: UUID) -> Certificate:
    """The certificate, held so that nobody else names a file for it meanwhile."""
    asked = select_certificates().where(tables.Certificate.id == certificate_id)
    (found,) = await certificates_from(process.reading, asked.lock_rows("NO KEY UPDATE"))
    return found


async def _is_named(digest: str) -> bool:
    return await tables.Certificate.exists().where(tables.Certificate.file_digest == digest)
