"""What a crash left undone is done: files that are still missing, batches that nobody works on."""

from datetime import timedelta
from uuid import UUID

from registry.audit.process import Reading, open_process
from registry.certificates import tables
from registry.certificates.model import BatchState
from registry.certificates.service.batches import ask_for_work
from registry.certificates.service.paperwork import Paperwork
from registry.certificates.service.printing import print_certificate, unfiled
from registry.kernel.errors import RegistryError

WAITED = timedelta(minutes=5)
"""A certificate without a file, or a batch without a new certificate, for so long: nobody is at it any more."""
_IDLE = """
SELECT b.id FROM certificate_batch b
WHERE b.state = {} AND greatest(b.begun_at, (SELECT max(issued_at) FROM certificate WHERE batch = b.id)) < {}
    AND (EXISTS (SELECT FROM certificate_batch_line l
            WHERE l.batch = b.id AND l.certificate IS NULL AND l.refusal_sealed IS NULL)
        OR NOT EXISTS (SELECT FROM certificate c WHERE c.batch = b.id AND c.file_digest IS NULL))
ORDER BY b.begun_at
"""


async def look_after_certificates(reading: Reading, paper: Paperwork) -> int:
    """Make the files that are missing and have idle batches gone on with; how many of both.

    What stands in the way of one holds up no other; the first such fault is raised at the end.
    """
    faults: list[RegistryError] = []
    waiting = await unfiled(reading, WAITED)
    for certificate_id in waiting:
        try:
            await print_certificate(reading, certificate_id, paper)
        except RegistryError as fault:
            faults.append(fault)
    idle = await _idle_batches(reading)
    for batch_id in idle:
        async with open_process("issue_certificate_batch", reading):
            await ask_for_work(batch_id)
    if faults:
        raise faults[0]
    return len(waiting) + len(idle)


async def _idle_batches(reading: Reading) -> tuple[UUID, ...]:
    rows = await tables.CertificateBatch.raw(_IDLE, BatchState.RUNNING.value, reading.now - WAITED)
    return tuple(row["id"] for row in rows)
