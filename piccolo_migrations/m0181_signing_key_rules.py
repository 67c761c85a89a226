"""What one row's check cannot say of signing keys and revocation lists. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-23T11:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One root and one key a school sign; a key never changes but ends; revocation lists are counted"

INDEXES = {
    "signing_key_root_once": "UNIQUE INDEX signing_key_root_once ON signing_key (kind) "
    "WHERE kind = 'root' AND retired_at IS NULL",
    "signing_key_school_once": "UNIQUE INDEX signing_key_school_once ON signing_key (school) "
    "WHERE school IS NOT NULL AND retired_at IS NULL",
}
STANDS = """
CREATE OR REPLACE FUNCTION signing_key_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    course text[] := ARRAY['retired_at', 'retired_reason', 'revoked_at', 'revoked_cause', 'revoked_reason', 'revision'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.issuer IS NOT NULL AND (SELECT kind FROM signing_key WHERE id = NEW.issuer) IS DISTINCT FROM 'root' THEN
            RAISE EXCEPTION 'only a root certifies'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signing_key_stands';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(OLD) - course <> to_jsonb(NEW) - course
        OR OLD.retired_at IS NOT NULL AND (OLD.retired_at, OLD.retired_reason)
            IS DISTINCT FROM (NEW.retired_at, NEW.retired_reason)
        OR OLD.revoked_at IS NOT NULL AND (OLD.revoked_cause = 'key_compromise'
            OR (OLD.revoked_at, 'key_compromise') IS DISTINCT FROM (NEW.revoked_at, NEW.revoked_cause))
        OR NEW.revision <> OLD.revision + 1 THEN
        RAISE EXCEPTION 'a key never changes: it is retired once and revoked once, and again only for a leak'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signing_key_stands';
    END IF;
    RETURN NEW;
END $$
"""
COUNTS = """
CREATE OR REPLACE FUNCTION signing_revocation_list_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + (SELECT COALESCE(max(number), 0) FROM signing_revocation_list WHERE root = NEW.root)
        OR (SELECT kind FROM signing_key WHERE id = NEW.root) IS DISTINCT FROM 'root' THEN
        RAISE EXCEPTION 'the lists of a root are counted one by one'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'signing_revocation_list_counted';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGERS = {
    "signing_key_stands": ("signing_key", "BEFORE INSERT OR UPDATE", "FOR EACH ROW", "signing_key_stands"),
    "signing_revocation_list_counted": (
        "signing_revocation_list",
        "BEFORE INSERT",
        "FOR EACH ROW",
        "signing_revocation_list_counts",
    ),
    "never_deleted": ("signing_key", "BEFORE DELETE OR TRUNCATE", "FOR EACH STATEMENT", "refuse_change"),
    "never_changed": (
        "signing_revocation_list",
        "BEFORE UPDATE OR DELETE OR TRUNCATE",
        "FOR EACH STATEMENT",
        "refuse_change",
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        from registry.audit.tables import AuditHead

        for name, index in INDEXES.items():
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")
            await AuditHead.raw(f"CREATE {index}")
        for function in (STANDS, COUNTS):
            await AuditHead.raw(function)
        for name, (table, when, each, function) in TRIGGERS.items():
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            await AuditHead.raw(f"CREATE TRIGGER {name} {when} ON {table} {each} EXECUTE FUNCTION {function}()")

    async def run_backwards() -> None:
        from registry.audit.tables import AuditHead

        for name, (table, *_) in TRIGGERS.items():
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for function in ("signing_key_stands", "signing_revocation_list_counts"):
            await AuditHead.raw(f"DROP FUNCTION IF EXISTS {function}()")
        for name in INDEXES:
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
