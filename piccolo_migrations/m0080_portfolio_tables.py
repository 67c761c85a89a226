from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

ID = "2026-11-22T22:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep the titles that people hold"


class Person(Table, tablename="person", schema=None):
    id = UUID(
        default=None,
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name=None,
        secret=False,
    )


def _reference(to: object) -> dict:
    return {
        "references": to,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
    }


COLUMNS = (
    ("id", UUID, {"primary_key": True}),
    ("person", ForeignKey, {**_reference(Person), "index": True}),
    ("name", Text, {}),
    ("level", Text, {}),
    ("series", Text, {}),
    ("granted_on", Date, {}),
    ("appointed_on", Date, {"null": True}),
    ("appointed_until", Date, {"null": True}),
    ("granted_by", Text, {}),
    ("certificate_no", Text, {}),
    ("document_digest", Text, {"null": True}),
    ("entered_by", UUID, {"null": True}),
    ("entered_by_name", Text, {}),
    ("entered_at", Timestamptz, {}),
    ("verified_by", UUID, {"null": True}),
    ("verified_by_name", Text, {"null": True}),
    ("verified_at", Timestamptz, {"null": True}),
    ("replaces", ForeignKey, {**_reference("self"), "null": True, "unique": True}),
    ("voided_at", Timestamptz, {"null": True}),
    ("voided_reason", Text, {"null": True}),
    ("revision", Integer, {}),
)
CHECKS = {
    "title_is_named": "name <> '' AND series <> ''",
    "title_level_known": "level IN ('assistant', 'junior', 'middle', 'deputy_senior', 'senior')",
    "title_appointment_in_order": "granted_on <= appointed_on AND appointed_on <= appointed_until",
    "title_appointment_begins": "appointed_until IS NULL OR appointed_on IS NOT NULL",
    "title_verified_by_somebody": "(verified_at IS NULL) = (verified_by_name IS NULL)",
    "title_voided_with_reason": "(voided_at IS NULL) = (voided_reason IS NULL) AND voided_reason <> ''",
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    manager.add_table(class_name="Title", tablename="title", schema=None, columns=None)
    for name, kind, special in COLUMNS:
        manager.add_column(
            table_class_name="Title",
            tablename="title",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params={
                "default": None,
                "null": False,
                "primary_key": False,
                "unique": False,
                "index": False,
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
                **special,
            },
            schema=None,
        )
    for name, condition in CHECKS.items():
        manager.add_constraint(
            table_class_name="Title",
            tablename="title",
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )

    return manager
