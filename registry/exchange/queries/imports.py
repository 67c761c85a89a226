"""Files that were brought to a school: each with its dry run, and how far the work on it has come.

Only the school's own office and the installation find them: a dry run names people.
"""

from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.exchange import tables
from registry.exchange.model.imports import (
    ImportKind,
    ImportProgress,
    ImportRun,
    ImportSeen,
    ImportStage,
    ImportState,
)
from registry.exchange.queries.findings import findings_from
from registry.institutions.queries.schools import school
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind

Row = dict[str, Any]
NO_SUCH_RUN = "没有找到该次导入"
RUNS_SHOWN = 200
_KEEPERS = frozenset({ScopeKind.SYSTEM, ScopeKind.SCHOOL})


async def import_runs(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[ImportRun, ...]:
    """The files brought to a school, the newest first, `RUNS_SHOWN` at most. Raises NotFound."""
    _require_keeper(scope)
    await school(reading, school_id, scope)
    table = tables.ImportRun
    newest = select_runs().where(table.school == school_id).order_by(table.checked_at, ascending=False)
    return tuple(run_of(row) for row in await newest.limit(RUNS_SHOWN))


async def import_run(reading: Reading, run_id: UUID, scope: Scope = EVERYWHERE) -> ImportSeen:
    """One file with everything its dry run found. Raises NotFound, also for a school outside the scope."""
    run = await found_run(reading, run_id, scope)
    table = tables.ImportRun
    rows = await table.select(table.findings_sealed).where(table.id == run_id)
    return ImportSeen(run, findings_from(reading, run_id, bytes(rows[0]["findings_sealed"])))


async def import_progress(reading: Reading, run_id: UUID, scope: Scope = EVERYWHERE) -> ImportProgress | None:
    """How far the work on a file has come; None where none was begun. Raises NotFound."""
    await found_run(reading, run_id, scope)
    rows = await tables.ImportProgress.select().where(tables.ImportProgress.id == run_id)
    return ImportProgress(ImportStage(rows[0]["stage"]), rows[0]["percent"], rows[0]["noted_at"]) if rows else None


async def found_run(reading: Reading, run_id: UUID, scope: Scope, locked: bool = False) -> ImportRun:
    """One run without its findings, locked on request. Raises NotFound."""
    _require_keeper(scope)
    asked = select_runs().where(tables.ImportRun.id == run_id)
    rows = await (asked.lock_rows("NO KEY UPDATE") if locked else asked)
    if not rows or (scope.kind is ScopeKind.SCHOOL and rows[0]["school_id"] != scope.id):
        raise NotFound(NO_SUCH_RUN)
    return run_of(rows[0])


def select_runs() -> Select[Any]:
    """The select of runs without their findings, to be narrowed."""
    table = tables.ImportRun
    left_out = {"school", "findings_sealed"}
    columns = [column for column in table._meta.columns if column._meta.name not in left_out]
    return table.select(*columns, table.school.as_alias("school_id")).output(load_json=True)


def run_of(row: Row) -> ImportRun:
    """A row of `select_runs` as a fact."""
    return ImportRun(**{**row, "kind": ImportKind(row["kind"]), "state": ImportState(row["state"])})


def _require_keeper(scope: Scope) -> None:
    if scope.kind not in _KEEPERS:
        raise NotFound(NO_SUCH_RUN)
