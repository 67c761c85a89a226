"""What is drawn on a page, as others read it."""

import gc
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

from registry.platform.drawing import Anchor, Drawing, Group, Line, Polygon, Polyline, Rect, Strokes, Text
from registry.platform.pdf.fonts import CharactersLacking, fonts_of
from registry.platform.pdf.paper import A4, BLACK, Box, Ink, Paper, Pen, TextStyle
from tests.platform.pdf.font_makers import a_ttf
from tests.platform.pdf.readers import an_about, embedded_fonts, pdfium_text, poppler_text, qpdf_check, qr_codes

NAMES = "王䶮 李㛃 赵𬭎 钱𨭎 娜仁·乌云其其格"
BIANG = "𰻝"
ROOT = Path(__file__).parents[3]
LARGEST = 80_000
PICTURE = Drawing(
    200,
    100,
    "时间轴",
    "",
    (
        Rect(0, 0, 200, 100, "ground", 8),
        Group((Line((0, 50), (200, 50), "axis"), Text(100, 40, "实践𬭎", "label label-months", Anchor.MIDDLE))),
        Polyline(((0, 90), (50, 20), (100, 90)), "curve"),
        Polygon(((150, 10), (170, 20), (150, 30)), "flag"),
        Strokes((((0, 0), (5, 5)), ((5, 0), (10, 5))), "hatch"),
        Group((Text(0, 0, "屏幕", "note"),), on_screen_only=True),
    ),
)
INKS = {
    "ground": Ink("#e7f2f0"),
    "axis": Ink(stroke=BLACK),
    "curve": Ink(stroke="#0b6460", width=2, dashes=(3, 4)),
    "flag": Ink("#a3201d"),
    "hatch": Ink(stroke="#0b6460"),
    "label": Ink(BLACK, size=12),
    "label-months": Ink("#0b6460", size=20, bold=True, halo="#ffffff"),
}


def _paper(folder=None):
    return Paper(fonts_of(folder), an_about())


def _written(words, folder=None, style=None):
    paper = _paper(folder)
    paper.text(60, 80, words, style or TextStyle(14))
    return paper.content()


def _dark(content, box, page=0):
    """The share of a part of a page that is not white."""
    picture = pypdfium2.PdfDocument(content)[page].render(scale=2).to_pil().convert("L")
    part = picture.crop((box.x * 2, box.y * 2, box.right * 2, box.bottom * 2))
    return sum(part.histogram()[:200]) / (part.width * part.height)


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("style", [TextStyle(14), TextStyle(30, bold=True, letter_space=3)], ids=["plain", "title"])
def test_rare_names_copy_and_search_right(read, style):
    names = NAMES if style.letter_space == 0 else "王䶮赵𬭎钱𨭎"

    assert names in read(_written(names, style=style))


def test_every_character_of_a_rare_name_is_drawn():
    content = _written("䶮㛃𬭎𨭎", style=TextStyle(20))

    assert [_dark(content, Box(60 + 20 * place, 62, 20, 22)) > 0.1 for place in range(5)] == [True] * 4 + [False]


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
def test_a_character_prints_after_a_font_that_has_it_is_added(tmp_path, read):
    with pytest.raises(CharactersLacking):
        _written(f"孙{BIANG}", tmp_path)
    a_ttf(tmp_path / "biang.ttf", BIANG)

    content = _written(f"孙{BIANG}", tmp_path, TextStyle(20))

    assert f"孙{BIANG}" in read(content)
    assert _dark(content, Box(80, 62, 20, 20)) > 0.4


def test_only_embedded_fonts_are_named():
    assert embedded_fonts(_written(NAMES)) == {
        "NotoSerifSC-Regular": ["yes", "yes", "yes"],
        "HanaMinB": ["yes", "yes", "yes"],
    }


def test_a_page_without_words_names_no_other_font():
    paper = _paper()
    paper.frame(Box(28, 28, 500, 700))

    assert set(embedded_fonts(paper.content())) <= {"NotoSerifSC-Regular"}


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
def test_more_characters_than_one_embedded_font_holds_read_right(read):
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))
    paper = _paper()
    paper.paragraph(Box(60, 60, 475, 0), many, TextStyle(10, justified=True))

    assert many in "".join(read(paper.content()).split())


def test_the_same_pages_are_the_same_bytes():
    assert _whole() == _whole()


def test_another_process_writes_the_same_bytes():
    ask = "import sys; from tests.platform.pdf.test_paper import _whole; sys.stdout.buffer.write(_whole())"
    elsewhere = subprocess.run(
        [sys.executable, "-c", ask],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"},
    )

    assert elsewhere.stdout == _whole()


def test_documents_that_are_made_in_turn_do_not_mix():
    first, second = _paper(), _paper()
    first.text(60, 80, "甲乙丙𨭎")
    second.text(60, 80, "丁戊𬭎")
    first.text(60, 120, "己")

    assert (pdfium_text(first.content()).split(), pdfium_text(second.content()).split()) == (
        ["甲乙丙𨭎", "己"],
        ["丁戊𬭎"],
    )


def test_documents_that_are_made_at_once_are_the_same_bytes():
    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(lambda _: _whole(), range(24)))

    assert made == {_whole()}


def test_a_page_with_all_that_a_certificate_has_is_small():
    assert len(_whole()) < LARGEST


def test_the_whole_passes_qpdf():
    assert "No syntax or stream encoding errors" in qpdf_check(_whole())


def test_text_stands_where_its_anchor_says():
    paper = _paper()
    width = paper.text(300, 100, "企业实践", TextStyle(20))
    paper.text(300, 140, "企业实践", TextStyle(20, anchor=Anchor.MIDDLE))
    paper.text(300, 180, "企业实践", TextStyle(20, anchor=Anchor.END))
    content = paper.content()

    sides = [
        (_dark(content, Box(300 - 80, y, 80, 20)) > 0.05, _dark(content, Box(300, y, 80, 20)) > 0.05)
        for y in (82, 122, 162)
    ]
    assert width == 80
    assert sides == [(False, True), (True, True), (True, False)]


def test_bold_type_is_darker_than_plain():
    box = Box(60, 60, 84, 24)

    assert _dark(_written("企业实践证明", style=TextStyle(14, bold=True)), box) > _dark(_written("企业实践证明"), box)


def test_a_paragraph_is_as_high_as_it_says():
    paper, style = _paper(), TextStyle(10, leading=20, indent=20)
    words = "教师企业实践\n证明"

    assert paper.height_of(words, 60, style) == paper.paragraph(Box(60, 60, 60, 0), words, style) == 60
    assert [line for line in poppler_text(paper.content()).split("\n") if line.strip("\f")] == [
        "教师企业",
        "实践",
        "证明",
    ]


def test_a_justified_line_ends_where_the_box_does():
    paper = _paper()
    words = "企业实践、" + "证" * 20
    plain, justified = Box(60, 60, 106, 0), Box(60, 160, 106, 0)
    paper.paragraph(plain, words, TextStyle(10))
    paper.paragraph(justified, words, TextStyle(10, justified=True))
    content = paper.content()

    edge = [_dark(content, Box(161, box.y, 5, 15)) > 0 for box in (plain, justified)]
    assert edge == [False, True]


@pytest.mark.parametrize(
    "words", ["https://registry.example.edu.cn/verify/7K3QF-8ZR2M-HX4WP-9TD6V", f"编号 1;姓名 {NAMES}"]
)
def test_a_qr_code_is_read_back_from_the_page(words):
    paper = _paper()
    paper.qr(words, 60, 600, 90)

    assert qr_codes(paper.content()) == [words]


def test_a_qr_code_keeps_its_quiet_zone():
    paper = _paper()
    paper.qr("https://registry.example.edu.cn", 60, 600, 111)
    content = paper.content()
    module = 111 / 37

    assert _dark(content, Box(60, 600, 111, 4 * module)) == 0
    assert _dark(content, Box(60, 600 + 4 * module, 111, module)) > 0.3


def test_a_picture_is_drawn_in_the_inks_of_its_names():
    paper = _paper()
    height = paper.drawing(PICTURE, (60, 100), 400, INKS)
    content = paper.content()

    assert height == 200
    assert pdfium_text(content).split() == ["实践𬭎"]
    colours = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().getcolors(100_000)
    assert {(0xE7, 0xF2, 0xF0), (0xA3, 0x20, 0x1D)} <= {colour for _, colour in colours}


def test_a_shape_without_an_ink_is_an_error_and_none_is_left_out():
    with pytest.raises(KeyError):
        _paper().drawing(PICTURE, (60, 100), 400, {"ground": Ink()})


def test_what_is_repeated_stands_on_every_page_and_is_written_once():
    def drawn(pages):
        paper = _paper()
        for page in range(pages):
            if page:
                paper.new_page()
            paper.repeated("border", lambda: (paper.frame(Box(28, 28, 500, 700)), paper.text(60, 80, "存根𨭎")))
            paper.text(60, 120, f"第{page}页")
        return paper.content()

    three = drawn(3)

    assert pdfium_text(three).split() == ["存根𨭎", "第0页", "存根𨭎", "第1页", "存根𨭎", "第2页"]
    assert [_dark(three, Box(26, 300, 6, 20), page) > 0.2 for page in range(3)] == [True] * 3
    assert len(three) - len(drawn(1)) < 2 * 1000


def test_a_page_is_a4_unless_said_otherwise():
    assert pypdfium2.PdfDocument(_written("王"))[0].get_size() == pytest.approx(A4, abs=0.01)


def _whole():
    paper = _paper()
    paper.frame(Box(28, 28, paper.width - 56, paper.height - 56), "#0b6460")
    paper.text(paper.width / 2, 120, "企业实践证明", TextStyle(30, anchor=Anchor.MIDDLE, bold=True, letter_space=3))
    words = f"兹证明{NAMES}同志于2026年3月1日至2026年8月31日在企业实践,共计184天。依据《职业学校教师企业实践规定》。"
    paper.paragraph(Box(80, 180, 435, 0), words, TextStyle(14, indent=28, justified=True))
    paper.circle_dashed((420, 640), 64, Pen("#999999"))
    paper.box(Box(80, 320, 435, 100), Pen(width=0.4), radius=4)
    paper.line((80, 360), (515, 360))
    paper.drawing(PICTURE, (80, 440), 200, INKS)
    paper.qr("https://registry.example.edu.cn/verify/7K3QF", 70, 640, 90)
    return paper.content()


class Words(str):
    """Text that can be watched."""

    __slots__ = ("__weakref__",)


def test_nothing_that_was_drawn_is_remembered_after_the_file_is_made():
    words = Words("兹证明王䶮完成企业实践")
    watched, paper = weakref.ref(words), _paper()

    for width in (60, 300):
        paper.height_of(words, width)
        paper.paragraph(Box(60, 80, width, 0), words)
    paper.qr(words, 60, 300, 90)
    assert paper.content()
    del words, paper
    gc.collect()

    assert watched() is None
