"""Files brought to the schools in reach, the newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from registry.audit.process import Reading
from registry.exchange import tables
from registry.exchange.model.imports import ImportKind, ImportRun, ImportState
from registry.exchange.queries.imports import NO_SUCH_RUN, found_run, run_of, select_runs
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.platform.database import these


class RunPlace(NamedTuple):
    """Where a page ended: when its last file was checked, and which it was."""

    checked_at: datetime
    run_id: UUID


@dataclass(frozen=True, slots=True)
class RunWish:
    """Which files are asked for; None narrows nothing."""

    school_id: UUID | None = None
    kind: ImportKind | None = None
    state: ImportState | None = None
    after: RunPlace | None = None
    limit: int = 50


class RunPage(NamedTuple):
    """A page, what its schools are called by code, and where it ended; None: it is the last one."""

    runs: tuple[ImportRun, ...]
    codes: dict[UUID, str]
    next: RunPlace | None


async def import_page(reading: Reading, wish: RunWish, scopes: Sequence[Scope]) -> RunPage:
    """The files of the schools that the scopes name."""
    codes = {each.id: each.code for scope in dict.fromkeys(scopes) for each in await schools(reading, scope)}
    table = tables.ImportRun
    asked = select_runs().where(table.school.is_in(these(codes)))
    if wish.school_id is not None:
        asked = asked.where(table.school == wish.school_id)
    if wish.kind is not None:
        asked = asked.where(table.kind == wish.kind.value)
    if wish.state is not None:
        asked = asked.where(table.state == wish.state.value)
    if wish.after is not None:
        asked = asked.where(WhereRaw("(checked_at, id) < ({}, {})", *wish.after))
    newest = asked.order_by(table.checked_at, table.id, ascending=False).limit(wish.limit + 1)
    found = [run_of(row) for row in await newest]
    shown = tuple(found[: wish.limit])
    is_last = len(found) <= wish.limit
    return RunPage(shown, codes, None if is_last else RunPlace(shown[-1].checked_at, shown[-1].id))


async def run_scope(reading: Reading, run_id: UUID, scopes: Sequence[Scope]) -> tuple[ImportRun, Scope]:
    """One run and the first of these scopes that finds it. Raises NotFound when none does."""
    for scope in dict.fromkeys(scopes):
        try:
            return await found_run(reading, run_id, scope), scope
        except NotFound:
            continue
    raise NotFound(NO_SUCH_RUN)
