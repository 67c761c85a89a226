"""The export holds everything that is said about anybody, opened, and nothing that opens a door."""

import asyncpg
import pytest

from registry.keeping.export import LEFT_OUT, export_everything, exported_tables
from registry.keeping.keys import sealed_columns, unopened
from registry.platform.vault import KEY_BYTES, Vault
from tests.builders.house import a_reading
from tests.institutions.staging import rows_of
from tests.keeping.staging import a_folder, exported, filled, registry
from tests.people.staging import an_id_number


@pytest.fixture
def folder():
    with a_folder() as made:
        yield made


async def test_values_of_persons_are_opened(database, folder):
    await filled(folder)

    done = await registry(folder, database, "export", folder / "all.jsonl", "--reason", "移交档案室")

    lines = exported(folder / "all.jsonl")
    persons = {line["row"]["name"]: line["row"] for line in lines[1:] if line["table"] == "person"}
    events = [line["row"] for line in lines[1:] if line["table"] == "audit_event"]
    assert done.code == 0, done.complained
    assert persons["高远"]["id_number"] == an_id_number()
    assert any(an_id_number() in (event["personal"] or "") for event in events)
    assert lines[0]["tables"] == [table._meta.tablename for table in exported_tables()]
    assert (folder / "all.jsonl").stat().st_mode & 0o777 == 0o600


async def test_it_is_recorded_with_its_reason(database, folder):
    await filled(folder)

    await registry(folder, database, "export", folder / "all.jsonl", "--reason", "移交档案室")

    found = await rows_of(
        database,
        "SELECT e.kind, e.content::jsonb ->> 'after' AS after, p.reason "
        "FROM audit_event e JOIN audit_process p ON p.id = e.process ORDER BY number DESC LIMIT 1",
    )
    rows = len(exported(folder / "all.jsonl")) - 1
    assert found == [{"kind": "EverythingExported", "after": f'{{"rows": {rows}}}', "reason": "移交档案室"}]


async def test_the_same_contents_give_the_same_bytes(database, folder):
    await filled(folder)

    assert await export_everything(a_reading()) == await export_everything(a_reading())


async def test_a_file_that_is_there_is_not_overwritten(database, folder):
    await filled(folder)
    (folder / "all.jsonl").write_text("mine")

    done = await registry(folder, database, "export", folder / "all.jsonl", "--reason", "核对")

    assert (done.code, (folder / "all.jsonl").read_text()) == (2, "mine")


async def test_without_the_key_nothing_is_written(database, folder):
    await filled(folder)
    (folder / "secret.key").unlink()

    done = await registry(folder, database, "export", folder / "all.jsonl", "--reason", "核对")

    assert (done.code, (folder / "all.jsonl").exists()) == (2, False)
    assert "the key file is missing" in done.complained
    assert not (folder / "secret.key").exists()


async def test_every_sealed_value_is_tried_with_the_key(database, folder):
    await filled(folder)
    connection = await asyncpg.connect(database)
    vault = Vault(bytes(KEY_BYTES))

    found = await unopened(connection, vault), await unopened(connection, Vault(b"x" * KEY_BYTES))
    await connection.close()

    assert found == ((), ("audit_event.personal", "person.id_number_sealed"))
    assert {"audit_event.personal", "person.id_number_sealed"} <= {
        f"{each.table}.{each.column}" for each in sealed_columns()
    }


def test_nothing_that_signs_people_in_is_exported():
    columns = {
        f"{table._meta.tablename}.{column._meta.name}"
        for table in exported_tables()
        for column in table._meta.columns
        if not column._meta.secret
    }

    assert not {table._meta.tablename for table in exported_tables()} & LEFT_OUT
    assert "account.password_hash" not in columns
