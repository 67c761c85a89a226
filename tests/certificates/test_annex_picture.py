"""The timeline of the annex: what it shows, explains and leaves out, in one language and in two."""

from datetime import date

import pytest

from registry.certificates.model import Wording
from registry.platform.drawing import Group, Text, flat, text_width
from registry.platform.drawing_text import from_text
from registry.practice.model import PlacementState
from tests.certificates.samples import a_content, a_file, a_placement, a_usual_file


def test_the_picture_shows_verified_practice_and_no_outlook():
    waiting = a_placement(9, date(2026, 9, 1), state=PlacementState.SUBMITTED)
    file = a_file(a_placement(1, date(2025, 7, 1)), waiting)

    drawing = from_text(a_content(file).picture)

    shapes = list(flat(drawing.shapes))
    bars = [each.name for each in shapes if isinstance(each, Group) and each.name.startswith("bar")]
    words = [each.words for each in shapes if isinstance(each, Text)]
    assert bars == ["bar bar-verified"]
    assert {"ahead", "flag", "flag-mast", "hit"}.isdisjoint(each.name for each in shapes)
    assert [each for each in words if "差" in each or "▸" in each or "达标" in each] == []


LEAVE = [(date(2025, 7, 10), date(2025, 7, 12))]
EXPLAINED = {
    "all counted": ([a_placement(1, date(2025, 7, 1))], [], ["已认定"]),
    "leave": ([a_placement(1, date(2025, 7, 1))], LEAVE, ["已认定", "请假"]),
    "partly before the window": (
        [a_placement(1, date(2025, 7, 1)), a_placement(2, date(2021, 10, 1), 60)],
        [],
        ["已认定", "已认定，未计入统计期"],
    ),
    "wholly before the window": ([a_placement(1, date(2021, 6, 1))], [], ["已认定，未计入统计期"]),
}


@pytest.mark.parametrize(("placements", "leaves", "explained"), EXPLAINED.values(), ids=EXPLAINED.keys())
def test_the_picture_explains_what_is_drawn_and_nothing_else(placements, leaves, explained):
    drawing = from_text(a_content(a_file(*placements, leaves=leaves)).picture)

    assert [
        each.words for each in flat(drawing.shapes) if isinstance(each, Text) and each.name == "legend"
    ] == explained


def _labels(picture):
    return {
        each.words: each for each in flat(from_text(picture).shapes) if isinstance(each, Text) and each.name != "year"
    }


def test_every_label_of_the_picture_stands_in_both_languages():
    labels = _labels(a_content(a_usual_file(), wording=Wording.BOTH).picture)

    assert list(labels) == [
        "截至 2026-11-22",
        "as of 2026-11-22",
        "统计期 2021-11-03 至 2026-11-22",
        "window 2021-11-03 to 2026-11-22",
        "应满 10 个月 · 10 mo asked",
        "9.17 个月 · 9.17 mo",
        "已认定 verified",
        "请假 leave",
    ]


def test_a_picture_in_chinese_has_no_english():
    words = "".join(_labels(a_content(a_usual_file()).picture))

    assert not any(each.isascii() and each.isalpha() for each in words)


@pytest.mark.parametrize("days", range(90, 130, 5))
@pytest.mark.parametrize("wording", Wording)
def test_what_there_is_and_what_is_asked_never_run_into_each_other(days, wording):
    file = a_file(a_placement(1, date(2022, 1, 10), 180), a_placement(2, date(2024, 1, 10), days))

    found = {each.name: each for each in _labels(a_content(file, wording=wording).picture).values()}

    months, asked = found["label label-months"], found["label label-required"]
    is_beside = months.x + text_width(months.words, 13) < asked.x - text_width(asked.words, 13)
    assert is_beside or abs(months.y - asked.y) >= 13
    assert months.y > 13
