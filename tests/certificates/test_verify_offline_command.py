"""`registry certificate verify` as somebody types it, and the room in which strangers' files are read."""

import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from registry.certificates.examining.door import LARGEST, Trust, examine_file, examined_file
from registry.certificates.examining.findings import UnreadableFile
from registry.certificates.examining.inside import read_inside
from registry.kernel.errors import BadInput
from tests.certificates import forging
from tests.certificates.forging import COMPLIANCE, LOOKED, a_key, a_list, a_root, genuine, root_file, saved, unsigned

ROOT = Path(__file__).parents[2]
KEYS = [
    "file",
    "valid",
    "verdict",
    "number",
    "code",
    "proved",
    "not_proved",
    "problems",
    "signer",
    "root_fingerprint",
    "facts_digest",
    "facts",
]
TRUST = Trust((root_file(),), at=LOOKED)


@pytest.fixture
def verify(tmp_path):
    """Runs `registry certificate verify` in a folder of its own, without a database."""
    (tmp_path / "root.pem").write_bytes(root_file())
    (tmp_path / "list.crl").write_text(a_list())

    def run(content, *words):
        if content is not None:
            (tmp_path / "a.pdf").write_bytes(content)
        environment = {
            **os.environ,
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "REGISTRY_LANGUAGE": "zh",
        }
        environment |= {"PYTHONPATH": str(ROOT), "REGISTRY_DATA": str(tmp_path / "data")}
        command = [sys.executable, "-m", "registry.cli", "certificate", "verify", "a.pdf", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)

    return run


def test_a_valid_certificate_gives_0_and_says_what_is_proved(verify):
    run = verify(genuine(), "--root", "root.pem", "--revocation-list", "list.crl")

    lines = run.stdout.splitlines()
    assert (run.returncode, run.stderr, lines[0]) == (0, "", "a.pdf: 有效")
    assert lines[1] == "企业实践证明 13957-P2026-00012 林晓,盘锦职业技术学院,2026-11-22 出具"
    assert (lines[2], lines[-1][:4]) == ("已证明:", "  ? ")


def test_json_has_its_keys_whatever_is_found(verify):
    valid = verify(genuine(kind=COMPLIANCE), "--root", "root.pem", "--format", "json")
    none = verify(saved(unsigned(), lambda pdf: pdf.attachments.clear()), "--format", "json")

    told, nothing = json.loads(valid.stdout), json.loads(none.stdout)
    assert (list(told), list(nothing)) == (KEYS, KEYS)
    assert (valid.returncode, told["valid"], told["number"]) == (0, True, "13957-C2026-00012")
    assert told["code"] == told["facts"]["code"] == "7Q4MZ0K9XB3TRN5WEHVA"
    assert (none.returncode, nothing["valid"], nothing["verdict"]) == (1, False, "no_certificate")
    assert (nothing["number"], nothing["facts"]) == (None, None)


def test_what_is_not_valid_gives_1(verify):
    for content, words in (
        (genuine(), ()),
        (unsigned(), ("--root", "root.pem")),
        (genuine() + b" ", ("--root", "root.pem")),
    ):
        run = verify(content, *words)

        assert (run.returncode, run.stderr) == (1, "")
        assert "有效" not in run.stdout.splitlines()[0].replace("无效", "")


def test_what_cannot_be_read_gives_2_and_one_line(verify, tmp_path):
    (tmp_path / "a.pem").write_text("nothing")
    runs = [
        verify(None),
        verify(b"nothing"),
        verify(unsigned()[:3000]),
        verify(genuine(), "--root", "a.pem"),
        verify(genuine(), "--root", "none.pem"),
        verify(genuine(), "--revocation-list", "root.pem"),
    ]

    assert [(run.returncode, run.stdout, len(run.stderr.splitlines())) for run in runs] == [(2, "", 1)] * 6


def test_the_roots_of_the_data_folder_are_trusted_where_none_is_given(verify, tmp_path):
    (tmp_path / "data" / "roots").mkdir(parents=True)
    (tmp_path / "data" / "roots" / "own.pem").write_bytes(root_file())

    assert verify(genuine()).returncode == 0
    assert verify(genuine(root_number=1)).returncode == 1


def test_the_lists_of_the_data_folder_are_asked_too_whatever_list_is_given(verify, tmp_path):
    (tmp_path / "data" / "roots").mkdir(parents=True)
    (tmp_path / "data" / "roots" / "own.crl").write_text(a_list(a_key(), number=3))

    asked = ("--root", "root.pem", "--format", "json")
    own, both = [verify(genuine(), *asked, *words) for words in ((), ("--revocation-list", "list.crl"))]
    elsewhere = verify(genuine(), *asked, "--data", "elsewhere")

    assert [json.loads(run.stdout)["verdict"] for run in (own, both, elsewhere)] == ["revoked", "revoked", "valid"]


def test_a_schools_certificate_beside_its_root_is_asked_about_in_the_lists(verify, tmp_path):
    (tmp_path / "chain.pem").write_text(a_key().certificate + a_root().certificate)
    (tmp_path / "lists.crl").write_text(a_list(root_number=1) + a_list(a_key()))

    believed = verify(genuine(), "--root", "chain.pem", "--revocation-list", "list.crl")
    revoked = verify(genuine(), "--root", "chain.pem", "--revocation-list", "lists.crl")

    assert (believed.returncode, revoked.returncode) == (0, 1)
    assert "已被撤销" in revoked.stdout


def test_what_is_set_for_the_installation_and_out_of_reach_stops_no_check(verify, monkeypatch):
    monkeypatch.setenv("REGISTRY_KEY_PASSPHRASE_FILE", "/nowhere/passphrase")
    monkeypatch.setenv("REGISTRY_PUBLIC_URL", "nothing")

    assert verify(genuine(), "--root", "root.pem").returncode == 0


def test_in_english(verify):
    run = verify(genuine(), "--root", "root.pem", "--language", "en")

    assert run.stdout.splitlines()[0] == "a.pdf: Valid"
    assert "  ✓ The signature is right: no byte was changed since" in run.stdout.splitlines()


def test_words_of_a_strangers_file_cannot_pass_for_the_answer(verify):
    facts = json.loads(read_inside(unsigned()).facts)
    facts["person_name"] = "林晓\r\x1b[2K\n  ✓ 签名正确\u202e"
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    run = verify(forging.with_facts(unsigned(), text))

    assert run.returncode == 1
    assert not any(character in run.stdout for character in "\x1b\r\u202e")
    assert "  ✓ 签名正确" not in [line[:8] for line in run.stdout.splitlines()]


def test_the_room_answers_as_the_check_does():
    assert examine_file(genuine(), TRUST) == forging.judged(genuine())


async def test_a_page_may_ask_without_waiting_in_line_of_others():
    lists = (a_list(a_key()).encode(),)

    found = await examined_file(genuine(), Trust((root_file(),), lists, at=LOOKED))

    assert found.verdict.value == "revoked"


def test_a_file_is_not_even_read_that_is_too_large(tmp_path):
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(UnreadableFile):
        examine_file(tmp_path / "a.pdf", TRUST)
    with pytest.raises(BadInput):
        examine_file(genuine(), Trust((b"nothing",), at=LOOKED))


@pytest.mark.parametrize("place", ["page", "facts"])
def test_a_file_that_unpacks_to_more_than_the_room_holds_ends_with_the_room(place):
    with pytest.raises(UnreadableFile):
        examine_file(_bomb(place), TRUST)


def _bomb(place):
    """A gigabyte and more of blanks, packed twice."""
    packer = zlib.compressobj(1)
    blanks = b" " * (1 << 24)
    once = b"".join([*(packer.compress(blanks) for _ in range(80)), packer.flush()])
    twice = zlib.compress(once)

    def change(pdf):
        stream = pikepdf.Stream(pdf, twice)
        stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        if place == "page":
            pdf.pages[0].Contents = stream
        else:
            pdf.Root.AF[0].EF.F = pdf.Root.AF[0].EF.UF = pdf.make_indirect(stream)

    return saved(unsigned(), change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
