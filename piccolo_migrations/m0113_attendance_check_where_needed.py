"""A new placement that is a span has no attended days to compare: the days, where there are any, ask themselves.

Each such comparison cost a locked look-up; fifty thousand rows of a ledger are spans but for a few. Repeatable.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Compare attended days with a new placement only where it is measured by attendance"

REST = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when} EXECUTE FUNCTION placement_attendance_fits()"
BEFORE = {"placement_attendance_fits": ("AFTER INSERT OR UPDATE", "")}
AFTER = {
    "placement_attendance_fits": ("AFTER INSERT", "WHEN (NEW.is_by_attendance)"),
    "placement_attendance_still_fits": ("AFTER UPDATE", ""),
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def _replace(triggers: dict[str, tuple[str, str]]) -> None:
    for name in AFTER:
        await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON placement")
    for name, (moment, when) in triggers.items():
        await Step.raw(f"CREATE CONSTRAINT TRIGGER {name} {moment} ON placement {REST.format(when=when)}")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await _replace(AFTER)

    async def run_backwards() -> None:
        await _replace(BEFORE)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
