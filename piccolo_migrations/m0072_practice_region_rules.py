"""Where schools want practice to take place; industry experience at hiring; first posts without practice."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

ID = "2026-11-22T22:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Schools' rules on regions; industry experience of employments; first posts without practice"

COMMON = {
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
WHOLE = {"default": None, "null": False, "primary_key": False}
NULLABLE = {"default": None, "null": True, "primary_key": False}
CHECKS = {
    ("RegionRule", "practice_region_rule", "practice_region_rule_is_named"): "name <> ''",
    ("RegionRule", "practice_region_rule", "practice_region_rule_regions"): (
        "regions = '' OR regions ~ '^[0-9]{2,6}(,[0-9]{2,6})*$'"
    ),
    ("RegionRule", "practice_region_rule", "practice_region_rule_voided_with_reason"): (
        "(voided_at IS NULL) = (voided_reason IS NULL) AND voided_reason <> ''"
    ),
    ("Employment", "employment", "employment_industry_stated"): (
        "industry_months >= 0 AND (industry_months IS NULL) = (industry_note IS NULL) AND industry_note <> ''"
    ),
    ("PostHeld", "post_held", "post_held_exception_explained"): "unpractised_reason <> ''",
}


class School(Table, tablename="school", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    _region_rules(manager)
    _add(manager, ("Employment", "employment", "industry_months"), Integer, NULLABLE)
    _add(manager, ("Employment", "employment", "industry_note"), Text, NULLABLE)
    _add(manager, ("PostHeld", "post_held", "unpractised_reason"), Text, NULLABLE)
    for (table, tablename, name), condition in CHECKS.items():
        manager.add_constraint(
            table_class_name=table,
            tablename=tablename,
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )
    return manager


def _region_rules(manager: MigrationManager) -> None:
    manager.add_table(class_name="RegionRule", tablename="practice_region_rule", schema=None, columns=None)
    school = {
        "references": School,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
    }
    columns: dict[str, tuple[type, dict[str, object]]] = {
        "id": (UUID, {**WHOLE, "primary_key": True}),
        "school": (ForeignKey, {**WHOLE, **school}),
        "started_on": (Date, WHOLE),
        "regions": (Text, WHOLE),
        "name": (Text, WHOLE),
        "voided_at": (Timestamptz, NULLABLE),
        "voided_reason": (Text, NULLABLE),
        "revision": (Integer, WHOLE),
    }
    for name, (kind, params) in columns.items():
        _add(manager, ("RegionRule", "practice_region_rule", name), kind, params)


def _add(manager: MigrationManager, place: tuple[str, str, str], kind: type, params: dict[str, object]) -> None:
    table, tablename, name = place
    manager.add_column(
        table_class_name=table,
        tablename=tablename,
        column_name=name,
        db_column_name=name,
        column_class_name=kind.__name__,
        column_class=kind,
        params={**COMMON, **params},
        schema=None,
    )
