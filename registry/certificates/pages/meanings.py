"""What the labels of a certificate mean in English: for who reads the page in English, also where the paper does not.

Only labels, headings and titles: the facts themselves are shown as they are printed, to be compared with the paper.
"""

from dataclasses import replace

from registry.certificates.documents.annex_words import ANNEX
from registry.certificates.documents.checking_words import CHECK_DIGITS, CODE, NUMBER
from registry.certificates.documents.wording import COLUMNS, FACTS, TITLES
from registry.certificates.model import Bilingual, Content, PrintedTable
from registry.platform.web.words import catalogue

LABELS = {
    "number": NUMBER,
    "code": CODE,
    "digits": CHECK_DIGITS,
    "annex": ANNEX,
    "issuer": Bilingual("出具单位", "Issued by"),
    "issued_on": Bilingual("出具日期", "Date of issue"),
}
"""Labels beside those of the facts."""
_HEADINGS = {each.zh: each.en for each in COLUMNS.values()}


def understood(content: Content) -> Content:
    """The content whose title, labels and headings have their English, printed or not; unknown ones stay Chinese."""
    facts = tuple(
        replace(each, label=_told(each.label, FACTS[each.key].en if each.key in FACTS else ""))
        for each in content.facts
    )
    title = _told(content.title, TITLES[content.kind].en)
    return replace(content, title=title, facts=facts, tables=tuple(_table(each) for each in content.tables))


def _table(table: PrintedTable) -> PrintedTable:
    headings = tuple(_told(each, _HEADINGS.get(each.zh, "")) for each in table.headings)
    return replace(table, title=_told(table.title, catalogue().english(table.title.zh) or ""), headings=headings)


def _told(words: Bilingual, english: str) -> Bilingual:
    return words if words.en else Bilingual(words.zh, english)
