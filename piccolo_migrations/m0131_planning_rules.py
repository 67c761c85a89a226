"""A plan's department is one of its school; plans are never deleted, and their lines stand once they are submitted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T04:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Plans are never deleted; lines change in drafts only; a plan's department is one of its school"

OF_SCHOOL = """
ALTER TABLE practice_plan ADD CONSTRAINT practice_plan_department_of_school
    FOREIGN KEY (department, school) REFERENCES school_unit (id, school) ON DELETE RESTRICT
"""
LINE_STANDS = """
CREATE OR REPLACE FUNCTION practice_plan_line_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.plan ELSE OLD.plan END;
BEGIN
    IF NOT EXISTS (SELECT FROM practice_plan WHERE id = asked AND state = 'draft') THEN
        RAISE EXCEPTION 'lines change in drafts only'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'practice_plan_line_stands';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw("ALTER TABLE practice_plan DROP CONSTRAINT IF EXISTS practice_plan_department_of_school")
        await Step.raw(OF_SCHOOL)
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON practice_plan")
        await Step.raw(
            "CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON practice_plan "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
        )
        await Step.raw(LINE_STANDS)
        await Step.raw("DROP TRIGGER IF EXISTS practice_plan_line_stands ON practice_plan_line")
        await Step.raw(
            "CREATE TRIGGER practice_plan_line_stands BEFORE INSERT OR UPDATE OR DELETE ON practice_plan_line "
            "FOR EACH ROW EXECUTE FUNCTION practice_plan_line_stands()"
        )

    async def run_backwards() -> None:
        await Step.raw("DROP TRIGGER IF EXISTS practice_plan_line_stands ON practice_plan_line")
        await Step.raw("DROP FUNCTION IF EXISTS practice_plan_line_stands()")
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON practice_plan")
        await Step.raw("ALTER TABLE practice_plan DROP CONSTRAINT IF EXISTS practice_plan_department_of_school")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
