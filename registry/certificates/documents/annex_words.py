"""What the annex of a certificate is called, and how its table is to be read."""

from registry.certificates.model import Bilingual, CertificateKind, Content

ANNEX = Bilingual("附件", "Annex")
NOTE = Bilingual(
    "计入天数为截至当日计入的天数，同一天只计一次；期内天数为其中落在统计期内的天数。合计按精确值，月数只舍不入。",
    "Days are those credited up to the day certified, each once; in window: those of them within the window. "
    "Sums are exact; months are shown rounded down.",
)
NOTE_OF_PERIOD = Bilingual(
    "计入天数为证明期间内计入的天数，同一天只计一次。合计按精确值，月数只舍不入。",
    "Days are those credited within the period, each once. Sums are exact; months are shown rounded down.",
)
FIGURES = frozenset({"计入天数", "折合月数", "期内天数", "序号"})
"""Headings of columns of figures."""
DAYS = "起止日期"
"""The heading of the column of periods."""


def note_of(content: Content) -> Bilingual | None:
    """How days and sums in the table are to be read, as it is printed under it; None: there is no table."""
    if not content.tables:
        return None
    note = NOTE if content.kind is CertificateKind.PRACTICE else NOTE_OF_PERIOD
    return note if content.title.en else Bilingual(note.zh)
