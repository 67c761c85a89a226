"""A whole import taken back with a reason; or the list of what came later and rests on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, route
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.exchange.model.imports import ImportRun, ImportState, Resting, UndoImport
from registry.exchange.pages.imports import IMPORT
from registry.exchange.queries.import_pages import run_scope
from registry.exchange.queries.resting import resting_on, written_by
from registry.exchange.service.undoing import ImportRestedOn, undo_import
from registry.identity.access import Door, scopes
from registry.institutions.pages.asking import BOTH, HIGHEST_REVISION
from registry.kernel.errors import InvalidFields, NotPermitted, StaleEdit
from registry.platform.web.forms import LONGEST_TEXT, Form, filled
from registry.platform.web.pages import Visitor, go, page


@route("/imports/{run_id:uuid}/undo", http_method=BOTH, name="undo_import", permission=IMPORT)
async def undo(request: Visitor, reading: Door, run_id: FromPath[UUID]) -> Response[Any]:
    """Asked first, with what stands in the way; then everything goes back."""
    run, scope = await run_scope(reading, run_id, scopes(reading, IMPORT))
    if run.state is not ImportState.COMMITTED:
        return go(request, "import_run", run_id=run_id)
    if request.method != "POST":
        resting = await resting_on(reading, await written_by(reading, run))
        return _asked(request, run, Form({"revision": [str(run.revision)]}), resting)
    form = await filled(request)
    try:
        reason = form.text("reason", required=True, longest=LONGEST_TEXT)
        form.require_valid()
        command = UndoImport(run_id, form.whole("revision", 1, HIGHEST_REVISION) or 0, reason)
        async with open_process("undo_import", reading, reason) as process:
            await undo_import(process, command, scope)
    except InvalidFields as wrong:
        form.faults = {**form.faults, **wrong.faults}
        return _asked(request, run, form, ())
    except ImportRestedOn as refused:
        return _asked(request, run, form, refused.resting)
    except (StaleEdit, NotPermitted):
        if (await run_scope(reading, run_id, [scope]))[0].state is not ImportState.UNDONE:
            raise
    return go(request, "import_run", note="整批导入已撤销", run_id=run_id)


def _asked(request: Visitor, run: ImportRun, form: Form, resting: Sequence[Resting]) -> Response[Any]:
    status = 422 if form.faults else 409 if resting and request.method == "POST" else 200
    return page(
        request,
        "exchange/import_undo.html",
        status,
        run=run,
        rows=run.counted.rows,
        ended=run.counted.ended_teachers,
        resting=resting,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [undo]
