"""The worker's part of imports: a large file written in the name of whoever asked for it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from registry.audit.process import Reading, open_process
from registry.exchange.model.imports import CommitImport, ImportState
from registry.exchange.queries.imports import found_run
from registry.exchange.service.acting import acting
from registry.exchange.service.imports import COMMIT_JOB, commit_import, fail_import
from registry.exchange.service.progress import noting
from registry.identity.queries.principals import standing_of
from registry.kernel.errors import RegistryError
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.collector import collector_paused
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.jobs import Job
from registry.platform.settings import Settings

OpenReading = Callable[[], Awaitable[Reading]]


def import_jobs(settings: Settings, open_reading: OpenReading) -> tuple[Job, ...]:
    """What the queue can do for imports."""

    async def run(run_id: str, account_id: str, scope: str) -> None:
        reading = await open_reading()
        store = FileStore(settings.data_folder / FOLDER_NAME)
        await commit_queued(reading, store, (UUID(run_id), UUID(account_id), scope))

    return (Job(COMMIT_JOB, run),)


async def commit_queued(reading: Reading, store: FileStore, asked: tuple[UUID, UUID, str]) -> None:
    """Write a queued file with the roles that the account has today. A refusal is noted on the run, not raised.

    Done twice it writes once. Anything else that goes wrong is raised and the job tried again.
    """
    run_id, account_id, scope_id = asked
    run = await found_run(reading, run_id, EVERYWHERE)
    if run.state is not ImportState.QUEUED:
        return
    scope = Scope.school(UUID(scope_id)) if scope_id else EVERYWHERE
    command = CommitImport(run.id, run.revision, store.path(run.file_digest), run.end_gone_on)
    try:
        own = replace(reading, actor=acting(await standing_of(reading, account_id), "import"))
        with collector_paused():
            async with noting(run.id, reading.now) as progress, open_process("commit_import", own) as process:
                await commit_import(process, command, scope, progress)
    except RegistryError as refusal:
        async with open_process("fail_import", reading) as process:
            await fail_import(process, run_id, str(refusal))
