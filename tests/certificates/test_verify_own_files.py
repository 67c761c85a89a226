"""What the installation that issued an unsigned certificate can prove of its file, and what nobody else can."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from registry.certificates.documents.finished import finished
from registry.certificates.examining.door import Trust, examine_file
from registry.certificates.examining.findings import Verdict, as_json, from_json
from registry.certificates.examining.proving import own_vault, proved_here
from registry.certificates.rules.facts_json import digest_of, facts_of
from registry.certificates.rules.numbering import check_digits, check_text
from registry.kernel.errors import BadInput
from registry.platform.vault import SECRET_FILE, Vault
from tests.certificates import forging
from tests.certificates.forging import COMPLIANCE, genuine, judged, root_file, saved
from tests.certificates.samples import a_certificate, a_content, a_usual_file, the_fonts

ROOT = Path(__file__).parents[2]
OWN, OTHER = (sha256(word).digest() for word in (b"own", b"other"))
SITE = "https://registry.pjzy.edu.cn"
PAGE = "/verify"


def a_numbered(content, key, **changes):
    """The certificate with the check digits that an installation of this key would give it."""
    before = a_certificate(content, **changes)
    text = check_text(before.number, digest_of(facts_of(before, content)))
    return replace(before, check_digits=check_digits(Vault(key).index(text)))


@cache
def issued(key=OWN, site=SITE, name="林晓", **asked):
    """An unsigned file as an installation of this key and address makes it."""
    content = a_content(a_usual_file(name=name), **asked)
    certificate = a_numbered(content, key)
    address = f"{site}{PAGE}/{certificate.code}" if site else None
    return finished(certificate, content, the_fonts(), address)


def proved(content, key=OWN, site=SITE):
    return proved_here(judged(content), Vault(key), site)


def _zh(lines):
    return [each.zh for each in lines]


@pytest.mark.parametrize("asked", [{}, {"kind": COMPLIANCE}, {"name": "王䶮㛃𬭎𨭎"}, {"site": None}])
def test_the_installation_that_issued_it_proves_an_unsigned_file(asked):
    found = proved(issued(**asked), site=asked.get("site", SITE))

    assert (found.verdict, found.valid, found.problems) == (Verdict.ISSUED_HERE, True, ())
    assert found.proved[0].zh == "由本系统出具:校验位是用本机的密钥对编号和所附事项算出的"


def test_it_says_line_by_line_what_is_proved_and_what_is_not():
    found = proved(issued())

    assert _zh(found.proved) == [
        "由本系统出具:校验位是用本机的密钥对编号和所附事项算出的",
        f"附有证明事项 facts.json,SHA-256 {found.facts_digest}",
        "按所附事项重新绘制,文件逐字节相同:印出的就是所附的",
        "符合 PDF/A-3b(由 pikepdf 检查)",
        "所印的核验网址 registry.pjzy.edu.cn/verify 是本系统的网址",
    ]
    assert _zh(found.not_proved) == [
        "文件没有电子签名:只有本系统能凭密钥这样认定,别人不能;校验位为八位数字,没有密钥的人猜中的机会是一亿分之一",
        "文件属性中的制作时刻不在校验位之内(出具日期在内)",
        "出具之后是否已换发或撤销,文件本身无法说明:请用核验码或编号在系统中查询",
    ]


def test_another_key_proves_nothing():
    found = proved(issued(), OTHER)

    assert (found.verdict, found.valid) == (Verdict.UNSIGNED, False)
    assert any("校验位与本机的密钥不符" in each for each in _zh(found.not_proved))
    assert not any("本系统" in each for each in _zh(found.proved))


def test_facts_of_a_forger_need_digits_that_only_the_key_gives():
    content = a_content(a_usual_file(name="王伟"))
    right = a_numbered(a_content(a_usual_file()), OWN).check_digits
    forged = finished(a_certificate(content, check_digits=right), content, the_fonts(), f"{SITE}{PAGE}")

    found = proved(forged)

    assert (found.verdict, found.valid) == (Verdict.UNSIGNED, False)


@pytest.mark.parametrize("site", ["https://pjzy.example", "http://registry.pjzy.edu.cn", f"{SITE}/a", None])
def test_a_code_that_leads_elsewhere_is_not_proved_by_digits_that_do_not_cover_it(site):
    found = proved(issued(site="https://evil.example"), site=site)

    assert (found.verdict, found.valid) == (Verdict.UNSIGNED, False)
    assert any("evil.example/verify 不是本机设定的网址" in each for each in _zh(found.not_proved))
    assert any("编号和所附事项由本系统出具" in each for each in _zh(found.proved))


def test_a_file_without_an_address_stays_proved_after_the_installation_got_one():
    assert proved(issued(site=None), site=SITE).valid


CHANGED = {
    "one byte": lambda content: _with_byte(content, len(content) // 2),
    "a byte at its end": lambda content: content + b"\n",
    "an update appended": forging.appended,
    "saved anew": saved,
    "one glyph": forging.with_other_glyph,
    "a page removed": forging.without_page,
    "a picture exchanged": lambda content: forging.with_attached(content, "timeline.json", b"[]"),
}


def _with_byte(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED.keys())
def test_a_file_that_was_changed_is_never_proved(change):
    found = proved(change(issued()))

    assert not found.valid
    assert found.redrawn is None


def test_what_is_signed_is_left_to_its_signature():
    found = judged(genuine())

    assert proved_here(found, Vault(OWN), SITE) is found


def test_what_was_redrawn_reaches_the_one_who_asked():
    found = examine_file(issued(), Trust())

    assert found == from_json(as_json(found))
    assert found.redrawn.address == "registry.pjzy.edu.cn/verify"
    assert proved_here(found, Vault(OWN), SITE).valid


def test_a_key_is_read_and_never_made(tmp_path):
    assert own_vault(None, tmp_path / "data") is None
    assert list(tmp_path.iterdir()) == []
    for damaged in (b"", bytes(32), OWN[:31], OWN + OWN):
        (tmp_path / SECRET_FILE).write_bytes(damaged)
        with pytest.raises(BadInput):
            own_vault(None, tmp_path)


@pytest.fixture
def verify(tmp_path):
    """Runs `registry certificate verify` in a folder of its own, without a database."""

    def run(content, *words, **environment):
        (tmp_path / "a.pdf").write_bytes(content)
        given = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REGISTRY_LANGUAGE": "zh"}
        given |= {"PYTHONPATH": str(ROOT), "REGISTRY_DATA": str(tmp_path / "data"), **environment}
        command = [sys.executable, "-m", "registry.cli", "certificate", "verify", "a.pdf", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=given)

    return run


@pytest.fixture
def own_key(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / SECRET_FILE).write_bytes(OWN)


def test_where_the_key_is_the_command_gives_0(verify, own_key, tmp_path):
    run = verify(issued(), REGISTRY_PUBLIC_URL=f"{SITE}/")

    lines = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (0, "")
    assert lines[0] == "a.pdf: 有效:由本系统出具(凭本机密钥认定,文件没有电子签名)"
    assert lines[1] == "企业实践证明 13957-P2026-00012 林晓,盘锦职业技术学院,2026-11-22 出具"
    assert sorted(each.name for each in (tmp_path / "data").iterdir()) == [SECRET_FILE]


def test_programs_read_it_too(verify, own_key):
    told = json.loads(verify(issued(site=None), "--format", "json").stdout)

    assert (told["valid"], told["verdict"], told["problems"]) == (True, "issued_here", [])
    assert told["facts"]["person_name"] == "林晓"


def test_in_english(verify, own_key):
    lines = verify(issued(site=None), "--language", "en").stdout.splitlines()

    assert lines[0].startswith("a.pdf: Valid: issued by this installation")


def test_a_key_elsewhere_is_found_where_it_is_set(verify, tmp_path):
    (tmp_path / "apart.key").write_bytes(OWN)

    run = verify(issued(site=None), REGISTRY_SECRET_FILE=str(tmp_path / "apart.key"))

    assert run.returncode == 0
    assert not (tmp_path / "data").exists()


def test_without_the_key_it_stays_open_and_nothing_is_made(verify, tmp_path):
    run = verify(issued(), "--root", _written(tmp_path / "root.pem", root_file()), REGISTRY_PUBLIC_URL=SITE)

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.splitlines()[0] == "a.pdf: 不能证明:文件没有电子签名,来源无法离线核实"
    assert not (tmp_path / "data").exists()


def _written(path, content):
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize(
    "content", [lambda: issued(key=OTHER), lambda: CHANGED["one byte"](issued()), lambda: saved(issued())]
)
def test_what_the_key_does_not_prove_gives_1(verify, own_key, content):
    assert verify(content(), REGISTRY_PUBLIC_URL=SITE).returncode == 1


def test_a_damaged_key_is_told_and_not_replaced(verify, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / SECRET_FILE).write_bytes(bytes(32))

    run = verify(issued(), REGISTRY_PUBLIC_URL=SITE)

    assert (run.returncode, run.stderr) == (1, "")
    assert any(line.startswith("  ? 不能用本机的密钥核验") and "已损坏" in line for line in run.stdout.splitlines())
    assert (tmp_path / "data" / SECRET_FILE).read_bytes() == bytes(32)
