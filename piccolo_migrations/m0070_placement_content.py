"""What the forms of a placement ask for besides its figures. Rows that stand get empty words and no relation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-22T22:56:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Content of the application and appraisal forms, declared relations, supervisors kept sealed"

ADDED = {
    "goals": (Text, ""),
    "expected_results": (Text, ""),
    "teaching_arrangement": (Text, ""),
    "summary": (Text, ""),
    "is_abroad": (Boolean, False),
    "region_code": (Text, ""),
    "relation": (Text, "none"),
    "relation_reason": (Text, ""),
    "relation_approved_by_name": (Text, None),
    "relation_approved_at": (Timestamptz, None),
    "fits_subject": (Boolean, None),
    "fit_reason": (Text, ""),
    "fit_decided_by_name": (Text, None),
}
"""Columns of the placement, and what the rows that stand get; None: the column may be null."""
COMMON = {
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class Placement(Table, tablename="placement", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for name, (kind, value) in ADDED.items():
        _add(manager, "Placement", name, kind, {"default": value, "null": value is None, "primary_key": False})
    _supervisors(manager)
    return manager


def _supervisors(manager: MigrationManager) -> None:
    manager.add_table(class_name="PlacementSupervisor", tablename="placement_supervisor", schema=None, columns=None)
    whole = {"default": None, "null": False, "primary_key": False}
    chain = {
        "references": Placement,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "unique": True,
    }
    _add(manager, "PlacementSupervisor", "id", UUID, {**whole, "primary_key": True})
    _add(manager, "PlacementSupervisor", "chain", ForeignKey, {**whole, **chain})
    _add(manager, "PlacementSupervisor", "name_sealed", Bytea, {**whole, "null": True})
    _add(manager, "PlacementSupervisor", "phone_sealed", Bytea, {**whole, "null": True})
    _add(manager, "PlacementSupervisor", "revision", Integer, whole)


def _add(manager: MigrationManager, table: str, name: str, kind: type, params: dict[str, object]) -> None:
    manager.add_column(
        table_class_name=table,
        tablename={"Placement": "placement"}.get(table, "placement_supervisor"),
        column_name=name,
        db_column_name=name,
        column_class_name=kind.__name__,
        column_class=kind,
        params={**COMMON, **params},
        schema=None,
    )
