"""The check character of the unified social credit code, against codes that firms print on their licences."""

import pytest

from registry.kernel.credit_codes import as_written, has_right_check_character

RIGHT = ["91350100M000100Y43", "91330100799655058B", "9144030071526726XG", "914403001922038216"]


@pytest.mark.parametrize("code", RIGHT)
def test_a_code_in_use_passes(code):
    assert has_right_check_character(code)


@pytest.mark.parametrize("code", RIGHT)
def test_any_one_character_altered_fails(code):
    for place, character in enumerate(code):
        altered = code[:place] + ("1" if character != "1" else "2") + code[place + 1 :]

        assert not has_right_check_character(altered), altered


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "9135010OM000100Y43",
        "91350100m000100y43",
        "91350A00M000100Y43",
    ],
)
def test_what_has_another_shape_fails(code):
    assert not has_right_check_character(code)


def test_a_code_is_read_however_it_was_typed():
    assert as_written(" 91350100m000 100y43") == "91350100M000100Y43"
