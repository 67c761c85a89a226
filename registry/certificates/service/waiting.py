"""Why a batch stands still, found out when somebody looks: nothing of it is kept, so that it is never out of date."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Batch, BatchState
from registry.certificates.queries.rows import stored_content
from registry.certificates.service.looking_after import WAITED
from registry.certificates.service.paperwork import Paperwork
from registry.institutions.model.signing_keys import CannotSign
from registry.platform.pdf.fonts import CharactersLacking
from registry.upkeep.queries import worker_seen

SIGN_OF_LIFE = timedelta(minutes=2)
"""A worker gives one every ten seconds."""
NO_WORKER = "后台任务没有在运行"
START_WORKER = "请系统管理员启动后台任务(registry worker);启动后自动接着出具,不用重新提交。"
GOES_ON = "处理好以后自动接着出具(最多等 10 分钟),不会重号或跳号,不用重新提交。"
NO_PROGRESS = "已有 {} 分钟没有进展"
NO_FILES = "{} 份已有编号,文件还没有生成"
_LAST_ISSUED = "SELECT batch, max(issued_at) AS at FROM certificate WHERE batch = ANY ({}::uuid[]) GROUP BY batch"
TRIED_AGAIN = "后台每 10 分钟再试一次,不用重新提交。一直不动时,请系统管理员查看日志中的原因(如磁盘已满)。"


class Wait(NamedTuple):
    """What a batch waits for, and what is to be done."""

    why: str
    what_to_do: str


async def why_waiting(reading: Reading, found: Batch, paper: Paperwork) -> Wait | None:
    """None: the batch is done, or a worker is at it. Asks for no permission."""
    if found.state is BatchState.DONE:
        return None
    try:
        await paper.require_key(reading, found.school_id)
    except CannotSign as waits:
        return Wait(str(waits), GOES_ON)
    still_for = reading.now - await _last_progress(found)
    if still_for < WAITED:
        return None
    seen = await worker_seen(reading)
    if seen is None or reading.now - seen > SIGN_OF_LIFE:
        return Wait(NO_WORKER, START_WORKER)
    return await _without_files(reading, found, paper) or Wait(
        NO_PROGRESS.format(int(still_for.total_seconds() // 60)), TRIED_AGAIN
    )


async def waiting_among(reading: Reading, batches: Iterable[Batch], paper: Paperwork) -> frozenset[UUID]:
    """Those of which `why_waiting` would say why, by a question for each school and one for all."""
    running = [each for each in batches if each.state is BatchState.RUNNING]
    if not running:
        return frozenset()
    unsigned = {each for each in {one.school_id for one in running} if await _cannot_sign(reading, each, paper)}
    rows = await tables.Certificate.raw(_LAST_ISSUED, [each.id for each in running])
    moved: dict[UUID, datetime] = {row["batch"]: row["at"] for row in rows}
    still_since = reading.now - WAITED
    return frozenset(
        each.id
        for each in running
        if each.school_id in unsigned or max(each.begun_at, moved.get(each.id, each.begun_at)) <= still_since
    )


async def _cannot_sign(reading: Reading, school_id: UUID, paper: Paperwork) -> bool:
    try:
        await paper.require_key(reading, school_id)
    except CannotSign:
        return True
    return False


async def _last_progress(found: Batch) -> datetime:
    table = tables.Certificate
    asked = table.select(table.issued_at).where(table.batch == found.id)
    rows = await asked.order_by(table.issued_at, ascending=False).limit(1)
    return max(found.begun_at, rows[0]["issued_at"]) if rows else found.begun_at


async def _without_files(reading: Reading, found: Batch, paper: Paperwork) -> Wait | None:
    """Numbers were given and files are lacking: because of characters, where that is why."""
    missing = found.issued - found.printed
    if missing == 0:
        return None
    table = tables.Certificate
    asked: Any = table.select(table.id).where(table.batch == found.id, table.file_digest.is_null())
    for row in await asked.order_by(table.issued_at).limit(1):
        try:
            paper.require_characters(await stored_content(reading, row["id"]))
        except CharactersLacking as lacking:
            return Wait(str(lacking), GOES_ON)
    return Wait(NO_FILES.format(missing), TRIED_AGAIN)
