"""What needs raw SQL, once the tables of single sign-on and second factors exist. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-23T05:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One account for a user and one user for an account; one second factor; more ways that a try ends"

NOWHERE = "'00000000-0000-0000-0000-000000000000'::uuid"
"""Stands for the missing school of a rule that holds everywhere, since nulls never exclude each other."""
INDEXES = {
    "sign_on_binding_subject_once": "UNIQUE INDEX sign_on_binding_subject_once ON sign_on_binding (provider, subject) "
    "WHERE ended_at IS NULL",
    "sign_on_binding_account_once": "UNIQUE INDEX sign_on_binding_account_once ON sign_on_binding (provider, account) "
    "WHERE ended_at IS NULL",
    "second_factor_stands_once": "UNIQUE INDEX second_factor_stands_once ON second_factor (account) "
    "WHERE confirmed_at IS NOT NULL AND ended_at IS NULL",
    "second_factor_begins_once": "UNIQUE INDEX second_factor_begins_once ON second_factor (account) "
    "WHERE confirmed_at IS NULL AND ended_at IS NULL",
    "sign_in_rule_once": "UNIQUE INDEX sign_in_rule_once ON sign_in_rule "
    f"(kind, COALESCE(school_id, {NOWHERE}), COALESCE(role, '')) WHERE ended_at IS NULL",
}
LASTING = ("sign_on_provider", "sign_on_binding", "second_factor", "sign_in_rule")
ENDS = "'signed_out', 'account_locked', 'password_changed'"
OUTCOMES = "'succeeded', 'wrong_password', 'unknown_login', 'locked', 'too_soon'"
WIDENED = (
    (
        "sign_in_session",
        "sign_in_session_reason_known",
        "end_reason",
        ENDS,
        ", 'second_factor_changed', 'unbound'",
    ),
    (
        "sign_in_attempt",
        "sign_in_attempt_outcome_known",
        "outcome",
        OUTCOMES,
        ", 'code_due', 'wrong_code', 'sign_on_only', 'sign_on_failed', 'sign_on_refused'",
    ),
)
"""Table, constraint, column, the words before, the words that are new."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        from registry.audit.tables import AuditHead

        for name, index in INDEXES.items():
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")
            await AuditHead.raw(f"CREATE {index}")
        for table in LASTING:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await AuditHead.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        for table, constraint, column, words, more in WIDENED:
            await AuditHead.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")
            await AuditHead.raw(
                f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN ({words}{more}))"
            )

    async def run_backwards() -> None:
        from registry.audit.tables import AuditHead

        for table, constraint, column, words, more in WIDENED:
            await AuditHead.raw(f"DELETE FROM {table} WHERE {column} IN ({more.removeprefix(', ')})")
            await AuditHead.raw(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {constraint}")
            await AuditHead.raw(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({column} IN ({words}))")
        for table in LASTING:
            await AuditHead.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        for name in INDEXES:
            await AuditHead.raw(f"DROP INDEX IF EXISTS {name}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
