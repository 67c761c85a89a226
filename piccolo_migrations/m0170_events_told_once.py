"""What an event says before and after stands in the text that is hashed: a second copy of it goes. Repeatable.

The copies were parsed, compressed and stored with every event, half of an import's time in the database, and were the
one part of an event that could be altered without breaking the chain. Texts of up to half a page are kept as they are:
without the copies that takes less room than both took compressed.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Keep the values of an event once, in the text that is hashed"

COPIES = ("before", "after")
KEPT_WHOLE_BYTES = 4080
TOLD = "NULLIF(content::jsonb -> '{name}', 'null')"
ALTERED = " OR ".join(f"{name} IS DISTINCT FROM {TOLD.format(name=name)}" for name in COPIES)
STANDING = "SELECT attname FROM pg_attribute WHERE attrelid = 'audit_event'::regclass AND NOT attisdropped"


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def _has_copies() -> bool:
    return set(COPIES) <= {row["attname"] for row in await Step.raw(STANDING)}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        if await _has_copies():
            altered = await Step.raw(f"SELECT number FROM audit_event WHERE {ALTERED} ORDER BY number LIMIT 1")
            if altered:
                raise ValueError(f"columns of event {altered[0]['number']} were altered: registry audit verify")
            for name in COPIES:
                await Step.raw(f'ALTER TABLE audit_event DROP COLUMN "{name}"')
        await Step.raw(f"ALTER TABLE audit_event SET (toast_tuple_target = {KEPT_WHOLE_BYTES})")

    async def run_backwards() -> None:
        await Step.raw("ALTER TABLE audit_event RESET (toast_tuple_target)")
        for name in COPIES:
            await Step.raw(f'ALTER TABLE audit_event ADD COLUMN IF NOT EXISTS "{name}" jsonb')
        told = ", ".join(f'"{name}" = {TOLD.format(name=name)}' for name in COPIES)
        await Step.raw("ALTER TABLE audit_event DISABLE TRIGGER append_only")
        await Step.raw(f"UPDATE audit_event SET {told}")
        await Step.raw("ALTER TABLE audit_event ENABLE TRIGGER append_only")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
