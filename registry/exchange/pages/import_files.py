"""Files that pages of imports give out: the workbook to fill in, and a file with its faulty cells marked."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.exchange.model import CellProblem
from registry.exchange.model.imports import ImportKind
from registry.exchange.pages.import_words import TEMPLATE_NAMES
from registry.exchange.pages.imports import IMPORT, file_store
from registry.exchange.queries.import_pages import run_scope
from registry.exchange.queries.imports import import_run
from registry.exchange.service.reading_apart import sheets_of_kept
from registry.identity.access import Door, scopes
from registry.platform.language import Language
from registry.platform.web.downloads import workbook_download
from registry.platform.web.pages import Visitor, language_of

_AT_ONCE = asyncio.Semaphore(2)
"""Files with their faulty cells marked that are made at the same time."""


@get("/imports/template", name="import_template", permission=IMPORT)
async def template(
    request: Visitor, kind: FromQuery[ImportKind] = ImportKind.LEDGER, example: FromQuery[bool] = False
) -> Response[bytes]:
    """The workbook of one kind, or of a whole ledger: empty, or of an invented school."""
    content = await asyncio.to_thread(_template, kind, language_of(request), example)
    ending = "-示例" if example else ""
    return workbook_download(content, f"导入模板-{TEMPLATE_NAMES[kind]}{ending}.xlsx")


@get("/imports/{run_id:uuid}/failed-rows", name="import_failed_rows", permission=IMPORT)
async def failed(
    request: Visitor, reading: Door, run_id: FromPath[UUID], whole: FromQuery[bool] = False
) -> Response[Any]:
    """The whole file with its faulty cells marked, or only the rows with errors; the reason beside each."""
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    errors = (await import_run(reading, run_id, scope)).findings.errors
    path = file_store(request).path(run.file_digest)
    async with _AT_ONCE:
        content = await asyncio.to_thread(_failed, (path, run.file_name), errors, language_of(request), whole)
    ending = "标出错误" if whole else "出错的行"
    return workbook_download(content, f"{Path(run.file_name).stem}-{ending}.xlsx")


def _template(kind: ImportKind, language: Language, example: bool) -> bytes:
    from registry.exchange.documents.template_workbook import import_template  # noqa: PLC0415 -- slow import

    return import_template(kind, language, example)


def _failed(kept: tuple[Path, str], errors: tuple[CellProblem, ...], language: Language, whole: bool) -> bytes:
    from registry.exchange.documents.failed_rows import failed_rows_workbook  # noqa: PLC0415 -- slow import

    return failed_rows_workbook(sheets_of_kept(*kept), errors, language, whole)


ROUTES = [template, failed]
