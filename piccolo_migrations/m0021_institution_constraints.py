"""What one row's check cannot say: no overlaps in time, parts of one school only. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T21:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Breaks do not overlap; an approving office is of the chain's school; nothing voidable is deleted"

DAYS = "daterange(started_on, finished_on, '[]') WITH &&"
ADDED = {
    "school_unit_name_once": (
        "school_unit",
        f"EXCLUDE USING gist (school WITH =, kind WITH =, name WITH =, {DAYS})",
    ),
    "school_break_apart": (
        "school_break",
        f"EXCLUDE USING gist (school WITH =, {DAYS}) WHERE (voided_at IS NULL)",
    ),
    "approval_step_chain_of_school": (
        "approval_step",
        "FOREIGN KEY (chain, school) REFERENCES approval_chain (id, school) ON DELETE RESTRICT",
    ),
    "approval_step_office_of_school": (
        "approval_step",
        "FOREIGN KEY (office, school) REFERENCES school_unit (id, school) ON DELETE RESTRICT",
    ),
}
ONE_CHAIN_A_DAY = """
CREATE UNIQUE INDEX IF NOT EXISTS approval_chain_begins_once
    ON approval_chain (school, started_on) WHERE voided_at IS NULL
"""
REFUSE = """
CREATE OR REPLACE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are ended or voided, never deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
KEPT = ("school_unit", "approval_chain", "approval_step", "school_break")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for name, (table, rule) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            await Step.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
        await Step.raw(ONE_CHAIN_A_DAY)
        await Step.raw(REFUSE)
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        await Step.raw("DROP FUNCTION IF EXISTS refuse_delete()")
        await Step.raw("DROP INDEX IF EXISTS approval_chain_begins_once")
        for name, (table, _) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
