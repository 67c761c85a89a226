"""The key that signed a certificate is the school's own; what a key signed is found at once. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T13:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A certificate is signed with a key of its own school; the certificates of a key are found by an index"

OF_KEY = (
    "CREATE INDEX IF NOT EXISTS certificate_of_key ON certificate (signing_key, number) WHERE signing_key IS NOT NULL"
)
NAME = "certificate_key_of_its_school"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.signing_key IS NOT NULL
        AND (SELECT school FROM signing_key WHERE id = NEW.signing_key) IS DISTINCT FROM NEW.school THEN
        RAISE EXCEPTION 'a certificate is signed with a key of the school that issued it'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{NAME}', TABLE = 'certificate';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = (
    f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE OF signing_key, school ON certificate "
    f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
)


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in (OF_KEY, FUNCTION, f"DROP TRIGGER IF EXISTS {NAME} ON certificate", TRIGGER):
            await Step.raw(statement)

    async def run_backwards() -> None:
        await Step.raw(f"DROP TRIGGER IF EXISTS {NAME} ON certificate")
        await Step.raw(f"DROP FUNCTION IF EXISTS {NAME}()")
        await Step.raw("DROP INDEX IF EXISTS certificate_of_key")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
