"""How placements become rows: the one place that fills their columns, whoever writes them and however many."""

from typing import Any
from uuid import uuid4

from registry.institutions.writing import as_row
from registry.platform.vault import Vault
from registry.practice import tables
from registry.practice.queries.rows import supervisor_place
from registry.practice.records import Placement, PlacementSupervisor

NOT_IN_THE_ROW = frozenset({"attended"})


def placement_row(placement: Placement) -> dict[str, Any]:
    """Every column of a placement and its value; the attended days are rows of their own."""
    return {**as_row(placement, NOT_IN_THE_ROW), "is_by_attendance": placement.attended is not None}


def attended_rows(placement: Placement) -> list[tables.AttendedDay]:
    """The attended days of a placement; none where it is a span."""
    table = tables.AttendedDay
    return [
        table(id=uuid4(), placement=placement.id, attended_on=on, halves=halves)
        for on, halves in placement.attended or ()
    ]


def supervisor_row(supervisor: PlacementSupervisor, vault: Vault) -> dict[str, Any]:
    """Every column of a supervisor, name and number sealed for the row."""

    def sealed(column: str, value: str) -> bytes | None:
        return vault.seal(value, supervisor_place(column, supervisor.id)) if value else None

    return {
        "id": supervisor.id,
        "chain": supervisor.chain_id,
        "name_sealed": sealed("name_sealed", supervisor.name),
        "phone_sealed": sealed("phone_sealed", supervisor.phone),
        "revision": supervisor.revision,
    }
