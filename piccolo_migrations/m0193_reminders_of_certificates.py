"""Offices are told of certificates whose practice was corrected: new kinds of reminders and where they lead."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T13:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Reminders tell personnel offices of certificates whose practice was corrected or voided"

KINDS = ("yearly", "papers", "lapse", "short", "report", "auto_lapse", "auto_hand_in", "auto_approve")
ABOUT = ("teacher", "placement", "plans", "board")
CHECKS = (
    ("reminder_batch", "reminder_batch_kind_known", "kind", KINDS, "auto_certificates"),
    ("reminder_message", "reminder_message_about_known", "about", ABOUT, "certificates"),
)


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{value}'" for value in values)
    await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
    await Step.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for table, name, column, before, added in CHECKS:
            await _allow(table, name, column, (*before, added))

    async def run_backwards() -> None:
        for table, name, column, before, _ in CHECKS:
            await _allow(table, name, column, before)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
