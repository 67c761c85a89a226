"""Many files as one to print: every page as it was, nothing else of them."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from registry.platform.pdf.archive import Attachment, UnreadablePdf, archived, attached
from registry.platform.pdf.binding import bound
from registry.platform.pdf.fonts import fonts_of
from registry.platform.pdf.paper import Box, Paper, TextStyle
from tests.platform.pdf.readers import an_about, pdfium_text, qpdf_check

FACTS = Attachment("facts.json", "application/json", b"{}", "证明所载事项")


def a_file(folder, name, *texts):
    paper = Paper(fonts_of(None), an_about())
    for number, text in enumerate(texts):
        if number:
            paper.new_page()
        paper.paragraph(Box(60, 60, 475, 0), text, TextStyle(14))
    path = folder / name
    path.write_bytes(archived(paper.content(), an_about(), FACTS))
    return path


def as_one(folder, *files, name="whole.pdf"):
    assert bound(files, folder / name) > 0
    return (folder / name).read_bytes()


def pictures(content):
    return [page.render(scale=1).to_pil().tobytes() for page in pypdfium2.PdfDocument(content)]


def test_pages_stand_in_order_and_look_as_they_did(tmp_path):
    files = [a_file(tmp_path, "first.pdf", "甲(一)", "乙 R"), a_file(tmp_path, "second.pdf", "丙𨭎")]

    whole = as_one(tmp_path, *files)

    assert pdfium_text(whole).split() == ["甲(一)", "乙", "R", "丙𨭎"]
    assert pictures(whole) == [picture for file in files for picture in pictures(file.read_bytes())]
    assert "No syntax or stream encoding errors" in qpdf_check(whole)


def test_attachments_stay_behind_and_the_bytes_are_the_same_each_time(tmp_path):
    files = [a_file(tmp_path, f"{text}.pdf", text) for text in "甲乙"]

    whole = as_one(tmp_path, *files)

    assert attached(whole, "facts.json") is None
    assert as_one(tmp_path, *files, name="again.pdf") == whole


def test_a_file_may_stand_in_it_twice(tmp_path):
    one = a_file(tmp_path, "one.pdf", "甲")

    assert pdfium_text(as_one(tmp_path, one, one)).split() == ["甲", "甲"]


def test_links_and_fields_stay_behind(tmp_path):
    linked = tmp_path / "linked.pdf"
    with pikepdf.open(a_file(tmp_path, "one.pdf", "甲")) as pdf:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 0, 0])
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
        pdf.save(linked)

    with pikepdf.open(BytesIO(as_one(tmp_path, linked))) as whole:
        assert "/Annots" not in whole.pages[0]
        assert "/AcroForm" not in whole.Root


def test_a_page_takes_what_it_leaves_to_the_tree_with_it(tmp_path):
    inheriting = tmp_path / "inheriting.pdf"
    with pikepdf.open(a_file(tmp_path, "one.pdf", "甲")) as pdf:
        page = pdf.pages[0].obj
        page.Parent.MediaBox, page.Parent.Resources, page.Parent.Rotate = page.MediaBox, page.Resources, 90
        del page.MediaBox
        del page.Resources
        if "/Rotate" in page:
            del page.Rotate
        pdf.save(inheriting)

    whole = as_one(tmp_path, inheriting)

    assert pictures(whole) == pictures(inheriting.read_bytes())
    assert pypdfium2.PdfDocument(whole)[0].get_rotation() == 90


def test_values_of_every_kind_are_written_as_they_were(tmp_path):
    odd = tmp_path / "odd.pdf"
    with pikepdf.open(a_file(tmp_path, "one.pdf", "甲")) as pdf:
        kinds = pikepdf.Array(
            [True, False, None, 1, pikepdf.Object.parse(b"-0.00001"), pikepdf.Name("/a b"), "甲 1 0 R"]
        )
        pdf.pages[0].obj.Odd = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Kinds=kinds)), kinds])
        pdf.save(odd)

    with pikepdf.open(odd) as before, pikepdf.open(BytesIO(as_one(tmp_path, odd))) as after:
        assert after.pages[0].Odd[0].Kinds == before.pages[0].Odd[0].Kinds
        assert after.pages[0].Odd[1] == before.pages[0].Odd[1]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "不是文件".encode()])
def test_what_is_no_pdf_is_refused_in_plain_words(tmp_path, content):
    (tmp_path / "torn.pdf").write_bytes(content)

    with pytest.raises(UnreadablePdf, match="不是可以读取的 PDF 文件"):
        bound([tmp_path / "torn.pdf"], tmp_path / "whole.pdf")
