"""Lines of plans go with a merge too, whatever became of the plan. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

# After the migration that made the lines of plans stand (2026-11-23T04:10).
ID = "2026-11-23T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The lines of submitted plans move between two records that are merged, and do not change otherwise"

MOVES = """
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - ARRAY['person', 'enterprise'] = to_jsonb(NEW) - ARRAY['person', 'enterprise']
            AND are_merged('person', OLD.person, NEW.person)
            AND are_merged('enterprise', OLD.enterprise, NEW.enterprise) THEN
        RETURN NEW;
    END IF;
"""
LINE_STANDS = """
CREATE OR REPLACE FUNCTION practice_plan_line_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.plan ELSE OLD.plan END;
BEGIN{moves}
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
        await Step.raw(LINE_STANDS.replace("{moves}", MOVES))

    async def run_backwards() -> None:
        await Step.raw(LINE_STANDS.replace("{moves}", ""))

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
