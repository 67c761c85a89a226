"""Names and numbers that are the same however they are typed."""

from fractions import Fraction

import pytest

from registry.kernel.likeness import firm_core, folded, folded_number, pairs_of, resemblance


@pytest.mark.parametrize(
    ("one", "other"),
    [("林 晓", "林晓"), ("娜仁·乌云", "娜仁乌云"), ("ABC机械(集团)", "abc机械(集团)")],
)
def test_width_blanks_dots_and_case_do_not_count(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("T1", "t01"), ("0012", "12"), ("A-007", "a7")])
def test_numbers_are_the_same_without_noughts_in_front(one, other):
    assert folded_number(one) == folded_number(other)


@pytest.mark.parametrize(("one", "other"), [("10", "1"), ("T100", "T1"), ("T1", "T2")])
def test_noughts_behind_count(one, other):
    assert folded_number(one) != folded_number(other)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("辽河机械有限责任公司", "辽河机械"),
        ("辽河机械股份有限公司", "辽河机械"),
        ("公司", "公司"),
        ("辽河机械厂", "辽河机械厂"),
    ],
)
def test_the_form_of_a_company_is_left_out(name, core):
    assert firm_core(name) == core


def test_resemblance_is_the_share_of_common_pairs():
    assert resemblance("辽河机械", "辽河机械") == 1
    assert resemblance("辽河机械", "辽河化工") == Fraction(1, 3)
    assert resemblance("", "") == 0
    assert pairs_of("厂") == {"厂": 1}
