"""What was brought in stays on record. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T02:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Files that were brought in are never deleted"


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON import_run")
        await Step.raw(
            "CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON import_run "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
        )

    async def run_backwards() -> None:
        await Step.raw("DROP TRIGGER IF EXISTS never_deleted ON import_run")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
