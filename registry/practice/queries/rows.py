"""How rows become placements. The selects are narrowed by whoever uses them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.platform.database import these
from registry.platform.vault import Vault
from registry.practice import tables
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.records import FirmRelation, Placement, PlacementSupervisor

__all__ = ["Row", "placements_from", "select_placements", "these"]

Row = dict[str, Any]


def select_placements() -> Select[Any]:
    """Every revision of every placement, in order of days."""
    table = tables.Placement
    columns = (table.id, table.chain.as_alias("chain_id"), table.person.as_alias("person_id"))
    places = (table.school.as_alias("school_id"), table.enterprise.as_alias("enterprise_id"), table.enterprise_name)
    figures = (table.position, table.form, table.started_on, table.finished_on, table.share_percent)
    entered = (table.entered_by, table.entered_by_name, table.entered_at)
    verified = (table.verified_by, table.verified_by_name, table.verified_at)
    course = (table.is_by_attendance, table.state, table.reason, table.is_replaced, table.revision)
    chain = table.replaces.as_alias("replaces_id")
    told = (table.goals, table.expected_results, table.teaching_arrangement, table.summary)
    where = (table.is_abroad, table.region_code, table.relation)
    approved = (table.relation_reason, table.relation_approved_by_name, table.relation_approved_at)
    fit = (table.fits_subject, table.fit_reason, table.fit_decided_by_name)
    selected = table.select(*columns, *places, *figures, *entered, *verified, *course, chain)
    return selected.columns(*told, *where, *approved, *fit).order_by(table.started_on, table.finished_on, table.id)


def supervisor_place(column: str, supervisor_id: UUID) -> str:
    """The place for which a supervisor's name or number is sealed: table, column and row."""
    return f"placement_supervisor.{column}:{supervisor_id}"


async def stored_supervisors(chain_ids: Iterable[UUID], vault: Vault) -> dict[UUID, PlacementSupervisor]:
    """The supervisors of these placements as they are kept, by chain; whose is not known is left out."""
    table = tables.PlacementSupervisor
    found = await table.select().where(table.chain.is_in(these(chain_ids)))
    return {row["chain"]: _supervisor(row, vault) for row in found}


def _supervisor(row: Row, vault: Vault) -> PlacementSupervisor:
    def opened(column: str) -> str:
        sealed = row[column]
        return vault.open(bytes(sealed), supervisor_place(column, row["id"])) if sealed else ""

    return PlacementSupervisor(
        row["id"], row["chain"], opened("name_sealed"), opened("phone_sealed"), row["revision"]
    )


async def placements_from(select: Select[Any]) -> tuple[Placement, ...]:
    """The placements that a narrowed `select_placements` finds, with their attended days. Two statements."""
    rows = await select
    attended = await _attended([row["id"] for row in rows if row["is_by_attendance"]])
    return tuple(_placement(row, attended) for row in rows)


async def _attended(placement_ids: list[UUID]) -> dict[UUID, list[AttendedDay]]:
    found: dict[UUID, list[AttendedDay]] = {placement_id: [] for placement_id in placement_ids}
    if not found:
        return found
    table = tables.AttendedDay
    asked = table.select(table.placement, table.attended_on, table.halves).where(table.placement.is_in(these(found)))
    for row in await asked.order_by(table.attended_on):
        found[row["placement"]].append(AttendedDay(row["attended_on"], row["halves"]))
    return found


def _placement(row: Row, attended: Mapping[UUID, list[AttendedDay]]) -> Placement:
    values = dict(row)
    listed = tuple(attended[row["id"]]) if values.pop("is_by_attendance") else None
    words = {
        "form": PracticeForm(row["form"]),
        "state": PlacementState(row["state"]),
        "relation": FirmRelation(row["relation"]),
    }
    return Placement(**{**values, **words, "attended": listed})
