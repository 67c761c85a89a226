"""A rehearsal restores in earnest, elsewhere, and says what came of it."""

import asyncpg
import pytest

from registry.keeping.jobs import upkeep_jobs, working_inside
from registry.keeping.rehearsing import GOOD, newest_backup, rehearse
from registry.platform.backup.rehearsal import SCRATCH
from registry.platform.settings import Settings
from registry.upkeep.model import RunKind, RunOutcome
from registry.upkeep.queries import last_runs, worker_seen
from tests.builders.house import a_reading
from tests.keeping.staging import a_folder, backed_up, filled, registry


@pytest.fixture
def folder():
    with a_folder() as made:
        yield made


async def _scratch_databases(url):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", SCRATCH)
    finally:
        await connection.close()


async def test_a_good_backup_is_proved_and_nothing_is_left_behind(database, folder):
    await filled(folder)
    backup = await backed_up(folder, database)

    rehearsal = await rehearse(a_reading(), Settings(folder), backup)

    assert (rehearsal.is_good, rehearsal.words) == (True, GOOD)
    assert (rehearsal.proof["has_key"], rehearsal.proof["faults"], rehearsal.proof["unopened"]) == (True, [], [])
    run = (await last_runs(a_reading(), kind=RunKind.REHEARSAL))[0]
    assert (run.outcome, run.words) == (RunOutcome.OK, GOOD)
    assert run.details == {"backup": backup.name, "proof": rehearsal.proof}
    assert await _scratch_databases(database) == []


async def test_a_damaged_backup_is_found_out(database, folder):
    await filled(folder)
    backup = await backed_up(folder, database)
    damaged = next((backup / "files").glob("*/*"))
    damaged.write_bytes(b"x" * damaged.stat().st_size)

    done = await registry(folder, database, "restore", backup, "--rehearse")

    run = (await last_runs(a_reading(), kind=RunKind.REHEARSAL))[0]
    assert (done.code, len(done.complained.splitlines())) == (2, 1)
    assert damaged.name in done.complained
    assert run.outcome is RunOutcome.FAILED
    assert damaged.name in run.words
    assert await _scratch_databases(database) == []


async def test_the_nightly_work_keeps_the_installation_and_says_so(database, folder):
    await filled(folder)
    settings = Settings(folder)

    async def open_reading():
        return a_reading()

    for job in upkeep_jobs(settings, open_reading):
        if job.cron:
            await job.run()

    runs = await last_runs(a_reading())
    assert {(run.kind, run.outcome) for run in runs} == {(kind, RunOutcome.OK) for kind in RunKind}
    assert newest_backup(settings).parent == folder / "backups"


async def test_where_there_is_no_backup_yet_there_is_nothing_to_rehearse(database, folder):
    async def open_reading():
        return a_reading()

    rehearsal = next(job for job in upkeep_jobs(Settings(folder), open_reading) if job.name == "weekly_rehearsal")
    await rehearsal.run()

    assert await last_runs(a_reading()) == ()


async def test_where_a_worker_runs_apart_the_pages_do_no_such_work(database, folder):
    async def open_reading():
        return a_reading()

    async with working_inside(Settings(folder, works_apart=True), open_reading):
        assert await worker_seen(a_reading()) is None
