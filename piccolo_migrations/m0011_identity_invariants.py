"""What needs raw SQL, once the tables of identity exist. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T21:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "No role twice on one day, no staff number twice in a school; accounts and roles stay"

NO_SCOPE = "'00000000-0000-0000-0000-000000000000'::uuid"
"""Stands for the missing scope id of a role over the system or one's own, since nulls never exclude each other."""

CONSTRAINTS = {
    "role_grant": (
        "role_grant_once",
        f"EXCLUDE USING gist (account WITH =, role WITH =, scope_kind WITH =, COALESCE(scope_id, {NO_SCOPE}) WITH =, "
        "daterange(started_on, finished_on, '[]') WITH &&) WHERE (ended_at IS NULL)",
    ),
    "delegation": (
        "delegation_once",
        "EXCLUDE USING gist (role_grant WITH =, borrower WITH =, daterange(started_on, finished_on, '[]') WITH &&) "
        "WHERE (ended_at IS NULL)",
    ),
}
INDEXES = {
    "account_staff_no_once": "UNIQUE INDEX account_staff_no_once ON account (school_id, staff_no) "
    "WHERE staff_no IS NOT NULL",
    "account_person_once": "UNIQUE INDEX account_person_once ON account (person_id) WHERE person_id IS NOT NULL",
    "sign_in_attempt_of_login": "INDEX sign_in_attempt_of_login ON sign_in_attempt (login_index, attempted_at)",
    "sign_in_attempt_of_line": "INDEX sign_in_attempt_of_line ON sign_in_attempt (line, attempted_at)",
}
LASTING = ("account", "role_grant", "delegation")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        from registry.audit.tables import AuditHead

        await AuditHead.raw("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for table, (name, rule) in CONSTRAINTS.items():
            await AuditHead.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            await AuditHead.raw(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
        for name, index in INDEXES.items():
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")
            await AuditHead.raw(f"CREATE {index}")
        for table in LASTING:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await AuditHead.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )

    async def run_backwards() -> None:
        from registry.audit.tables import AuditHead

        for table in LASTING:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for name in INDEXES:
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")
        for table, (name, _) in CONSTRAINTS.items():
            await AuditHead.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
