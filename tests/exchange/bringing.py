"""Files for tests of imports: small workbooks, and the steps from a dry run to an import taken back."""

from datetime import date
from hashlib import sha256
from uuid import uuid4

import xlsxwriter

from registry.audit.process import open_process
from registry.exchange.model.imports import (
    CheckImport,
    CommitImport,
    ImportFile,
    ImportKind,
    ImportOptions,
    UndoImport,
)
from registry.exchange.queries.imports import import_run
from registry.exchange.service.imports import check_import, commit_import
from registry.exchange.service.undoing import undo_import
from registry.kernel.scopes import EVERYWHERE
from tests.practice.staging import THE_HOUSE, reading_of

TEACHERS = ["工号", "姓名", "性别", "出生日期", "部门", "教师类别", "任教开始", "任教结束", "身份证件号码"]
PLACEMENTS = ["工号", "姓名", "企业名称", "岗位", "实践形式", "开始日期", "结束日期", "状态"]
LEAVE = ["工号", "姓名", "类型", "开始日期", "结束日期"]
HEADERS = {"教师名册": TEACHERS, "企业实践台账": PLACEMENTS, "请假": LEAVE}


def a_file(folder, **sheets):
    """A workbook with these sheets: each a list of rows, which may be shorter than the header."""
    path = folder / f"{uuid4().hex[:8]}.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADERS[name])
        for at, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell)
                elif cell not in ("", None):
                    sheet.write(at, place, cell)
    book.close()
    return path


def as_file(path):
    return ImportFile(path.name, sha256(path.read_bytes()).hexdigest(), path)


async def checked(school, kind, path, actor=THE_HOUSE, scope=EVERYWHERE, **options):
    """The run of a dry run, with what it found."""
    command = CheckImport(uuid4(), school.id, kind, as_file(path), ImportOptions(**options))
    reading = reading_of(actor)
    async with open_process("check_import", reading) as process:
        run = await check_import(process, command, scope)
    return await import_run(reading, run.id, scope)


async def committed(run, path, actor=THE_HOUSE, scope=EVERYWHERE, end_gone_on=None):
    """The run after it was written, and the events."""
    command = CommitImport(run.id, run.revision, path, end_gone_on)
    async with open_process("commit_import", reading_of(actor)) as process:
        after = await commit_import(process, command, scope)
    return after, process.events


async def undone(run, reason="导错了文件", actor=THE_HOUSE, scope=EVERYWHERE):
    """The run after it was taken back, and the events."""
    async with open_process("undo_import", reading_of(actor)) as process:
        after = await undo_import(process, UndoImport(run.id, run.revision, reason), scope)
    return after, process.events


async def brought(school, kind, path, **given):
    """A file checked and written; without errors."""
    seen = await checked(school, kind, path, **given)
    assert seen.findings.errors == (), seen.findings.errors
    given.pop("correct", None)
    return (await committed(seen.run, path, **given))[0]


__all__ = ["ImportKind"]
