"""What belongs to a school: units, approval chains, breaks. Whoever may not see the school sees none of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import ApprovalChain, ApprovalStep, Break, Unit, UnitKind
from registry.institutions.queries.schools import only, school
from registry.kernel.scopes import EVERYWHERE, Scope

Row = dict[str, Any]


async def units(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Unit, ...]:
    """All offices and departments the school ever had, by kind and name. Raises NotFound."""
    await school(reading, school_id, scope)
    table = tables.SchoolUnit
    rows = await select_units().where(table.school == school_id).order_by(table.kind, table.name, table.started_on)
    return tuple(unit_of(row) for row in rows)


async def approval_chain_on(
    reading: Reading, school_id: UUID, on: date, scope: Scope = EVERYWHERE
) -> ApprovalChain | None:
    """The chain in force that day, or None before the first. Raises NotFound."""
    await school(reading, school_id, scope)
    table = tables.ApprovalChain
    holding = select_chains().where(table.school == school_id, table.started_on <= on, table.voided_at.is_null())
    rows = await holding.order_by(table.started_on, ascending=False).limit(1)
    found = await chains_of(rows)
    return found[0] if found else None


async def approval_chains(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[ApprovalChain, ...]:
    """Every chain the school has or had, oldest first, voided ones among them. Raises NotFound."""
    await school(reading, school_id, scope)
    table = tables.ApprovalChain
    return await chains_of(
        await select_chains().where(table.school == school_id).order_by(table.started_on, table.id)
    )


async def breaks(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Break, ...]:
    """The calendar: breaks that are not voided, in order. Raises NotFound."""
    await school(reading, school_id, scope)
    table = tables.SchoolBreak
    standing = select_breaks().where(table.school == school_id, table.voided_at.is_null())
    return tuple(Break(**row) for row in await standing.order_by(table.started_on))


def select_units() -> Select[Any]:
    """The select of units, to be narrowed."""
    table = tables.SchoolUnit
    columns = (table.id, table.school.as_alias("school_id"), table.kind, table.name)
    return table.select(*columns, table.started_on, table.finished_on, table.revision)


def unit_of(row: Row) -> Unit:
    """A row of `select_units` as a fact."""
    return Unit(**{**row, "kind": UnitKind(row["kind"])})


async def unit_in(school_id: UUID, unit_id: UUID) -> Unit:
    """One unit of a school already found. Raises NotFound."""
    table = tables.SchoolUnit
    return unit_of(only(await select_units().where(table.id == unit_id, table.school == school_id), "处室或系部"))


def select_chains() -> Select[Any]:
    """The select of chains without their steps, to be narrowed."""
    table = tables.ApprovalChain
    columns = (table.id, table.school.as_alias("school_id"), table.started_on)
    return table.select(*columns, table.voided_at, table.voided_reason, table.revision)


async def chains_of(rows: Sequence[Row]) -> tuple[ApprovalChain, ...]:
    """Rows of `select_chains` as facts, with the steps of all of them in one query."""
    if not rows:
        return ()
    table = tables.ApprovalStep
    asked = table.select(table.chain, table.office, table.label).order_by(table.position)
    steps: dict[UUID, list[ApprovalStep]] = {row["id"]: [] for row in rows}
    for step in await asked.where(table.chain.is_in(list(steps))):
        steps[step["chain"]].append(ApprovalStep(step["office"], step["label"]))
    return tuple(ApprovalChain(**row, steps=tuple(steps[row["id"]])) for row in rows)


def select_breaks() -> Select[Any]:
    """The select of breaks, to be narrowed."""
    table = tables.SchoolBreak
    columns = (table.id, table.school.as_alias("school_id"), table.name, table.started_on, table.finished_on)
    return table.select(*columns, table.voided_at, table.voided_reason, table.revision)
