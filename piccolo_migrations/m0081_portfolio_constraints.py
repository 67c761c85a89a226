"""What one row's check cannot say: a title is entered once, a verified one stands, none is deleted. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A title is entered once; a verified one is corrected by another, or voided; none is deleted"

ONCE = """
CREATE UNIQUE INDEX IF NOT EXISTS title_once ON title (person, series, name, granted_on) WHERE voided_at IS NULL
"""
VERIFIED_STANDS = """
CREATE OR REPLACE FUNCTION title_verified_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['appointed_on', 'appointed_until', 'voided_at', 'voided_reason', 'revision'];
BEGIN
    IF OLD.verified_at IS NOT NULL AND to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept OR OLD.voided_at IS NOT NULL THEN
        RAISE EXCEPTION 'a verified title is corrected by another one, or voided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'title_verified_stands', TABLE = 'title';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGERS = {
    "title_verified_stands": "BEFORE UPDATE ON title FOR EACH ROW EXECUTE FUNCTION title_verified_stands()",
    "never_deleted": "BEFORE DELETE OR TRUNCATE ON title FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()",
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw(ONCE)
        await Step.raw(VERIFIED_STANDS)
        for name, rest in TRIGGERS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON title")
            await Step.raw(f"CREATE TRIGGER {name} {rest}")

    async def run_backwards() -> None:
        for name in TRIGGERS:
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON title")
        await Step.raw("DROP FUNCTION IF EXISTS title_verified_stands()")
        await Step.raw("DROP INDEX IF EXISTS title_once")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
