from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Text, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T22:54:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What rests on a fact is named in words, and can be released with a reason"


def _params(null: bool) -> dict:
    return {
        "default": None,
        "null": null,
        "primary_key": False,
        "unique": False,
        "index": False,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
    }


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for name, kind, null in (
        ("words", Text, False),
        ("released_at", Timestamptz, True),
        ("released_reason", Text, True),
    ):
        manager.add_column(
            table_class_name="Reliance",
            tablename="reliance",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params=_params(null),
            schema=None,
        )

    return manager
