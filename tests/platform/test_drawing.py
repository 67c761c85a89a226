"""Shapes drawn as SVG: to the letter, safely, and nothing outside its box."""

from registry.platform.drawing import Drawing, Group, Rect, Strokes, Text, as_svg, hatched, shortened


def test_a_hatch_stays_inside_its_box():
    for box in (Rect(10, 5, 30, 12, ""), Rect(10, 5, 4, 12, ""), Rect(10, 5, 0.5, 2, "")):
        hatch = hatched(box, 3, "hatch")
        ends = [point for stroke in hatch.strokes for point in stroke]

        assert all(box.x <= x <= box.x + box.width for x, _ in ends)
        assert all(box.y - 0.001 <= y <= box.y + box.height + 0.001 for _, y in ends)


def test_a_small_drawing_to_the_letter():
    group = Group((Rect(1, 2.25, 3, 4, "box", 0.5), Strokes((((0, 0), (1, 1)),), "cut")), "part", "名 & 称", True)
    drawing = Drawing(10, 20.5, "题", "述", (group, Text(1, 2, "字", "word")), "all")

    assert as_svg(drawing) == (
        '<svg xmlns="http://www.w3.org/2000/svg" class="all" viewBox="0 0 10 20.5" role="group">'
        "<title>题</title><desc>述</desc>"
        '<g class="part" role="img" tabindex="0"><title>名 &amp; 称</title>'
        '<rect class="box" x="1" y="2.2" width="3" height="4" rx="0.5"/><path class="cut" d="M0,0L1,1"/></g>'
        '<text class="word" x="1" y="2">字</text></svg>'
    )


def test_words_are_shortened_to_the_room():
    assert shortened("辽河机械厂", 10, 50) == "辽河机械厂"
    assert shortened("辽河机械厂", 10, 49) == "辽河机械…"
    assert shortened("辽", 10, 1) == "…"
