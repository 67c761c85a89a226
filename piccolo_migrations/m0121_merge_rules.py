"""What one row's check cannot say: what stands verified moves only between two records that are merged. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A merged record has one merge that stands; verified facts move with a merge and nothing else"

INDEXES = {
    "person_merge_once": "UNIQUE INDEX IF NOT EXISTS person_merge_once ON person_merge (merged) WHERE undone_at IS NULL",
    "enterprise_merge_once": (
        "UNIQUE INDEX IF NOT EXISTS enterprise_merge_once ON enterprise_merge (merged) WHERE undone_at IS NULL"
    ),
    "person_merged_into": (
        "INDEX IF NOT EXISTS person_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL"
    ),
    "enterprise_merged_into": (
        "INDEX IF NOT EXISTS enterprise_merged_into ON enterprise (merged_into) WHERE merged_into IS NOT NULL"
    ),
}
ARE_ONE = """
CREATE OR REPLACE FUNCTION are_merged(kind text, one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT one IS NOT DISTINCT FROM other OR CASE kind
        WHEN 'person' THEN EXISTS (SELECT FROM person_merge WHERE undone_at IS NULL
            AND ((merged, survivor) = (one, other) OR (merged, survivor) = (other, one)))
        ELSE EXISTS (SELECT FROM enterprise_merge WHERE undone_at IS NULL
            AND ((merged, survivor) = (one, other) OR (merged, survivor) = (other, one)))
    END
$$
"""
PLACEMENT_STANDS = """
CREATE OR REPLACE FUNCTION placement_verified_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['state', 'reason', 'is_replaced', 'revision'];
    moved text[] := ARRAY['person', 'enterprise'];
BEGIN
    IF to_jsonb(OLD) - moved = to_jsonb(NEW) - moved AND are_merged('person', OLD.person, NEW.person)
            AND are_merged('enterprise', OLD.enterprise, NEW.enterprise) THEN
        RETURN NEW;
    END IF;
    IF OLD.verified_at IS NOT NULL AND to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept
            OR OLD.is_replaced OR OLD.state = 'voided' THEN
        RAISE EXCEPTION 'a verified placement is corrected by a new revision, or voided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'placement_verified_stands',
            TABLE = 'placement';
    END IF;
    RETURN NEW;
END $$
"""
PLACEMENT_STOOD = """
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
TITLE_STANDS = """
CREATE OR REPLACE FUNCTION title_verified_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['appointed_on', 'appointed_until', 'voided_at', 'voided_reason', 'revision'];
BEGIN
    IF to_jsonb(OLD) - 'person' = to_jsonb(NEW) - 'person' AND are_merged('person', OLD.person, NEW.person) THEN
        RETURN NEW;
    END IF;
    IF OLD.verified_at IS NOT NULL AND to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept OR OLD.voided_at IS NOT NULL THEN
        RAISE EXCEPTION 'a verified title is corrected by another one, or voided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'title_verified_stands', TABLE = 'title';
    END IF;
    RETURN NEW;
END $$
"""
TITLE_STOOD = """
CREATE OR REPLACE FUNCTION title_verified_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text[] := ARRAY['appointed_on', 'appointed_until', 'voided_at', 'voided_reason', 'revision'];
BEGIN
    IF OLD.verified_at IS NOT NULL AND to_jsonb(OLD) - kept <> to_jsonb(NEW) - kept OR OLD.voided_at IS NOT NULL THEN
        RAISE EXCEPTION 'a verified title is corrected by another one, or voided'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'title_verified_stands', TABLE = 'title';
    END IF;
    RETURN NEW;
END $$
"""
KEPT = ("person_merge", "enterprise_merge")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES.values():
            await Step.raw(f"CREATE {statement}")
        for statement in (ARE_ONE, PLACEMENT_STANDS, TITLE_STANDS):
            await Step.raw(statement)
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for statement in (PLACEMENT_STOOD, TITLE_STOOD):
            await Step.raw(statement)
        await Step.raw("DROP FUNCTION IF EXISTS are_merged(text, uuid, uuid)")
        for name in INDEXES:
            await Step.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
