"""Files brought into a school: a dry run, then all rows or none, and back again as one unit.

What is written is what the dry run showed: the file is read and compared anew inside the transaction, and refused
where the roster changed so that the result would be another one.
"""

import hashlib
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.exchange import tables
from registry.exchange.model.imports import (
    CheckImport,
    CommitImport,
    DiscardImport,
    ImportChecked,
    ImportCommitted,
    ImportDiscarded,
    ImportFailed,
    ImportQueued,
    ImportRun,
    ImportStage,
    ImportState,
    QueueImport,
)
from registry.exchange.queries.findings import findings_text, sealed_findings
from registry.exchange.queries.imports import found_run
from registry.exchange.service.planning import Asked, ImportPlan, plan_import
from registry.exchange.service.progress import Progress, Unheard
from registry.exchange.service.writing import leaving, write_import
from registry.institutions.model.events import change
from registry.institutions.queries.schools import school
from registry.institutions.rules import may_change_school
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import as_row, require_fresh, require_valid, save
from registry.kernel.errors import NotFound, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.people.rules import may_keep_people
from registry.platform.collector import collector_paused
from registry.platform.jobs import defer

COMMIT_JOB = "commit_import"
"""The worker's job that writes a large file."""
INLINE_ROWS = 2_000
"""Rows up to which a file is written while whoever sent it waits; larger ones are the worker's."""
HALFWAY, WRITTEN = 40, 60
"""Percent of the work when a file was compared, and when its rows are written; the rest is recording."""
NOTHING_IN_IT = "文件中没有可导入的内容:没有数据行,或各行都与现有记录相同"
CHANGED_MEANWHILE = "预检之后名册或记录有变化,导入的结果会与预检不同;没有写入任何内容,请重新预检"


async def check_import(process: Process, command: CheckImport, scope: Scope = EVERYWHERE) -> ImportRun:
    """Read a file for a school, compare it with what stands, and keep what was found. Nothing else is written.

    The same form sent again gives the run that is there. Raises BadInput for a file that cannot be used as a whole,
    NotFound, NotPermitted.
    """
    found = await school(process.reading, command.school_id, scope)
    require(may_change_school(scope))
    there = await _there(process, command.id, scope)
    if there:
        return there
    asked = Asked(found, command.kind, command.options, command.file.path, command.file.name, scope)
    with collector_paused():
        plan = await plan_import(process, asked)
        return await _keep_run(process, command, plan)


async def commit_import(
    process: Process, command: CommitImport, scope: Scope = EVERYWHERE, progress: Progress | None = None
) -> ImportRun:
    """Write a checked file, all rows or none. Two imports of one school wait for each other.

    Raises NotFound, NotPermitted (errors, nothing in it, or written already), StaleEdit where the run or what stands
    changed since, InvalidFields.
    """
    heard = progress or Unheard()
    await heard.note(ImportStage.READING, 0)
    own = await changeable_school((await found_run(process.reading, command.run_id, scope)).school_id, scope)
    before = await found_run(process.reading, command.run_id, scope, locked=True)
    require_fresh(command.revision, before.revision)
    require(_may_commit(before))
    require_valid(_last_day_fault(process, command.end_gone_on))
    asked = Asked(own, before.kind, before.options, command.path, before.file_name, scope, writes=True)
    with collector_paused():
        plan = await plan_import(process, asked)
        await heard.note(ImportStage.WRITING, HALFWAY)
        if plan.findings.errors or fingerprint_of(plan) != before.fingerprint:
            raise StaleEdit(CHANGED_MEANWHILE)
        leaves = leaving(process, plan, command.end_gone_on)
        require(Verdict.yes() if plan.counts.rows or leaves else Verdict.no(NOTHING_IN_IT))
        ended = await write_import(process, plan, leaves)
    await heard.note(ImportStage.RECORDING, WRITTEN)
    counts = {**before.counts, "ended_teachers": ended}
    return await _close_committed(process, replace(before, end_gone_on=command.end_gone_on, counts=counts))


async def bring_in(process: Process, command: CheckImport, scope: Scope = EVERYWHERE) -> ImportRun:
    """Check a file and write it in one go, for a command that shows no dry run between.

    With errors nothing is written but the run that lists them, and so where nothing is new. Raises as
    `check_import` and `commit_import` do.
    """
    own = await changeable_school(command.school_id, scope)
    file, options = command.file, command.options
    asked = Asked(own, command.kind, options, file.path, file.name, scope, writes=True)
    with collector_paused():
        plan = await plan_import(process, asked)
        run = await _keep_run(process, command, plan)
        if run.state is ImportState.REFUSED or not plan.counts.rows:
            return run
        await write_import(process, plan, None)
    return await _close_committed(process, run)


async def queue_import(process: Process, command: QueueImport, scope: Scope = EVERYWHERE) -> ImportRun:
    """Have the worker write a checked file in the name of whoever asks. Raises NotFound, NotPermitted, StaleEdit."""
    before = await found_run(process.reading, command.run_id, scope, locked=True)
    require(may_keep_people(scope))
    require_fresh(command.revision, before.revision)
    require(_may_commit(before))
    require_valid(_last_day_fault(process, command.end_gone_on))
    require_valid({} if process.actor.account_id else {"account": "后台导入须由账号发起"})
    queued = replace(before, state=ImportState.QUEUED, end_gone_on=command.end_gone_on, words="")
    after = await _saved(process, before, queued, ImportQueued)
    told = {"run_id": str(after.id), "account_id": str(process.actor.account_id), "scope": str(scope.id or "")}
    await defer(COMMIT_JOB, told, f"import {after.school_id}")
    return after


async def fail_import(process: Process, run_id: UUID, words: str) -> ImportRun:
    """Note why the worker could not write a file; it can be tried again. Raises NotFound."""
    before = await found_run(process.reading, run_id, EVERYWHERE, locked=True)
    if before.state is not ImportState.QUEUED:
        return before
    return await _saved(process, before, replace(before, state=ImportState.FAILED, words=words), ImportFailed)


async def discard_import(process: Process, command: DiscardImport, scope: Scope = EVERYWHERE) -> ImportRun:
    """Put a dry run aside. Raises NotFound, NotPermitted once it was written, StaleEdit."""
    before = await found_run(process.reading, command.run_id, scope, locked=True)
    require(may_keep_people(scope))
    require_fresh(command.revision, before.revision)
    is_open = before.may_be_committed or before.state is ImportState.REFUSED
    require(Verdict.yes() if is_open else Verdict.no("只有尚未导入的预检可以放弃"))
    return await _saved(process, before, replace(before, state=ImportState.DISCARDED), ImportDiscarded)


def is_small(run: ImportRun) -> bool:
    """Whether a file is written while whoever sent it waits."""
    return run.counted.rows <= INLINE_ROWS


def fingerprint_of(plan: ImportPlan) -> str:
    """The same for the same result; another one when anything that would be written is different."""
    told = findings_text((plan.findings, plan.counts))
    return hashlib.sha256(told).hexdigest()


async def close_run(process: Process, before: ImportRun, after: ImportRun, kind: type[Event]) -> ImportRun:
    """Save a run whose whole process can be taken back; the event says how many events the process has."""
    saved = await _written(before, after)
    event = change(kind, before, saved)
    assert event.after is not None
    told = {**event.after, "events": len(process.events) + 1}
    process.record(replace(event, after=told))
    return saved


async def _close_committed(process: Process, before: ImportRun) -> ImportRun:
    committed = replace(
        before,
        state=ImportState.COMMITTED,
        committed_by_name=process.actor.name,
        committed_at=process.now,
        words="",
    )
    return await close_run(process, before, committed, ImportCommitted)


async def _there(process: Process, run_id: UUID, scope: Scope) -> ImportRun | None:
    try:
        return await found_run(process.reading, run_id, scope)
    except NotFound:
        return None


async def _keep_run(process: Process, command: CheckImport, plan: ImportPlan) -> ImportRun:
    counts = asdict(plan.counts)
    has_errors = bool(plan.findings.errors)
    after = ImportRun(
        id=command.id,
        school_id=command.school_id,
        kind=command.kind,
        state=ImportState.REFUSED if has_errors else ImportState.CHECKED,
        file_name=command.file.name,
        file_digest=command.file.digest,
        records_from=command.options.records_from,
        corrects=command.options.correct,
        end_gone_on=None,
        counts=counts,
        fingerprint=fingerprint_of(plan),
        words=f"有 {counts['errors']} 处错误,改正后重新上传;没有写入任何内容" if has_errors else "",
        checked_by=process.actor.account_id,
        checked_by_name=process.actor.name,
        checked_at=process.now,
        committed_by_name=None,
        committed_at=None,
        undone_by_name=None,
        undone_at=None,
        undone_reason=None,
        revision=1,
    )
    sealed = sealed_findings(process.reading, after.id, plan.findings)
    table = tables.ImportRun
    written = await table.insert(table(**_row(after), findings_sealed=sealed)).on_conflict(action="DO NOTHING")
    if not written:
        return await found_run(process.reading, after.id, plan.asked.scope)
    process.record(change(ImportChecked, None, after))
    return after


def _last_day_fault(process: Process, day: date | None) -> dict[str, str]:
    """Who leaves later is ended when the day has come, in the person's file."""
    return {"end_gone_on": "离职日期不能晚于今天"} if day is not None and day > process.today else {}


def _may_commit(run: ImportRun) -> Verdict:
    if run.may_be_committed or run.state is ImportState.QUEUED:
        return Verdict.yes()
    words = {
        ImportState.REFUSED: "文件还有错误,改正后重新上传;没有写入任何内容",
        ImportState.COMMITTED: "该文件已经导入",
        ImportState.UNDONE: "该次导入已撤销;如需再次导入,请重新上传",
        ImportState.DISCARDED: "该次预检已放弃,请重新上传",
    }
    return Verdict.no(words[run.state])


async def _saved(process: Process, before: ImportRun, after: ImportRun, kind: type[Event]) -> ImportRun:
    saved = await _written(before, after)
    process.record(change(kind, before, saved))
    return saved


async def _written(before: ImportRun, after: ImportRun) -> ImportRun:
    await save(tables.ImportRun, before.id, before.revision, _row(after))
    return replace(after, revision=before.revision + 1)


def _row(run: ImportRun) -> dict[str, Any]:
    return as_row(run)
