"""Files brought into a school: a file is dropped and read first; every file that was brought, who and when."""

import asyncio
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.exchange.model.imports import CheckImport, ImportFile, ImportKind, ImportOptions
from registry.exchange.pages.import_words import KIND_WORDS, STATE_CLASS, STATE_SHAPES, STATE_WORDS
from registry.exchange.queries.imports import RUNS_SHOWN, import_run, import_runs
from registry.exchange.service.imports import check_import
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school
from registry.kernel.errors import BadInput, InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

IMPORT = Permission.IMPORT_FILES
LARGEST_FILE = 40_000_000
"""Bytes of a file that the page takes: some hundred thousand rows."""
MEGABYTE = 1_000_000


@get("/imports", name="imports", permission=IMPORT)
async def ask(request: Visitor, reading: Door, school_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """Templates, the form, and every file that was brought."""
    place, scope = await import_place(reading, school_id)
    return await _form(request, reading, (place, scope), Form({}))


@post("/imports", name="check_import", permission=IMPORT, request_max_body_size=LARGEST_FILE)
async def check(request: Visitor, reading: Door) -> Response[Any]:
    """The file is kept and compared with what stands; none of it is written yet."""
    form = await filled(request)
    place, scope = await import_place(reading, form.key("school_id"))
    run_id = form.key("import_id") or uuid4()
    try:
        await _check(reading, await _command(request, form, place, run_id), scope)
    except InvalidFields as wrong:
        return await _form(request, reading, (place, scope), form, wrong.faults)
    except BadInput as unusable:
        if not await _is_there(reading, run_id, scope):
            return await _form(request, reading, (place, scope), form, {"source": str(unusable)})
    return go(request, "import_run", run_id=run_id)


async def import_place(reading: Reading, school_id: UUID | None) -> tuple[School, Scope]:
    """The school for which files are brought: the one asked for, else the first. Raises NotFound."""
    offered = school_scopes(reading, IMPORT)
    scope = next((each for each in offered if school_id in (None, each.id)), None)
    if scope is None or scope.id is None:
        raise NotFound("没有找到该学校")
    return await school(reading, scope.id, scope), scope


def file_store(request: Visitor) -> FileStore:
    """Where the files of this installation are kept."""
    return FileStore(request.app.state.settings.data_folder / FOLDER_NAME)


async def _command(request: Visitor, form: Form, place: School, run_id: UUID) -> CheckImport:
    """What is asked, the file kept. Raises InvalidFields with all faults at once."""
    kind = form.choice("kind", ImportKind)
    options = ImportOptions(form.day("records_from"), form.flag("correct"))
    sent = form.files("source")
    if not sent:
        form.faults.setdefault("source", "请选择要导入的文件")
    form.require_valid()
    assert kind is not None
    store = file_store(request)
    stored = await asyncio.to_thread(store.keep, cast(BinaryIO, sent[0].file))
    name = PurePath(sent[0].filename).name.strip() or "导入文件"
    return CheckImport(run_id, place.id, kind, ImportFile(name, stored.digest, store.path(stored.digest)), options)


async def _check(reading: Reading, command: CheckImport, scope: Scope) -> None:
    """The dry run. Raises BadInput that names the file as the office does, not as it is kept."""
    try:
        async with open_process("check_import", reading) as process:
            await check_import(process, command, scope)
    except InvalidFields:
        raise
    except BadInput as unusable:
        raise BadInput(str(unusable).replace(command.file.path.name, command.file.name)) from unusable


async def _is_there(reading: Reading, run_id: UUID, scope: Scope) -> bool:
    """Whether the same form made a run already."""
    try:
        await import_run(reading, run_id, scope)
    except NotFound:
        return False
    return True


async def _form(
    request: Visitor,
    reading: Reading,
    where: tuple[School, Scope],
    form: Form,
    faults: dict[str, str] | None = None,
) -> Response[Any]:
    place, scope = where
    offered = [await school(reading, each.id, each) for each in school_scopes(reading, IMPORT) if each.id]
    usual = {"kind": ImportKind.LEDGER.value, "import_id": str(uuid4())}
    return page(
        request,
        "exchange/imports.html",
        422 if faults else 200,
        school=place,
        schools=offered,
        runs=await import_runs(reading, place.id, scope),
        most=RUNS_SHOWN,
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        kind_words=KIND_WORDS,
        states=STATE_WORDS,
        state_class=STATE_CLASS,
        shapes=STATE_SHAPES,
        largest=LARGEST_FILE // MEGABYTE,
        values=usual | form.values,
        faults=faults or {},
    )


ROUTES = [ask, check]
