"""`registry audit verify` as the operator runs it."""

import os
import subprocess
import sys

import asyncpg

from registry.audit.heads import HeadFile
from registry.audit.model import Event
from registry.audit.process import open_process
from tests.builders.house import a_house, a_reading


def _verify(database, folder):
    environment = {**os.environ, "DATABASE_URL": database, "REGISTRY_DATA": str(folder), "REGISTRY_LANGUAGE": ""}
    command = [sys.executable, "-m", "registry.cli", "audit", "verify"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


async def _record(folder, number):
    reading = a_reading(house=a_house(heads=HeadFile(folder)))
    async with open_process("test", reading) as process:
        process.record(Event("teacher", str(number), None, {"number": number}))


async def test_a_whole_chain_is_said_to_be_whole(database, tmp_path):
    await _record(tmp_path, 1)

    done = _verify(database, tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1" in done.stdout


async def test_events_cut_off_are_missed_by_the_head_kept_outside(database, tmp_path):
    await _record(tmp_path, 1)
    await _record(tmp_path, 2)
    connection = await asyncpg.connect(database)
    await connection.execute("ALTER TABLE audit_event DISABLE TRIGGER append_only")
    await connection.execute("DELETE FROM audit_event WHERE number = 2")
    await connection.execute(
        "UPDATE audit_head SET number = 1, hash = (SELECT hash FROM audit_event WHERE number = 1)"
    )
    await connection.close()

    done = _verify(database, tmp_path)

    assert done.returncode == 1
    assert "cut off" in done.stdout
