"""What one row's check cannot say: no overlaps in time, posts inside their employment. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T21:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Employments, posts and leave do not overlap; a post lies inside its employment; none is deleted"

DAYS = "daterange(started_on, finished_on, '[]') WITH &&"
ADDED = {
    "other_name_former_apart": (
        "other_name",
        f"EXCLUDE USING gist (person WITH =, {DAYS}) WHERE (kind = 'former')",
    ),
    "employment_staff_no_apart": (
        "employment",
        f"EXCLUDE USING gist (school WITH =, staff_no WITH =, {DAYS}) WHERE (voided_at IS NULL)",
    ),
    "employment_once_per_school": (
        "employment",
        f"EXCLUDE USING gist (person WITH =, school WITH =, {DAYS}) WHERE (voided_at IS NULL)",
    ),
    "employment_department_of_school": (
        "employment",
        "FOREIGN KEY (department, school) REFERENCES school_unit (id, school) ON DELETE RESTRICT",
    ),
    "post_held_apart": (
        "post_held",
        f"EXCLUDE USING gist (employment WITH =, {DAYS}) WHERE (voided_at IS NULL)",
    ),
    "leave_apart": (
        "leave",
        f"EXCLUDE USING gist (person WITH =, {DAYS}) WHERE (voided_at IS NULL)",
    ),
}
# The row of the employment is locked, so that shortening it and adding a post to it wait for each other.
POST_CHECK = """
CREATE OR REPLACE FUNCTION post_held_inside_employment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    around employment%ROWTYPE;
BEGIN
    IF NEW.voided_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO around FROM employment WHERE id = NEW.employment FOR SHARE;
    IF around.voided_at IS NOT NULL OR NOT daterange(around.started_on, around.finished_on, '[]')
            @> daterange(NEW.started_on, NEW.finished_on, '[]') THEN
        RAISE EXCEPTION 'a post outside the days of its employment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'post_held_inside_employment', TABLE = 'post_held';
    END IF;
    RETURN NULL;
END $$
"""
EMPLOYMENT_CHECK = """
CREATE OR REPLACE FUNCTION employment_around_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM post_held
        WHERE employment = NEW.id AND voided_at IS NULL
          AND (NEW.voided_at IS NOT NULL OR NOT daterange(NEW.started_on, NEW.finished_on, '[]')
            @> daterange(started_on, finished_on, '[]'));
    IF FOUND THEN
        RAISE EXCEPTION 'an employment shorter than its posts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employment_around_posts', TABLE = 'employment';
    END IF;
    RETURN NULL;
END $$
"""
CHECKS = {
    "post_held_inside_employment": ("post_held", "AFTER INSERT OR UPDATE"),
    "employment_around_posts": ("employment", "AFTER UPDATE"),
}
KEPT = ("person", "other_name", "employment", "post_held", "leave")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for name, (table, rule) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            await Step.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
        await Step.raw(POST_CHECK)
        await Step.raw(EMPLOYMENT_CHECK)
        for name, (table, moment) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for name, (table, _) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"DROP FUNCTION IF EXISTS {name}()")
        for name, (table, _) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
