from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import JSONB
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check


ID = "2026-11-22T23:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Record backups, rehearsals and nightly work, so that the operator sees when they last went well"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    manager.add_table(class_name="UpkeepRun", tablename="upkeep_run", schema=None, columns=None)

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="id",
        db_column_name="id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": False,
            "primary_key": True,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="kind",
        db_column_name="kind",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="started_at",
        db_column_name="started_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
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
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="finished_at",
        db_column_name="finished_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="outcome",
        db_column_name="outcome",
        column_class_name="Text",
        column_class=Text,
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
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="words",
        db_column_name="words",
        column_class_name="Text",
        column_class=Text,
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
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="details",
        db_column_name="details",
        column_class_name="JSONB",
        column_class=JSONB,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        column_name="size",
        db_column_name="size",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        constraint_name="upkeep_run_kind_known",
        constraint_class=Check,
        params={"condition": "kind IN ('backup', 'rehearsal', 'rebuild', 'pruning')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        constraint_name="upkeep_run_outcome_known",
        constraint_class=Check,
        params={"condition": "outcome IN ('running', 'ok', 'failed')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        constraint_name="upkeep_run_finished_with_outcome",
        constraint_class=Check,
        params={"condition": "(finished_at IS NULL) = (outcome = 'running')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="UpkeepRun",
        tablename="upkeep_run",
        constraint_name="upkeep_run_in_order",
        constraint_class=Check,
        params={"condition": "started_at <= finished_at"},
        schema=None,
    )

    return manager
