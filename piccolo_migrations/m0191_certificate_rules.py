"""What one row's check cannot say: numbers without a gap, certificates that stand, links both ways. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T12:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Numbers follow each other without a gap; what a certificate says never changes; links go both ways"

UNFILED = "CREATE INDEX IF NOT EXISTS certificate_unfiled ON certificate (issued_at) WHERE file_digest IS NULL"
NEWEST = "CREATE INDEX IF NOT EXISTS certificate_of_school ON certificate (school, issued_at DESC, id DESC)"
OF_BATCH = "CREATE INDEX IF NOT EXISTS certificate_of_batch ON certificate (batch) WHERE batch IS NOT NULL"
RUNNING = (
    "CREATE INDEX IF NOT EXISTS certificate_batch_running ON certificate_batch (begun_at) WHERE state = 'running'"
)
OF_LINE = "CREATE INDEX IF NOT EXISTS certificate_look_up_of_line ON certificate_look_up (line, attempted_at)"
FILE = "CREATE INDEX IF NOT EXISTS certificate_of_file ON certificate (file_digest) WHERE file_digest IS NOT NULL"
BEFORE_SIGNING = (
    "CREATE INDEX IF NOT EXISTS certificate_of_unsigned_file ON certificate (unsigned_digest) "
    "WHERE unsigned_digest IS NOT NULL"
)
INDEXES = {
    "certificate_unfiled": UNFILED,
    "certificate_of_school": NEWEST,
    "certificate_of_batch": OF_BATCH,
    "certificate_batch_running": RUNNING,
    "certificate_look_up_of_line": OF_LINE,
    "certificate_of_file": FILE,
    "certificate_of_unsigned_file": BEFORE_SIGNING,
}
REFUSED = "USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}', TABLE = '{table}'"


def _refused(name: str, table: str) -> str:
    return REFUSED.format(name=name, table=table)


COUNTS_ONE_BY_ONE = f"""
CREATE OR REPLACE FUNCTION certificate_counter_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.last <> 1
        OR TG_OP = 'UPDATE' AND (NEW.last <> OLD.last + 1 OR to_jsonb(OLD) - 'last' <> to_jsonb(NEW) - 'last') THEN
        RAISE EXCEPTION 'numbers are counted one by one' {_refused("certificate_counter_counts", "certificate_counter")};
    END IF;
    RETURN NEW;
END $$
"""
NUMBER_IS_USED = f"""
CREATE OR REPLACE FUNCTION certificate_number_is_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM certificate WHERE school = NEW.school AND kind = NEW.kind AND year = NEW.year
            AND serial = NEW.last) THEN
        RAISE EXCEPTION 'a number was counted and not used' {_refused("certificate_number_is_used", "certificate_counter")};
    END IF;
    RETURN NULL;
END $$
"""
NUMBER_IS_COUNTED = f"""
CREATE OR REPLACE FUNCTION certificate_number_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted integer := (SELECT last FROM certificate_counter
        WHERE school = NEW.school AND kind = NEW.kind AND year = NEW.year);
    letter text := CASE NEW.kind WHEN 'practice' THEN 'P' WHEN 'compliance' THEN 'C' END;
    expected text := letter || NEW.year || '-' || lpad(NEW.serial::text, greatest(5, length(NEW.serial::text)), '0');
BEGIN
    IF NEW.serial IS DISTINCT FROM counted THEN
        RAISE EXCEPTION 'a certificate takes the number that was counted last'
            {_refused("certificate_number_is_counted", "certificate")};
    END IF;
    IF NEW.number IS DISTINCT FROM (SELECT code FROM school WHERE id = NEW.school) || '-' || expected THEN
        RAISE EXCEPTION 'a number says school, kind, year and place'
            {_refused("certificate_number_is_counted", "certificate")};
    END IF;
    RETURN NEW;
END $$
"""
STANDS = f"""
CREATE OR REPLACE FUNCTION certificate_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    course text[] := ARRAY['state', 'replaced_by', 'replaced_reason', 'revoked_at', 'revoked_by_name',
        'revoked_reason', 'revision'];
    file text[] := ARRAY['file_digest', 'unsigned_digest', 'signing_key'];
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    IF before - course - file - 'person' <> after - course - file - 'person' THEN
        RAISE EXCEPTION 'what a certificate says never changes' {_refused("certificate_stands", "certificate")};
    END IF;
    IF OLD.file_digest IS NOT NULL AND before - course - 'person' <> after - course - 'person' THEN
        RAISE EXCEPTION 'a certificate has one file' {_refused("certificate_stands", "certificate")};
    END IF;
    IF before - file - 'person' <> after - file - 'person'
        AND (OLD.state <> 'valid' OR NEW.state = 'valid' OR NEW.revision <> OLD.revision + 1) THEN
        RAISE EXCEPTION 'a certificate ends once' {_refused("certificate_stands", "certificate")};
    END IF;
    RETURN NEW;
END $$
"""
LINKED = f"""
CREATE OR REPLACE FUNCTION certificate_linked_both_ways() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM certificate WHERE id = NEW.replaces AND (replaced_by IS DISTINCT FROM NEW.id
            OR school <> NEW.school OR kind <> NEW.kind OR TG_OP = 'INSERT' AND person <> NEW.person))
        OR EXISTS (SELECT FROM certificate WHERE id = NEW.replaced_by AND replaces IS DISTINCT FROM NEW.id) THEN
        RAISE EXCEPTION 'a replacement and what it replaces name each other'
            {_refused("certificate_linked_both_ways", "certificate")};
    END IF;
    RETURN NULL;
END $$
"""
BATCH_STANDS = f"""
CREATE OR REPLACE FUNCTION certificate_batch_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'state' <> to_jsonb(NEW) - 'state' OR OLD.state = 'done' THEN
        RAISE EXCEPTION 'a batch is done once, and is what was asked'
            {_refused("certificate_batch_stands", "certificate_batch")};
    END IF;
    RETURN NEW;
END $$
"""
LINE_STANDS = f"""
CREATE OR REPLACE FUNCTION certificate_batch_line_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := ARRAY['certificate', 'refusal_sealed'];
BEGIN
    IF to_jsonb(OLD) - ends <> to_jsonb(NEW) - ends
        OR OLD.certificate IS NOT NULL OR OLD.refusal_sealed IS NOT NULL THEN
        RAISE EXCEPTION 'a line of a batch ends once' {_refused("certificate_batch_line_stands", "certificate_batch_line")};
    END IF;
    RETURN NEW;
END $$
"""
FUNCTIONS = {
    "certificate_counter_counts": COUNTS_ONE_BY_ONE,
    "certificate_number_is_used": NUMBER_IS_USED,
    "certificate_number_is_counted": NUMBER_IS_COUNTED,
    "certificate_stands": STANDS,
    "certificate_linked_both_ways": LINKED,
    "certificate_batch_stands": BATCH_STANDS,
    "certificate_batch_line_stands": LINE_STANDS,
}
NEVER = "TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
KEPT = ("certificate_counter", "certificate_batch", "certificate", "certificate_batch_line")
AT_COMMIT = "CONSTRAINT TRIGGER {} AFTER INSERT OR UPDATE ON {} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {}()"


def _row(name: str, when: str, table: str) -> str:
    return f"TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _commit(name: str, table: str) -> str:
    return AT_COMMIT.format(name, table, name)


TRIGGERS = {
    ("certificate_counter", "certificate_counter_counts"): _row(
        "certificate_counter_counts", "INSERT OR UPDATE", "certificate_counter"
    ),
    ("certificate_counter", "certificate_number_is_used"): _commit(
        "certificate_number_is_used", "certificate_counter"
    ),
    ("certificate", "certificate_number_is_counted"): _row("certificate_number_is_counted", "INSERT", "certificate"),
    ("certificate", "certificate_stands"): _row("certificate_stands", "UPDATE", "certificate"),
    ("certificate", "certificate_linked_both_ways"): _commit("certificate_linked_both_ways", "certificate"),
    ("certificate_batch", "certificate_batch_stands"): _row(
        "certificate_batch_stands", "UPDATE", "certificate_batch"
    ),
    ("certificate_batch_line", "certificate_batch_line_stands"): _row(
        "certificate_batch_line_stands", "UPDATE", "certificate_batch_line"
    ),
    **{(table, "never_deleted"): NEVER.format(table) for table in KEPT},
}


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        for statement in (*INDEXES.values(), *FUNCTIONS.values()):
            await Step.raw(statement)
        for (table, name), rest in TRIGGERS.items():
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await Step.raw(f"CREATE {rest}")

    async def run_backwards() -> None:
        for table, name in TRIGGERS:
            await Step.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for name in FUNCTIONS:
            await Step.raw(f"DROP FUNCTION IF EXISTS {name}()")
        for name in INDEXES:
            await Step.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
