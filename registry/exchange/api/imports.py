"""`/api/v1/imports`: files brought by other systems: a dry run, then all rows or none."""

import asyncio
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.exchange.api.import_answers import of_run, shaped
from registry.exchange.api.import_shapes import (
    COMMIT,
    IMPORT,
    IMPORTS,
    SOME_RUN,
    CommitSent,
    Imports,
    ImportsAsked,
    ImportSent,
    ImportShape,
)
from registry.exchange.model.imports import (
    CheckImport,
    CommitImport,
    ImportFile,
    ImportOptions,
    ImportRun,
    ImportState,
    QueueImport,
)
from registry.exchange.queries.import_pages import RunPlace, RunWish, import_page, run_scope
from registry.exchange.service.imports import check_import, commit_import, is_small, queue_import
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.queries.staff_pages import school_in_reach
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.web.api import (
    FILE,
    Link,
    Operation,
    PathPart,
    answered_with,
    asked,
    cursor_of,
    cursor_parts,
    sent,
    sent_file,
)
from registry.platform.web.pages import Visitor, url

TAG = "imports"
KEEP = Permission.IMPORT_FILES
LARGEST_FILE = 40_000_000
"""Bytes of a file with what is said beside it, as on the page."""
PART = {"run_id": PathPart("导入的编号", SOME_RUN)}
LISTED = Operation(
    tag=TAG,
    summary="导入记录",
    description="带到所管学校的文件,新的在前。",
    query=ImportsAsked,
    answer=Imports,
    example=IMPORTS,
    refusals=(404, 406, 422),
    links={"import": Link("api_import", {"run_id": "$response.body#/items/0/id"})},
)
ONE = Operation(
    tag=TAG,
    summary="一次导入",
    description="预检发现的全部错误,以及将新增、改动的内容;也给出后台导入的进度。",
    answer=ImportShape,
    example=IMPORT,
    path=PART,
    refusals=(404, 406),
)
CHECKING = Operation(
    tag=TAG,
    summary="上传文件预检",
    description="读取文件并与现有名册和记录比对,不写入任何内容。有错误时逐处列出,state 为 refused。",
    form=ImportSent,
    answer=ImportShape,
    example=IMPORT,
    status=201,
    also={200: "同一编号的同一文件已经预检过"},
    refusals=(400, 403, 404, 406, 409, 413, 415, 422),
    links={
        "import": Link("api_import", {"run_id": "$response.body#/run/id"}),
        "commit": Link("api_commit_import", {"run_id": "$response.body#/run/id"}),
    },
)
COMMITTING = Operation(
    tag=TAG,
    summary="导入预检过的文件",
    description="全部写入,或一行也不写。小文件当即写入,回答 200;大文件交给后台,回答 202,进度见 progress。"
    "预检之后名册有变化时回答 409,请重新预检。已导入的再发一次,回答同一次导入。",
    body=CommitSent,
    sent=COMMIT,
    answer=ImportShape,
    example=IMPORT,
    also={202: "已交给后台导入"},
    path=PART,
    refusals=(400, 403, 404, 406, 409, 413, 415, 422),
)


@get("/imports", name="api_imports", permission=KEEP, token_scope=TokenScope.IMPORTS_READ, told=LISTED)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of files."""
    wish = asked(request, ImportsAsked)
    inside = scopes(reading, KEEP)
    after = cursor_parts(wish.cursor, (datetime, UUID))
    school_id = (await school_in_reach(reading, wish.school, inside))[0].id if wish.school else None
    place = RunPlace(*after) if after else None
    found = await import_page(reading, RunWish(school_id, wish.kind, wish.state, place, wish.limit), inside)
    following = cursor_of(found.next.checked_at.isoformat(), str(found.next.run_id)) if found.next else None
    items = [of_run(run, found.codes[run.school_id]) for run in found.runs]
    return answered_with(Imports(items=items, next=following))


@get("/imports/{run_id:uuid}", name="api_import", permission=KEEP, token_scope=TokenScope.IMPORTS_READ, told=ONE)
async def one(reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """One file with what its dry run found."""
    run, scope = await run_scope(reading, run_id, scopes(reading, KEEP))
    return answered_with(await shaped(reading, run, scope))


@post(
    "/imports",
    name="api_check_import",
    permission=KEEP,
    token_scope=TokenScope.IMPORTS_WRITE,
    told=CHECKING,
    request_max_body_size=LARGEST_FILE,
)
async def check(request: Visitor, reading: Door) -> Response[Any]:
    """A dry run; the same id sent again answers the one that is there."""
    told, file = await sent_file(request, ImportSent)
    school, scope = await school_in_reach(reading, told.school, scopes(reading, KEEP))
    name = PurePath(file.filename).name.strip()
    if not name:
        raise InvalidFields({FILE: "文件没有名字"})
    stored = await asyncio.to_thread(_store(request).keep, cast("BinaryIO", file.file))
    kept = ImportFile(name, stored.digest, _store(request).path(stored.digest))
    options = ImportOptions(told.records_from, told.correct)
    command = CheckImport(told.import_id or uuid4(), school.id, told.kind, kept, options)
    async with open_process("check_import", reading) as process:
        run = await check_import(process, command, scope)
        is_new = bool(process.events)
    if run.file_digest != stored.digest:
        raise StaleEdit("这个编号已用于另一份文件,请换一个编号")
    place = {"location": url(request, "api_import", run_id=run.id)}
    return answered_with(await shaped(reading, run, scope), 201 if is_new else 200, place)


@post(
    "/imports/{run_id:uuid}/commit",
    name="api_commit_import",
    permission=KEEP,
    token_scope=TokenScope.IMPORTS_WRITE,
    told=COMMITTING,
    status_code=200,
)
async def commit(request: Visitor, reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """Write what was checked, or have the worker write it."""
    told = await sent(request, CommitSent)
    run, scope = await run_scope(reading, run_id, scopes(reading, KEEP))
    after = run if run.state is ImportState.COMMITTED else await _committed(request, reading, run, scope, told)
    status = 202 if after.state is ImportState.QUEUED else 200
    return answered_with(await shaped(reading, after, scope), status)


async def _committed(request: Visitor, reading: Reading, run: ImportRun, scope: Scope, told: CommitSent) -> ImportRun:
    if not is_small(run):
        async with open_process("queue_import", reading) as process:
            return await queue_import(process, QueueImport(run.id, told.revision, told.end_gone_on), scope)
    command = CommitImport(run.id, told.revision, _store(request).path(run.file_digest), told.end_gone_on)
    async with open_process("commit_import", reading) as process:
        return await commit_import(process, command, scope)


def _store(request: Visitor) -> FileStore:
    return FileStore(request.app.state.settings.data_folder / FOLDER_NAME)


ROUTES = [listed, one, check, commit]
