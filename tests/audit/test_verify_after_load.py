"""`registry audit verify` after a real load of writing: whatever is done to the record behind its back is named."""

from random import Random

from registry.audit.heads import HeadFile
from registry.audit.journal import head
from registry.platform.vault import KEY_BYTES
from tests.keeping.staging import execute, registry
from tests.practice.random_writing import World

EVENTS, MIDDLE = 60, 25
FREE = "ALTER TABLE audit_event DISABLE TRIGGER ALL"
LINKED = """
    UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1)
"""
RESTORED = (
    "DELETE FROM audit_event",
    "INSERT INTO audit_event TABLE true_event",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head TABLE true_head",
)
COLUMNS = "kind, subject, subject_id, personal, content, previous_hash, hash"
TAMPERED = {
    "nothing": ((), "链条完整"),
    "altered": (
        (f"UPDATE audit_event SET kind = 'Nothing' WHERE number = {MIDDLE}",),
        f"event {MIDDLE} were altered",
    ),
    "altered in the text": (
        (f"UPDATE audit_event SET content = replace(content, '20', '19') WHERE number = {MIDDLE}",),
        f"event {MIDDLE} was altered",
    ),
    "removed": ((f"DELETE FROM audit_event WHERE number = {MIDDLE}",), f"event {MIDDLE} is missing"),
    "removed and closed up": (
        (
            f"DELETE FROM audit_event WHERE number = {MIDDLE}",
            f"UPDATE audit_event SET number = 1 - number WHERE number > {MIDDLE}",
            "UPDATE audit_event SET number = -number WHERE number < 0",
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


async def test_what_was_done_to_the_record_is_named(database, tmp_path):
    (tmp_path / "secret.key").write_bytes(bytes(KEY_BYTES))
    world = await World(Random(5)).build()
    while (await head()).number < EVENTS:
        await world.write()
    HeadFile(tmp_path).keep(await head())
    await execute(database, FREE, "CREATE TABLE true_event AS TABLE audit_event")
    await execute(database, "CREATE TABLE true_head AS TABLE audit_head")

    for how, (statements, named) in TAMPERED.items():
        await execute(database, *statements)
        done = await registry(tmp_path, database, "audit", "verify")
        assert (done.code, named in done.said) == (0 if how == "nothing" else 1, True), (how, done)
        await execute(database, *RESTORED)
