"""What one row's check cannot say: an opinion stands, an answer is only endorsed, a check only voided. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Opinions and answers stand, checks and caps are only voided, one cap begins on a day"

BEGINS_ONCE = """
CREATE UNIQUE INDEX IF NOT EXISTS grade_cap_begins_once ON grade_cap (school, started_on) WHERE voided_at IS NULL
"""
STANDS = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text[] := ARRAY[{changed}];
BEGIN
    IF to_jsonb(OLD) - changed <> to_jsonb(NEW) - changed OR OLD.{last} IS NOT NULL THEN
        RAISE EXCEPTION '{words}'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}';
    END IF;
    RETURN NEW;
END $$
"""
STANDING = {
    "confirmation": (
        "'endorsed_by', 'endorsed_by_name', 'endorsed_at', 'endorsed_words', 'revision'",
        "endorsed_at",
        "an answer is only endorsed, once",
    ),
    "spot_check": (
        "'voided_at', 'voided_by_name', 'voided_reason', 'revision'",
        "voided_at",
        "a check is only voided, once",
    ),
    "grade_cap": ("'voided_at', 'voided_reason', 'revision'", "voided_at", "a cap is only voided, once"),
}
NEVER_CHANGED = ("plan_opinion", "confirmation_request")
NEVER_DELETED = ("confirmation", "spot_check", "grade_cap", "placement_grade")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw(BEGINS_ONCE)
        for table, (changed, last, words) in STANDING.items():
            name = f"{table}_stands"
            await Step.raw(STANDS.format(name=name, changed=changed, last=last, words=words, table=table))
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        for table in NEVER_CHANGED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_changed ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        for table in NEVER_DELETED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in NEVER_DELETED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for table in NEVER_CHANGED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_changed ON {table}")
        for table in STANDING:
            await Step.raw(f"DROP TRIGGER IF EXISTS {table}_stands ON {table}")
            await Step.raw(f"DROP FUNCTION IF EXISTS {table}_stands()")
        await Step.raw("DROP INDEX IF EXISTS grade_cap_begins_once")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
