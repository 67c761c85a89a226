"""How rows become placements. The selects are narrowed by whoever uses them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select
from piccolo.querystring import QueryString

from registry.practice import tables
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.records import Placement

Row = dict[str, Any]


def these(ids: Iterable[UUID]) -> QueryString:
    """These keys, however many, as one value of a statement: `column.is_in(these(ids))`."""
    return QueryString("SELECT unnest({}::uuid[])", list(ids))


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
    return table.select(*columns, *places, *figures, *entered, *verified, *course, chain).order_by(
        table.started_on, table.finished_on, table.id
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
    own = {"form": PracticeForm(row["form"]), "state": PlacementState(row["state"]), "attended": listed}
    return Placement(**{**values, **own})
