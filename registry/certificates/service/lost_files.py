"""The file of a certificate that the disk has lost or damaged: made again where that gives the same bytes."""

import asyncio
import logging
from hashlib import sha256
from pathlib import Path

from registry.audit.process import Reading
from registry.certificates.model import Certificate, Content
from registry.certificates.queries.certificates import content_of
from registry.certificates.service.paperwork import Paperwork
from registry.kernel.errors import BadInput

_log = logging.getLogger("registry")
WHAT_NEXT = "请系统管理员从备份恢复数据文件夹中的 {place};没有备份的,请换发,旧证明的核验网页仍然有效"
SIGNED = "证明 {number} 的文件已丢失或损坏。它带有电子签名,签名不能重做,系统没有换成别的文件。" + WHAT_NEXT
OTHERWISE = (
    "证明 {number} 的文件已丢失或损坏;重新生成的与原文件不同,没有采用"
    "(程序版本、字体或 REGISTRY_PUBLIC_URL 与出具时不同)。" + WHAT_NEXT
)


class FileLost(BadInput):
    """The file that was handed out is gone and nothing else may stand in its place. Says what to do."""


async def require_file(reading: Reading, about: Certificate, paper: Paperwork) -> Path:
    """Where the file of a certificate lies, whole and as it was issued; it must have been printed.

    An unsigned one that is lost is made again, and the log says so: the same record gives the same bytes, and nothing
    else is kept. Raises FileLost for a signed one, or where other bytes come out; CharactersLacking where a font that
    the operator had added is gone.
    """
    assert about.file_digest is not None
    path = paper.store.path(about.file_digest)
    if await asyncio.to_thread(_is_whole, path, about.file_digest):
        return path
    _log.error("the file of certificate %s is lost or damaged: %s", about.number, path)
    if about.key_id is not None:
        raise FileLost(SIGNED.format(number=about.number, place=_place(path)))
    content = await content_of(reading, about)
    if not await asyncio.to_thread(_made_again, about, content, paper):
        raise FileLost(OTHERWISE.format(number=about.number, place=_place(path)))
    _log.warning("the file of certificate %s was made again, the same to the byte", about.number)
    return path


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _made_again(about: Certificate, content: Content, paper: Paperwork) -> bool:
    """Keep the file anew if it comes out as it was. It may have been made before the installation had an address."""
    for address in dict.fromkeys((paper.address_of(about), None)):
        made = paper.finished(about, content, paper.fonts, address)
        if sha256(made).hexdigest() == about.file_digest:
            paper.store.keep(made)
            return True
    return False


def _place(path: Path) -> str:
    """The file within the data folder, as a backup names it."""
    return "/".join(path.parts[-3:])
