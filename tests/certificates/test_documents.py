"""The files of certificates: what readers read in them, that they fit, weigh little, and come out the same again."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from registry.certificates.documents.certificate import about, certificate_pdf
from registry.certificates.documents.finished import finished
from registry.certificates.documents.front import BORDER, Printed, front_of
from registry.certificates.model import CertificateKind, Wording
from registry.certificates.rules.facts_json import FILE_NAME, facts_of
from registry.platform.pdf.archive import archive_faults, attached
from registry.platform.pdf.fonts import CharactersLacking
from registry.platform.pdf.paper import Paper
from registry.practice.model import PostCategory
from tests.certificates.samples import (
    ADDRESS,
    LONG_SCHOOL,
    RARE,
    a_certificate,
    a_content,
    a_file,
    a_long_file,
    a_placement,
    a_usual_file,
    the_fonts,
)
from tests.golden.certificates import SAMPLES, golden, printed
from tests.platform.pdf.readers import embedded_fonts, pdfium_text, poppler_text, qpdf_check, qr_codes

ROOT = Path(__file__).parents[2]
PRACTICE, COMPLIANCE = CertificateKind.PRACTICE, CertificateKind.COMPLIANCE
PERIOD = (date(2022, 1, 1), date(2026, 6, 30))
MOST_BYTES = 80_000
"""Of an unsigned certificate without annex."""
MINORITY = "阿不都热依木·买买提依明江·托合提"
EVERY_WORD = {
    "name": MINORITY * 2,
    "school_name": LONG_SCHOOL * 2,
    "department": LONG_SCHOOL * 2,
    "staff_no": "A" * 20,
    "records_from": date(2023, 1, 1),
}
ASKS = [{"kind": PRACTICE}, {"kind": COMPLIANCE}, {"kind": COMPLIANCE, "period": PERIOD}]


def a_pdf(file, address=ADDRESS, **asked):
    content = a_content(file, **asked)
    return certificate_pdf(a_certificate(content), content, the_fonts(), address)


def text_of(pdf):
    """What a reader copies, without the ends of lines."""
    return poppler_text(pdf).replace("\n", "").replace("\f", "")


def drawn_text(pdf):
    """All characters in the order in which they were drawn, without blanks."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_is_the_one_that_was_looked_at(name):
    assert printed(name) == golden(name).read_text(encoding="utf-8"), "python -m tests.golden.certificates"


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("asked", ASKS)
def test_every_fact_can_be_read_in_the_file(wording, asked):
    content = a_content(a_usual_file(), wording=wording, **asked)

    pdf = certificate_pdf(a_certificate(content), content, the_fonts(), ADDRESS)

    facts = [words for fact in content.facts for words in (fact.label, fact.value)]
    cells = [cell for table in content.tables for row in table.rows for cell in row]
    as_drawn = drawn_text(pdf)
    for words in (content.title, content.statement, *facts, *cells, *content.basis):
        assert words.zh.replace(" ", "") in as_drawn
        assert words.en.replace(" ", "") in as_drawn


@pytest.mark.parametrize("name", [RARE, MINORITY, "娜仁·乌云其其格", "欧阳𫖯"])
def test_rare_and_minority_names_read_as_they_are_written(name):
    pdf = a_pdf(a_file(a_placement(), name=name))

    assert name in text_of(pdf)
    assert name in pdfium_text(pdf)


def test_a_name_that_no_font_has_is_refused_by_its_character():
    with pytest.raises(CharactersLacking, match="𰻝"):
        a_pdf(a_file(a_placement(), name="孙𰻝"))


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("asked", [{"kind": COMPLIANCE}, {"kind": COMPLIANCE, "period": PERIOD}, {}])
def test_the_code_leads_to_the_page_that_shows_the_facts(wording, asked):
    assert qr_codes(a_pdf(a_usual_file(), wording=wording, **asked)) == [f"{ADDRESS}/7Q4MZ0K9XB3TRN5WEHVA"]


def test_an_address_with_the_code_is_taken_as_it_is():
    address = f"{ADDRESS}/7Q4MZ0K9XB3TRN5WEHVA"

    assert qr_codes(a_pdf(a_usual_file(), address)) == [address]


def test_without_an_address_the_code_carries_number_facts_and_check_digits():
    assert qr_codes(a_pdf(a_usual_file(), None)) == [
        "企业实践证明\n盘锦职业技术学院\n编号 13957-P2026-00012\n姓名 林晓\n工号 20130047\n截止日期 2026-11-22\n"
        "累计计入 310 天（10.67 个月）\n统计期内计入 265 天（9.17 个月）\n校验位 4820 9317"
    ]


def test_the_longest_words_of_a_code_can_be_read_too():
    pdf = a_pdf(a_file(a_placement(), **EVERY_WORD), None, kind=COMPLIANCE, wording=Wording.BOTH)

    (text,) = qr_codes(pdf)

    assert text.splitlines()[1:4] == [LONG_SCHOOL * 2, "编号 13957-C2026-00012", f"姓名 {MINORITY * 2}"]


def test_the_check_digits_and_the_code_stand_on_paper():
    text = text_of(a_pdf(a_usual_file(), None, kind=COMPLIANCE))

    assert "7Q4MZ-0K9XB-3TRN5-WEHVA" in text
    assert "4820 9317" in text


@pytest.mark.parametrize("address", [ADDRESS, None])
@pytest.mark.parametrize("asked", ASKS)
@pytest.mark.parametrize("wording", Wording)
def test_the_longest_names_fit_into_the_border(wording, asked, address):
    placements = [a_placement(number, date(2020 + number, 7, 1), 60) for number in range(1, 6)]
    content = a_content(a_file(*placements, **EVERY_WORD), wording=wording, **asked)
    certificate = a_certificate(content)

    assert front_of(Paper(the_fonts(), about(certificate, content)), Printed(certificate, content, address)).fits
    page = pypdfium2.PdfDocument(certificate_pdf(certificate, content, the_fonts(), address))[0]
    words = page.get_textpage()
    boxes = [words.get_rect(place) for place in range(words.count_rects())]
    assert min(left for left, _, _, _ in boxes) >= BORDER.x
    assert max(right for _, _, right, _ in boxes) <= BORDER.right
    assert min(bottom for _, bottom, _, _ in boxes) >= page.get_height() - BORDER.bottom


@pytest.mark.parametrize("wording", Wording)
def test_every_page_of_a_long_annex_has_headings_number_and_its_own_number(wording):
    pdf = a_pdf(a_long_file(), wording=wording)

    first, *annex = poppler_text(pdf).removesuffix("\f").split("\f")

    total = len(annex) + 1
    assert total > 3
    assert f"第 1 页，共 {total} 页" in first
    for number, page in enumerate(annex, 2):
        assert f"第 {number} 页，共 {total} 页" in page
        assert "13957-P2026-00012" in page
        assert "实践单位" in page
    content = a_content(a_long_file(), wording=wording)
    rows = ["".join(f"{cell.zh}{cell.en}" for cell in row) for row in content.tables[0].rows]
    assert [row for row in rows if "".join(row.split()) not in drawn_text(pdf)] == []
    assert "合计" in annex[-1]


def test_a_statement_as_of_a_day_is_one_page():
    pdf = a_pdf(a_usual_file(), kind=COMPLIANCE)

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "共 1 页" not in text_of(pdf)


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("name", ["林晓", RARE])
@pytest.mark.parametrize("address", [ADDRESS, None])
def test_a_certificate_without_annex_weighs_little(wording, name, address):
    file = a_usual_file(name=name, records_from=date(2023, 1, 1))
    content = a_content(file, kind=COMPLIANCE, wording=wording)

    assert len(finished(a_certificate(content), content, the_fonts(), address)) <= MOST_BYTES


@pytest.mark.parametrize("asked", ASKS)
def test_the_finished_file_is_archivable_and_carries_its_facts(asked):
    content = a_content(a_usual_file(name=RARE), wording=Wording.BOTH, **asked)
    certificate = a_certificate(content)

    pdf = finished(certificate, content, the_fonts(), ADDRESS)

    assert archive_faults(pdf) == ()
    assert "No syntax or stream encoding errors found" in qpdf_check(pdf)
    facts = attached(pdf, FILE_NAME)
    assert facts.decode() == facts_of(certificate, content)
    assert json.loads(facts)["number"] == certificate.number
    assert all(row[0] == "yes" for row in embedded_fonts(pdf).values())


def test_the_same_record_gives_the_same_bytes():
    content = a_content(a_usual_file(name=RARE))

    files = {finished(a_certificate(content), content, the_fonts(), ADDRESS) for _ in range(2)}

    assert len(files) == 1


def test_another_process_gives_the_same_bytes():
    content = a_content(a_usual_file(name=RARE))
    here = finished(a_certificate(content), content, the_fonts(), ADDRESS)
    script = (
        "import hashlib\n"
        "from tests.certificates.samples import *\n"
        "from registry.certificates.documents.finished import finished\n"
        "content = a_content(a_usual_file(name=RARE))\n"
        "pdf = finished(a_certificate(content), content, the_fonts(), ADDRESS)\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )

    there = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_another_day_of_issue_is_another_file():
    content = a_content(a_usual_file())
    certificate = a_certificate(content)

    other = a_certificate(content, number="13957-P2026-00013")

    assert certificate_pdf(certificate, content, the_fonts(), None) != certificate_pdf(
        other, content, the_fonts(), None
    )


def test_the_file_says_what_it_is():
    content = a_content(a_usual_file())

    told = pypdfium2.PdfDocument(a_pdf(a_usual_file())).get_metadata_dict()

    assert (told["Title"], told["Author"]) == ("企业实践证明 13957-P2026-00012", content.school_name)


def test_who_is_not_obliged_gets_a_page_that_fits_as_well():
    pdf = a_pdf(a_file(category=PostCategory.PUBLIC), kind=COMPLIANCE, wording=Wording.BOTH)

    assert "不作要求" in text_of(pdf)
