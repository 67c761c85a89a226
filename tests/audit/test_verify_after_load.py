"""`registry audit verify` after a real load of writing: whatever is done to the record behind its back is named."""

from random import Random

import pytest

from registry.audit.heads import HeadFile
from registry.audit.journal import head
from registry.platform.vault import KEY_BYTES
from tests.institutions.staging import rows_of
from tests.keeping.staging import execute, registry
from tests.practice.random_writing import World

WRITES = 30
MIDDLE = 25
FREE = "ALTER TABLE audit_event DISABLE TRIGGER ALL"
LINKED = """
    UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1)
"""
COLUMNS = "kind, subject, subject_id, before, after, personal, content, previous_hash, hash"
TAMPERED = {
    "nothing": ((), "链条完整"),
    "altered": ((f"UPDATE audit_event SET after = '{{}}' WHERE number = {MIDDLE}",), f"event {MIDDLE} were altered"),
    "altered in the text": (
        (f"UPDATE audit_event SET content = replace(content, '20', '19') WHERE number = {MIDDLE}",),
        f"event {MIDDLE} was altered",
    ),
    "removed": ((f"DELETE FROM audit_event WHERE number = {MIDDLE}",), f"event {MIDDLE} is missing"),
    "removed and closed up": (
        (
            f"DELETE FROM audit_event WHERE number = {MIDDLE}",
            f"UPDATE audit_event SET number = number - 1 WHERE number > {MIDDLE}",
            LINKED,
        ),
        f"event {MIDDLE} was altered",
    ),
    "inserted": (
        (
            f"UPDATE audit_event SET number = -number - 1 WHERE number > {MIDDLE}",
            "UPDATE audit_event SET number = -number WHERE number < 0",
            f"""INSERT INTO audit_event (number, process, {COLUMNS})
                SELECT {MIDDLE + 1}, process, {COLUMNS} FROM audit_event WHERE number = {MIDDLE}""",
            LINKED,
        ),
        f"event {MIDDLE + 1} was altered",
    ),
    "cut off": ((f"DELETE FROM audit_event WHERE number > {MIDDLE}",), f"events after {MIDDLE} were cut off"),
    "cut off with the head set back": (
        (f"DELETE FROM audit_event WHERE number > {MIDDLE}", LINKED),
        f"events after {MIDDLE} were cut off",
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
async def test_what_was_done_to_the_record_is_named(database, tmp_path, how):
    statements, named = TAMPERED[how]
    (tmp_path / "secret.key").write_bytes(bytes(KEY_BYTES))
    world = await World(Random(5)).build()
    for _ in range(WRITES):
        await world.write()
    kept = await head()
    HeadFile(tmp_path).keep(kept)
    assert kept.number > MIDDLE + 10

    await execute(database, FREE, *statements)
    done = await registry(tmp_path, database, "audit", "verify")

    assert (done.code, named in done.said) == (0 if how == "nothing" else 1, True), done
    if how == "nothing":
        assert f"{kept.number} events" in done.said
        (row,) = await rows_of(database, "SELECT count(*) FROM audit_event")
        assert row["count"] == kept.number
