"""`POST /api/v1/imports/{run_id}/undo`: a whole import taken back, unless something later rests on it."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.exchange.api.import_answers import shaped
from registry.exchange.api.import_shapes import IMPORT, UNDO, ImportShape, UndoSent
from registry.exchange.api.imports import KEEP, PART, TAG
from registry.exchange.model.imports import ImportState, UndoImport
from registry.exchange.queries.import_pages import run_scope
from registry.exchange.service.undoing import ImportRestedOn, undo_import
from registry.identity.access import Door, scopes
from registry.identity.model.token_scopes import TokenScope
from registry.platform.web.api import Operation, Problem, answered_with, refused_with, sent
from registry.platform.web.faults import TITLES
from registry.platform.web.pages import Visitor

CONFLICT = 409
UNDOING = Operation(
    tag=TAG,
    summary="撤销一次导入",
    description="整份撤回:新增的作废,改动的恢复。之后有别的记录以它为基础时回答 409,because 列出全部。"
    "已撤销的再发一次,回答同一次导入。",
    body=UndoSent,
    sent=UNDO,
    answer=ImportShape,
    example=IMPORT,
    path=PART,
    refusals=(400, 403, 404, 406, 409, 413, 415, 422),
)


@post(
    "/imports/{run_id:uuid}/undo",
    name="api_undo_import",
    permission=KEEP,
    token_scope=TokenScope.IMPORTS_WRITE,
    told=UNDOING,
    status_code=200,
)
async def undo(request: Visitor, reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """Take an import back once, however often it is asked."""
    told = await sent(request, UndoSent)
    run, scope = await run_scope(reading, run_id, scopes(reading, KEEP))
    if run.state is not ImportState.UNDONE:
        try:
            async with open_process("undo_import", reading) as process:
                run = await undo_import(process, UndoImport(run_id, told.revision, told.reason), scope)
        except ImportRestedOn as rested:
            because = [{"words": each.words, "fact": each.fact, "place": each.place} for each in rested.resting]
            problem = Problem(title=TITLES[CONFLICT], status=CONFLICT, detail=str(rested), because=because)
            return refused_with(problem)
    return answered_with(await shaped(reading, run, scope))


ROUTES = [undo]
