"""What is asked of the history, found by index; a reliance may name a process that is written at its end. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Find the history of a subject and what rests on it by index"

INDEXES = {
    "audit_event_of_subject": "INDEX IF NOT EXISTS audit_event_of_subject ON audit_event (subject, subject_id, number)",
    "reliance_once": (
        "UNIQUE INDEX IF NOT EXISTS reliance_once "
        "ON reliance (fact, fact_id, fact_revision, dependent, dependent_id) WHERE released_at IS NULL"
    ),
    "reliance_of_dependent": "INDEX IF NOT EXISTS reliance_of_dependent ON reliance (dependent, dependent_id)",
}
CHECKS = {
    "reliance_is_named": "CHECK (fact <> '' AND fact_id <> '' AND dependent <> '' AND dependent_id <> '' AND words <> '')",
    "reliance_released_with_reason": "CHECK ((released_at IS NULL) = (released_reason IS NULL) AND released_reason <> '')",
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES.values():
            await Step.raw(f"CREATE {statement}")
        for name, rule in CHECKS.items():
            await Step.raw(f"ALTER TABLE reliance DROP CONSTRAINT IF EXISTS {name}")
            await Step.raw(f"ALTER TABLE reliance ADD CONSTRAINT {name} {rule}")
        await Step.raw("ALTER TABLE reliance ALTER CONSTRAINT reliance_process_fkey DEFERRABLE INITIALLY DEFERRED")
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON reliance")
        await Step.raw(
            "CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON reliance "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
        )

    async def run_backwards() -> None:
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON reliance")
        await Step.raw("ALTER TABLE reliance ALTER CONSTRAINT reliance_process_fkey NOT DEFERRABLE")
        for name in CHECKS:
            await Step.raw(f"ALTER TABLE reliance DROP CONSTRAINT IF EXISTS {name}")
        for name in INDEXES:
            await Step.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
