"""One batch: how far it is, who was refused and why, all files as one ZIP or as one file to print."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, FromQuery
from litestar.response import File

from registry.audit.process import Reading
from registry.certificates.documents.bundles import file_name, zipped
from registry.certificates.model import CHINA, Batch, BatchState
from registry.certificates.pages.shared import ISSUE, paperwork_of
from registry.certificates.pages.words import Called
from registry.certificates.queries.batches import batch, batch_lines, batch_page
from registry.certificates.rules.acts import KIND_WORDS, LARGEST_BATCH
from registry.certificates.service.lost_files import require_file
from registry.certificates.service.waiting import why_waiting
from registry.identity.access import Door, school_scopes
from registry.kernel.errors import BadInput, NotFound
from registry.platform.image_terms import PDF
from registry.platform.web.pages import Visitor, page

WHOLE = 100
ZIP = "application/zip"
NO_FILES = "这一批还没有生成文件"
NOT_PUT_TOGETHER = "文件合不起来({}),请系统管理员查看磁盘和证明文件"
_AT_ONCE = asyncio.Semaphore(1)
"""Batches that are put together at the same time: each takes a processor for seconds."""


@get("/certificates/batches/{certificate_batch_id:uuid}", name="certificate_batch", permission=ISSUE)
async def show(
    request: Visitor, reading: Door, certificate_batch_id: FromPath[UUID], number: FromQuery[int] = 1
) -> Response[Any]:
    """How far it is, and what became of everybody."""
    found = await batch(reading, certificate_batch_id, school_scopes(reading, ISSUE))
    number = min(max(number, 1), LARGEST_BATCH)
    part = await batch_page(reading, found, number)
    return page(
        request,
        "certificates/batch.html",
        words=Called,
        batch=found,
        percent=percent_of(found),
        waits=await why_waiting(reading, found, await paperwork_of(request)),
        refused=part.refused,
        issued=part.issued,
        number=number,
        has_more=part.has_more,
        is_whole=found.state is BatchState.DONE and found.printed > 0,
    )


@get(
    "/certificates/batches/{certificate_batch_id:uuid}/progress", name="certificate_batch_progress", permission=ISSUE
)
async def progress(reading: Door, certificate_batch_id: FromPath[UUID]) -> Response[dict[str, Any]]:
    """How far the work is, for the script that keeps the page up to date."""
    found = await batch(reading, certificate_batch_id, school_scopes(reading, ISSUE))
    state = "queued" if found.state is BatchState.RUNNING else found.state.value
    return Response({"state": state, "percent": percent_of(found)}, headers={"cache-control": "no-store"})


@get("/certificates/batches/{certificate_batch_id:uuid}/zip", name="certificate_batch_zip", permission=ISSUE)
async def as_zip(request: Visitor, reading: Door, certificate_batch_id: FromPath[UUID]) -> File:
    """Every file of the batch under its number and name."""
    found, files = await _files(request, reading, certificate_batch_id)

    def written(target: Path) -> None:
        zipped(files, target)

    return await handed_out(written, f"{_called(found)}.zip", ZIP)


@get("/certificates/batches/{certificate_batch_id:uuid}/print", name="certificate_batch_print", permission=ISSUE)
async def to_print(request: Visitor, reading: Door, certificate_batch_id: FromPath[UUID]) -> File:
    """All pages in one file, in the order of the batch; without signatures."""
    found, files = await _files(request, reading, certificate_batch_id)

    def written(target: Path) -> None:
        from registry.platform.pdf.binding import bound  # noqa: PLC0415 -- slow import

        bound([path for _, path in files], target)

    return await handed_out(written, f"{_called(found)}.pdf", PDF)


def percent_of(found: Batch) -> int:
    """How much of the work is done, rounded down: of everybody who was asked for, a file or a reason why not."""
    return WHOLE * (found.printed + found.refused) // found.asked if found.asked else WHOLE


def _called(found: Batch) -> str:
    """A name for files of a batch: what, and when it was asked for."""
    return f"{KIND_WORDS[found.kind]} {found.begun_at.astimezone(CHINA):%Y%m%d-%H%M}"


async def _files(request: Visitor, reading: Reading, batch_id: UUID) -> tuple[Batch, Sequence[tuple[str, Path]]]:
    found = await batch(reading, batch_id, school_scopes(reading, ISSUE))
    paper, files = await paperwork_of(request), []
    for line in await batch_lines(reading, found):
        if line.certificate and line.certificate.file_digest:
            path = await require_file(reading, line.certificate, paper)
            files.append((file_name(line.certificate, line.person_name), path))
    if not files:
        raise NotFound(NO_FILES)
    return found, files


async def handed_out(written: Any, name: str, media_type: str) -> File:
    """What `written` puts into a file, as an answer; the file is gone when the answer has left."""
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="registry-batch-"))
    target, is_whole = folder / "bundle", False
    try:
        async with _AT_ONCE:
            await asyncio.to_thread(written, target)
        is_whole = True
    except OSError as fault:
        raise BadInput(NOT_PUT_TOGETHER.format(fault.strerror or fault)) from fault
    finally:
        if not is_whole:
            shutil.rmtree(folder, ignore_errors=True)
    return File(
        path=target,
        filename=name,
        media_type=media_type,
        content_disposition_type="attachment",
        headers={"cache-control": "no-store"},
        background=BackgroundTask(asyncio.to_thread, shutil.rmtree, folder, ignore_errors=True),
    )


ROUTES = [show, progress, as_zip, to_print]
