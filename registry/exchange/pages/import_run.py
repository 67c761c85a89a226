"""One file: what its dry run found, the one button that writes it, how far that is, and what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.exchange.model.imports import (
    CommitImport,
    DiscardImport,
    ImportKind,
    ImportRun,
    ImportSeen,
    ImportState,
    QueueImport,
)
from registry.exchange.pages import import_words as words
from registry.exchange.pages.imports import IMPORT, file_store
from registry.exchange.queries.import_pages import run_scope
from registry.exchange.queries.imports import import_progress, import_run
from registry.exchange.rules.wording import say
from registry.exchange.service.imports import commit_import, discard_import, is_small, queue_import
from registry.identity.access import Door, scopes
from registry.identity.model.principals import principal_of
from registry.institutions.pages.asking import HIGHEST_REVISION
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.queries.careers import employments_of
from registry.people.queries.persons import teacher_by_staff_no
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, language_of, page

SHOWN_AT_ONCE = 60
"""Lines of one list on the page; each list has pages."""
ENDS_EMPLOYMENTS = frozenset({ImportKind.TEACHERS, ImportKind.LEDGER})
"""Files that say who is on the staff, so that somebody can be missing."""
WRITTEN = frozenset({ImportState.COMMITTED, ImportState.QUEUED})


@get("/imports/{run_id:uuid}", name="import_run", permission=IMPORT)
async def show(
    request: Visitor,
    reading: Door,
    run_id: FromPath[UUID],
    part: FromQuery[str] = "errors",
    after: FromQuery[int] = 0,
) -> Response[Any]:
    """What was found, or what became of it. `part` names the list that begins after so many lines."""
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    return await _shown(request, reading, run, scope, Form({"part": [part], "after": [str(after)]}))


@post("/imports/{run_id:uuid}/commit", name="commit_import", permission=IMPORT)
async def commit(request: Visitor, reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """All rows or none: a small file at once, a large one by the worker."""
    form = await filled(request)
    among = scopes(reading, IMPORT)
    run, scope = await run_scope(reading, run_id, among)
    if run.state in WRITTEN:
        return go(request, "import_run", run_id=run_id)
    try:
        end_gone_on, revision = _last_day(form), form.whole("revision", 1, HIGHEST_REVISION) or 0
        form.require_valid()
        after = await _committed(request, reading, (run, scope), revision, end_gone_on)
    except InvalidFields as wrong:
        form.faults = {**form.faults, **wrong.faults}
        return await _shown(request, reading, run, scope, form)
    except (StaleEdit, NotPermitted):
        if (await run_scope(reading, run_id, among))[0].state not in WRITTEN:
            raise
        return go(request, "import_run", run_id=run_id)
    note = "已导入" if after.state is ImportState.COMMITTED else "已交后台导入"
    return go(request, "import_run", note=note, run_id=run_id)


@post("/imports/{run_id:uuid}/discard", name="discard_import", permission=IMPORT)
async def discard(request: Visitor, reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """A dry run that nobody will write is put aside; the file stays in the list."""
    form = await filled(request)
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    if run.state is not ImportState.DISCARDED:
        command = DiscardImport(run_id, form.whole("revision", 1, HIGHEST_REVISION) or 0)
        try:
            async with open_process("discard_import", reading) as process:
                await discard_import(process, command, scope)
        except (StaleEdit, NotPermitted):
            if (await run_scope(reading, run_id, [scope]))[0].state is not ImportState.DISCARDED:
                raise
    return go(request, "imports", note="已放弃,没有写入任何内容", school_id=run.school_id)


@get("/imports/{run_id:uuid}/progress", name="import_progress", permission=IMPORT)
async def progress(reading: Door, run_id: FromPath[UUID]) -> Response[dict[str, Any]]:
    """How far the work is, for the script that keeps the page up to date."""
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    noted = await import_progress(reading, run_id, scope)
    told: dict[str, Any] = {"state": run.state.value, "percent": noted.percent if noted else 0}
    return Response(told, headers={"cache-control": "no-store"})


@get("/imports/{run_id:uuid}/teachers", name="import_teacher", permission=IMPORT)
async def teacher(
    request: Visitor, reading: Door, run_id: FromPath[UUID], staff_no: FromQuery[str] = ""
) -> Response[Any]:
    """Whoever has that staff number at the school of the file."""
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    place = await school(reading, run.school_id, scope)
    found = await teacher_by_staff_no(reading, place.code, staff_no, scope)
    return go(request, "teacher", person_id=found.person.id)


def _last_day(form: Form) -> date | None:
    """The last day of who is gone; it holds only with the tick that names how many they are."""
    day, is_meant = form.day("end_gone_on"), form.flag("end_gone")
    if day is not None and not is_meant:
        form.faults.setdefault("end_gone", "填了离职日期:请勾选确认,或清空日期")
    elif is_meant and day is None:
        form.faults.setdefault("end_gone_on", "请填写离职日期,或取消勾选")
    return day


async def _own_number(reading: Reading, seen: ImportSeen) -> str:
    """The staff number of whoever looks, if they are on the roster and not in the file; else empty."""
    own = principal_of(reading.actor).person_id
    gone = {each.staff_no for each in seen.findings.gone}
    if own is None or not gone:
        return ""
    held = (await employments_of(reading, [own])).get(own, ())
    numbers = [each.employment.staff_no for each in held if each.employment.school_id == seen.run.school_id]
    return next((number for number in numbers if number in gone), "")


async def _committed(
    request: Visitor, reading: Reading, of: tuple[ImportRun, Scope], revision: int, end_gone_on: date | None
) -> ImportRun:
    run, scope = of
    if not is_small(run):
        async with open_process("queue_import", reading) as process:
            return await queue_import(process, QueueImport(run.id, revision, end_gone_on), scope)
    command = CommitImport(run.id, revision, file_store(request).path(run.file_digest), end_gone_on)
    async with open_process("commit_import", reading) as process:
        return await commit_import(process, command, scope)


async def _shown(request: Visitor, reading: Reading, run: ImportRun, scope: Scope, form: Form) -> Response[Any]:
    seen: ImportSeen = await import_run(reading, run.id, scope)
    language = language_of(request).value
    part, after = form.text("part"), form.whole("after", 0, HIGHEST_REVISION) or 0
    begun = after if part == "errors" else 0
    errors = seen.findings.errors[begun : begun + SHOWN_AT_ONCE]
    counts = run.counted
    own_number = await _own_number(reading, seen)
    return page(
        request,
        "exchange/import_run.html",
        422 if form.faults else 200,
        run=run,
        school=await school(reading, run.school_id, scope),
        findings=seen.findings,
        counts=counts,
        rows=counts.rows,
        leaving=counts.gone_teachers - bool(own_number) if run.kind in ENDS_EMPLOYMENTS else 0,
        own_number=own_number,
        errors=[(each, say(each, language)) for each in errors],
        warnings=[(each, say(each, language)) for each in seen.findings.warnings[:SHOWN_AT_ONCE]],
        part=part,
        after=after,
        at_once=SHOWN_AT_ONCE,
        noted=await import_progress(reading, run.id, scope),
        is_small=is_small(run),
        words=words,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [show, commit, discard, progress, teacher]
