"""What the offline check says of files that are as they were issued, and of those that a forger made of them."""

import json
import shutil
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.certificates.documents.finished import finished
from registry.certificates.examining.facts import facts_from
from registry.certificates.examining.findings import UnreadableFile
from registry.certificates.examining.inside import read_inside
from registry.certificates.examining.judging import Means, findings_of
from registry.certificates.rules.facts_json import PICTURE_NAME
from registry.kernel.errors import BadInput
from registry.platform.pdf.fonts import fonts_of
from tests.certificates import forging
from tests.certificates.forging import (
    BOTH,
    COMPLIANCE,
    LOOKED,
    MADE,
    OTHER_SCHOOL,
    SCHOOL,
    a_key,
    a_list,
    a_root,
    genuine,
    judged,
    roots,
    saved,
    signing,
    unsigned,
    verdict,
)
from tests.certificates.samples import RARE, a_certificate, a_content, a_usual_file
from tests.platform.pdf.font_makers import a_ttf


def _zh(lines):
    return [each.zh for each in lines]


KINDS = {
    "practice": {},
    "standing": {"kind": COMPLIANCE},
    "period in two languages": {
        "kind": COMPLIANCE,
        "period": (date(2024, 1, 1), date(2025, 12, 31)),
        "wording": BOTH,
    },
    "practice in two languages": {"wording": BOTH},
    "no address": {"address": None},
    "http": {"address": "http://10.0.0.7:8000/dj/verify"},
    "rare names": {"name": RARE},
}


@pytest.mark.parametrize("asked", KINDS.values(), ids=KINDS.keys())
def test_a_fresh_certificate_is_valid_and_agrees_with_its_facts(asked):
    found = judged(genuine(**asked), lists=[a_list()])

    assert (found.verdict.value, found.problems, found.valid) == ("valid", (), True)
    assert found.facts == read_inside(genuine(**asked)).facts.decode()
    assert found.number == json.loads(found.facts)["number"]
    assert any("按所附事项重新绘制" in each for each in _zh(found.proved))
    assert not any("其他版本" in each for each in _zh(found.not_proved))


def test_what_is_proved_is_said_line_by_line():
    found = judged(genuine(kind=COMPLIANCE), lists=[a_list()])

    size = len(genuine(kind=COMPLIANCE))
    assert _zh(found.proved) == [
        f"签名覆盖整个文件({size} 字节)",
        "签名正确:自签名后一个字节也没有改动",
        "由“盘锦职业技术学院”(13957)的密钥签名,证书由所信任的根证书“盘锦市职业教育证明根证书”签发",
        "按 2027-12-26 09:00:00 的第 2 号撤销列表,签名证书未被撤销",
        f"附有证明事项 facts.json,SHA-256 {found.facts_digest}",
        "按所附事项重新绘制,签名前的文件逐字节相同:印出的就是所附的",
        "连同签名符合 PDF/A-3b(由 pikepdf 检查,签名部分按该标准的规则逐条检查)",
    ]
    assert _zh(found.not_proved) == [
        "签名时间 2026-11-22 09:01:00:签名时间由签发单位自己的时钟给出,没有第三方时间戳",
        "证明在签名之后是否已换发或撤销,文件本身无法说明:请用核验码在核验网页查询,或向学校核实",
    ]


def test_the_timeline_of_the_annex_is_drawn_again_to_the_byte_from_what_is_attached():
    found = judged(genuine())

    assert read_inside(genuine()).picture is not None
    assert "按所附事项重新绘制,签名前的文件逐字节相同:印出的就是所附的" in _zh(found.proved)


def _with_picture(content, picture):
    def change(pdf):
        del pdf.attachments[PICTURE_NAME]
        if picture is not None:
            pdf.attachments[PICTURE_NAME] = pikepdf.AttachedFileSpec(pdf, picture, mime_type="application/json")

    return saved(content, change)


@pytest.mark.parametrize(
    "picture",
    [None, b"", b"[]", b"\xff", b"[" * 5000, read_inside(unsigned(name="王伟")).picture.replace(b"0", b"1", 1)],
    ids=["none", "empty", "no drawing", "bytes", "deep", "another"],
)
def test_another_picture_than_the_one_the_facts_name_is_found(picture):
    assert verdict(_with_picture(unsigned(), picture)) == "changed"


def test_a_word_of_the_timeline_that_was_exchanged_is_found():
    found = judged(forging.with_other_glyph(unsigned(), page=1, line=5))

    assert (found.verdict.value, bool(found.problems)) == ("changed", True)


def test_without_a_list_revocation_is_said_to_be_open():
    found = judged(genuine())

    assert found.valid
    assert any("没有给出撤销列表" in each for each in _zh(found.not_proved))


def test_a_list_of_another_authority_proves_nothing():
    found = judged(genuine(), lists=[a_list(root_number=1)])

    assert found.valid
    assert any("不是签发该证书的机构签发的" in each for each in _zh(found.not_proved))


def test_without_a_root_nobody_is_believed_and_the_root_inside_is_named():
    found = judged(genuine(), ())

    assert (found.verdict.value, found.valid, found.problems) == ("unproved", False, ())
    pairs = ":".join(found.root_fingerprint[at : at + 2] for at in range(0, 64, 2)).upper()
    assert any(pairs in each and "盘锦市职业教育证明根证书" in each for each in _zh(found.not_proved))
    assert not any("所信任" in each for each in _zh(found.proved))


FORGERIES = {
    "saved anew by pikepdf": (lambda: saved(genuine()), "changed"),
    "saved anew and compressed": (
        lambda: saved(genuine(), object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "changed",
    ),
    "one glyph": (lambda: forging.with_other_glyph(genuine()), "changed"),
    "a page removed": (lambda: forging.without_page(genuine()), "changed"),
    "an update appended": (lambda: forging.appended(genuine()), "changed"),
    "bytes appended": (lambda: genuine() + b"\n", "changed"),
    "facts exchanged": (
        lambda: forging.with_facts(genuine(), read_inside(genuine(kind=COMPLIANCE)).facts.decode()),
        "changed",
    ),
    "signature of another certificate": (
        lambda: forging.with_signature_of(genuine(), genuine(name="王伟")),
        "changed",
    ),
    "another certificate's signature and all": (
        lambda: forging.with_signature_of(genuine(kind=COMPLIANCE), genuine()),
        "changed",
    ),
    "signed again by the forger": (lambda: genuine(root_number=1, name="王伟"), "untrusted"),
    "signed by another school": (lambda: signing(unsigned(), a_key(OTHER_SCHOOL, "13957")), "other_signer"),
    "signature taken away": (lambda: forging.without_signature(genuine()), "unsigned"),
    "a PDF of the school that is no certificate": (lambda: signing(_no_certificate(), a_key()), "no_certificate"),
    "other facts signed by the school": (lambda: signing(_with_other_facts(), a_key()), "changed"),
}


def _no_certificate():
    from tests.platform.signing.authority import a_file

    return a_file()


def _with_other_facts():
    """Pages that say one thing, attached facts that say another; as PDF 1.7 so that it can be signed."""
    facts = read_inside(unsigned(kind=COMPLIANCE, name="王伟")).facts.decode()
    return saved(unsigned(kind=COMPLIANCE), lambda pdf: _attach(pdf, facts))


def _attach(pdf, facts):
    pdf.attachments["facts.json"] = pikepdf.AttachedFileSpec(pdf, facts.encode(), mime_type="application/json")


@pytest.mark.parametrize(("make", "expected"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_told_for_what_it_is(make, expected):
    found = judged(make(), lists=[a_list()])

    assert (found.verdict.value, found.valid) == (expected, False)
    assert bool(found.problems) == (expected != "unsigned")


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
@pytest.mark.parametrize(
    "options", [(), ("--linearize",), ("--object-streams=generate",), ("--encrypt", "", "o", "256", "--")]
)
def test_a_copy_saved_by_qpdf_is_found(tmp_path, options):
    (tmp_path / "a.pdf").write_bytes(genuine())
    subprocess.run(["qpdf", *options, "a.pdf", "b.pdf"], cwd=tmp_path, check=True, capture_output=True)

    assert verdict((tmp_path / "b.pdf").read_bytes()) == "changed"


def _moved(content, by):
    """Every line of page one a little further down, as another version might set it."""

    def change(pdf):
        told = []
        for each in pikepdf.parse_content_stream(pdf.pages[0]):
            operands = list(each.operands)
            if str(each.operator) == "Tm":
                operands[-1] = float(operands[-1]) - by
            told.append(pikepdf.ContentStreamInstruction(operands, each.operator))
        pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(told))

    return saved(content, change)


def test_another_layout_by_the_school_itself_stays_valid_and_is_told():
    found = judged(signing(_moved(unsigned(kind=COMPLIANCE), 2), a_key()))

    assert (found.verdict.value, found.problems) == ("valid", ())
    assert "按所附事项重新绘制,各页的文字相同" in _zh(found.proved)
    assert any(each.startswith("线条或位置与本版本重绘的不同") for each in _zh(found.not_proved))


def test_other_words_by_the_school_itself_stay_valid_while_every_fact_is_printed():
    seal = read_inside(unsigned(kind=COMPLIANCE)).pages[0].lines.index("公章处")

    found = judged(signing(forging.with_other_glyph(unsigned(kind=COMPLIANCE), line=seal), a_key()))

    assert (found.verdict.value, found.problems) == ("valid", ())
    assert any(each.startswith("本版本重绘的文字与文件不同") for each in _zh(found.not_proved))


def test_a_page_without_a_fact_is_not_valid_whoever_signed_it():
    found = judged(signing(forging.with_other_glyph(unsigned(kind=COMPLIANCE), line=3), a_key()))

    assert (found.verdict.value, found.valid) == ("changed", False)
    assert any("没有印在页上" in each for each in _zh(found.problems))


def test_a_name_that_needs_the_operators_font_is_told_where_that_font_is_missing(tmp_path):
    a_ttf(tmp_path / "own.ttf", "𰻝")
    content = a_content(a_usual_file(name="孙𰻝"), kind=COMPLIANCE)
    made = signing(finished(a_certificate(content), content, fonts_of(tmp_path), None), a_key())

    without = judged(made)
    own = findings_of(made, Means(roots(), (), tmp_path, LOOKED))

    assert (without.verdict.value, own.verdict.value) == ("valid", "valid")
    assert any("𰻝" in each and "不能重新绘制比对" in each for each in _zh(without.not_proved))
    assert any(each.startswith("所附事项的各项文字都印在页上") for each in _zh(without.proved))
    assert any("逐字节相同" in each for each in _zh(own.proved))


def test_a_revoked_key_is_found_with_the_list():
    found = judged(genuine(), lists=[a_list(a_key())])

    assert (found.verdict.value, found.valid) == ("revoked", False)
    assert _zh(found.problems) == ["签名证书于 2026-11-22 09:01:00 被撤销(密钥泄露)"]


def test_a_key_that_was_revoked_later_for_a_harmless_cause_is_told_and_stays_valid():
    found = judged(genuine(), lists=[a_list(a_key(), cause="superseded", at=LOOKED - timedelta(days=9))])

    assert found.valid
    assert "签名证书于 2027-12-18 09:00:00 被撤销(已换发)" in _zh(found.not_proved)


def test_a_foreign_root_proves_nothing():
    found = judged(genuine(), roots(1))

    assert (found.verdict.value, found.valid) == ("untrusted", False)
    assert any("冒用名称" in each for each in _zh(found.problems))


def test_a_signature_from_before_the_certificate_is_found():
    found = judged(genuine(), at=MADE + timedelta(days=1))

    assert (found.verdict.value, found.valid) == ("out_of_time", False)


def test_the_school_itself_may_be_trusted_instead_of_its_root():
    from registry.platform.signing.keys import certificates_in

    assert verdict(genuine(), certificates_in(a_key().certificate.encode())) == "valid"
    assert a_root().certificate != a_key().certificate


def test_a_list_speaks_against_a_school_that_is_trusted_itself():
    from registry.platform.signing.keys import certificates_in

    itself = certificates_in(a_key().certificate.encode())

    assert verdict(genuine(), itself, lists=(a_list(a_key()),)) == "revoked"
    assert verdict(genuine(), itself, lists=(a_list(),)) == "valid"


@given(where=st.integers(0, 10**9), change=st.integers(1, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_file_with_one_changed_byte_is_valid(where, change):
    content = bytearray(genuine())
    content[where % len(content)] ^= change

    try:
        found = judged(bytes(content))
    except UnreadableFile:
        return
    assert not found.valid


@given(where=st.integers(0, 10**9), count=st.integers(1, 5000))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_file_with_a_piece_cut_out_is_valid(where, count):
    place = where % len(genuine())

    try:
        found = judged(genuine()[:place] + genuine()[place + count :])
    except UnreadableFile:
        return
    assert not found.valid


def test_an_unsigned_certificate_is_compared_with_itself_and_never_valid():
    found = judged(unsigned(kind=COMPLIANCE))

    assert (found.verdict.value, found.valid, found.problems) == ("unsigned", False, ())
    assert "按所附事项重新绘制,文件逐字节相同:印出的就是所附的" in _zh(found.proved)
    assert any("来源未经核实" in each for each in _zh(found.not_proved))
    assert any("registry.pjzy.edu.cn/verify 未经核实" in each for each in _zh(found.not_proved))


UNSIGNED_FORGERIES = {
    "one glyph": (lambda: forging.with_other_glyph(unsigned()), "changed"),
    "one glyph in the annex": (lambda: forging.with_other_glyph(unsigned(), page=1, line=-8), "changed"),
    "a page removed": (lambda: forging.without_page(unsigned()), "changed"),
    "an update appended": (lambda: forging.appended(unsigned(kind=COMPLIANCE)), "changed"),
    "facts exchanged": (
        lambda: forging.with_facts(unsigned(), read_inside(unsigned(name="王伟")).facts.decode()),
        "changed",
    ),
    "facts that are none": (lambda: forging.with_facts(unsigned(), '{"number":"1"}'), "changed"),
    "facts taken away": (lambda: saved(unsigned(), lambda pdf: pdf.attachments.clear()), "no_certificate"),
}


@pytest.mark.parametrize(("make", "expected"), UNSIGNED_FORGERIES.values(), ids=UNSIGNED_FORGERIES.keys())
def test_an_unsigned_certificate_that_contradicts_itself_is_found(make, expected):
    found = judged(make())

    assert (found.verdict.value, found.valid) == (expected, False)
    assert found.problems


def test_the_words_that_differ_are_named():
    found = judged(forging.with_facts(unsigned(), read_inside(unsigned(name="王伟")).facts.decode()))

    assert found.problems[0].zh.startswith("第 1 页印着“兹证明林晓（工号 20130047）")
    assert "按所附事项应为“兹证明王伟（工号 20130047）" in found.problems[0].zh


def test_a_copy_of_an_unsigned_certificate_that_was_saved_anew_is_told():
    found = judged(saved(unsigned(kind=COMPLIANCE)))

    assert found.verdict.value == "unsigned"
    assert any("另存过" in each for each in _zh(found.not_proved))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "1", "{}", "[" * 5000, '{"number":1}', "\udcff"],
    ids=["empty", "list", "null", "number", "object", "deep", "half", "bytes"],
)
def test_what_is_no_record_of_facts_is_refused(text):
    with pytest.raises(BadInput):
        facts_from(text.encode("utf-8", "surrogateescape"))


def test_facts_with_one_more_key_are_refused():
    text = read_inside(unsigned()).facts.decode()
    picture = read_inside(unsigned()).picture
    assert facts_from(text.encode(), picture).number == "13957-P2026-00012"

    for wrong in (text.replace('"form":1', '"form":1,"more":1'), text.replace(",", ", ", 1), text + "\n"):
        with pytest.raises(BadInput):
            facts_from(wrong.encode(), picture)


@pytest.mark.parametrize(
    "content",
    [b"", b"nothing", b"%PDF-1.7\n%%EOF\n", unsigned()[:2000]],
    ids=["empty", "words", "head", "cut"],
)
def test_what_cannot_be_read_is_said_to_be_unreadable(content):
    with pytest.raises(UnreadableFile):
        judged(content)


def test_a_file_locked_by_a_password_is_said_to_be_locked():
    locked = saved(unsigned(), encryption=pikepdf.Encryption(user="u", owner="o"))

    with pytest.raises(UnreadableFile, match="打开密码"):
        judged(locked)


def test_the_school_is_the_one_the_key_names():
    assert SCHOOL in judged(genuine()).signer
