from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Array, BigInt, Boolean, Date, ForeignKey, Text
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique
from piccolo.table import Table

ID = "2026-11-23T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Store what the board looks up"
PLAIN = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class Person(Table, tablename="person", schema=None):
    id = UUID(**{**PLAIN, "default": None, "primary_key": True})


class School(Table, tablename="school", schema=None):
    id = UUID(**{**PLAIN, "default": None, "primary_key": True})


def _reference(to: object) -> dict:
    return {
        "references": to,
        "on_delete": OnDelete.restrict,
        "on_update": OnUpdate.cascade,
        "target_column": None,
    }


def _list_of(kind: type) -> dict:
    default = "" if kind is Text else None
    return {"base_column": kind(**{**PLAIN, "default": default})}


KEY = {"primary_key": True}
TABLES = {
    ("StandingCourse", "standing_course"): (
        ("person", ForeignKey, {**_reference(Person), **KEY}),
        ("states_since", Array, _list_of(Date)),
        ("states", Array, _list_of(Text)),
        ("lapses_since", Array, _list_of(Date)),
        ("lapses_on", Array, _list_of(Date)),
        ("progress_since", Array, _list_of(Date)),
        ("progress", Array, _list_of(Text)),
        ("initials", Text, {}),
        ("is_shared", Boolean, {}),
        ("projected_on", Date, {}),
    ),
    ("BoardStamp", "board_stamp"): (
        ("school", ForeignKey, {**_reference(School), **KEY}),
        ("stamp", BigInt, {}),
    ),
    ("BoardChange", "board_change"): (
        ("id", UUID, KEY),
        ("person", ForeignKey, _reference(Person)),
        ("school", ForeignKey, _reference(School)),
        ("stamp", BigInt, {}),
    ),
}
CONSTRAINTS = {
    ("StandingCourse", "standing_course_in_steps"): (
        Check,
        {
            "condition": "cardinality(states_since) = cardinality(states) "
            "AND cardinality(lapses_since) = cardinality(lapses_on) "
            "AND cardinality(progress_since) = cardinality(progress)"
        },
    ),
    ("BoardStamp", "board_stamp_grows"): (Check, {"condition": "stamp >= 1"}),
    ("BoardChange", "board_change_once"): (Unique, {"columns": ["person", "school"]}),
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    for (class_name, tablename), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, kind, special in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=name,
                db_column_name=name,
                column_class_name=kind.__name__,
                column_class=kind,
                params={**PLAIN, "default": None, **special},
                schema=None,
            )
    for (class_name, name), (kind, params) in CONSTRAINTS.items():
        manager.add_constraint(
            table_class_name=class_name,
            tablename=next(table for known, table in TABLES if known == class_name),
            constraint_name=name,
            constraint_class=kind,
            params=params,
            schema=None,
        )

    return manager
