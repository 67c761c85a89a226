"""What is asked of the board, found by index. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T01:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Find a school's staff, and who of it changed, by index"

INDEXES = {
    "employment_of_school": "employment (school, person) WHERE voided_at IS NULL",
    "board_change_of_school": "board_change (school, stamp)",
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for name, place in INDEXES.items():
            await Step.raw(f"CREATE INDEX IF NOT EXISTS {name} ON {place}")

    async def run_backwards() -> None:
        for name in INDEXES:
            await Step.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
