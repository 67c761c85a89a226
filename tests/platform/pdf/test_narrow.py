"""Marks among Latin letters, which are narrow, and among Chinese ones, which are square."""

import pytest
from fontTools.ttLib import TTFont

from registry.platform.pdf.breaking import lines_of
from registry.platform.pdf.fonts import SHIPPED, SHIPPED_FOLDER, fonts_of
from registry.platform.pdf.narrow import GLYPHS, MARKS, narrowed
from registry.platform.pdf.paper import Paper, TextStyle
from tests.platform.pdf.readers import an_about, pdfium_text, poppler_text

SQUARE = 10
STYLE = TextStyle(SQUARE)
NAMES = {"quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”"}


def shown(text):
    """A text with its narrow marks in brackets."""
    return "".join({narrow: f"[{mark}]" for mark, narrow in MARKS.items()}.get(each, each) for each in narrowed(text))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("O’Brien", "O[’]Brien"),
        ("D‘Arcy, Zoë’s", "D[‘]Arcy, Zoë[’]s"),
        ("the teachers’ practice", "the teachers[’] practice"),
        ("Practice at “Weihai Works” (2026)", "Practice at [“]Weihai Works[”] (2026)"),
        ("so ‘called’ work", "so [‘]called[’] work"),
        ("‘the firm’s own’ of “a ‘small’ firm”", "[‘]the firm[’]s own[’] of [“]a [‘]small[’] firm[”]"),
        ("“the firm’s own”", "[“]the firm[’]s own[”]"),
    ],
)
def test_marks_of_latin_words_are_narrow(text, drawn):
    assert shown(text) == drawn


@pytest.mark.parametrize("text", ["参加“ABC”培训", "“双师型”教师", "“ABC”公司", "他说’好", "“A和B”", "10’ 20”", "“”"])
def test_marks_beside_chinese_stay_square(text):
    assert narrowed(text) == text


def test_the_narrow_shapes_are_those_that_the_font_gives_for_proportional_type():
    with TTFont(SHIPPED_FOLDER / SHIPPED[0], lazy=True) as font:
        table = font["GSUB"].table
        features = [each.Feature for each in table.FeatureList.FeatureRecord if each.FeatureTag == "pwid"]
        lookups = [table.LookupList.Lookup[number] for each in features for number in each.LookupListIndex]
        parts = [getattr(part, "ExtSubTable", part).mapping for each in lookups for part in each.SubTable]
        found = {NAMES[name]: font.getGlyphID(part[name]) for part in parts for name in NAMES if name in part}

    assert found == GLYPHS


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
def test_a_narrow_mark_copies_as_the_mark_that_was_meant(read):
    paper = Paper(fonts_of(None), an_about())
    paper.text(60, 80, "O’Brien at “Weihai Works”")

    assert "O’Brien at “Weihai Works”" in read(paper.content())


def test_a_narrow_mark_takes_the_room_of_a_latin_one():
    paper = Paper(fonts_of(None), an_about())

    assert paper.width_of("O’B", STYLE) - paper.width_of("OB", STYLE) < SQUARE / 2
    assert paper.width_of("好’好", STYLE) - paper.width_of("好好", STYLE) == SQUARE


def test_no_line_ends_within_a_latin_word_for_its_mark():
    fonts = fonts_of(None)
    text = narrowed("Mary O’Brien “Works”")

    lines = lines_of(text, lambda piece: fonts.width(piece, SQUARE), 50, 50)

    assert lines == [narrowed("Mary"), narrowed("O’Brien"), narrowed("“Works”")]


def test_what_stands_for_a_narrow_mark_is_no_character_that_a_name_may_have():
    assert fonts_of(None).lacking(list(MARKS.values())) == tuple(MARKS.values())
