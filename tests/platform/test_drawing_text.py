"""A drawing kept as text is the same drawing again."""

import json

import pytest

from registry.kernel.errors import BadInput
from registry.platform.drawing import (
    Anchor,
    Drawing,
    Group,
    Line,
    Polygon,
    Polyline,
    Rect,
    Text,
    hatched,
)
from registry.platform.drawing_text import as_text, from_text

BOX = Rect(1.5, 2, 30.25, 4, "look-verified", 1.1)
ALL_SHAPES = Drawing(
    960,
    260.5,
    "时间线",
    "说明 <&>\"'",
    (
        BOX,
        Line((0.1, 0.2), (3, 4), "axis"),
        Polyline(((0, 0), (1 / 3, 2 / 3)), "curve"),
        Polygon(((0, 0), (1, 1), (2, 0)), "area"),
        hatched(BOX, 3.3, "look-hatch"),
        Text(4, 5, "王䶮 𬭎\n", "label", Anchor.END),
        Group((BOX, Group((), "inner", on_screen_only=True)), "bar", "标题", focusable=True),
    ),
    "timeline timeline-wide",
)


def test_a_drawing_read_back_is_the_one_that_was_written():
    assert from_text(as_text(ALL_SHAPES)) == ALL_SHAPES


def test_the_text_of_a_drawing_read_back_is_the_same_text():
    text = as_text(ALL_SHAPES)

    assert as_text(from_text(text)) == text


def test_the_text_is_one_line_that_names_characters_as_they_are():
    text = as_text(ALL_SHAPES)

    assert "\n" not in text
    assert "王䶮 𬭎" in text


@pytest.mark.parametrize(
    "text", ["", "{}", "[1,2]", "null", '[1,2,"","","",[["circle",1]]]', '[1,2,"","","",[["rect"]]]', "[" * 5]
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(BadInput):
        from_text(text)


def test_the_first_entries_are_size_and_words():
    assert json.loads(as_text(ALL_SHAPES))[:5] == [960, 260.5, "时间线", "说明 <&>\"'", "timeline timeline-wide"]
