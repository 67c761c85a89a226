"""Files for decades: PDF/A-3b by pikepdf's check, with facts attached."""

import subprocess
import sys
from datetime import timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from registry.platform.pdf.archive import Attachment, UnreadablePdf, archive_faults, archived, attached
from registry.platform.pdf.fonts import fonts_of
from registry.platform.pdf.paper import Box, Paper, TextStyle
from tests.platform.pdf.font_makers import a_ttf
from tests.platform.pdf.readers import an_about, pdfium_text, poppler_text, qpdf_check

ROOT = Path(__file__).parents[3]
FACTS = Attachment("facts.json", "application/json", '{"姓名":"钱𨭎"}'.encode(), "证明所载事项")
SHANGHAI = timezone(timedelta(hours=8))


def _pages(*texts, folder=None):
    paper = Paper(fonts_of(folder), an_about())
    for number, text in enumerate(texts):
        if number:
            paper.new_page()
        paper.paragraph(Box(60, 60, 475, 0), text, TextStyle(14))
    return paper.content()


def _archived(*texts, folder=None, **told):
    return archived(_pages(*texts, folder=folder), an_about(**told), FACTS)


def test_what_is_archived_passes_the_check():
    assert archive_faults(_archived("王䶮 李㛃 赵𬭎 钱𨭎 娜仁·乌云其其格")) == ()


def test_many_fonts_and_pages_pass_the_check(tmp_path):
    a_ttf(tmp_path / "a.ttf", "𰻝", em=2048)
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))

    assert archive_faults(_archived(many, "钱𨭎", "孙𰻝", folder=tmp_path)) == ()


def test_what_is_not_archived_does_not_pass():
    assert archive_faults(_pages("王")) != ()


def test_what_is_no_pdf_does_not_pass():
    assert archive_faults(b"%PDF-1.7 nothing") != ()


def test_the_facts_are_attached_as_data_of_the_document():
    with pikepdf.open(BytesIO(_archived("王"))) as pdf:
        specification = pdf.Root.AF[0]
        named = {key: str(specification[key]) for key in ("/AFRelationship", "/UF", "/Desc")}
        kind = str(specification.EF.F.Subtype)

    assert named == {"/AFRelationship": "/Data", "/UF": "facts.json", "/Desc": "证明所载事项"}
    assert kind == "/application/json"


def test_what_is_attached_is_read_back():
    content = _archived("王")

    assert attached(content, "facts.json") == FACTS.content
    assert attached(content, "other.json") is None


def test_the_metadata_says_what_it_is_and_when_it_was_made():
    content = _archived("王", made_at=an_about().made_at.astimezone(SHANGHAI))

    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as told:
        found = {key: told.get(key) for key in ("dc:title", "dc:creator", "pdfaid:part", "pdfaid:conformance")}
        times = [told[f"xmp:{each}Date"] for each in ("Create", "Modify", "Metadata")]
        information = [str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate", "/Producer", "/Creator")]

    assert found == {
        "dc:title": "企业实践证明",
        "dc:creator": ["盘锦市职业技术学校"],
        "pdfaid:part": "3",
        "pdfaid:conformance": "B",
    }
    assert times == ["2026-11-23T10:30:05+08:00"] * 3
    assert information == ["D:20261123103005+08'00"] * 2 + ["Teacher Registry"] * 2


def test_the_same_record_is_the_same_bytes():
    assert _archived("钱𨭎") == _archived("钱𨭎")


def test_another_process_makes_the_same_bytes():
    ask = "import sys; from tests.platform.pdf import test_archive as t; sys.stdout.buffer.write(t._archived('钱𨭎'))"
    elsewhere = subprocess.run(
        [sys.executable, "-c", ask],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"},
    )

    assert elsewhere.stdout == _archived("钱𨭎")


def test_other_facts_are_other_bytes():
    content = _pages("王")

    assert archived(content, an_about(), FACTS) != archived(
        content, an_about(), Attachment("facts.json", "application/json", b"{}", "")
    )


def test_archived_files_pass_qpdf():
    assert "No syntax or stream encoding errors" in qpdf_check(_archived("钱𨭎"))


def test_the_words_are_there_still():
    content = _archived("赵𬭎 钱𨭎")

    assert ("赵𬭎 钱𨭎" in poppler_text(content), "赵𬭎 钱𨭎" in pdfium_text(content)) == (True, True)


def test_fonts_that_were_cut_down_differently_have_different_names():
    names = {_font_names(_archived(text)) for text in ("王", "李", "王李")}

    assert len(names) == 3
    assert _font_names(_archived("王")) == _font_names(_archived("王", title="另一份"))


def _font_names(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        return tuple(str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "不是文件".encode()])
def test_what_is_no_pdf_is_refused_in_plain_words(content):
    with pytest.raises(UnreadablePdf, match="不是可以读取的 PDF 文件"):
        attached(content, "facts.json")


def test_a_file_with_a_password_is_refused():
    locked = BytesIO()
    with pikepdf.open(BytesIO(_pages("王"))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(UnreadablePdf):
        attached(locked.getvalue(), "facts.json")
