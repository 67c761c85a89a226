"""Imports on the command line, by the worker, beside other requests, and killed in the middle."""

import asyncio
import gc
import os
import signal
import sys
import time
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from registry.audit.process import open_process
from registry.exchange.commands import template
from registry.exchange.documents.failed_rows import REASON, failed_rows_workbook
from registry.exchange.documents.template_workbook import import_template
from registry.exchange.import_command import Wanted, imported
from registry.exchange.jobs import commit_queued
from registry.exchange.model.imports import ImportKind, ImportStage, ImportState, QueueImport
from registry.exchange.queries.imports import import_progress, import_run
from registry.exchange.service.imports import queue_import
from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.errors import BadInput, NotPermitted
from registry.kernel.scopes import Scope
from registry.platform.files import FileStore
from registry.platform.language import Language
from registry.platform.workbooks.reading import read_source
from tests.exchange.bringing import a_file, brought, checked
from tests.exchange.mending import SAMPLES
from tests.exchange.test_imports_update import GAO, LIN, SUMMER, WAITING
from tests.identity.stage import a_principal
from tests.institutions.staging import a_school, rows_of
from tests.practice.staging import THE_HOUSE, reading_of

LONGEST_TURN = 0.5
"""Processor seconds that the loop may spend on an import before others have their turn; machines differ."""


async def _office(school):
    return await a_principal("hr", RoleWanted(Role.HR_OFFICER, Scope.school(school.id)))


def _wanted(file, kind=ImportKind.TEACHERS, **given):
    return Wanted(**{"kind": kind, "file": file, "login": "hr", "school_code": None, "is_dry_run": False,
                     "corrects": False, **given})  # fmt: skip


async def test_the_command_acts_with_the_roles_of_the_account(database, tmp_path):
    school, store = await a_school(), FileStore(tmp_path / "files")
    await a_school("S2")
    await _office(school)
    file = a_file(tmp_path, 教师名册=[LIN, GAO])
    reading = reading_of(THE_HOUSE)

    tried = await imported(reading, store, _wanted(file, is_dry_run=True))
    nothing = await rows_of(database, "SELECT count(*) AS n FROM person")
    done = await imported(reading, store, _wanted(file))
    broken = a_file(tmp_path, 教师名册=[["1003", ""]])
    refused = await imported(reading, store, _wanted(broken))
    with pytest.raises(BadInput, match="没有导入权限"):
        await imported(reading, store, _wanted(file, school_code="S2"))
    with pytest.raises(NotPermitted, match="没有这个账号"):
        await imported(reading, store, _wanted(file, login="nobody"))

    assert (tried.run.state, nothing) == (ImportState.CHECKED, [{"n": 0}])
    assert (done.run.state, done.run.committed_by_name) == (ImportState.COMMITTED, "Hr")
    assert (refused.run.state, refused.run.counted.errors) == (ImportState.REFUSED, 1)
    assert store.open(done.run.file_digest).read() == file.read_bytes()
    assert await rows_of(database, "SELECT count(*) AS n FROM person") == [{"n": 2}]


async def test_what_the_examples_of_the_templates_write_imports_cleanly(database, tmp_path):
    school = await a_school()
    for kind in (ImportKind.TEACHERS, ImportKind.PLACEMENTS, ImportKind.LEAVE):
        file = tmp_path / f"{kind}.xlsx"
        file.write_bytes(import_template(kind, Language.ZH, example=True))
        await brought(school, kind, file)

    ledger = tmp_path / "ledger.xlsx"
    ledger.write_bytes(import_template(ImportKind.LEDGER, Language.ZH, example=True))
    again = (await checked(school, ImportKind.LEDGER, ledger)).run.counted

    assert (again.errors, again.new_teachers, again.changed_teachers, again.gone_teachers) == (0, 0, 0, 0)
    assert (again.new_placements, again.changed_placements, again.new_leaves) == (0, 0, 0)
    assert (again.unchanged_teachers, again.unchanged_leaves) == (60, 4)


def test_each_kind_has_its_template(tmp_path):
    for kind in ("check", *ImportKind):
        done = CliRunner().invoke(template, [str(kind), str(tmp_path / f"{kind}.xlsx")])
        assert done.exit_code == 0, done.output
    sheets = [openpyxl.load_workbook(tmp_path / f"{kind}.xlsx").sheetnames[1:] for kind in ImportKind]
    assert sheets == [["教师名册"], ["企业实践台账"], ["请假"], ["教师名册", "企业实践台账", "请假"]]


async def test_the_failed_rows_go_out_with_reasons_and_come_in_mended(database, tmp_path):
    school = await a_school()
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=[LIN, GAO]))
    broken = [*WAITING[:6], date(2025, 6, 30), "待审核"]
    file = a_file(tmp_path, 企业实践台账=[SUMMER, broken])
    seen = await checked(school, ImportKind.PLACEMENTS, file)

    mended = tmp_path / "mended.xlsx"
    mended.write_bytes(failed_rows_workbook(read_source(file), seen.findings.errors, Language.ZH))
    book = openpyxl.load_workbook(mended)
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    book.active["G2"] = date(2025, 8, 31)
    book.save(mended)
    run = await brought(school, ImportKind.PLACEMENTS, mended)

    assert rows[0][-1] == REASON
    assert [row[:3] for row in rows[1:]] == [["1002", "高远", "辽河机械厂"]]
    assert rows[1][-1].startswith("结束日期:结束(2025-06-30)早于开始(2025-07-01)")
    assert run.counted.new_placements == 1


@pytest.mark.parametrize("name", ["ledger-a", "ledger-c"])
async def test_the_failed_rows_of_a_sample_are_all_told_again(database, tmp_path, name):
    school = await a_school()
    source = SAMPLES / f"{name}.xlsx"
    seen = await checked(school, ImportKind.LEDGER, source)

    again = tmp_path / "again.xlsx"
    again.write_bytes(failed_rows_workbook(read_source(source), seen.findings.errors, Language.ZH))
    told = {sheet.title: sheet.max_row - 1 for sheet in openpyxl.load_workbook(again)}

    for sheet, faulty in _rows_of(seen.findings.errors).items():
        assert told[sheet] >= len(faulty)


def _rows_of(errors):
    found = {}
    for each in errors:
        found.setdefault(each.sheet, set()).add(each.row)
    return found


async def test_the_worker_writes_in_the_name_of_whoever_asked_and_says_how_far_it_is(database, tmp_path):
    school, store = await a_school(), FileStore(tmp_path / "files")
    actor, scope = await _office(school), Scope.school(school.id)
    file = a_file(tmp_path, 教师名册=[LIN, GAO])
    store.keep(file.read_bytes())
    run = (await checked(school, ImportKind.TEACHERS, file, actor, scope)).run
    reading = reading_of(THE_HOUSE)
    before = await import_progress(reading, run.id)

    async with open_process("queue_import", reading_of(actor)) as process:
        queued = await queue_import(process, QueueImport(run.id, run.revision), scope)
    for _ in range(2):
        await commit_queued(reading, store, (run.id, actor.account_id, str(school.id)))

    after = (await import_run(reading, run.id)).run
    progress = await import_progress(reading, run.id)
    assert (before, queued.state) == (None, ImportState.QUEUED)
    assert (after.state, after.committed_by_name) == (ImportState.COMMITTED, "Hr")
    assert (progress.stage, progress.percent) == (ImportStage.DONE, 100)
    assert await rows_of(database, "SELECT count(*) AS n FROM person") == [{"n": 2}]
    jobs = await rows_of(database, "SELECT task_name FROM procrastinate_jobs WHERE task_name = 'commit_import'")
    assert len(jobs) == 1


async def test_a_refusal_of_the_worker_is_noted_on_the_run(database, tmp_path):
    school, store = await a_school(), FileStore(tmp_path / "files")
    actor, scope = await _office(school), Scope.school(school.id)
    file = a_file(tmp_path, 教师名册=[LIN])
    store.keep(file.read_bytes())
    run = (await checked(school, ImportKind.TEACHERS, file)).run
    async with open_process("queue_import", reading_of(actor)) as process:
        await queue_import(process, QueueImport(run.id, run.revision), scope)
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=[LIN]))

    await commit_queued(reading_of(THE_HOUSE), store, (run.id, actor.account_id, str(school.id)))

    after = (await import_run(reading_of(THE_HOUSE), run.id)).run
    assert (after.state, "重新预检" in after.words) == (ImportState.FAILED, True)


async def test_other_requests_have_their_turn_while_thousands_of_rows_come_in(database, tmp_path):
    school = await a_school()
    people = [[f"{2000 + number}", f"教师{number}", "", "", "机电系"] for number in range(300)]
    rows = [_a_row(number) for number in range(3000)]
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=people))
    file = a_file(tmp_path, 企业实践台账=rows)
    turns = []

    async def looking():
        while True:
            started = time.thread_time()
            await asyncio.sleep(0)
            turns.append(time.thread_time() - started)

    gc.collect()
    gc.freeze()
    other = asyncio.create_task(looking())
    run = await brought(school, ImportKind.PLACEMENTS, file)
    other.cancel()
    gc.unfreeze()

    assert run.counted.new_placements == len(rows)
    assert max(turns) < LONGEST_TURN


def _a_row(number):
    year, firm = 2020 + number // 600, f"示例厂{number % 7}"
    days = [date(year, 3, 1 + number % 28), date(year, 6, 30)]
    return [f"{2000 + number % 300}", "", firm, "钳工", "顶岗", *days, "已认定"]


KILLED = """
import asyncio, os, sys
from pathlib import Path
from uuid import UUID, uuid4
os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
from registry.audit.process import open_process
from registry.exchange.model.imports import ImportKind
from registry.platform.database import connected
from registry.exchange.model.imports import CheckImport
from registry.exchange.service import imports
from tests.exchange.bringing import as_file
from tests.practice.staging import THE_HOUSE, reading_of

async def main():
    async with connected(2):
        async with open_process("bring_in", reading_of(THE_HOUSE)) as process:
            command = CheckImport(uuid4(), UUID(sys.argv[1]), ImportKind.LEDGER, as_file(Path(sys.argv[2])))
            await imports.bring_in(process, command)
            print("written", flush=True)
            await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
async def test_an_import_that_is_killed_leaves_nothing(database, tmp_path):
    school = await a_school()
    file = a_file(tmp_path, 教师名册=[LIN, GAO], 企业实践台账=[SUMMER, WAITING])
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", KILLED, str(school.id), str(file)),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": database},
    )
    said = await child.stdout.readline()

    child.send_signal(signal.SIGKILL)
    await child.wait()

    assert said == b"written\n"
    counted = "SELECT (SELECT count(*) FROM person) AS persons, (SELECT count(*) FROM import_run) AS runs"
    assert await rows_of(database, counted) == [{"persons": 0, "runs": 0}]
    assert (await brought(school, ImportKind.LEDGER, file)).counted.new_placements == 2
