"""What one row's check cannot say: what waits is found fast; messages and batches stand. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T06:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mails that wait are found fast; what people were told is neither changed nor deleted"

DUE = "CREATE INDEX IF NOT EXISTS mail_outbox_due ON mail_outbox (next_at, id) WHERE state = 'waiting'"
UNREAD = """
CREATE INDEX IF NOT EXISTS reminder_message_unread ON reminder_message (account) WHERE read_at IS NULL
"""
LATEST = """
CREATE INDEX IF NOT EXISTS reminder_message_latest ON reminder_message (person, created_at DESC)
    WHERE person IS NOT NULL
"""
INDEXES = {"mail_outbox_due": DUE, "reminder_message_unread": UNREAD, "reminder_message_latest": LATEST}
STANDS = """
CREATE OR REPLACE FUNCTION reminder_message_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'read_at' <> to_jsonb(NEW) - 'read_at' THEN
        RAISE EXCEPTION 'what somebody was told stays as it was sent'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reminder_message_stands',
                TABLE = 'reminder_message';
    END IF;
    RETURN NEW;
END $$
"""
NEVER = "BEFORE DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
TRIGGERS = {
    ("reminder_message", "reminder_message_stands"): (
        "BEFORE UPDATE ON reminder_message FOR EACH ROW EXECUTE FUNCTION reminder_message_stands()"
    ),
    **{
        (table, "never_deleted"): NEVER.format(table)
        for table in ("reminder_batch", "reminder_message", "reminder_cause", "reminder_setting", "mail_outbox")
    },
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES.values():
            await Step.raw(statement)
        await Step.raw(STANDS)
        for (table, name), rest in TRIGGERS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE TRIGGER {name} {rest}")

    async def run_backwards() -> None:
        for table, name in TRIGGERS:
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        await Step.raw("DROP FUNCTION IF EXISTS reminder_message_stands()")
        for name in INDEXES:
            await Step.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
