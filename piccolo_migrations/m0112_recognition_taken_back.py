"""A recognition that came with an import can be taken off again, and nothing else with it. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T02:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Taking an import back takes its recognitions off; what a verified placement says still stands"

NAME = "placement_verified_stands"
TAKEN_OFF = """
    OLD.state = 'verified' AND NOT OLD.is_replaced AND NEW.state <> 'verified' AND NEW.verified_at IS NULL
    AND to_jsonb(OLD) - ARRAY['state', 'reason', 'revision', 'verified_by', 'verified_by_name', 'verified_at']
        = to_jsonb(NEW) - ARRAY['state', 'reason', 'revision', 'verified_by', 'verified_by_name', 'verified_at']
"""


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def _watch(when: str) -> None:
    await Step.raw(f"DROP TRIGGER IF EXISTS {NAME} ON placement")
    await Step.raw(f"CREATE TRIGGER {NAME} BEFORE UPDATE ON placement FOR EACH ROW {when} EXECUTE FUNCTION {NAME}()")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await _watch(f"WHEN (NOT ({TAKEN_OFF}))")

    async def run_backwards() -> None:
        await _watch("")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
