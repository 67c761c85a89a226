"""Enterprises that were named before get the initials of their names. Repeatable."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T23:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Spell the names of enterprises in pinyin initials"
MOST_SPELLINGS = 64
AT_ONCE = 1000
_UNSPELT = "SELECT id, name FROM enterprise WHERE initials IS NULL ORDER BY id LIMIT {}"
_SPELL = """
UPDATE enterprise SET initials = told.initials
FROM unnest({}::uuid[], {}::text[]) AS told (id, initials) WHERE enterprise.id = told.id
"""


class Step(Table):
    """Only a door to the database; raw steps name their tables themselves."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="registry", description=DESCRIPTION)

    async def run() -> None:
        while rows := await Step.raw(_UNSPELT, AT_ONCE):
            await Step.raw(_SPELL, [row["id"] for row in rows], [_spelt(row["name"]) for row in rows])

    async def run_backwards() -> None:
        await Step.raw("UPDATE enterprise SET initials = NULL")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager


def _spelt(name: str) -> str:
    """Every way to spell a name by initials, apart by spaces."""
    from pypinyin import Style, pinyin

    found = {""}
    for readings in pinyin(name, style=Style.FIRST_LETTER, heteronym=True, errors=lambda other: list(other.lower())):
        found = {f"{begun}{letter}" for begun in found for letter in set(readings)}
        if len(found) > MOST_SPELLINGS:
            break
    return " ".join(sorted(found))
