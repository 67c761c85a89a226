"""Raw steps run before the tables of their own migration exist, so they follow in this one. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from registry.audit.chain import GENESIS

ID = "2026-11-22T20:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Nobody changes or deletes what was recorded; the chain begins"

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TABLES = ("audit_process", "audit_event")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        from registry.audit.tables import AuditHead

        await AuditHead.raw(REFUSE)
        for table in TABLES:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS append_only ON {table}")
            await AuditHead.raw(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        await AuditHead.raw(
            "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, {}) ON CONFLICT DO NOTHING", GENESIS
        )

    async def run_backwards() -> None:
        from registry.audit.tables import AuditHead

        for table in TABLES:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS append_only ON {table}")
        await AuditHead.raw("DROP FUNCTION IF EXISTS refuse_change()")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
