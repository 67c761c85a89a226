"""Two records of one person or firm become one: the records of it, and where a merged record leads."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import JSONB, UUID, ForeignKey, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

ID = "2026-11-23T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Duplicate people and enterprises are merged, and each merge can be taken back"


def _known(tablename: str) -> type[Table]:
    """A table that stands already, as far as a reference needs it."""
    key = UUID(
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
    return type(tablename.title(), (Table,), {"id": key}, tablename=tablename, schema=None)


def _reference(to: object) -> dict:
    return {"references": to, "on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}


def _columns(of: str) -> tuple:
    known = _known(of)
    return (
        ("id", UUID, {"primary_key": True}),
        ("merged", ForeignKey, {**_reference(known), "index": True}),
        ("survivor", ForeignKey, {**_reference(known), "index": True}),
        ("reason", Text, {}),
        ("taken", JSONB, {}),
        ("parts", JSONB, {}),
        ("merged_by_name", Text, {}),
        ("merged_at", Timestamptz, {}),
        ("undone_by_name", Text, {"null": True}),
        ("undone_at", Timestamptz, {"null": True}),
        ("undone_reason", Text, {"null": True}),
    )


def _checks(of: str) -> dict:
    return {
        f"{of}_merge_of_two": "merged <> survivor AND reason <> ''",
        f"{of}_merge_undone_with_reason": (
            "(undone_at IS NULL) = (undone_reason IS NULL) AND (undone_at IS NULL) = (undone_by_name IS NULL) "
            "AND undone_reason <> ''"
        ),
    }


EMPTIED = {
    "person": "merged_into IS NULL OR (merged_into <> id AND id_number_index IS NULL)",
    "enterprise": "merged_into IS NULL OR (merged_into <> id AND credit_code IS NULL)",
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for of, emptied in EMPTIED.items():
        _add_column(manager, of, ("merged_into", ForeignKey, {**_reference("self"), "null": True}))
        _add_check(manager, of, f"{of}_merged_is_emptied", emptied)
        table = f"{of}_merge"
        manager.add_table(class_name=_class(table), tablename=table, schema=None, columns=None)
        for column in _columns(of):
            _add_column(manager, table, column)
        for name, condition in _checks(of).items():
            _add_check(manager, table, name, condition)
    return manager


def _class(table: str) -> str:
    return table.title().replace("_", "")


def _add_column(manager: MigrationManager, table: str, column: tuple) -> None:
    name, kind, special = column
    manager.add_column(
        table_class_name=_class(table),
        tablename=table,
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


def _add_check(manager: MigrationManager, table: str, name: str, condition: str) -> None:
    manager.add_constraint(
        table_class_name=_class(table),
        tablename=table,
        constraint_name=name,
        constraint_class=Check,
        params={"condition": condition},
        schema=None,
    )
