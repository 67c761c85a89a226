"""Files that were sent: kept before anything names them, and shown to whoever may see what names them."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from litestar.datastructures import UploadFile
from litestar.response import File

from registry.kernel.errors import BadInput
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.image_terms import JPEG, PDF
from registry.platform.uploads import KeptUpload, kept_upload
from registry.platform.web.pages import Visitor

LARGEST_UPLOAD = 45_000_000
"""Bytes of one form with files."""
ENDINGS = {JPEG: ".jpg", PDF: ".pdf"}
ONLY_ITSELF = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
"""What a file that is shown by itself may load. The viewers of PDF in browsers do not start in a sandbox."""
KEPT_BY_THE_BROWSER = "private, max-age=3600"
_log = logging.getLogger("registry")


class Sent(NamedTuple):
    """What of the files of a form could be kept, and one line for each that could not."""

    kept: tuple[KeptUpload, ...]
    refused: tuple[str, ...]


class Shown(NamedTuple):
    """A stored file and how it is shown."""

    digest: str
    media_type: str
    name: str


def store_of(request: Visitor) -> FileStore:
    """The files of this installation."""
    return FileStore(request.app.state.settings.data_folder / FOLDER_NAME)


async def kept(request: Visitor, files: Sequence[UploadFile]) -> Sent:
    """Keep the files of a form, in the order in which they were chosen."""
    store = store_of(request)
    found = await asyncio.gather(*(_kept(store, file) for file in files))
    return Sent(
        tuple(each for each in found if isinstance(each, KeptUpload)),
        tuple(each for each in found if isinstance(each, str)),
    )


async def answer_with(request: Visitor, shown: Shown) -> File:
    """A stored file as an answer. Raises NotFound; a file that is gone from the disk is written to the log."""
    store = store_of(request)
    path = store.path(shown.digest)
    if not await asyncio.to_thread(path.is_file):
        _log.error("the stored file %s is missing", shown.digest)
        store.open(shown.digest).close()
    return File(
        path=path,
        filename=_name(shown),
        media_type=shown.media_type,
        content_disposition_type="inline",
        headers=_headers(shown.media_type),
    )


def _headers(media_type: str) -> dict[str, Any]:
    policy = ONLY_ITSELF if media_type == PDF else f"sandbox; {ONLY_ITSELF}"
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "cache-control": KEPT_BY_THE_BROWSER,
    }


def _name(shown: Shown) -> str:
    """The name it came with, ending as what it was made into."""
    return PurePath(shown.name).stem + ENDINGS.get(shown.media_type, "")


async def _kept(store: FileStore, file: UploadFile) -> KeptUpload | str:
    try:
        return await kept_upload(store, await file.read(), file.filename)
    except BadInput as refused:
        return str(refused)
