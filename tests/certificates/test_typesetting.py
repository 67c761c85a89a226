"""Chinese marks on paper: full-width among Chinese, as they are among figures and Latin letters."""

import pytest

from registry.certificates.documents.typesetting import full_width


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("301 天(10.03 个月)", "301 天（10.03 个月）"),
        ("规则版本 2026.11(5826c9c90451)", "规则版本 2026.11(5826c9c90451)"),
        ("盘政发〔2021〕4号 三(七)(2021-03-23 起);学年", "盘政发〔2021〕4号 三（七）（2021-03-23 起）；学年"),
        ("265 天(9.17/6 个月),预警", "265 天（9.17/6 个月），预警"),
        ("20 天:请假 8 天", "20 天：请假 8 天"),
        ("1,000 (one)", "1,000 (one)"),
        ("09:30", "09:30"),
        ("未闭合(说明", "未闭合（说明"),
        ("多余)", "多余)"),
        ("", ""),
    ],
)
def test_marks_are_set_full_width_among_chinese(typed, set_):
    assert full_width(typed) == set_
