"""A worker that is killed at any moment leaves no number twice, none skipped, and in the end one file to each.

`REGISTRY_KILLS` says how often it is killed at random moments (6), `REGISTRY_KILLED_PEOPLE` for how many (12).
"""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from random import Random

import pytest

from registry.audit.verification import what_is_broken
from registry.certificates.queries.batches import batch, batch_lines
from registry.certificates.service.printing import sweep_files
from registry.kernel.scopes import EVERYWHERE
from registry.platform.files import FileStore
from tests.builders.house import NOW, a_reading
from tests.certificates.killed import STAGES
from tests.certificates.staging import a_colleague, a_school_that_certifies, begun
from tests.certificates.test_batches import an_officer_with_account
from tests.institutions.staging import rows_of

KILLS = int(os.environ.get("REGISTRY_KILLS", "6"))
PEOPLE = int(os.environ.get("REGISTRY_KILLED_PEOPLE", "12"))
SEED = 20261123
LATER = NOW + timedelta(hours=2)
GLANCE, LONGEST_WORK = 0.01, 0.1
"""Seconds between two looks, and from the first certificate of a round to the kill, at most."""


async def a_worker(database, folder, found, stage="never", passes=0, is_signed=True):
    return await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-m",
            "tests.certificates.killed",
            database,
            str(folder),
            str(found.id),
            stage,
            str(passes),
        ),
        *(["signed"] if is_signed else []),
    )


async def a_batch(size):
    school, first = await a_school_that_certifies()
    people = [first, *[await a_colleague(school, f"教师{n}", f"N{n}") for n in range(2, size + 1)]]
    return (await begun(school, people, await an_officer_with_account(school)))[0]


async def faults(database, folder, found):
    """Everything that is not as it must be when all is done."""
    done = await batch(a_reading(), found.id, [EVERYWHERE])
    lines = await batch_lines(a_reading(), done)
    store, size = FileStore(folder / "files"), len(lines)
    await sweep_files(a_reading(now=LATER), store)
    numbers = [line.certificate.number for line in lines if line.certificate]
    (counted,) = await rows_of(database, "SELECT last FROM certificate_counter")
    told = {
        "state": (done.state.value, done.issued, done.printed) == ("done", size, size),
        "numbers": sorted(numbers) == [f"13957-P2026-{serial:05d}" for serial in range(1, size + 1)],
        "counter": counted["last"] == size,
        "files": sorted(store.digests()) == sorted(line.certificate.file_digest for line in lines),
        "whole": list(store.verify()) == [],
        "notes": await rows_of(database, "SELECT FROM certificate_file_begun") == [],
        "issued once": await _events(database, "CertificateIssued") == [1] * size,
        "filed once": await _events(database, "CertificateFiled") == [1] * size,
        "chain": await what_is_broken(()) is None,
    }
    return [words for words, is_so in told.items() if not is_so]


async def _events(database, kind):
    rows = await rows_of(database, "SELECT count(*) FROM audit_event WHERE kind = $1 GROUP BY subject_id", kind)
    return [row["count"] for row in rows]


@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "unsigned"])
async def test_killed_at_every_stage_each_gets_one_number_and_one_file(database, tmp_path, is_signed):
    found = await a_batch(len(STAGES) + 2)

    codes = []
    for passes, stage in enumerate(STAGES):
        worker = await a_worker(database, tmp_path, found, stage, passes % 2, is_signed)
        codes.append(await worker.wait())
    last = await (await a_worker(database, tmp_path, found, is_signed=is_signed)).wait()

    assert (codes, last) == ([-signal.SIGKILL] * len(STAGES), 0)
    assert await faults(database, tmp_path, found) == []


async def test_killed_at_random_moments_each_gets_one_number_and_one_file(database, tmp_path):
    dice, found = Random(SEED), await a_batch(PEOPLE)

    for _ in range(KILLS):
        workers = [await a_worker(database, tmp_path, found) for _ in range(2)]
        over = [asyncio.create_task(each.wait()) for each in workers]
        there = await _issued(database)
        while await _issued(database) == there and not all(each.done() for each in over):
            await asyncio.wait(over, timeout=GLANCE)
        await asyncio.wait(over, timeout=dice.uniform(0, LONGEST_WORK))
        for each, ended in zip(workers, over, strict=True):
            if not ended.done():
                each.kill()
        await asyncio.gather(*over)
    last = await (await a_worker(database, tmp_path, found)).wait()

    assert last == 0
    assert await faults(database, tmp_path, found) == []


async def _issued(database):
    return len(await rows_of(database, "SELECT FROM certificate"))
