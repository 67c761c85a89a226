"""Numbers, codes and check digits as people read and type them."""

import pytest

from registry.certificates.model import CertificateKind
from registry.certificates.rules.numbering import (
    ALPHABET,
    CODE_BITS,
    Row,
    check_digits,
    check_text,
    code_from,
    number_of,
    plain_code,
    plain_digits,
    plain_number,
    shown_check_digits,
    shown_code,
)

CODE = "0123456789ABCDEFGHJK"


def test_a_number_names_school_kind_year_and_place():
    assert number_of(Row("13957", CertificateKind.PRACTICE, 2026), 12) == "13957-P2026-00012"
    assert number_of(Row("13957", CertificateKind.COMPLIANCE, 2027), 1) == "13957-C2027-00001"


def test_the_hundred_thousandth_gets_a_longer_number():
    row = Row("13957", CertificateKind.PRACTICE, 2026)

    assert [number_of(row, serial) for serial in (99_999, 100_000)] == ["13957-P2026-99999", "13957-P2026-100000"]


def test_a_number_is_read_however_it_was_typed():
    assert plain_number(" 13957-p2026－00012 ") == "13957-P2026-00012"


@pytest.mark.parametrize("serial", ["12", "012", "00012", "000012", "１２"])
def test_zeros_before_the_serial_may_be_left_out(serial):
    assert plain_number(f"13957-P2026-{serial}") == "13957-P2026-00012"


@pytest.mark.parametrize("number", ["13957-P2026-100000", "13957-P2026", "13957-P2026-", "13957-P2026-1A", "7", ""])
def test_what_needs_no_zeros_or_is_no_number_gets_none(number):
    assert plain_number(number) == number


@pytest.mark.parametrize(
    ("bits", "code"),
    [(0, "0" * 20), ((1 << CODE_BITS) - 1, "Z" * 20), (1, "0" * 19 + "1"), (1 << CODE_BITS - 5, "1" + "0" * 19)],
)
def test_a_code_is_made_of_all_its_bits(bits, code):
    assert code_from(bits) == code


def test_a_code_has_no_lookalikes():
    assert set("ILOU") & set(ALPHABET) == set()
    assert len(ALPHABET) == 32


def test_a_code_is_shown_in_groups():
    assert shown_code(CODE) == "01234-56789-ABCDE-FGHJK"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "01234-56789-ABCDE-FGHJK",
        " 01234 56789 abcde fghjk ",
        "oI234-56789-abcde-fghjk",
        "Ol234—56789—ABCDE—FGHJK",
        "0123456789ABCDEFGHJK",
    ],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert plain_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "实", "../../etc/passwd"])
def test_what_is_no_code_is_none(typed):
    assert plain_code(typed) is None


def test_check_digits_are_eight_whatever_the_hash():
    assert [check_digits(bytes([0])), check_digits((10**8).to_bytes(8, "big")), check_digits(bytes([7]))] == [
        *("00000000", "00000000"),
        "00000007",
    ]
    assert shown_check_digits("12345678") == "1234 5678"


def test_check_digits_are_of_number_and_facts():
    assert check_text("13957-P2026-00012", "ab") == "certificate:13957-P2026-00012:ab"


@pytest.mark.parametrize("typed", ["12345678", " 1234 5678 ", "1234-5678", "１２３４５６７８"])
def test_check_digits_are_read_however_they_were_typed(typed):
    assert plain_digits(typed) == "12345678"


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567x", "١٢٣٤٥٦٧٨"])
def test_what_is_no_check_digits_is_none(typed):
    assert plain_digits(typed) is None
