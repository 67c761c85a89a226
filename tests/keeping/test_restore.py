"""A backup put back gives the registry that was backed up; what cannot be proved is not called restored."""

import json
from pathlib import Path

import pytest

from registry.keeping.export import export_everything
from registry.platform.backup.manifest import read_manifest
from registry.platform.files import FileStore
from registry.platform.vault import KEY_BYTES
from tests.builders.house import a_reading
from tests.keeping.staging import (
    a_folder,
    an_empty_database,
    backed_up,
    execute,
    filled,
    registry,
    sealed_anew,
)


@pytest.fixture
def folder():
    with a_folder() as made:
        yield made


@pytest.fixture
def second():
    """The data folder of another machine, with nothing in it."""
    with a_folder() as made:
        yield made


async def test_a_new_embedded_machine_exports_what_the_old_one_did(database, folder, second):
    await filled(folder)
    before = await export_everything(a_reading())
    backup = await backed_up(folder, database)

    done = await registry(second, None, "restore", backup, "--key", folder / "secret.key")
    await registry(second, None, "export", second / "all.jsonl", "--reason", "核对")

    assert (done.code, done.complained) == (0, "")
    assert (second / "all.jsonl").read_bytes() == before
    assert list(FileStore(second / "files").digests()) == list(FileStore(folder / "files").digests())
    assert list(FileStore(second / "files").verify()) == []
    assert (second / "secret.key").stat().st_mode & 0o777 == 0o600


async def test_a_server_by_its_address_is_restored_too(database, template, folder, second):
    await filled(folder)
    before = await export_everything(a_reading())
    backup = await backed_up(folder, database)

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup, "--key", folder / "secret.key", "--format", "json")
        await registry(second, url, "export", second / "all.jsonl", "--reason", "核对")
        verified = await registry(second, url, "audit", "verify")
        again = await registry(second, url, "backup", second / "kept")

    proof = json.loads(done.said)
    assert (done.code, proof["faults"], proof["files"], proof["has_key"]) == (0, [], 2, True)
    assert proof["sealed"]["person.id_number_sealed"] == 1
    assert (second / "all.jsonl").read_bytes() == before
    assert (verified.code, again.code) == (0, 0)


async def test_the_key_is_never_in_the_backup(database, folder):
    await filled(folder)
    key = bytes(range(KEY_BYTES))
    (folder / "secret.key").write_bytes(key)

    done = await registry(folder, database, "backup", folder / "kept")

    parts = [path for path in (folder / "kept").rglob("*") if path.is_file()]
    assert "database.dump" in {path.name for path in parts}
    assert not any(key in path.read_bytes() or key.hex() in path.read_text(errors="replace") for path in parts)
    assert str(folder / "secret.key") in done.said


async def test_without_the_key_nothing_is_touched_and_with_it_all_is_well(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup)
        left = list(second.iterdir())
        again = await registry(second, url, "restore", backup, "--key", folder / "secret.key")

    assert (done.code, done.said, len(done.complained.splitlines())) == (2, "", 1)
    assert "--key" in done.complained
    assert str(second / "secret.key") in done.complained
    assert left == []
    assert again.code == 0, again.complained


async def test_no_command_makes_a_key_for_a_database_that_remembers_one(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    key = second / "secret.key"

    async with an_empty_database(template) as url:
        await registry(second, url, "restore", backup, "--key", folder / "secret.key")
        await registry(second, url, "account", "list")
        key.unlink()
        listed = await registry(second, url, "account", "list")
        served = await registry(second, url, "serve", "--port", "1")
        (second / "audit-heads.jsonl").unlink()
        without_heads = await registry(second, url, "serve", "--port", "1")

    for done in (listed, served, without_heads):
        assert (done.code, len(done.complained.splitlines())) == (2, 1)
        assert f"没有找到密钥文件 {key}" in done.complained
    assert not key.exists()


async def test_a_key_that_fits_nothing_is_set_aside_when_forced(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    own, wrong = ("--key", folder / "secret.key"), b"x" * KEY_BYTES
    (second / "secret.key").write_bytes(wrong)
    aside = second / f"secret.key.before-{backup.name}"

    async with an_empty_database(template) as url:
        refused = await registry(second, url, "restore", backup, *own)
        forced = await registry(second, url, "restore", backup, *own, "--force")

    assert (refused.code, "--force" in refused.complained) == (2, True)
    assert (forced.code, str(aside) in forced.said) == (0, True)
    assert (aside.read_bytes(), (second / "secret.key").read_bytes()) == (wrong, bytes(KEY_BYTES))


async def test_another_key_is_refused_before_anything_is_touched(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    other = second / "other.key"
    other.write_bytes(b"x" * KEY_BYTES)

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup, "--key", other)
        again = await registry(second, url, "restore", backup, "--key", folder / "secret.key")

    assert (done.code, again.code) == (2, 0)
    assert "the key does not fit" in done.complained


@pytest.mark.parametrize("part", ["database.dump", "audit-heads.jsonl", "manifest.json", "files"])
async def test_a_damaged_part_is_named(database, template, folder, second, part):
    await filled(folder)
    backup = await backed_up(folder, database)
    damaged = next((backup / "files").glob("*/*")) if part == "files" else backup / part
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup)

    assert done.code == 2
    assert damaged.name in done.complained
    assert "damaged" in done.complained
    assert len(done.complained.splitlines()) == 1


async def test_a_missing_part_is_named(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    (backup / "database.dump").unlink()

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup)

    assert done.code == 2
    assert "database.dump:缺失" in done.complained


async def test_events_cut_from_the_backup_are_missed_by_its_head(database, template, folder, second):
    await filled(folder)
    whole = read_manifest(await backed_up(folder, database))
    await execute(
        database,
        "ALTER TABLE audit_event DISABLE TRIGGER append_only",
        "DELETE FROM audit_event WHERE number = (SELECT max(number) FROM audit_event)",
        "UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1)",
    )
    cut = await backed_up(second, database)
    sealed_anew(cut, stated=whole.stated)

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", cut, "--key", folder / "secret.key")

    assert done.code == 1
    assert "cut off" in done.complained


async def test_events_after_the_backup_are_said_to_be_missing(database, template, folder):
    await filled(folder)
    backup = await backed_up(folder, database)
    kept = (folder / "audit-heads.jsonl").read_text(encoding="utf-8")
    (folder / "audit-heads.jsonl").write_text(kept + json.dumps({"number": 999, "hash": "00" * 32}) + "\n")

    async with an_empty_database(template) as url:
        done = await registry(folder, url, "restore", backup)

    assert done.code == 0, done.complained
    assert "later events are not in this backup" in done.said
    assert (folder / f"audit-heads.jsonl.before-{backup.name}").exists()


async def test_a_database_that_holds_data_is_not_overwritten_unless_told(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    key = ("--key", folder / "secret.key")

    async with an_empty_database(template) as url:
        first = await registry(second, url, "restore", backup, *key)
        await execute(url, "UPDATE school SET name = '改名'")
        refused = await registry(second, url, "restore", backup, *key)
        forced = await registry(second, url, "restore", backup, *key, "--force")
        await registry(second, url, "export", second / "all.jsonl", "--reason", "核对")

    assert (first.code, refused.code, forced.code) == (0, 2, 0)
    assert "--force" in refused.complained
    assert (second / "all.jsonl").read_bytes() == await export_everything(a_reading())


async def test_a_migrated_database_in_which_nothing_happened_counts_as_empty(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)

    async with an_empty_database(template) as url:
        await registry(second, url, "migrate")
        done = await registry(second, url, "restore", backup, "--key", folder / "secret.key")

    assert done.code == 0, done.complained


async def test_a_database_that_others_use_is_left_alone(database, folder):
    await filled(folder)
    backup = await backed_up(folder, database)

    done = await registry(folder, database, "restore", backup, "--force")

    assert done.code == 2
    assert "database in use" in done.complained


async def test_a_backup_of_a_newer_program_is_refused(database, template, folder, second):
    await filled(folder)
    backup = await backed_up(folder, database)
    sealed_anew(backup, migrations=("2099-01-01T00:00:00:000000",))

    async with an_empty_database(template) as url:
        done = await registry(second, url, "restore", backup, "--key", folder / "secret.key")

    assert done.code == 2
    assert "made by a newer program" in done.complained


async def test_what_is_no_backup_is_refused_in_one_line(database, folder):
    done = await registry(folder, database, "restore", Path("/nowhere"))

    assert (done.code, len(done.complained.splitlines())) == (2, 1)
