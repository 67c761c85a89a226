"""`registry certificate issue`, `replace`, `revoke`, `file` and `batch` as somebody types them, up to the check."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from registry.certificates.queries.certificates import certificate_by_number
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.principals import installation
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.service.accounts import create_account
from registry.institutions.model.signing_keys import MakeRoot, MakeSchoolKey
from registry.institutions.queries.signing_keys import root_certificates
from registry.institutions.service.signing_keys import make_root, make_school_key
from registry.kernel.scopes import Scope
from registry.platform.vault import KEY_BYTES
from tests.builders.house import a_reading
from tests.certificates.staging import a_colleague, a_school_that_certifies
from tests.institutions.staging import did, rows_of

ROOT = Path(__file__).parents[2]
PASSPHRASE = "正月里来是新春-2026"


@pytest.fixture
def certificate(database, tmp_path):
    """Runs `registry certificate` in a folder of its own."""
    (tmp_path / "secret").write_bytes(bytes(KEY_BYTES))
    own = {
        "DATABASE_URL": database,
        "REGISTRY_DATA": str(tmp_path / "data"),
        "REGISTRY_SECRET_FILE": str(tmp_path / "secret"),
        "REGISTRY_KEY_PASSPHRASE": PASSPHRASE,
        "REGISTRY_PUBLIC_URL": "https://registry.pjzy.edu.cn",
        "REGISTRY_LANGUAGE": "zh",
        "PYTHONPATH": str(ROOT),
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "registry.cli", "certificate", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, **own},
        )

    return run


async def an_office(*schools, login="hr"):
    wanted = tuple(RoleWanted(Role.HR_OFFICER, Scope.school(each.id)) for each in schools)
    await did(create_account, CreateAccount(login, "陈", wanted), reading=a_reading(installation("cli")))


async def numbers(database):
    rows = await rows_of(database, "SELECT number, state FROM certificate ORDER BY number")
    return [tuple(row.values()) for row in rows]


def _number(run):
    return run.stdout.splitlines()[0].rpartition(": ")[2]


ISSUE = ("issue", "practice", "T1", "--school", "13957", "--as", "hr", "--output")


async def test_from_issuing_to_the_check_of_a_replaced_and_a_revoked_one(certificate, database, tmp_path):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)
    await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE)
    (tmp_path / "root.pem").write_text("".join(await root_certificates(a_reading())))

    issued = certificate(*ISSUE, "a.pdf")
    number = _number(issued)
    replaced = certificate(
        "replace", number, "--reason", "姓名写错", "--as", "hr", "--output", "b.pdf", "--language", "zh-en"
    )
    revoked = certificate("revoke", _number(replaced), "--reason", "实践不属实", "--as", "hr")
    again = certificate("revoke", _number(replaced), "--reason", "实践不属实", "--as", "hr")

    assert [(run.returncode, run.stderr) for run in (issued, replaced, revoked)] == [(0, "")] * 3
    assert "已签名 (signed)" in issued.stdout
    assert await numbers(database) == [(number, "replaced"), (_number(replaced), "revoked")]
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)
    for name in ("a.pdf", "b.pdf"):
        run = certificate("verify", name, "--root", "root.pem", "--format", "json")
        told = json.loads(run.stdout)
        assert (run.returncode, told["valid"], told["problems"]) == (0, True, [])
        kept = await certificate_by_number(a_reading(), told["number"])
        assert (told["facts_digest"], told["code"]) == (kept.facts_digest, kept.code)


async def test_a_statement_over_days_and_its_file_once_more(certificate, tmp_path):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    words = ("issue", "compliance", "T1", "--school", "13957", "--as", "hr", "--output", "a.pdf")

    issued = certificate(*words, "--from", "2026-01-01", "--until", "2026-08-31")
    taken = certificate("file", _number(issued).lower(), "--as", "hr", "--output", "b.pdf")

    assert [(run.returncode, run.stderr) for run in (issued, taken)] == [(0, "")] * 2
    assert "未签名" in issued.stdout
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    facts = json.loads(certificate("verify", "a.pdf", "--format", "json").stdout)["facts"]
    assert next(each["value"]["zh"] for each in facts["facts"] if each["key"] == "period").startswith("2026-01-01")


async def test_nothing_is_issued_where_the_file_could_not_be_written(certificate, database, tmp_path):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    (tmp_path / "a.pdf").write_text("mine")

    runs = [certificate(*ISSUE, "a.pdf"), certificate(*ISSUE, "none/a.pdf")]

    assert [(run.returncode, run.stdout, len(run.stderr.splitlines())) for run in runs] == [(2, "", 1)] * 2
    assert "已存在" in runs[0].stderr
    assert (tmp_path / "a.pdf").read_text() == "mine"
    assert await numbers(database) == []

    forced = certificate(*ISSUE, "a.pdf", "--force")

    assert (forced.returncode, (tmp_path / "a.pdf").read_bytes()[:5]) == (0, b"%PDF-")


async def test_wrong_words_are_said_in_one_line(certificate, database):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    await a_school_that_certifies("S2", "T9")
    issue = ("issue", "practice")
    rest = ("--as", "hr", "--output", "a.pdf")

    runs = [
        certificate(*issue, "T9", "--school", "S2", *rest),
        certificate(*issue, "T8", "--school", "13957", *rest),
        certificate(*issue, "T1", "--school", "13957", "--as", "nobody", "--output", "a.pdf"),
        certificate(*issue, "T1", "--school", "13957", *rest, "--from", "2026-01-01"),
        certificate(*issue, "T1", "--school", "13957", *rest, "--from", "2026-01-01", "--until", "2026-02-01"),
        certificate(*issue, "T1", "--school", "13957", *rest, "--as-of", "2099-01-01"),
        certificate("revoke", "13957-P2026-00001", "--reason", "x", "--as", "hr"),
        certificate("issue", "diploma", "T1", "--school", "13957", *rest),
    ]

    assert [(run.returncode, run.stdout, len(run.stderr.splitlines())) for run in runs] == [(2, "", 1)] * len(runs)
    assert await numbers(database) == []


async def test_a_refusal_names_what_was_asked_for_in_both_languages(certificate, database):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    await an_office(school, login="gone")
    await rows_of(database, "UPDATE account SET locked_on = '2026-01-01', lock_reason = 'left' WHERE login = 'gone'")
    rest = ("--as", "hr", "--output", "a.pdf")
    told = {
        "错误:没有账号 nobody (no such account)": (*ISSUE[:5], "--as", "nobody", "--output", "a.pdf"),
        "错误:账号 gone 已停用,不能办理 (this account is locked)": (*ISSUE[:5], "--as", "gone", "--output", "a.pdf"),
        "错误:学校 13957 没有工号 T8 (no such staff number)": ("issue", "practice", "T8", *ISSUE[3:5], *rest),
        "错误:没有找到学校 S9,或账号无权为其出具证明 (no such school)": (*ISSUE[:4], "S9", *rest),
        "错误:截止日期 2099-01-01 在今天之后 (2099-01-01 lies after today)": (
            *ISSUE[:5],
            *rest,
            "--as-of",
            "2099-01-01",
        ),
    }

    said = [certificate(*words).stderr.strip() for words in told.values()]

    assert said == list(told)


async def test_a_certificate_of_another_school_is_not_there(certificate):
    school, _ = await a_school_that_certifies()
    other, _ = await a_school_that_certifies("S2", "T9")
    await an_office(school)
    await an_office(other, login="other")
    number = _number(certificate(*ISSUE, "a.pdf"))

    runs = [
        certificate("revoke", number, "--reason", "不属实", "--as", "other"),
        certificate("file", number, "--as", "other", "--output", "b.pdf"),
        certificate("replace", number, "--reason", "不属实", "--as", "other", "--output", "b.pdf"),
    ]

    assert [(run.returncode, "没有找到" in run.stderr) for run in runs] == [(2, True)] * 3


async def test_a_batch_makes_one_zip_and_lists_who_got_none(certificate, database, tmp_path):
    school, _ = await a_school_that_certifies()
    await a_colleague(school, "王䶮", "T2")
    await a_colleague(school, "高", "T3", is_verified=False)
    await an_office(school)
    (tmp_path / "list.txt").write_text("\ufeffT2\n\nT3\nT1\n", encoding="utf-8")
    (tmp_path / "wrong.txt").write_text("T1\nT7\nT8\n", encoding="utf-8")
    rest = ("--school", "13957", "--as", "hr", "--output", "a.zip")

    wrong = certificate("batch", "practice", "wrong.txt", *rest)
    nothing = await numbers(database)
    done = certificate("batch", "practice", "list.txt", *rest)

    assert (wrong.returncode, nothing) == (2, [])
    assert "T7、T8" in wrong.stderr
    assert (done.returncode, done.stdout.splitlines()[0]) == (3, "已出具 (issued): 2,不能出具 (refused): 1")
    assert done.stderr.startswith("T3 高:")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert [name.partition(" ")[2] for name in archive.namelist()] == ["王䶮.pdf", "林晓.pdf"]
    assert [state for _, state in await numbers(database)] == ["valid", "valid"]


async def test_a_list_that_names_somebody_twice_is_refused_with_its_lines(certificate, database, tmp_path):
    school, _ = await a_school_that_certifies()
    await a_colleague(school, "王䶮", "T2")
    await an_office(school)
    (tmp_path / "list.txt").write_text("T1\n\nT2\nT1\n", encoding="utf-8")

    run = certificate("batch", "practice", "list.txt", "--school", "13957", "--as", "hr", "--output", "a.zip")

    assert (run.returncode, run.stdout, await numbers(database)) == (2, "", [])
    assert run.stderr.strip() == ("错误:名单中有人不止一次,没有出具任何证明:T1(第 1 行)、T1(第 4 行) (listed twice)")


async def test_the_file_of_one_that_ended_is_handed_out_with_a_warning(certificate, database):
    school, _ = await a_school_that_certifies()
    await an_office(school)
    number = _number(certificate(*ISSUE, "a.pdf"))
    certificate("replace", number, "--reason", "姓名写错", "--as", "hr", "--output", "b.pdf")

    run = certificate("file", number, "--as", "hr", "--output", "c.pdf")

    assert (run.returncode, run.stderr.strip()) == (0, "注意:这份证明已换发,不再有效 (replaced, no longer valid)")
