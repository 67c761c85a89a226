"""The file of a certificate as it is kept: for decades (PDF/A-3b), with its facts attached for programs.

With facts and picture anybody draws the same pages again, and sees whether they are those of the file.
"""

from registry.certificates.documents.certificate import about, certificate_pdf
from registry.certificates.model import Certificate, Content
from registry.certificates.rules.facts_json import FILE_NAME, PICTURE_NAME, facts_of
from registry.platform.pdf.archive import Attachment, archived
from registry.platform.pdf.fonts import Fonts

MEDIA_TYPE = "application/json"
DESCRIPTION = "本证明所载全部事项 (every printed fact)"
PICTURE_DESCRIPTION = "附件的时间轴图 (the timeline of the annex)"


def finished(certificate: Certificate, content: Content, fonts: Fonts, address: str | None) -> bytes:
    """The whole file before it is signed; the same record gives the same bytes. Raises CharactersLacking."""
    facts = facts_of(certificate, content).encode("utf-8")
    attachments = [Attachment(FILE_NAME, MEDIA_TYPE, facts, DESCRIPTION)]
    if content.picture is not None:
        picture = content.picture.encode("utf-8")
        attachments.append(Attachment(PICTURE_NAME, MEDIA_TYPE, picture, PICTURE_DESCRIPTION))
    return archived(certificate_pdf(certificate, content, fonts, address), about(certificate, content), *attachments)
