"""Which font draws which character, and what is said of characters that none has."""

import os

import pytest

from registry.platform.pdf import faces, font_files
from registry.platform.pdf.fonts import CharactersLacking, FontFile, Fonts, Run, fonts_of, named_character
from registry.platform.pdf.paper import Paper
from tests.platform.pdf.font_makers import a_cff_font, a_damaged_ttf, a_ttf
from tests.platform.pdf.readers import an_about

SERIF, RARE = "NotoSerifSC-Regular", "HanaMinB"
NAMES = "王䶮 李㛃 赵𬭎 钱𨭎 娜仁·乌云其其格"
BIANG = "𰻝"
FORBIDDEN, NO_CUTTING = 0x0002, 0x0100
PADDING = 3


def _file(path):
    state = path.stat()
    return FontFile(path, state.st_size, state.st_mtime_ns)


def _refusals(folder):
    return [(refusal.file_name, refusal.why) for refusal in fonts_of(folder).refused()]


def test_the_first_font_draws_all_it_has_and_the_next_the_rest():
    assert fonts_of(None).runs("钱𨭎先生") == (Run(SERIF, "钱"), Run(RARE, "𨭎"), Run(SERIF, "先生"))


def test_rare_names_lack_nothing():
    assert fonts_of(None).lacking([NAMES]) == ()


def test_what_no_font_has_is_listed_once_in_order():
    fonts = fonts_of(None)

    assert fonts.lacking(["孙𰻝", "\U00031234", "又𰻝\n无"]) == (BIANG, "\U00031234")


def test_what_no_printer_shows_is_lacking_too():
    assert fonts_of(None).lacking(["王\t\u200b\U000e0100五"]) == ("\t", "\u200b", "\U000e0100")


def test_a_refusal_names_all_characters_their_numbers_and_the_folder():
    with pytest.raises(CharactersLacking) as refusal:
        fonts_of(None).require(["孙𰻝\u200b"])

    assert str(refusal.value) == (
        "没有字体包含这些字:𰻝(U+30EDD)、(U+200B);请把含有这些字的 TTF 字体放入数据文件夹的 fonts 目录"
    )
    assert refusal.value.characters == (BIANG, "\u200b")


def test_drawing_what_is_lacking_is_refused_as_well():
    with pytest.raises(CharactersLacking):
        fonts_of(None).runs("孙𰻝")
    with pytest.raises(CharactersLacking):
        fonts_of(None).width("孙𰻝", 12)


def test_a_character_that_cannot_be_shown_is_named_by_number():
    assert [named_character("𰻝"), named_character("\u200b")] == ["𰻝(U+30EDD)", "(U+200B)"]


def test_the_large_font_is_opened_only_when_a_character_needs_it():
    fonts = Fonts()

    fonts.runs("王䶮")
    opened = len(fonts._faces)
    fonts.runs("钱𨭎")

    assert (opened, len(fonts._faces)) == (1, 2)


def test_a_font_of_the_folder_has_what_the_shipped_ones_lack(tmp_path):
    before = fonts_of(tmp_path).lacking(["孙𰻝"])
    a_ttf(tmp_path / "biang.ttf", BIANG)

    assert before == (BIANG,)
    assert fonts_of(tmp_path).lacking(["孙𰻝"]) == ()
    assert [run.text for run in fonts_of(tmp_path).runs("孙𰻝好")] == ["孙", BIANG, "好"]


def test_the_shipped_fonts_come_before_those_of_the_folder(tmp_path):
    a_ttf(tmp_path / "own.ttf", "孙𨭎" + BIANG)

    assert [run.font for run in fonts_of(tmp_path).runs("孙𨭎")] == [SERIF, RARE]


def test_fonts_of_the_folder_are_asked_in_the_order_of_their_names(tmp_path):
    first = a_ttf(tmp_path / "a.ttf", BIANG, name="A")
    a_ttf(tmp_path / "b.ttf", BIANG, name="B")

    assert fonts_of(tmp_path).runs(BIANG)[0].font == faces.added_face(*_state(first)).name


def _state(path):
    file = _file(path)
    return file.path, file.size, file.changed_ns


def test_the_fonts_are_the_same_until_the_folder_changes(tmp_path):
    a_ttf(tmp_path / "a.ttf", BIANG)
    before = fonts_of(tmp_path)
    again = fonts_of(tmp_path)
    a_ttf(tmp_path / "b.ttf", "\U00031234")

    assert again is before
    assert fonts_of(tmp_path) is not before


def test_a_replaced_file_is_another_font(tmp_path):
    path = a_ttf(tmp_path / "a.ttf", BIANG)
    os.utime(path, ns=(1, 1))
    before = fonts_of(tmp_path).runs(BIANG)
    a_ttf(path, BIANG + "\U00031234")

    assert before[0].font != fonts_of(tmp_path).runs(BIANG)[0].font


def test_a_folder_that_is_not_there_adds_nothing(tmp_path):
    assert fonts_of(tmp_path / "fonts").lacking([BIANG]) == (BIANG,)


def test_postscript_outlines_are_refused_in_plain_words(tmp_path):
    a_cff_font(tmp_path / "a.otf", BIANG)

    assert _refusals(tmp_path) == [("a.otf", font_files.IS_CFF)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", font_files.IS_DAMAGED),
        (b"ttcf\0\1\0\0", font_files.IS_COLLECTION),
        (b"wOFF" + b"\0" * 60, font_files.IS_FOR_WEB),
        (b"wOF2" + b"\0" * 60, font_files.IS_FOR_WEB),
        (b"\0\1\0\0", font_files.IS_DAMAGED),
        (b"\0\1\0\0\0\4" + b"\0" * 80, font_files.IS_DAMAGED),
        (b"\0\1\0\0" + b"\xff" * 4000, font_files.IS_DAMAGED),
        ("不是字体".encode(), font_files.IS_DAMAGED),
    ],
)
def test_what_is_no_font_is_refused_in_plain_words(tmp_path, content, why):
    (tmp_path / "a.ttf").write_bytes(content)

    assert _refusals(tmp_path) == [("a.ttf", why)]


@pytest.mark.parametrize("ending", ["ttf", "TTF", "otf", "ttc", "otc", "woff", "woff2"])
def test_no_font_is_passed_over_in_silence(tmp_path, ending):
    (tmp_path / f"biang.{ending}").write_bytes(b"nothing")

    with pytest.raises(CharactersLacking, match=f"biang.{ending}"):
        fonts_of(tmp_path).require([BIANG])


def test_a_font_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.ttf").open("wb") as file:
        file.truncate(font_files.LARGEST_MB * 1024 * 1024 + 1)

    assert _refusals(tmp_path) == [("a.ttf", font_files.IS_TOO_LARGE)]


def test_a_font_that_was_copied_in_part_is_refused(tmp_path):
    a_damaged_ttf(tmp_path / "a.ttf", BIANG)

    assert _refusals(tmp_path) == [("a.ttf", font_files.IS_DAMAGED)]


def test_a_font_cut_anywhere_is_refused(tmp_path):
    content = a_ttf(tmp_path / "a.ttf", BIANG).read_bytes()
    for length in range(0, len(content) - PADDING, 7):
        _put(tmp_path / "a.ttf", content[:length], length)

        assert _refusals(tmp_path) == [("a.ttf", font_files.IS_DAMAGED)], length


def test_a_font_with_a_changed_byte_is_refused_lacks_the_character_or_draws_it(tmp_path):
    content = a_ttf(tmp_path / "a.ttf", BIANG).read_bytes()
    for place in range(0, len(content), 2):
        _put(tmp_path / "a.ttf", content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :], place)

        fonts = fonts_of(tmp_path)
        if fonts.lacking([BIANG]) == ():
            paper = Paper(fonts, an_about())
            paper.text(60, 80, BIANG)
            assert paper.content().startswith(b"%PDF-1.7")


def _put(path, content, change):
    path.write_bytes(content)
    os.utime(path, ns=(change, change))


@pytest.mark.parametrize("embedding", [FORBIDDEN, NO_CUTTING])
def test_a_font_whose_makers_forbid_it_is_refused(tmp_path, embedding):
    a_ttf(tmp_path / "a.ttf", BIANG, embedding=embedding)

    assert _refusals(tmp_path) == [("a.ttf", font_files.IS_FORBIDDEN)]


def test_a_file_that_cannot_be_used_keeps_no_other_from_being_used(tmp_path):
    (tmp_path / "a.ttf").write_bytes(b"")
    a_ttf(tmp_path / "b.ttf", BIANG)
    (tmp_path / "readme.txt").write_text("not looked at", encoding="utf-8")

    assert fonts_of(tmp_path).lacking([BIANG]) == ()
    assert _refusals(tmp_path) == [("a.ttf", font_files.IS_DAMAGED)]


def test_a_refusal_tells_of_the_file_that_was_added_for_it(tmp_path):
    a_cff_font(tmp_path / "biang.otf", BIANG)

    with pytest.raises(CharactersLacking) as refusal:
        fonts_of(tmp_path).require([BIANG])

    assert str(refusal.value).endswith(f";字体文件“biang.otf”不能使用:{font_files.IS_CFF}")


def test_widths_are_those_of_the_font_that_draws():
    assert fonts_of(None).width("王1𨭎", 10) == pytest.approx(10 + 4.71 + 10)


def test_lines_end_at_newlines_and_where_the_width_does():
    assert fonts_of(None).lines("教师企业实践\n证明", 10, 40) == ["教师企业", "实践", "证明"]
