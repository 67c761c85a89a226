"""The checks that were made while somebody practised."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.placements import placement
from registry.practice.queries.rows import Row, these
from registry.practice.records.spot_checks import CheckManner, SpotCheck


async def spot_checks_of(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> tuple[SpotCheck, ...]:
    """The checks of a placement by day, voided ones among them; its teacher sees them too. Raises NotFound."""
    chain_id = (await placement(reading, placement_id, scope)).chain_id
    table = tables.SpotCheck
    rows = await select_spot_checks().where(table.placement == chain_id).order_by(table.checked_on, table.id)
    return tuple(spot_check_of(row) for row in rows)


async def absences_of(chain_ids: Iterable[UUID]) -> dict[UUID, tuple[date, ...]]:
    """The days on which checks that stand found placements deserted, for whoever may know them already."""
    found: dict[UUID, tuple[date, ...]] = dict.fromkeys(chain_ids, ())
    table = tables.SpotCheck
    asked = table.select(table.placement, table.checked_on).where(
        table.placement.is_in(these(found)), table.absence_found.eq(True), table.voided_at.is_null()
    )
    for row in await asked.order_by(table.checked_on):
        found[row["placement"]] = (*found[row["placement"]], row["checked_on"])
    return found


def select_spot_checks() -> Select[Any]:
    """The select of checks, to be narrowed."""
    table = tables.SpotCheck
    told = (table.checked_on, table.checked_by, table.manner, table.findings, table.absence_found, table.photograph)
    recorded = (table.recorded_by, table.recorded_by_name, table.recorded_at)
    voided = (table.voided_at, table.voided_by_name, table.voided_reason, table.revision)
    return table.select(table.id, table.placement.as_alias("placement_id"), *told, *recorded, *voided)


def spot_check_of(row: Row) -> SpotCheck:
    """A row of `select_spot_checks` as a fact."""
    return SpotCheck(**{**row, "manner": CheckManner(row["manner"])})
