"""The file of a certificate as it is kept: for decades (PDF/A-3b), with its facts attached for programs."""

from registry.certificates.documents.certificate import about, certificate_pdf
from registry.certificates.model import Certificate, Content
from registry.certificates.rules.facts_json import FILE_NAME, facts_of
from registry.platform.pdf.archive import Attachment, archived
from registry.platform.pdf.fonts import Fonts

MEDIA_TYPE = "application/json"
DESCRIPTION = "本证明所载全部事项 (every printed fact)"


def finished(certificate: Certificate, content: Content, fonts: Fonts, address: str | None) -> bytes:
    """The whole file before it is signed; the same record gives the same bytes. Raises CharactersLacking."""
    facts = facts_of(certificate, content).encode("utf-8")
    attachment = Attachment(FILE_NAME, MEDIA_TYPE, facts, DESCRIPTION)
    return archived(certificate_pdf(certificate, content, fonts, address), about(certificate, content), attachment)
