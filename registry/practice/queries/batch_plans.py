"""Plans for many teachers as they are kept: which ones an office sees, their lines, and how rows become facts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.practice import tables
from registry.practice.model import AttendedDay, PracticeForm
from registry.practice.queries.rows import Row, these
from registry.practice.records.planning import (
    BatchContent,
    BatchLine,
    BatchPlan,
    BatchState,
    DutyAsked,
    LineContent,
)
from registry.practice.rules.counting import HALVES_A_DAY

NO_SUCH_PLAN = "没有找到该批量计划"
BETWEEN_DAYS, HALF = ";", "/0.5"


async def batch_plans(reading: Reading, scope: Scope) -> tuple[BatchPlan, ...]:
    """The plans that this office may see, those changed last first: of a school all, of a department its own."""
    table = tables.PracticePlan
    if scope.kind is ScopeKind.SCHOOL:
        asked = select_plans().where(table.school == scope.id)
    elif scope.kind is ScopeKind.DEPARTMENT:
        asked = select_plans().where(table.department == scope.id)
    else:
        return ()
    return tuple(plan_from(row) for row in await asked.order_by(table.changed_at, table.id, ascending=False))


async def batch_plan(reading: Reading, plan_id: UUID, scopes: Sequence[Scope]) -> tuple[BatchPlan, Scope]:
    """One plan, and the first of these scopes in which it lies. Raises NotFound."""
    rows = await select_plans().where(tables.PracticePlan.id == plan_id)
    for scope in scopes if rows else ():
        if scope in scopes_of(plan := plan_from(rows[0])):
            return plan, scope
    raise NotFound(NO_SUCH_PLAN)


async def lines_of(plan_ids: Iterable[UUID]) -> dict[UUID, tuple[BatchLine, ...]]:
    """The lines of plans that somebody may see, in no order that means anything."""
    asked = list(plan_ids)
    table = tables.PracticePlanLine
    found: dict[UUID, list[BatchLine]] = {one: [] for one in asked}
    columns = (table.id, table.plan, table.person, table.enterprise, table.enterprise_name)
    selected = table.select(*columns, table.position, table.started_on, table.finished_on)
    for row in await selected.where(table.plan.is_in(these(asked))).order_by(table.id):
        own = LineContent(
            row["enterprise_name"], row["enterprise"], row["position"], row["started_on"], row["finished_on"]
        )
        found[row["plan"]].append(BatchLine(row["id"], row["plan"], row["person"], own))
    return {one: tuple(lines) for one, lines in found.items()}


def scopes_of(plan: BatchPlan) -> tuple[Scope, ...]:
    """The offices that may see a plan: the school's, and the department's that it is for."""
    own = (Scope.department(plan.department_id),) if plan.department_id else ()
    return (Scope.school(plan.school_id), *own)


def select_plans() -> Select[Any]:
    """The select of plans without their lines, to be narrowed."""
    table = tables.PracticePlan
    return table.select(
        table.id,
        table.school,
        table.department,
        table.name,
        table.duty,
        table.target_on,
        table.enterprise,
        table.enterprise_name,
        table.position,
        table.form,
        table.started_on,
        table.finished_on,
        table.share_percent,
        table.attended,
        table.state,
        table.reason,
        table.created_by,
        table.created_by_name,
        table.created_at,
        table.changed_by_name,
        table.changed_at,
        table.submitted_by,
        table.submitted_by_name,
        table.submitted_at,
        table.revision,
    )


def plan_from(row: Row) -> BatchPlan:
    """A row of `select_plans` as a fact."""
    names = ("name", "target_on", "enterprise_name", "position", "started_on", "finished_on", "share_percent")
    told: dict[str, Any] = {name: row[name] for name in names}
    content = BatchContent(
        **told,
        duty=DutyAsked(row["duty"]),
        form=PracticeForm(row["form"]),
        enterprise_id=row["enterprise"],
        attended=read_days(row["attended"]),
    )
    kept = ("id", "reason", "created_by", "created_by_name", "created_at", "changed_by_name", "changed_at")
    sent = ("submitted_by", "submitted_by_name", "submitted_at", "revision")
    rest: dict[str, Any] = {name: row[name] for name in (*kept, *sent)}
    state = BatchState(row["state"])
    return BatchPlan(**rest, school_id=row["school"], department_id=row["department"], content=content, state=state)


def written_days(attended: Sequence[AttendedDay] | None) -> str:
    """Listed days as a plan keeps them: `2026-07-11;2026-07-12/0.5`; empty for a span."""
    if attended is None:
        return ""
    return BETWEEN_DAYS.join(day.on.isoformat() + ("" if day.halves == HALVES_A_DAY else HALF) for day in attended)


def read_days(kept: str) -> tuple[AttendedDay, ...] | None:
    """The same the other way."""
    if not kept:
        return None
    return tuple(
        AttendedDay(date.fromisoformat(word.removesuffix(HALF)), 1 if word.endswith(HALF) else HALVES_A_DAY)
        for word in kept.split(BETWEEN_DAYS)
    )
