"""A backup is whole or it is none; it is of one instant, and restores without the ones before it."""

import asyncio
import json
import os
import sys

import asyncpg
import pytest

from registry.audit.journal import head
from registry.keeping.backing_up import throw_away
from registry.platform.backup.manifest import backups_in, damaged_parts, instant_of, read_manifest
from registry.platform.files import FileStore
from registry.upkeep.model import RunKind, RunOutcome
from registry.upkeep.queries import last_good, last_runs
from tests.builders.house import a_reading
from tests.keeping.staging import a_folder, an_empty_database, backed_up, execute, filled, registry


@pytest.fixture
def folder():
    with a_folder() as made:
        yield made


async def test_the_manifest_says_what_the_backup_holds(database, folder):
    await filled(folder)
    end = await head()

    backup = await backed_up(folder, database)

    manifest = read_manifest(backup)
    assert instant_of(backup) == manifest.taken_at.replace(microsecond=0)
    assert manifest.stated["audit_head"] == {"number": end.number, "hash": end.hash.hex()}
    assert (manifest.rows["person"], manifest.rows["audit_event"]) == (2, end.number)
    assert [part.name for part in manifest.parts[:2]] == ["database.dump", "audit-heads.jsonl"]
    assert {part.sha256 for part in manifest.parts[2:]} == set(FileStore(folder / "files").digests())
    assert list(damaged_parts(backup, manifest)) == []
    assert json.loads((backup / "audit-heads.jsonl").read_text())["number"] == end.number


async def test_the_operator_sees_when_it_was_made(database, folder):
    await filled(folder)

    backup = await backed_up(folder, database)

    run = await last_good(a_reading(), RunKind.BACKUP)
    assert run == (await last_runs(a_reading()))[0]
    assert (run.outcome, run.words, run.size) == (RunOutcome.OK, str(backup), read_manifest(backup).size)


async def test_files_are_linked_from_the_backup_before_unless_that_is_damaged(database, folder):
    await filled(folder, b"whole", b"will be damaged")
    first = await backed_up(folder, database)
    _, damaged = sorted((first / "files").glob("*/*"), key=_size)
    damaged.write_bytes(b"was just damaged")
    first.rename(first.with_name("20260101T000000Z"))

    second = await backed_up(folder, database)

    assert list(damaged_parts(second, read_manifest(second))) == []
    assert [path.stat().st_nlink for path in sorted((second / "files").glob("*/*"), key=_size)] == [2, 1]


def _size(path):
    return path.stat().st_size


async def test_a_stored_file_that_is_damaged_is_named(database, folder):
    await filled(folder, b"certificate")
    stored = next((folder / "files").glob("*/*"))
    stored.write_bytes(b"scratched")

    done = await registry(folder, database, "backup", folder / "kept")

    assert done.code == 1
    assert stored.name in done.complained
    assert (await last_runs(a_reading()))[0].outcome is RunOutcome.FAILED


async def test_killed_on_the_way_it_leaves_nothing_that_restores(database, template, folder):
    await filled(folder)
    holder = await asyncpg.connect(database)
    watcher = await asyncpg.connect(database)
    async with holder.transaction():
        await holder.execute("LOCK TABLE school IN ACCESS EXCLUSIVE MODE")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "registry.cli", "backup", str(folder / "kept")),
            env={**os.environ, "REGISTRY_DATA": str(folder), "DATABASE_URL": database},
        )
        while not await watcher.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert process.returncode is None
        process.kill()
        await process.wait()
    await holder.close()
    await watcher.close()

    (half,) = (folder / "kept").iterdir()
    async with an_empty_database(template) as url:
        done = await registry(folder, url, "restore", half)

    assert backups_in(folder / "kept") == {}
    assert done.code == 2
    assert "not a finished backup" in done.complained


async def test_the_next_run_says_that_the_one_before_died(database, folder):
    await filled(folder)
    await execute(
        database,
        "INSERT INTO upkeep_run (id, kind, started_at, outcome, words) "
        "VALUES (gen_random_uuid(), 'backup', '2026-01-01', 'running', '')",
    )

    await backed_up(folder, database)

    newest, died = await last_runs(a_reading())
    assert (newest.outcome, died.outcome) == (RunOutcome.OK, RunOutcome.FAILED)
    assert "died" in died.words


async def test_two_backups_at_once_are_one(database, folder):
    await filled(folder)

    done = await asyncio.gather(*(registry(folder, database, "backup", folder / name) for name in ("one", "two")))

    made = [*backups_in(folder / "one"), *backups_in(folder / "two")]
    codes = sorted(each.code for each in done)
    assert codes in ([0, 0], [0, 2])  # one after the other, where the first was done before the second began
    assert len(made) == codes.count(0)


def test_only_backups_that_no_longer_stay_are_thrown_away(folder):
    names = [f"202601{day:02d}T000000Z" for day in range(1, 20)]
    for name in [*names, "mine", ".unfinished-20260101T000000Z-1"]:
        (folder / name).mkdir()
    newest = instant_of(folder / names[-1])

    gone = throw_away(folder, newest)

    left = {path.name for path in folder.iterdir()}
    assert left == {*names, "mine", ".unfinished-20260101T000000Z-1"} - set(gone)
    assert {"20260119T000000Z", "20260113T000000Z"} <= left
    assert "20260102T000000Z" in gone
