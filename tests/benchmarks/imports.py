"""A workbook of placements from the file to the commit, beside openpyxl and Piccolo's own inserts, in one run.

    python -m tests.benchmarks.imports [--rows 50000] [--teachers 8000] [--profile]

Ours reads, compares, writes, records every event in the chain and brings the timelines up to date. The alternatives
read the same file with openpyxl and store the same placement and audit rows, handed to them ready-made, in a copy of
the database as it stood before: (a) with `Table.insert` of as many rows as a statement takes, (b) with one `save()`
for each row, (c) as (b), but finding the teacher and the firm of each row first and looking for an overlap, as a
script has to that is handed nothing. (b) and (c) are measured on a part and multiplied. None keeps a timeline.
"""

import argparse
import asyncio
import cProfile
import os
import pstats
import random
import shutil
import tempfile
import time
from contextlib import asynccontextmanager, suppress
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import asyncpg
import openpyxl
import psutil
import xlsxwriter

VALUES_A_STATEMENT = 32_000
SAVED_ONE_BY_ONE = 500
FIRST_DAY = date(2018, 9, 1)
FIRMS = [f"示例{place}制造有限公司" for place in ("东港", "西河", "南岭", "北原", "中岗", "新桥", "石滩", "林口")]
HEADERS = ["序号", "工号", "姓名", "企业名称", "岗位", "实践形式", "开始日期", "结束日期", "工作量比例", "状态"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--teachers", type=int, default=8_000)
    parser.add_argument("--profile", action="store_true")
    asyncio.run(compare(parser.parse_args()))


async def compare(options: argparse.Namespace) -> None:
    folder = Path(tempfile.mkdtemp(prefix="imports-", dir="/tmp"))
    os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
    from registry.platform import embedded_postgres

    server = embedded_postgres.start(folder)
    try:
        await _compare(options, folder, embedded_postgres.address(server))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _compare(options: argparse.Namespace, folder: Path, url: str) -> None:
    os.environ["DATABASE_URL"] = url
    from registry.platform.database import engine, migrate

    engine().config["dsn"] = url
    await migrate()
    roster, ledger = folder / "teachers.xlsx", folder / "placements.xlsx"
    build_roster(roster, options.teachers)
    build_ledger(ledger, options.teachers, options.rows)
    async with connected_to(url):
        school = await a_school()
        await brought_in(school, roster, "teachers")
    await duplicated(url)
    async with connected_to(url):
        profile = cProfile.Profile(time.process_time) if options.profile else None
        ours = await timed(brought_in(school, ledger, "placements"), folder, profile)
        rows = await stored_rows()
    if profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(90)
    print(f"{options.rows} placement rows of {options.teachers} teachers, {len(rows[1])} events")
    report("registry import", ours)
    async with connected_to(url.replace("/postgres?", "/alternative?")):
        chunked = await timed(stored_in_chunks(ledger, rows), folder)
    report("(a) openpyxl and Table.insert", chunked, ours, "(wanted: at least 8)")
    times = len(rows[0]) / SAVED_ONE_BY_ONE
    part = [each[: round(len(each) / times)] for each in rows]
    for name, finds_first in (("(b) one save() for each row", False), ("(c) finding what a row names", True)):
        await duplicated(url, "alternative", "template_of_imports")
        async with connected_to(url.replace("/postgres?", "/alternative?")):
            one_by_one = await timed(saved_one_by_one(part, finds_first), folder)
        report(name, Spent(*(seconds * times for seconds in one_by_one)), ours, f"(from {len(part[0])} rows)")


def build_roster(path: Path, teachers: int) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("教师名册")
    sheet.write_row(0, 0, ["工号", "姓名", "部门", "教师类别"])
    for number in range(teachers):
        sheet.write_row(number + 1, 0, [staff_no(number), f"教师{number:05d}", "机电系", "专业课教师"])
    book.close()


def build_ledger(path: Path, teachers: int, rows: int) -> None:
    chance = random.Random(20260901)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("企业实践台账")
    sheet.write_row(0, 0, HEADERS)
    for row in range(1, rows + 1):
        number = chance.randrange(teachers)
        start = FIRST_DAY + timedelta(chance.randrange(2900))
        form = chance.choice(["顶岗", "研发", "技能培训"])
        told = [row, staff_no(number), f"教师{number:05d}", chance.choice(FIRMS), "工艺员", form]
        sheet.write_row(row, 0, told)
        sheet.write_datetime(row, 6, start, as_date)
        sheet.write_datetime(row, 7, start + timedelta(chance.choice([13, 29, 29, 44, 60, 61, 89])), as_date)
        sheet.write_number(row, 8, chance.choice([100, 100, 100, 50]))
        sheet.write_string(row, 9, chance.choices(["已认定", "待审核"], [9, 1])[0])
    book.close()


def staff_no(number: int) -> str:
    return f"{20100000 + number}"


async def a_school():
    from tests.institutions.staging import a_school as opened

    return await opened("B1")


async def brought_in(school, path: Path, kind: str) -> None:
    """One file from the disk to the commit, as `registry import` does it."""
    from registry.audit.process import open_process
    from registry.exchange.model.imports import CheckImport, ImportFile, ImportKind, ImportState
    from registry.exchange.service.imports import bring_in
    from registry.platform.collector import collector_paused
    from tests.practice.staging import THE_HOUSE, reading_of

    file = ImportFile(path.name, sha256(path.read_bytes()).hexdigest(), path)
    with collector_paused():
        async with open_process("bring_in", reading_of(THE_HOUSE)) as process:
            run = await bring_in(process, CheckImport(uuid4(), school.id, ImportKind(kind), file))
    assert run.state is ImportState.COMMITTED, run


async def duplicated(url: str, name: str = "alternative", source: str | None = None) -> None:
    """A database as it stands now, made anew, and kept aside for the next one."""
    connection = await asyncpg.connect(url.replace("/postgres?", "/template1?"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if source is None:
            await connection.execute("CREATE DATABASE template_of_imports TEMPLATE postgres")
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE template_of_imports")
    finally:
        await connection.close()


@asynccontextmanager
async def connected_to(url: str):
    from registry.platform.database import connected, engine

    engine().config["dsn"] = url
    async with connected(4):
        yield


class Spent(NamedTuple):
    """Seconds on the wall, and of processors: this process with its children, and the database server."""

    wall: float
    own: float
    server: float

    @property
    def processors(self) -> float:
        return self.own + self.server


async def timed(work, folder: Path, profile: cProfile.Profile | None = None) -> Spent:
    before = Spent(time.perf_counter(), own_seconds(), server_seconds(folder))
    if profile:
        profile.enable()
    await work
    if profile:
        profile.disable()
    after = Spent(time.perf_counter(), own_seconds(), server_seconds(folder))
    return Spent(*(late - early for late, early in zip(after, before, strict=True)))


def own_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def server_seconds(folder: Path) -> float:
    """Processor seconds of the server's processes; those of our pool live as long as what is measured."""
    postmaster = psutil.Process(int((folder / "postgres/postmaster.pid").read_text().split()[0]))
    found = 0.0
    for each in [postmaster, *postmaster.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            used = each.cpu_times()
            found += used.user + used.system
    return found


async def stored_rows() -> tuple[list[dict], list[dict]]:
    """The placements and events that our import stored: what the alternatives store too."""
    from registry.audit.tables import AuditEvent
    from registry.practice.tables import Placement

    events = await AuditEvent.select().where(AuditEvent.subject == "placement").order_by(AuditEvent.number)
    return await Placement.select(), events


async def stored_in_chunks(ledger: Path, rows: tuple[list[dict], list[dict]]) -> None:
    from registry.platform.database import transaction

    sheet = openpyxl.load_workbook(ledger, read_only=True).active
    assert sum(1 for _ in sheet.iter_rows(values_only=True)) == len(rows[0]) + 1
    async with transaction():
        await a_process(rows)
        for table, values in paired(rows):
            part = VALUES_A_STATEMENT // len(values[0])
            for start in range(0, len(values), part):
                await table.insert(*(table(**row) for row in values[start : start + part]))


async def saved_one_by_one(rows: list[list[dict]], finds_first: bool) -> None:
    from registry.platform.database import transaction

    async with transaction():
        await a_process(rows)
        for table, values in paired(rows):
            for row in values:
                if finds_first and table is paired(rows)[0][0]:
                    await found_for(row)
                await table(**row).save()


async def found_for(row: dict) -> None:
    """What a script asks the database before it can store a row: the teacher, the firm, what overlaps."""
    from registry.institutions.tables import Enterprise
    from registry.people.tables import Employment
    from registry.practice.tables import Placement

    assert await Employment.select().where(Employment.person == row["person"], Employment.school == row["school"])
    assert await Enterprise.select().where(Enterprise.name == row["enterprise_name"])
    overlaps = (Placement.started_on <= row["finished_on"]) & (Placement.finished_on >= row["started_on"])
    await Placement.select().where(Placement.person == row["person"], overlaps)


async def a_process(rows) -> None:
    """What the events point at, and the firms that the placements name."""
    from registry.audit.tables import AuditProcess
    from registry.institutions.tables import Enterprise

    named = {"kind": "bring_in", "actor_account_id": None, "actor_name": "x", "source": "cli", "reason": ""}
    await AuditProcess.insert(AuditProcess(id=rows[1][0]["process"], started_at=rows[0][0]["entered_at"], **named))
    firms = {row["enterprise"]: row["enterprise_name"] for row in rows[0]}
    empty = dict.fromkeys(("credit_code", "address", "contact", "contact_phone", "completed_at", "merged_into"))
    await Enterprise.insert(
        *(Enterprise(id=key, name=name, initials="x", revision=1, **empty) for key, name in firms.items())
    )


def paired(rows):
    from registry.audit.tables import AuditEvent
    from registry.practice.tables import Placement

    return ((Placement, rows[0]), (AuditEvent, rows[1]))


def report(name: str, spent: Spent, ours: Spent | None = None, note: str = "") -> None:
    times = f"{spent.wall:8.2f} s, processors {spent.own:7.2f} s + server {spent.server:6.2f} s"
    if ours is None:
        print(f"{name:32} {times}")
        return
    ratios = f"{spent.wall / ours.wall:6.1f} x ours ({spent.processors / ours.processors:.1f} x by processors)"
    print(f"{name:32} {times} {ratios} {note}")


if __name__ == "__main__":
    main()
