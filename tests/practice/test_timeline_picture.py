"""The timeline picture: well formed, without styles, with the same facts as the rules and as its table."""

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from registry.platform.drawing import Polyline, Rect, as_svg, flat
from registry.platform.language import Language
from registry.practice.documents.timeline_layout import FRAMES, Plan, Size
from registry.practice.documents.timeline_picture import timeline_picture
from registry.practice.documents.timeline_words import LOOKS, Look, timeline_table
from registry.practice.model import PlacementState, PostCategory, StandingState
from registry.practice.rules import standing_on
from registry.practice.rules.counting import rule_line
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.judging import open_case, required_months
from registry.practice.rules.scene import scene_on
from tests.builders.practice import a_period, a_placement, a_policy, a_post, a_teacher, panjin_versions

ON = date(2026, 11, 22)
ZH, EN = Language.ZH, Language.EN
SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[2] / "registry/assets/timeline.css"


def a_rich_teacher():
    return a_teacher(
        a_placement("2019-07-10", "2019-08-20", enterprise="窗口外的厂"),
        a_placement("2021-05-02", "2021-12-31", enterprise="辽河机械厂"),
        a_placement("2023-03-01", "2023-08-25", enterprise="北方数控"),
        a_placement("2023-08-01", "2023-09-15", enterprise="重叠的厂"),
        a_placement("2026-07-11", "2026-08-20", enterprise="<厂&\u0007'\">", state=PlacementState.SUBMITTED),
        a_placement("2024-09-01", days=1, state=PlacementState.REJECTED),
        a_placement("2027-01-20", "2027-02-25", enterprise="计划的厂", state=PlacementState.PLANNED),
        leaves=[a_period("2024-03-01", "2024-08-26")],
    )


TEACHERS = {
    "rich": a_rich_teacher(),
    "none": a_teacher(),
    "newcomer": a_teacher(a_placement("2026-07-01", days=20), posts=[a_post("2025-09-01")]),
    "exempt": a_teacher(a_placement("2026-07-01", days=20), posts=[a_post(category=PostCategory.PUBLIC)]),
    "crowded": a_teacher(*(a_placement("2023-01-01", days=200 + n) for n in range(60))),
}


def a_scene(teacher="rich", on=ON, versions=None):
    return scene_on(TEACHERS[teacher], versions or panjin_versions(), on)


def drawn(teacher="rich", size=Size.WIDE, language=ZH, on=ON):
    return ElementTree.fromstring(as_svg(timeline_picture(a_scene(teacher, on), language, size)))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("teacher", TEACHERS)
@pytest.mark.parametrize("on", [ON, date(2016, 5, 10), date(2024, 2, 29), date(2024, 5, 1)])
def test_every_picture_is_well_formed_and_unstyled(teacher, size, language, on):
    root = drawn(teacher, size, language, on)

    allowed = {"svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    names = {name for element in root.iter() for name in element.attrib}
    assert names <= {
        *("class", "viewBox", "role", "tabindex", "x", "y", "width", "height", "rx", "x1", "y1", "x2", "y2"),
        *("points", "d", "text-anchor"),
    }
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("teacher", TEACHERS)
def test_nothing_is_drawn_outside_the_picture(teacher, size):
    frame = FRAMES[size]
    for shape in flat(timeline_picture(a_scene(teacher), ZH, size).shapes):
        if isinstance(shape, Rect) and shape.name != "hit":
            assert shape.x >= 0
            assert shape.y >= 0
            assert shape.x + shape.width <= frame.width + 0.01
            assert shape.y + shape.height <= frame.height
        if isinstance(shape, Polyline):
            assert all(0 <= x <= frame.width and 0 <= y <= frame.height for x, y in shape.points)


def test_the_style_sheet_knows_every_class_and_no_other():
    known = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"))))
    drawings = [timeline_picture(a_scene(teacher), ZH, size) for teacher in TEACHERS for size in Size]
    used = {name for each in drawings for shape in flat(each.shapes) for name in shape.name.split()}

    unstyled = {"label-window", "legend", "year", "leave-gap"}
    by_state = {f"bar-{state}" for state in PlacementState}
    assert used - unstyled - by_state - known == set()
    assert known - used - {"timeline", "timeline-wide", "timeline-narrow", "timeline-small"} == set()


def test_the_style_sheet_uses_only_the_tokens():
    css = CSS.read_text(encoding="utf-8")

    tokens = {"ink", "ink-soft", "paper", "panel", "line", "accent", "accent-soft"}
    tokens |= {"warn", "danger", "ok", "leave", "band"}
    assert set(re.findall(r"var\(--([a-z-]+)\)", css)) <= tokens
    assert re.search(r"#[0-9a-f]{3}|rgb", css) is None


def test_every_placement_in_sight_is_a_bar_with_its_facts():
    bars = [group for group in drawn().iter(f"{SVG}g") if group.get("class", "").startswith("bar ")]

    assert [(bar.get("class"), bar.get("role"), bar.get("tabindex")) for bar in bars] == [
        ("bar bar-verified", "img", "0"),
        ("bar bar-verified", "img", "0"),
        ("bar bar-rejected", "img", "0"),
        ("bar bar-submitted", "img", "0"),
        ("bar bar-planned", "img", "0"),
        ("bar bar-verified", "img", "0"),
    ]
    assert [bar.find(f"{SVG}title").text for bar in bars][:2] == [
        "辽河机械厂 · 其他\n2021-05-02 至 2021-12-31 · 已认定\n计入 218 天;未计 26 天:统计窗口外 26 天",
        "北方数控 · 其他\n2023-03-01 至 2023-08-25 · 已认定\n计入 178 天",
    ]


def test_the_table_has_the_same_facts_and_those_out_of_sight():
    scene = a_scene()

    table = timeline_table(scene, ZH)

    assert table.columns == ("实践单位", "形式", "起止日期", "状态", "折算天数", "计入天数", "未计原因")
    assert table.rows[:4] == (
        ("窗口外的厂", "其他", "2019-07-10 至 2019-08-20", "已认定", "42", "0", "未计 42 天:统计窗口外 42 天"),
        ("辽河机械厂", "其他", "2021-05-02 至 2021-12-31", "已认定", "244", "218", "未计 26 天:统计窗口外 26 天"),
        ("北方数控", "其他", "2023-03-01 至 2023-08-25", "已认定", "178", "178", ""),
        ("重叠的厂", "其他", "2023-08-01 至 2023-09-15", "已认定", "46", "21", "未计 25 天:已由其他实践覆盖 25 天"),
    )
    assert sum(Fraction(row[5]) for row in table.rows) == scene.standing.credit.days
    assert table.facts == (
        ("截至", "2026-11-22"),
        ("达标情况", "◐ 预警 · 2027-03-20 起不再达标,再实践 66 天可保持达标"),
        ("统计期", "2021-05-28 至 2026-11-22"),
        ("统计期内认定", "417 天(13.90 个月)"),
        ("要求", "应满 10 个月"),
        ("请假", "2024-03-01 至 2024-08-26"),
    )


def test_names_are_written_safely():
    svg = as_svg(timeline_picture(a_scene(), ZH))

    assert "&lt;厂&amp;&#x27;&quot;&gt; · 其他" in svg
    assert "\u0007" not in svg


def test_a_picture_whose_parts_can_be_reached_is_a_group_of_images():
    assert drawn().get("role") == "group"
    assert drawn(size=Size.SMALL).get("role") == "img"
    assert drawn("none").get("role") == "img"
    assert drawn(size=Size.SMALL).find(f"{SVG}desc").text.startswith("截至 2026-11-22;达标情况 ◐ 预警 · 2027-03-20")


def test_overlapping_placements_lie_in_lanes_and_never_cover_each_other():
    for teacher in ("rich", "crowded"):
        for size in Size:
            plan = Plan(a_scene(teacher), FRAMES[size])
            for lane in plan.lanes:
                assert all(plan.extent(one)[1] < plan.extent(other)[0] for one, other in pairwise(lane))
            tops = [plan.bar(lane[0], place).y for place, lane in enumerate(plan.lanes)]
            assert min(tops) >= plan.curve_bottom
            assert tops == sorted(tops, reverse=True)


def test_each_state_has_its_look():
    solid = {state for state, look in LOOKS.items() if look is Look.VERIFIED}

    assert set(LOOKS) == set(PlacementState)
    assert solid == {PlacementState.VERIFIED}


@pytest.mark.parametrize("teacher", TEACHERS)
def test_the_curve_is_the_credit_of_its_days(teacher):
    scene, line = a_scene(teacher), rule_line(panjin_versions())
    reckoning = Reckoning(TEACHERS[teacher])

    for point in scene.curve:
        case = open_case(reckoning, line, point.on.toordinal())
        assert point.months == case.account.counting.months(case.credit)
        assert point.required == required_months(case)
    assert [point.on for point in scene.curve] == sorted(point.on for point in scene.curve)
    assert scene.curve[-1].on == ON
    if scene.standing.credit:
        assert scene.curve[-1].months == scene.standing.credit.months


def test_between_its_points_the_curve_is_straight():
    teacher, versions = TEACHERS["rich"], panjin_versions()
    scene = a_scene()
    reckoning, line = Reckoning(teacher), rule_line(versions)

    for before, after in pairwise(scene.curve):
        middle = date.fromordinal((before.on.toordinal() + after.on.toordinal()) // 2)
        case = open_case(reckoning, line, middle.toordinal())
        days = (after.on - before.on).days
        if days > 1:
            part = Fraction((middle - before.on).days, days)
            expected = before.months + (after.months - before.months) * part
            assert case.account.counting.months(case.credit) == expected


def test_what_lies_ahead_crosses_the_line_where_it_lapses():
    scene = a_scene()
    lapses_on = scene.standing.lapses_on

    last_met = max(point.on for point in scene.ahead if point.months >= point.required)
    first_unmet = min(point.on for point in scene.ahead if point.months < point.required)

    assert scene.ahead[0].on == ON
    assert last_met < lapses_on <= first_unmet


def test_the_scene_reaches_from_a_year_before_the_window_to_two_years_ahead():
    assert scene_on(a_teacher(), [a_policy()], ON).period == a_period("2020-11-23", "2028-11-22")


def test_nothing_lies_ahead_of_who_is_not_obliged():
    scene = a_scene("exempt")

    assert (scene.standing.state, scene.ahead) == (StandingState.EXEMPT, ())
    assert scene.standing == standing_on(TEACHERS["exempt"], panjin_versions(), ON)
