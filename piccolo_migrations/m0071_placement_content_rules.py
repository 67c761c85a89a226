"""No default fills a column unseen; a declared relation is approved before a placement is recognised."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean, Text
from piccolo.constraints import Check

ID = "2026-11-22T22:57:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Placements state their content; own and relatives' firms are approved before they are recognised"

FILLED = {
    "goals": (Text, ""),
    "expected_results": (Text, ""),
    "teaching_arrangement": (Text, ""),
    "summary": (Text, ""),
    "is_abroad": (Boolean, False),
    "region_code": (Text, ""),
    "relation": (Text, "none"),
    "relation_reason": (Text, ""),
    "fit_reason": (Text, ""),
}
"""The columns whose rows were filled by the migration before, and with what."""
CHECKS = {
    "placement_region_shape": "region_code = '' OR region_code ~ '^[0-9]{6}$'",
    "placement_relation_known": "relation IN ('none', 'own', 'relative')",
    "placement_relation_explained": (
        "(relation_approved_at IS NULL) = (relation_reason = '') "
        "AND (relation_approved_at IS NULL) = (relation_approved_by_name IS NULL)"
    ),
    "placement_relation_approved": "state <> 'verified' OR relation = 'none' OR relation_approved_at IS NOT NULL",
    "placement_fit_explained": (
        "(fits_subject IS NULL) = (fit_reason = '') AND (fits_subject IS NULL) = (fit_decided_by_name IS NULL)"
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for name, (kind, value) in FILLED.items():
        manager.alter_column(
            table_class_name="Placement",
            tablename="placement",
            column_name=name,
            db_column_name=name,
            params={"default": None},
            old_params={"default": value},
            column_class=kind,
            old_column_class=kind,
            schema=None,
        )
    for name, condition in CHECKS.items():
        manager.add_constraint(
            table_class_name="Placement",
            tablename="placement",
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )
    return manager
