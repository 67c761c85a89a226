"""What can be done to a certificate's file, signed or not, by somebody who knows how PDF works."""

import asyncio
import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf
from asn1crypto import pem
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, StreamObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from registry.platform.signing.private_keys import opened_key
from tests.certificates import forging
from tests.certificates.forging import PASSPHRASE, saved

WHITE_BOX = b"q 1 1 1 rg 200 500 200 40 re f Q"
MADE_ON, ANOTHER_DAY = b"<xmp:CreateDate>2026", b"<xmp:CreateDate>2025"


def _updated(content, change):
    """An update appended; everything above stays as it was."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def with_white_box(content):
    """An update that covers a part of page one."""

    def change(writer):
        writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=WHITE_BOX)))

    return _updated(content, change)


def with_one_page_in_an_update(content):
    """An update that hides the pages after the first."""

    def change(writer):
        pages = writer.root["/Pages"]
        pages["/Count"] = NumberObject(1)
        pages["/Kids"] = ArrayObject([pages["/Kids"].raw_get(0)])
        writer.update_container(pages)

    return _updated(content, change)


def with_other_title(content):
    """An update of the file's properties alone."""

    def change(writer):
        info = writer.trailer["/Info"]
        info["/Title"] = TextStringObject("企业实践证明 13957-P2026-99999")
        writer.update_container(info)

    return _updated(content, change)


def with_other_metadata(content):
    """One figure of the XMP exchanged in its place: no other byte moves."""
    assert content.count(MADE_ON) == 1
    return content.replace(MADE_ON, ANOTHER_DAY)


def with_other_outline(content):
    """The outline of one character put in the place of another's in the font of page one: words copy as they were."""

    def change(pdf):
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        file = font.FontDescriptor.FontFile2
        file.write(_exchanged(file.read_bytes()))

    return saved(content, change)


def _exchanged(font):
    from fontTools.ttLib import TTFont

    opened = TTFont(BytesIO(font))
    names = [each for each in opened.getGlyphOrder() if opened["glyf"][each].numberOfContours > 0]
    one, other = names[3], names[5]
    glyphs = opened["glyf"]
    glyphs[one], glyphs[other] = glyphs[other], glyphs[one]
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def by_qpdf(*options):
    """Saved anew by another program; None where it is not installed."""

    def save(content):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.pdf").write_bytes(content)
            subprocess.run(["qpdf", *options, "a.pdf", "b.pdf"], cwd=folder, check=True, capture_output=True)
            return (Path(folder) / "b.pdf").read_bytes()

    return save if shutil.which("qpdf") else None


def signed_on_top(content, key):
    """A signature after all the rest, by a program that is not ours and asks nobody."""
    certificates = [Certificate.load(pem.unarmor(each.encode())[2]) for each in (key.certificate, *key.chain)]
    plain = opened_key(key.private_key, PASSPHRASE).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(certificates)
    signer = signers.SimpleSigner(certificates[0], PrivateKeyInfo.load(plain), store)
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    steps = PdfCMSEmbedder(SigFieldSpec("Second")).write_cms("Second", writer)
    next(steps)
    steps.send(SigObjSetup(SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=20_000)))
    prepared, output = steps.send(SigIOSetup("sha256"))
    steps.send(asyncio.run(signer.async_sign(prepared.document_digest, "sha256", use_pades=True)).dump())
    return output.getvalue()


CHANGES = {
    "one glyph": forging.with_other_glyph,
    "one glyph of the annex": lambda content: forging.with_other_glyph(content, page=1, line=-8),
    "a word of the timeline": lambda content: forging.with_other_glyph(content, page=1, line=5),
    "one outline": with_other_outline,
    "a page removed": forging.without_page,
    "saved by pikepdf": saved,
    "saved by pikepdf, packed": lambda content: saved(
        content, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True
    ),
    "an update without a change": forging.appended,
    "an update that covers a part": with_white_box,
    "an update that hides a page": with_one_page_in_an_update,
    "an update of the properties": with_other_title,
    "a byte at the end": lambda content: content + b"\n",
    "another file at the end": lambda content: content + content,
    "the facts swapped": lambda content: forging.with_attached(content, "facts.json", b"{}"),
    "the picture swapped": lambda content: forging.with_attached(content, "timeline.json", b"[]"),
    "one file more attached": lambda content: forging.with_attached(content, "more.json", b"{}"),
    "the metadata": with_other_metadata,
}
QPDF = {
    "qpdf": by_qpdf(),
    "qpdf --linearize": by_qpdf("--linearize"),
    "qpdf --qdf": by_qpdf("--qdf", "--object-streams=disable"),
    "qpdf --object-streams": by_qpdf("--object-streams=generate"),
    "qpdf --deterministic-id": by_qpdf("--deterministic-id"),
}
