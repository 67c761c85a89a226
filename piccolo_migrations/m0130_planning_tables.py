"""Plans for many teachers at once, and a line for each of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check, Unique
from piccolo.table import Table

ID = "2026-11-23T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Plans of practice for many teachers at once"

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
KEY = {"default": None, "null": False, "primary_key": True}
PLAN, LINE = ("PracticePlan", "practice_plan"), ("PracticePlanLine", "practice_plan_line")


class School(Table, tablename="school", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class SchoolUnit(Table, tablename="school_unit", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class Enterprise(Table, tablename="enterprise", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class Person(Table, tablename="person", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


class PracticePlan(Table, tablename="practice_plan", schema=None):
    id = UUID(default=None, null=False, primary_key=True, **COMMON)


def _to(table: type[Table], base: dict[str, object] = WHOLE, **more: object) -> dict[str, object]:
    key = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
    return {**base, "references": table, **key, **more}


PLAN_COLUMNS: dict[str, tuple[type, dict[str, object]]] = {
    "id": (UUID, KEY),
    "school": (ForeignKey, _to(School, index=True)),
    "department": (ForeignKey, _to(SchoolUnit, NULLABLE)),
    "name": (Text, WHOLE),
    "duty": (Text, WHOLE),
    "target_on": (Date, WHOLE),
    "enterprise": (ForeignKey, _to(Enterprise, NULLABLE)),
    "enterprise_name": (Text, WHOLE),
    "position": (Text, WHOLE),
    "form": (Text, WHOLE),
    "started_on": (Date, NULLABLE),
    "finished_on": (Date, NULLABLE),
    "share_percent": (SmallInt, WHOLE),
    "attended": (Text, WHOLE),
    "state": (Text, WHOLE),
    "reason": (Text, WHOLE),
    "created_by": (UUID, NULLABLE),
    "created_by_name": (Text, WHOLE),
    "created_at": (Timestamptz, WHOLE),
    "changed_by_name": (Text, WHOLE),
    "changed_at": (Timestamptz, WHOLE),
    "submitted_by": (UUID, NULLABLE),
    "submitted_by_name": (Text, NULLABLE),
    "submitted_at": (Timestamptz, NULLABLE),
    "revision": (Integer, WHOLE),
}
LINE_COLUMNS: dict[str, tuple[type, dict[str, object]]] = {
    "id": (UUID, KEY),
    "plan": (ForeignKey, _to(PracticePlan)),
    "person": (ForeignKey, _to(Person, index=True)),
    "enterprise": (ForeignKey, _to(Enterprise, NULLABLE)),
    "enterprise_name": (Text, WHOLE),
    "position": (Text, WHOLE),
    "started_on": (Date, NULLABLE),
    "finished_on": (Date, NULLABLE),
}
FORMS = (
    "'post_work', 'secondment', 'visit', 'skill_training', 'research', 'intern_supervision', 'training_base', "
    "'online', 'other'"
)
CHECKS = {
    "practice_plan_is_named": (PLAN, "name <> ''"),
    "practice_plan_duty_known": (PLAN, "duty IN ('five_years', 'yearly')"),
    "practice_plan_form_known": (PLAN, f"form IN ({FORMS})"),
    "practice_plan_in_order": (PLAN, "finished_on >= started_on"),
    "practice_plan_share_whole": (PLAN, "share_percent BETWEEN 1 AND 100"),
    "practice_plan_state_known": (PLAN, "state IN ('draft', 'submitted', 'withdrawn', 'discarded')"),
    "practice_plan_submitted_by_somebody": (
        PLAN,
        "(submitted_at IS NULL) = (submitted_by_name IS NULL) "
        "AND (submitted_at IS NULL) = (state IN ('draft', 'discarded'))",
    ),
    "practice_plan_end_explained": (PLAN, "(reason = '') = (state IN ('draft', 'submitted'))"),
    "practice_plan_line_in_order": (LINE, "finished_on >= started_on"),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)
    for (name, tablename), columns in ((PLAN, PLAN_COLUMNS), (LINE, LINE_COLUMNS)):
        manager.add_table(class_name=name, tablename=tablename, schema=None, columns=None)
        for column, (kind, params) in columns.items():
            manager.add_column(
                table_class_name=name,
                tablename=tablename,
                column_name=column,
                db_column_name=column,
                column_class_name=kind.__name__,
                column_class=kind,
                params={**COMMON, **params},
                schema=None,
            )
    for constraint, ((name, tablename), condition) in CHECKS.items():
        manager.add_constraint(
            table_class_name=name,
            tablename=tablename,
            constraint_name=constraint,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )
    manager.add_constraint(
        table_class_name=LINE[0],
        tablename=LINE[1],
        constraint_name="practice_plan_line_person_once",
        constraint_class=Unique,
        params={"columns": ["plan", "person"], "nulls_distinct": True},
        schema=None,
    )
    return manager
