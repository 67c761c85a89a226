"""`registry migrate` and `registry account` on a database of their own, as somebody types them."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def empty_database(server_url):
    """The URL of a database without any table."""
    name = f"cli_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(server_url)
    await connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await connection.close()


@pytest.fixture
def registry(tmp_path):
    """Runs the command line with a database and a data folder."""

    def run(database_url: str, *words: str) -> subprocess.CompletedProcess:
        environment = {**os.environ, "DATABASE_URL": database_url, "REGISTRY_LANGUAGE": "zh"}
        return subprocess.run(
            [sys.executable, "-m", "registry.cli", *words, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=environment,
        )

    return run


def _password(printed: str) -> str:
    return printed.splitlines()[1].rpartition(": ")[2]


async def test_migrating_says_in_one_line_what_it_did(empty_database, registry):
    first = registry(empty_database, "migrate")
    second = registry(empty_database, "migrate")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith("数据库已升级:执行了 ")
    assert len(first.stdout.splitlines()) == 1
    assert second.stdout == "数据库已是最新,无需升级 (already up to date)\n"
    assert (first.stderr, second.stderr) == ("", "")


async def test_before_migrating_other_commands_say_what_to_do(empty_database, registry):
    told = registry(empty_database, "account", "list")

    assert told.returncode == 2
    assert told.stderr.startswith("错误:数据库尚未升级到本版本;请先运行 registry migrate")
    assert len(told.stderr.splitlines()) == 1


async def test_a_database_newer_than_the_program_is_left_alone(database, registry):
    connection = await asyncpg.connect(database)
    await connection.execute(
        "INSERT INTO migration (name, app_name, ran_on) VALUES ('2999-01-01T00:00:00', 'registry', now())"
    )
    await connection.close()

    told = registry(database, "account", "list")

    assert told.returncode == 2
    assert "较新版本" in told.stderr


def test_a_database_that_does_not_answer_is_one_line(registry):
    told = registry("postgresql://nobody:hunter2@127.0.0.1:1/none", "migrate")

    assert told.returncode == 2
    assert told.stderr.startswith("错误:无法连接数据库")
    assert len(told.stderr.splitlines()) == 1
    assert "hunter2" not in told.stderr


async def test_an_account_is_made_reset_locked_and_listed(database, registry):
    made = registry(database, "account", "create", "--login", "root", "--role", "operator", "--name", "运维")
    reset = registry(database, "account", "reset", "ROOT")
    locked = registry(database, "account", "lock", "root", "--reason", "离职")
    listed = registry(database, "account", "list")

    assert [run.returncode for run in (made, reset, locked, listed)] == [0, 0, 0, 0]
    assert made.stdout.splitlines()[0] == "登录名 (login): root"
    assert len(_password(made.stdout)) == 14
    assert _password(made.stdout) != _password(reset.stdout)
    assert locked.stdout == "已停用 (locked): root\n"
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["root"]
    assert "停用" in listed.stdout
    assert "operator@system" in listed.stdout


async def test_a_login_that_is_taken_is_told_in_words_only(database, registry):
    words = ("account", "create", "--login", "root", "--role", "operator")

    told = [registry(database, *words).stderr for _ in range(2)]

    assert told == ["", "错误:该登录名已被使用\n"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("create", "--login", "chen", "--role", "hr_officer"), "--school"),
        (("create", "--login", "chen", "--role", "department_head"), "--department"),
        (("create", "--login", "chen", "--role", "bureau_officer"), "--bureau"),
        (("create", "--login", "陈", "--role", "teacher"), "错误:登录名须为"),
        (("create", "--login", "chen", "--role", "king"), "king"),
        (("reset", "nobody"), "没有找到该账号"),
        (("lock", "nobody", "--reason", "x"), "没有找到该账号"),
    ],
)
async def test_what_cannot_be_done_is_one_line(database, registry, words, fault):
    told = registry(database, "account", *words)

    assert told.returncode == 2
    assert fault in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert told.stdout == ""


async def test_the_embedded_server_is_started_and_kept(registry, tmp_path, monkeypatch):
    made = registry("", "migrate")
    listed = registry("", "account", "list")

    assert (made.returncode, made.stderr) == (0, "")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "")
    assert (tmp_path / "postgres").is_dir()
