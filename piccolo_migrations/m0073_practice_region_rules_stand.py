"""One rule on regions begins on a day; what is voidable is never deleted. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T22:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One rule on regions begins on a day in a school; rules and supervisors are never deleted"

ONE_RULE_A_DAY = """
CREATE UNIQUE INDEX IF NOT EXISTS practice_region_rule_begins_once
    ON practice_region_rule (school, started_on) WHERE voided_at IS NULL
"""
KEPT = ("practice_region_rule", "placement_supervisor")


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        await Step.raw(ONE_RULE_A_DAY)
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
            await Step.raw(
                f"CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()"
            )

    async def run_backwards() -> None:
        for table in KEPT:
            await Step.raw(f"DROP TRIGGER IF EXISTS never_deleted ON {table}")
        await Step.raw("DROP INDEX IF EXISTS practice_region_rule_begins_once")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
