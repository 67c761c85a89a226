"""The queue of procrastinate, as its version 3.10.0 creates it: the statements stand beside, so they never change.

A later version's own changes come as migrations of their own. Repeatable.
"""

from pathlib import Path

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T23:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Jobs wait in the same database, so that they are deferred with the change that asks for them"

STATEMENTS = Path(__file__).with_name("m0091_job_queue.sql")
DROPPED = """
DO $$
DECLARE
    each record;
BEGIN
    DROP TABLE IF EXISTS procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,
        procrastinate_workers CASCADE;
    FOR each IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = 'public'::regnamespace LOOP
        EXECUTE 'DROP FUNCTION ' || each.name || ' CASCADE';
    END LOOP;
    DROP TYPE IF EXISTS procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type CASCADE;
END $$
"""


async def _execute(statements: str) -> None:
    """Past Piccolo's raw(), which takes braces for placeholders."""
    from registry.platform.database import engine

    transaction = engine().current_transaction.get()
    await transaction.connection.execute(statements)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        from registry.audit.tables import AuditHead

        rows = await AuditHead.raw("SELECT to_regclass('public.procrastinate_jobs') IS NULL AS is_missing")
        if rows[0]["is_missing"]:
            await _execute(STATEMENTS.read_text(encoding="utf-8"))

    async def run_backwards() -> None:
        await _execute(DROPPED)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
