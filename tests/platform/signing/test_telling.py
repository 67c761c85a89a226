"""An examination in words: what is proved stands apart from what is not, in both languages."""

from datetime import timedelta

import pytest

from registry.platform.language import Language
from registry.platform.signing.examining import examined
from registry.platform.signing.found import ChainFault, Outcome
from registry.platform.signing.signer import signed
from registry.platform.signing.telling import CAUSES, FAULTS, VERDICTS, Told, told
from tests.platform.signing.authority import (
    LOOKED,
    MADE,
    REASON,
    SIGNED,
    a_file,
    a_list,
    a_school,
    a_signed_file,
    a_signer,
    lists,
    roots,
    serial_of,
)

ZH, EN = Language.ZH, Language.EN
CLOCK = "签名时间 2026-12-23 09:00:00:签名时间由签发单位自己的时钟给出,没有第三方时间戳"
ASK = "电子签名不能说明证明是否已被撤销或换发,请到核验网页查询"


def _told(content, *listed, language=ZH, given=None):
    return told(examined(content, roots() if given is None else given, lists(*listed), LOOKED), language)


def test_a_genuine_file():
    assert _told(a_signed_file()) == Told(
        "签名有效,文件自签名后没有改动",
        (
            "整个文件自签名后没有改动",
            "由“苏州虚构职业技术学院”(13957)的密钥签名,证书由“江苏省职业教育证明根证书”签发",
        ),
        ("没有提供撤销列表,无法得知证书是否已被撤销", CLOCK, ASK),
    )


def test_a_list_proves_one_thing_more():
    found = _told(a_signed_file(), a_list(made_at=LOOKED - timedelta(days=1)))

    assert found.proved[-1] == "按 2027-12-27 09:00:00 的撤销列表,签名时证书未被撤销"
    assert found.unproved == (CLOCK, ASK)


def test_an_old_list_says_so():
    assert "撤销列表已过期,请取最新的列表" in _told(a_signed_file(), a_list()).unproved


def test_a_revoked_certificate_with_day_and_cause():
    named = a_list((serial_of(a_school()), MADE, "key_compromise"), made_at=LOOKED)

    found = _told(a_signed_file(), named)

    assert found.verdict == "签名证书已被撤销"
    assert found.unproved == ("证书于 2026-11-23 09:00:00 被撤销(密钥泄露)", CLOCK)


def test_an_appended_update_says_how_much_is_proved():
    found = _told(a_signed_file() + b"more")

    assert found.verdict == "签名之后文件末尾又添加了内容"
    assert found.proved[0] == f"文件的前 {len(a_signed_file())} 字节自签名后没有改动"
    assert found.unproved[0] == "文件末尾多出 4 字节,不在签名之内"


def test_a_stranger_of_the_same_name_proves_only_that_nothing_changed():
    content = signed(a_file(), a_signer(a_school(number=1, root_number=1)), SIGNED, REASON)

    found = _told(content)

    assert found.verdict == "签名者不属于所给的根证书"
    assert found.proved == ("整个文件自签名后没有改动",)
    assert found.unproved[:2] == (
        "签名证书写着所给根证书的名称,但不是由它签发的:有人冒用名称",
        "自称签名者:苏州虚构职业技术学院",
    )


def test_a_changed_file_proves_nothing():
    content = a_signed_file().replace(b"%PDF-1.7", b"%PDF-1.6")

    assert (_told(content).verdict, _told(content).proved) == ("文件在签名之后被改动", ())


def test_an_unsigned_file_is_one_line():
    assert _told(a_file()) == Told("文件没有电子签名", (), ())


def test_english_by_a_switch():
    found = _told(a_signed_file(), language=EN)

    assert found.verdict == "The signature is valid; nothing was changed since"
    assert (
        found.proved[1]
        == "Signed with the key of 苏州虚构职业技术学院 (13957), certified by 江苏省职业教育证明根证书"
    )


@pytest.mark.parametrize(("kind", "words"), [(Outcome, VERDICTS), (ChainFault, FAULTS)])
def test_every_outcome_and_fault_has_its_words(kind, words):
    assert set(words) == set(kind)
    assert all(line.zh and line.en for line in (*words.values(), *CAUSES.values()))
