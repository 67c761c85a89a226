"""What certificates say, as readers copy it out of the files: `python -m tests.golden.certificates` writes it anew.

Text by Poppler's pdftotext, its lines without blanks at their ends: what is printed, in the order in which it stands.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from registry.certificates.documents.certificate import certificate_pdf
from registry.certificates.model import CertificateKind, Content, Wording
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
from tests.platform.pdf.readers import poppler_text

FOLDER = Path(__file__).parent
COMPLIANCE = CertificateKind.COMPLIANCE
PERIOD = (date(2022, 1, 1), date(2026, 6, 30))

SAMPLES: dict[str, Callable[[], tuple[Content, str | None]]] = {
    "practice": lambda: (a_content(a_usual_file()), ADDRESS),
    "practice-both": lambda: (a_content(a_usual_file(), wording=Wording.BOTH), ADDRESS),
    "practice-long": lambda: (a_content(a_long_file(school_name=LONG_SCHOOL, name="娜仁·乌云其其格")), None),
    "practice-one": lambda: (a_content(a_file(a_placement(), name=RARE)), None),
    "standing": lambda: (a_content(a_usual_file(), kind=COMPLIANCE), ADDRESS),
    "standing-both": lambda: (
        a_content(a_usual_file(records_from=date(2023, 1, 1)), kind=COMPLIANCE, wording=Wording.BOTH),
        None,
    ),
    "period-both": lambda: (
        a_content(a_usual_file(), kind=COMPLIANCE, period=PERIOD, wording=Wording.BOTH),
        ADDRESS,
    ),
}


def printed(name: str) -> str:
    """The text of a sample."""
    content, address = SAMPLES[name]()
    text = poppler_text(certificate_pdf(a_certificate(content), content, the_fonts(), address))
    return "\n".join(_lines(text)) + "\n"


def golden(name: str) -> Path:
    """Where the text of a sample stands."""
    return FOLDER / f"{name}.txt"


def _lines(text: str) -> Iterator[str]:
    """Every line with words; a page begins with its number."""
    for number, page in enumerate(text.removesuffix("\f").split("\f"), 1):
        yield f"--- {number}"
        yield from (line for raw in page.splitlines() if (line := raw.strip()))


def write() -> None:
    """Write every golden text as the files read now."""
    for name in SAMPLES:
        golden(name).write_text(printed(name), encoding="utf-8")
