"""What one row's check cannot say: a paper is there once, is never changed, and nothing is deleted. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A paper stands once in a folder, is only removed, and journals are only struck"

STANDS_ONCE = """
CREATE UNIQUE INDEX IF NOT EXISTS paper_stands_once ON paper (chain, kind, digest) WHERE removed_at IS NULL
"""
PAPER_STANDS = """
CREATE OR REPLACE FUNCTION paper_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text[] := ARRAY['removed_by', 'removed_by_name', 'removed_at', 'removed_reason', 'revision'];
BEGIN
    IF to_jsonb(OLD) - changed <> to_jsonb(NEW) - changed OR OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a paper is only removed, once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'paper_stands', TABLE = 'paper';
    END IF;
    RETURN NEW;
END $$
"""
ENTRY_STANDS = """
CREATE OR REPLACE FUNCTION journal_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.voided_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.chain <> OLD.chain
            OR OLD.state = 'kept' AND NEW.state <> 'kept' THEN
        RAISE EXCEPTION 'a struck entry stays struck, a kept one kept, and each in its journal'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'journal_entry_stands',
            TABLE = 'journal_entry';
    END IF;
    RETURN NEW;
END $$
"""
CHECKS = {
    "paper_stands": ("paper", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION paper_stands()"),
    "journal_entry_stands": (
        "journal_entry",
        "BEFORE UPDATE",
        "FOR EACH ROW EXECUTE FUNCTION journal_entry_stands()",
    ),
}
NEVER_DELETED = ("paper", "journal_entry")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in (STANDS_ONCE, PAPER_STANDS, ENTRY_STANDS):
            await Step.raw(statement)
        for name, (table, moment, rest) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE TRIGGER {name} {moment} ON {table} {rest}")
        for table in NEVER_DELETED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in NEVER_DELETED:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for name, (table, _, _) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"DROP FUNCTION IF EXISTS {name}()")
        await Step.raw("DROP INDEX IF EXISTS paper_stands_once")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
