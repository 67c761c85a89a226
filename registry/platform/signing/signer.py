"""Signing a PDF: PAdES baseline B-B, invisible, as an update at the end of the file, which allows no change after it.

The time in the signature is the issuer's own clock: no time stamp of a third party is sought.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from registry.kernel.errors import BadInput
from registry.platform.clock import SHANGHAI
from registry.platform.signing.cms import SignedDataMaker, parts_of
from registry.platform.signing.keys import Particulars, certificate_from, particulars_of, revocation_list_in
from registry.platform.signing.private_keys import opened_key

FIELD = "RegistrySignature"
DIGEST = "sha256"
MOST_OPEN = 64
PDF_VERSION = (1, 7)
"""PDF/A-3 stands on 1.7; nothing here may lift a file above it."""


class _Update(IncrementalPdfFileWriter):
    """What is written at the end of a file. Its metadata stay as they were: their dates are the record's."""

    def _update_meta(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that is open, with the certificates for each signature. `reserved`: hexadecimal digits it takes."""

    about: Particulars
    maker: SignedDataMaker = field(repr=False)
    reserved: int
    certificates: tuple[bytes, ...] = field(repr=False)
    revocation_list: bytes | None = field(repr=False, default=None)


@lru_cache(maxsize=MOST_OPEN)
def open_signer(
    certificate: str,
    private_key: str,
    passphrase: str,
    chain: tuple[str, ...] = (),
    revocation_list: str | None = None,
) -> Signer:
    """Open a sealed key for signing; opened once and kept, since opening takes as long as ten signatures.

    `chain`: certificates above it, PEM, nearest first. `revocation_list`: PEM, goes into each file (None: none).
    Raises BadInput: wrong passphrase, or a key that is not the certificate's.
    """
    found = certificate_from(certificate)
    key = opened_key(private_key, passphrase)
    if found.public_key() != key.public_key():
        raise BadInput("签名密钥与证书不是一对 (the key is not the certificate's)")
    own = found.public_bytes(Encoding.DER)
    above = tuple(certificate_from(each).public_bytes(Encoding.DER) for each in chain)
    maker = SignedDataMaker(key, parts_of(own, above))
    listed = None
    if revocation_list:
        listed = revocation_list_in(revocation_list.encode("ascii")).public_bytes(Encoding.DER)
    reserved = len(maker.signed_data(bytes(32))) * 2
    return Signer(particulars_of(found), maker, reserved, (own, *above), listed)


def signed(content: bytes, signer: Signer, at: datetime, reason: str) -> bytes:
    """The file with a signature at its end; what was there stays byte for byte.

    `at` is what the issuer's clock says; `reason` is shown by readers. Raises BadInput for a file that is no PDF, is
    encrypted, signed already or above PDF 1.7, and for a time at which the certificate is not valid.
    """
    if not signer.about.started_at <= at.replace(microsecond=0) <= signer.about.finished_at:
        raise BadInput(f"签名证书“{signer.about.name}”此时不在有效期内 (the certificate is not valid now)")
    try:
        return _signed(_Update(BytesIO(content)), signer, at, reason)
    except (PdfError, ValueError) as fault:
        raise BadInput("这个文件不能签名:不是完好的 PDF (cannot be signed: not a sound PDF)") from fault


def _signed(writer: _Update, signer: Signer, at: datetime, reason: str) -> bytes:
    if writer.output_version > PDF_VERSION or writer.prev.encrypted:
        raise BadInput("只能给未加密的 PDF 1.7(PDF/A-3)文件签名 (not an unencrypted PDF 1.7)")
    if "/AcroForm" in writer.root:
        raise BadInput("文件已有签名或表单,不能再签 (signed already, or a form)")
    writer.register_extension(ESIC_EXTENSION_1)
    if signer.revocation_list:
        _add_list(writer, signer, signer.revocation_list)
    steps = PdfCMSEmbedder(SigFieldSpec(FIELD)).write_cms(FIELD, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=at.replace(microsecond=0).astimezone(SHANGHAI),
        subfilter=SigSeedSubFilter.PADES,
        name=signer.about.name,
        reason=reason,
        bytes_reserved=signer.reserved,
    )
    mdp = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(placeholder, mdp_setup=mdp))
    prepared, output = steps.send(SigIOSetup(DIGEST))
    steps.send(signer.maker.signed_data(prepared.document_digest))
    return bytes(output.getbuffer())


def _add_list(writer: Any, signer: Signer, listed: bytes) -> None:
    """The certificates and the revocation list for readers that are offline, under the signature as all the rest."""
    pdf: Any = generic
    store = pdf.DictionaryObject({pdf.pdf_name("/Type"): pdf.pdf_name("/DSS")})
    for key, values in (("/Certs", signer.certificates), ("/CRLs", (listed,))):
        kept = (writer.add_object(pdf.StreamObject(stream_data=each)) for each in values)
        store[pdf.pdf_name(key)] = pdf.ArrayObject(kept)
    writer.root[pdf.pdf_name("/DSS")] = writer.add_object(store)
    writer.update_root()
