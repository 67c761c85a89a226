"""Where a line of Chinese may end."""

import pytest

from registry.platform.pdf.breaking import NOT_FIRST, NOT_LAST, lines_of, unbroken


def _in_ems(piece):
    """As wide as it is long: one for each character."""
    return float(len(piece))


def _lines(text, width, first=None):
    return lines_of(text, _in_ems, first or width, width)


def test_a_line_may_end_after_each_chinese_character():
    assert _lines("教师企业实践", 4) == ["教师企业", "实践"]


@pytest.mark.parametrize("mark", sorted(NOT_FIRST))
def test_no_line_begins_with_a_closing_mark(mark):
    assert _lines(f"教师企业{mark}实践", 4) == ["教师企", f"业{mark}实践"]


@pytest.mark.parametrize("mark", sorted(NOT_LAST))
def test_no_line_ends_with_an_opening_mark(mark):
    assert _lines(f"教师企{mark}业实践", 4) == ["教师企", f"{mark}业实践"]


def test_several_closing_marks_stay_with_what_they_close():
    assert list(unbroken("(一)”。二")) == ["(一)”。", "二"]


def test_a_latin_word_and_a_number_stay_whole():
    assert _lines("编号13957-P2026-00012号", 17) == ["编号", "13957-P2026-00012", "号"]


def test_a_word_that_is_wider_than_the_line_is_broken_where_the_line_ends():
    assert _lines("abcdefgh", 3) == ["abc", "def", "gh"]


def test_latin_words_part_at_blanks_and_the_blank_is_not_drawn_at_the_end():
    assert _lines("practice of a teacher", 10) == ["practice", "of a", "teacher"]


def test_a_blank_at_the_end_of_a_full_line_needs_no_room():
    assert _lines("abcd efgh", 4) == ["abcd", "efgh"]


def test_the_first_line_may_be_shorter():
    assert _lines("教师企业实践证明", 4, first=2) == ["教师", "企业实践", "证明"]


def test_a_name_with_a_middle_dot_does_not_begin_a_line_with_it():
    assert _lines("娜仁·乌云其其格", 2) == ["娜", "仁·", "乌云", "其其", "格"]


def test_nothing_is_one_empty_line():
    assert _lines("", 4) == [""]
