"""The file of a certificate before it is archived and signed: page one, and the annex where there is one.

A pure function of the record: the same record gives the same bytes.
"""

from registry.certificates.documents.annex import Annex
from registry.certificates.documents.front import Printed, front_of
from registry.certificates.model import Certificate, Content
from registry.certificates.rules.acts import words_of
from registry.platform.pdf.about import About
from registry.platform.pdf.fonts import Fonts
from registry.platform.pdf.paper import Paper


def certificate_pdf(certificate: Certificate, content: Content, fonts: Fonts, address: str | None) -> bytes:
    """The pages of a certificate. Raises CharactersLacking.

    `address` is the verification page, with or without the code at its end; None: the code carries the facts.
    """
    paper = Paper(fonts, about(certificate, content))
    printed = Printed(certificate, content, address)
    front, annex = front_of(paper, printed), Annex(paper, printed)
    total = annex.pages + 1
    foots = [_foot(page, total, is_bilingual=bool(content.title.en)) for page in range(1, total + 1)]
    front.draw(foots[0] if annex.pages else "")
    annex.draw(foots[1:])
    return paper.content()


def about(certificate: Certificate, content: Content) -> About:
    """What the file says of itself."""
    return About(
        title=words_of(certificate.kind, certificate.number),
        author=content.school_name,
        subject=f"{content.title.zh} {content.person_name}",
        made_at=certificate.issued_at,
        keywords=(certificate.number, certificate.code),
    )


def _foot(page: int, total: int, *, is_bilingual: bool) -> str:
    english = f"  ·  page {page} of {total}" if is_bilingual else ""
    return f"第 {page} 页，共 {total} 页{english}"
