"""The worker's part of certificates: files of new ones, batches, and looking after what a crash left undone."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from registry.audit.process import Reading, open_process
from registry.certificates.service.batches import BATCH_JOB, work_batch
from registry.certificates.service.issuing import PRINT_JOB
from registry.certificates.service.looking_after import look_after_certificates
from registry.certificates.service.looking_up import forget_look_ups
from registry.certificates.service.paperwork import paperwork_from
from registry.certificates.service.printing import print_certificate, sweep_files
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.jobs import Job, daily
from registry.platform.settings import Settings

EVERY_TEN_MINUTES = "*/10 * * * *"
OpenReading = Callable[[], Awaitable[Reading]]


def certificate_jobs(settings: Settings, open_reading: OpenReading) -> tuple[Job, ...]:
    """What the queue can do for certificates. Fonts are looked for anew each time, so that added ones count."""

    async def print_one(certificate_id: str) -> None:
        await print_certificate(await open_reading(), UUID(certificate_id), paperwork_from(settings))

    async def issue_many(batch_id: str) -> None:
        await work_batch(open_reading, UUID(batch_id), paperwork_from(settings))

    async def look_after() -> None:
        await look_after_certificates(await open_reading(), paperwork_from(settings))

    async def sweep() -> None:
        reading = await open_reading()
        await sweep_files(reading, FileStore(settings.data_folder / FOLDER_NAME))
        async with open_process("sweep_certificate_files", reading) as process:
            await forget_look_ups(process)

    return (
        Job(PRINT_JOB, print_one),
        Job(BATCH_JOB, issue_many),
        Job("look_after_certificates", look_after, EVERY_TEN_MINUTES),
        Job("sweep_certificate_files", sweep, daily(1, 20)),
    )
