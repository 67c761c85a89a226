"""What one row's check cannot say: chains, attended days, verified records that stand, ranges apart. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T21:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One standing revision in a chain; verified placements stand; states of a person do not overlap"

ADDED = {
    "placement_replaces_of_chain": (
        "placement",
        "FOREIGN KEY (replaces, chain, person, school) REFERENCES placement (id, chain, person, school) "
        "ON DELETE RESTRICT",
    ),
    "standing_range_apart": (
        "standing_range",
        "EXCLUDE USING gist (person WITH =, line WITH =, daterange(started_on, finished_on, '[]') WITH &&)",
    ),
}
ONE_STANDS = """
CREATE UNIQUE INDEX IF NOT EXISTS placement_one_stands ON placement (chain) WHERE NOT is_replaced
"""
# Seen at the end of the transaction, when the placement and all its days are written.
ATTENDANCE_CHECK = """
CREATE OR REPLACE FUNCTION placement_attendance_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid := CASE TG_TABLE_NAME WHEN 'placement' THEN (to_jsonb(NEW) ->> 'id')::uuid
        ELSE (to_jsonb(NEW) ->> 'placement')::uuid END;
    around placement%ROWTYPE;
    listed bigint;
    fitting bigint;
BEGIN
    SELECT * INTO around FROM placement WHERE id = asked FOR SHARE;
    SELECT count(*), count(*) FILTER (WHERE attended_on BETWEEN around.started_on AND around.finished_on)
        INTO listed, fitting FROM placement_attended_day WHERE placement = asked;
    IF listed <> fitting OR around.is_by_attendance <> (listed > 0) THEN
        RAISE EXCEPTION 'attended days that do not fit the placement'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_attendance_fits', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$
"""
VERIFIED_STANDS = """
CREATE OR REPLACE FUNCTION placement_verified_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['state', 'reason', 'is_replaced', 'revision'];
BEGIN
    IF OLD.verified_at IS NOT NULL AND to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept
            OR OLD.is_replaced OR OLD.state = 'voided' THEN
        RAISE EXCEPTION 'a verified placement is corrected by a new revision, or voided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'placement_verified_stands',
            TABLE = 'placement';
    END IF;
    RETURN NEW;
END $$
"""
VERIFIED_DAYS_STAND = """
CREATE OR REPLACE FUNCTION placement_verified_days_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM placement WHERE id = OLD.placement AND verified_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'the attended days of a verified placement stand'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'placement_verified_days_stand',
            TABLE = 'placement_attended_day';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$
"""
CHECKS = {
    "placement_attendance_fits_days": (
        "CONSTRAINT TRIGGER",
        "placement_attended_day",
        "AFTER INSERT OR UPDATE",
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION placement_attendance_fits()",
    ),
    "placement_attendance_fits": (
        "CONSTRAINT TRIGGER",
        "placement",
        "AFTER INSERT OR UPDATE",
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION placement_attendance_fits()",
    ),
    "placement_verified_stands": (
        "TRIGGER",
        "placement",
        "BEFORE UPDATE",
        "FOR EACH ROW EXECUTE FUNCTION placement_verified_stands()",
    ),
    "placement_verified_days_stand": (
        "TRIGGER",
        "placement_attended_day",
        "BEFORE UPDATE OR DELETE",
        "FOR EACH ROW EXECUTE FUNCTION placement_verified_days_stand()",
    ),
    "never_deleted": (
        "TRIGGER",
        "placement",
        "BEFORE DELETE OR TRUNCATE",
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()",
    ),
}
FUNCTIONS = ("placement_attendance_fits", "placement_verified_stands", "placement_verified_days_stand")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for name, (table, rule) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            await Step.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
        for statement in (ONE_STANDS, ATTENDANCE_CHECK, VERIFIED_STANDS, VERIFIED_DAYS_STAND):
            await Step.raw(statement)
        for name, (kind, table, moment, rest) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE {kind} {name} {moment} ON {table} {rest}")

    async def run_backwards() -> None:
        for name, (_, table, _, _) in CHECKS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for name in FUNCTIONS:
            await Step.raw(f"DROP FUNCTION IF EXISTS {name}()")
        await Step.raw("DROP INDEX IF EXISTS placement_one_stands")
        for name, (table, _) in ADDED.items():
            await Step.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
