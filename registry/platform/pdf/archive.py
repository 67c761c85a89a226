"""Files for decades: PDF/A-3b with facts attached, checked.

Equal input gives equal bytes with the same versions of ReportLab, pikepdf and zlib. "Checked" means by pikepdf, which
approves only what it knows to conform.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, pdfa

from registry.kernel.errors import BadInput
from registry.platform.pdf.about import PROGRAM, About

FLAVOUR = "3b"
TAG_LETTERS = 6
LETTERS = 26
UNREADABLE = "不是可以读取的 PDF 文件(已损坏,或设有密码)"

_DAMAGE = (pikepdf.PdfError, LookupError, ValueError, TypeError, AttributeError)
"""What pikepdf raises where a file's parts are not what they should be."""


class UnreadablePdf(BadInput):
    """These bytes are no PDF file that opens without a password."""

    def __init__(self) -> None:
        super().__init__(UNREADABLE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the file: what its pages say, for programs. `media_type` such as `application/json`."""

    name: str
    media_type: str
    content: bytes
    description: str


def archived(content: bytes, about: About, *attachments: Attachment) -> bytes:
    """The pages as PDF/A-3b, with the attachments as their associated data. Raises UnreadablePdf."""
    with _opened(content) as pdf:
        for page in pdf.pages:
            if Name.Trans in page:
                del page.Trans
        _name_fonts_by_content(pdf)
        for attachment in attachments:
            _attach(pdf, about, attachment)
        pdf.Root.AF = Array([pdf.attachments[each.name].obj for each in attachments])
        pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = _pdf_date(about.made_at)
        pdfa.prepare(pdf, FLAVOUR)
        _say_who_made_it(pdf, about)
        written = BytesIO()
        pdf.save(written, **pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True))
    return written.getvalue()


def archive_faults(content: bytes) -> tuple[str, ...]:
    """What keeps a file from being PDF/A-3b; empty: it passes pikepdf's check. Raises nothing."""
    return tuple(map(str, pdfa.validate_written(BytesIO(content), FLAVOUR).findings))


def attached(content: bytes, name: str) -> bytes | None:
    """The file of a name inside a file. Raises UnreadablePdf.

    What a stranger sends may unpack to gigabytes: read that where memory is bounded.
    """
    with _opened(content) as pdf:
        try:
            found = pdf.attachments.get(name)
            return found.get_file().read_bytes() if found else None
        except _DAMAGE:
            raise UnreadablePdf from None


def _opened(content: bytes) -> Pdf:
    try:
        return Pdf.open(BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise UnreadablePdf from None


def _attach(pdf: Pdf, about: About, attachment: Attachment) -> None:
    made_at = _pdf_date(about.made_at)
    file = AttachedFileSpec(
        pdf,
        attachment.content,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        creation_date=made_at,
        mod_date=made_at,
    )
    file.relationship = Name.Data
    pdf.attachments[attachment.name] = file


def _name_fonts_by_content(pdf: Pdf) -> None:
    """Give each cut-down font a tag of its own: ReportLab calls all of them AAAAAA, and printers mix them up."""
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get(Name.Type) == Name.Font and Name.FontDescriptor in font:
            outlines = font.FontDescriptor.FontFile2.read_bytes()
            name = Name(f"/{_tag(outlines)}+{str(font.BaseFont).partition('+')[2]}")
            font.BaseFont = font.FontDescriptor.FontName = name


def _tag(content: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(content).digest())
    return "".join(chr(ord("A") + number // LETTERS**place % LETTERS) for place in range(TAG_LETTERS))


def _say_who_made_it(pdf: Pdf, about: About) -> None:
    """Put the record's time and the program where pikepdf has put the present and its version."""
    pdf.docinfo[Name.Producer] = PROGRAM
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["pdf:Producer"] = PROGRAM
        told["xmp:MetadataDate"] = about.made_at.replace(microsecond=0).isoformat()


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}"
