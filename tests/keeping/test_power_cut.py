"""After a power cut the folder's own database server starts, whatever its old files say by now."""

import asyncio
import os
import sys

import psutil

from tests.keeping.staging import a_folder

STARTED = """
import asyncio, asyncpg, os, sys
from pathlib import Path
from registry.platform import embedded_postgres

async def asked(address):
    connection = await asyncpg.connect(address)
    print(await connection.fetchval("SELECT 1"), flush=True)

asyncio.run(asked(embedded_postgres.address(embedded_postgres.start(Path(sys.argv[1])))))
os._exit(0)
"""
LEFT_BEHIND = {
    "the number is another program's": lambda lines: [str(os.getpid()), *lines[1:]],
    "the number is nobody's": lambda lines: ["4194300", *lines[1:]],
    "half written": lambda lines: lines[:5],
    "empty": lambda lines: [],
}


async def _started(folder):
    """What a program that starts the server there and is killed says and complains of."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", STARTED, str(folder)), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complained = await program.communicate()
    return said.decode().strip(), complained.decode()[-1000:]


def _cut(folder):
    """Every process of the server gone at once."""
    postmaster = psutil.Process(int((folder / "postgres/postmaster.pid").read_text().split()[0]))
    family = [postmaster, *postmaster.children(recursive=True)]
    for each in family:
        each.kill()
    psutil.wait_procs(family)


async def test_the_server_starts_whatever_a_power_cut_left_behind():
    with a_folder() as folder:
        assert await _started(folder) == ("1", "")
        for words, left in LEFT_BEHIND.items():
            _cut(folder)
            file = folder / "postgres/postmaster.pid"
            file.write_text("".join(f"{line}\n" for line in left(file.read_text().splitlines())))
            (folder / "postgres/.handle_pids.json").write_text("[1")
            assert await _started(folder) == ("1", ""), words
        _cut(folder)
