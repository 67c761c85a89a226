"""From what a browser sends to what a row can name: made harmless, then kept, before any transaction."""

import asyncio
from pathlib import Path
from typing import NamedTuple

from registry.platform.files import FileStore
from registry.platform.images import prepared_upload


class KeptUpload(NamedTuple):
    """A file that was sent and is kept. `thumbnail_digest` None: no photograph. Size in bytes, of what is kept."""

    name: str
    digest: str
    size: int
    media_type: str
    thumbnail_digest: str | None
    original_digest: str


async def kept_upload(store: FileStore, source: bytes | Path, name: str) -> KeptUpload:
    """Make a photograph or PDF harmless and keep it with its thumbnail. Raises BadInput."""
    prepared = await prepared_upload(source, name)
    stored = await asyncio.to_thread(store.keep, prepared.content)
    small = await asyncio.to_thread(store.keep, prepared.thumbnail) if prepared.thumbnail else None
    return KeptUpload(
        name=prepared.name,
        digest=stored.digest,
        size=stored.size,
        media_type=prepared.media_type,
        thumbnail_digest=small.digest if small else None,
        original_digest=prepared.original_digest,
    )
