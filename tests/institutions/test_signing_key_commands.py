"""`registry keys` as somebody types it: from the first root to the examination of a signed file."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from registry.institutions.queries.signing_keys import signer_of, signing_keys
from registry.platform.signing.examining import examined
from registry.platform.signing.found import Outcome, Revocation
from registry.platform.signing.keys import certificates_in, particulars, revocation_list_in
from tests.builders.house import a_reading
from tests.institutions.staging import a_school
from tests.platform.signing.authority import a_certificate, a_file, a_pkcs12, rsa_key

ROOT = Path(__file__).parents[2]
PASSPHRASE = "一把够长的密钥口令 2026"


@pytest.fixture
def keys(database, tmp_path):
    """Runs `registry keys`; `passphrase` None: none is set."""

    def run(*words, passphrase=PASSPHRASE, **more):
        environment = {**os.environ, "DATABASE_URL": database, "REGISTRY_LANGUAGE": "zh", **more}
        if passphrase is not None:
            environment["REGISTRY_KEY_PASSPHRASE"] = passphrase
        return subprocess.run(
            [sys.executable, "-m", "registry.cli", "keys", *words, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=environment,
        )

    return run


def _fingerprint(listed, place):
    return next(line.split("\t")[-1] for line in listed.splitlines() if line.startswith(f"{place}\t"))


async def test_from_the_root_to_a_revocation(keys, tmp_path):
    school = await a_school("13957")
    made = [keys("root", "--name", "盘锦市教育局证明根证书"), keys("school", "--school", "13957")]
    exported = keys("export", "--out", str(tmp_path / "root.cer"))
    listed = keys("list")

    assert [(run.returncode, run.stderr) for run in (*made, exported, listed)] == [(0, "")] * 4
    assert "不表示文件有误" in made[0].stdout
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == ["根证书", "13957"]
    fingerprint = _fingerprint(listed.stdout, "13957")
    later = (await signing_keys(a_reading()))[-1].started_at + timedelta(days=1)
    signer = await signer_of(a_reading(now=later), school.id, PASSPHRASE)
    content = signer.sign(a_file(), later)
    roots = certificates_in((tmp_path / "root.cer").read_bytes())
    assert examined(content, roots, (), later).outcome is Outcome.GENUINE

    revoked = keys("revoke", fingerprint[:8], "--cause", "key_compromise", "--reason", "U 盘遗失")
    written = keys("revocation-list", "--out", str(tmp_path / "list.crl"))

    assert [(run.returncode, run.stderr) for run in (revoked, written)] == [(0, "")] * 2
    lists = (revocation_list_in((tmp_path / "list.crl").read_bytes()),)
    found = examined(content, roots, lists, later)
    (kept,) = (tmp_path / "roots").glob("registry-*.crl")
    assert kept.read_bytes() == (tmp_path / "list.crl").read_bytes()
    assert (found.outcome, found.signature.revocation) == (Outcome.REVOKED, Revocation.REVOKED)


async def test_the_roots_are_put_where_verify_looks_for_them(keys, tmp_path):
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "bureau.pem").write_text("the operator's own")
    await a_school("13957")
    keys("root", "--name", "根证书甲")
    keys("school", "--school", "13957")
    keys("rotate", "--root", "根证书乙", "--reason", "换届")
    both = _own_roots(tmp_path)

    listed = keys("list").stdout
    fingerprint = next(line.split("\t")[-1] for line in listed.splitlines() if "根证书乙" in line)
    asked = keys("revoke", fingerprint, "--cause", "key_compromise", "--reason", "误建")
    untouched = _own_roots(tmp_path)
    leaked = keys("revoke", fingerprint, "--cause", "key_compromise", "--reason", "误建", "--yes")

    assert sorted(name for name, _ in both) == ["根证书乙", "根证书甲"]
    assert (asked.returncode != 0, asked.stdout, sorted(untouched)) == (True, "", sorted(both))
    assert "由它签发的学校密钥:0 个" in asked.stderr
    assert [name for name, _ in _own_roots(tmp_path)] == ["根证书甲"]
    assert (leaked.returncode, "发证机构" in leaked.stdout) == (0, False)
    assert (tmp_path / "roots" / "bureau.pem").read_text() == "the operator's own"


async def test_a_root_that_ends_without_a_leak_stays_and_is_marked(keys, tmp_path):
    name = (await a_school("13957")).name
    keys("root", "--name", "根证书甲")
    keys("school", "--school", "13957")
    listed = keys("list").stdout
    root, school = _fingerprint(listed, "根证书"), _fingerprint(listed, "13957")
    why = ("--cause", "cessation", "--reason", "停办")

    early = keys("revoke", root, *why, "--yes")
    key = keys("revoke", school, *why)
    ended = keys("revoke", root, *why, "--yes")

    assert (early.returncode, f"还有 1 个学校密钥由此根证书签发且未撤销,请先撤销:{name}" in early.stderr) == (2, True)
    assert "学校 13957 现在没有签名密钥" in key.stdout
    assert f"由它签发的学校密钥:1 个({name})" in ended.stderr
    assert "此前签的证明仍可核验" in ended.stdout
    assert "上级根证书“根证书甲”已撤销" in next(
        line for line in keys("list").stdout.splitlines() if line.startswith("13957")
    )
    assert _own_roots(tmp_path) == [("根证书甲", ".pem")]
    assert keys("export").stdout.startswith("Registry-Ended: ")
    assert keys("revocation-list", "--new").returncode == 0
    (kept,) = (tmp_path / "roots").glob("registry-*.crl")
    assert keys("revocation-list").stdout == kept.read_text()


async def test_nothing_is_signed_for_a_file_that_cannot_be_written(keys, tmp_path):
    keys("root", "--name", "根证书甲")
    nowhere = str(tmp_path / "nodir" / "list.crl")

    told = keys("revocation-list", "--new", "--out", nowhere)
    written = keys("revocation-list", "--out", str(tmp_path / "list.crl"))

    assert (told.returncode, f"无法写入 {nowhere}" in told.stderr) == (2, True)
    listed = revocation_list_in((tmp_path / "list.crl").read_bytes())
    assert (written.returncode, listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number) == (0, 1)


def _own_roots(folder):
    found = sorted((folder / "roots").glob("registry-*.pem"))
    return [(particulars(each.read_text()).name, each.suffix) for each in found]


async def test_a_key_is_rotated_and_retired(keys):
    await a_school("13957")
    keys("root", "--name", "根证书甲")
    keys("school", "--school", "13957")

    rotated = keys("rotate", "--school", "13957", "--reason", "每年换发")
    new_root = keys("rotate", "--root", "根证书乙", "--reason", "换届")
    lines = keys("list").stdout.splitlines()
    fingerprint = next(line.split("\t")[-1] for line in lines if line.startswith("13957\t") and "使用中" in line)
    retired = keys("retire", fingerprint, "--reason", "停用")
    exported = keys("export", "--school", "13957")

    assert [run.returncode for run in (rotated, new_root, retired)] == [0, 0, 0]
    assert "学校 13957 现在没有签名密钥" in retired.stdout
    assert sorted(line.split("\t")[3].split()[0] for line in lines) == ["使用中", "使用中", "已停用", "已停用"]
    assert (exported.returncode, exported.stderr) == (2, "错误:该校没有正在使用的签名密钥 (the school has no key)\n")


async def test_a_schools_own_certificate_is_imported(keys, tmp_path):
    file, password = tmp_path / "own.pfx", tmp_path / "password"
    name = (await a_school("13957")).name
    file.write_bytes(a_pkcs12(rsa_key(), a_certificate(rsa_key(), name, days=(-9, 9000))))
    password.write_text("口令\n")

    wrong = keys("import", str(file), "--school", "13957")
    taken = keys("import", str(file), "--school", "13957", "--password-file", str(password))
    again = keys("import", str(file), "--school", "13957", REGISTRY_PKCS12_PASSWORD="口令")

    assert (wrong.returncode, wrong.stderr.startswith("错误:PKCS#12 文件的口令不对")) == (2, True)
    assert (taken.returncode, taken.stdout.splitlines()[0]) == (0, f"已新建 (made): {name}")
    assert "自签名" in taken.stdout
    assert "REGISTRY_KEY_PASSPHRASE" in taken.stdout.splitlines()[-1]
    assert ("已有正在使用的签名密钥" in again.stderr, "请加 --reason" in again.stderr) == (True, True)


async def test_what_came_with_a_certificate_is_told_when_it_is_imported(keys, tmp_path):
    name, file, top = (await a_school("13957")).name, tmp_path / "own.pfx", rsa_key(number=1)
    authority = a_certificate(top, "县里的机构", ca=True, days=(-9, 9000))
    own = a_certificate(rsa_key(), name, "县里的机构", top, days=(-9, 9000))
    password = {"REGISTRY_PKCS12_PASSWORD": "口令"}

    file.write_bytes(a_pkcs12(rsa_key(), own))
    alone = keys("import", str(file), "--school", "13957", **password)
    renewed = a_certificate(rsa_key(number=2), name, "县里的机构", top, days=(-9, 9000))
    file.write_bytes(a_pkcs12(rsa_key(number=2), renewed, others=(authority,)))
    whole = keys("import", str(file), "--school", "13957", "--reason", "换证", **password)

    assert "文件中没有签发它的“县里的机构”的证书" in alone.stdout
    pairs = ":".join(authority.fingerprint(SHA256()).hex()[at : at + 2] for at in range(0, 64, 2))
    assert (f"只用于“{name}”的证明" in whole.stdout, pairs in whole.stdout) == (True, True)
    (kept,) = (tmp_path / "roots").glob("registry-*.pem")
    assert kept.read_text().startswith(f"Registry-School: {name}\n-----BEGIN")
    assert kept.read_text() in keys("export", "--school", "13957").stdout


async def test_the_passphrase_comes_from_a_file_too(keys, tmp_path):
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")

    made = keys("root", "--name", "根", passphrase=None, REGISTRY_KEY_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    listed = keys("revocation-list", "--new")

    assert (made.returncode, listed.returncode) == (0, 0)
    assert listed.stdout.startswith("-----BEGIN X509 CRL-----")


@pytest.mark.parametrize(
    ("words", "more", "fault"),
    [
        (("root", "--name", "根"), {"passphrase": None}, "没有设置密钥口令"),
        (("root", "--name", "根"), {"passphrase": "short"}, "至少 12 位"),
        (("root", "--name", "根"), {"REGISTRY_KEY_PASSPHRASE_FILE": "/nowhere"}, "读不到密钥口令文件"),
        (("school", "--school", "13957"), {}, "没有找到该学校"),
        (("rotate", "--reason", "x"), {}, "--school 或 --root"),
        (("rotate", "--root", "根", "--reason", "x"), {}, "没有可换发的密钥"),
        (("revoke", "abcdef12", "--cause", "cessation", "--reason", "x"), {}, "没有找到该密钥"),
        (("export",), {}, "还没有根证书"),
        (("revocation-list",), {}, "还没有根证书"),
    ],
)
async def test_what_cannot_be_done_is_one_line(keys, words, more, fault):
    told = keys(*words, **more)

    assert told.returncode == 2
    assert fault in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert told.stdout == ""


def test_how_to_trust_the_root_is_told_without_a_database():
    told = subprocess.run(
        [sys.executable, "-m", "registry.cli", "keys", "trust"], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert "Adobe" in told.stdout
    assert "certutil" in told.stdout
