"""What somebody may do to a signed file: each is told for what it is, none is genuine, none ends in a traceback."""

import asyncio
import re
from functools import cache
from io import BytesIO
from random import Random

import pikepdf
import pytest
from asn1crypto import pem
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pikepdf import Dictionary, Name
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from registry.kernel.errors import BadInput
from registry.platform.signing.byte_ranges import MOST_SIGNATURES
from registry.platform.signing.examining import examined
from registry.platform.signing.found import ChainFault, Outcome
from registry.platform.signing.private_keys import opened_key
from registry.platform.signing.signer import signed
from tests.platform.signing.authority import (
    LOOKED,
    PASSPHRASE,
    REASON,
    SIGNED,
    a_file,
    a_school,
    a_signed_file,
    a_signer,
    roots,
)

RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")


def _told(content):
    return examined(content, roots(), (), LOOKED)


def _saved(content, change=lambda pdf: None, **kwargs):
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(written, **kwargs)
    return written.getvalue()


def _value():
    """Where the value of the signature begins and ends in the file."""
    _, first, second, _ = map(int, RANGE.search(a_signed_file()).groups())
    return first, second


def _changed(at, by=1):
    content = bytearray(a_signed_file())
    content[at] ^= by
    return bytes(content)


def test_every_single_byte_of_the_signature_counts():
    first, second = _value()

    outcomes = {_told(_changed(at)).outcome for at in range(first, second, 7)}

    assert outcomes <= {Outcome.CHANGED, Outcome.DAMAGED, Outcome.REWRITTEN, Outcome.UNTRUSTED}


def test_every_single_byte_around_it_counts():
    content = a_signed_file()
    random = Random(5)
    places = [*random.sample(range(len(a_file())), 300), *range(len(a_file()), _value()[0], 3)]

    outcomes = {_told(_changed(at)).outcome for at in [*places, *range(_value()[1], len(content), 2)]}

    assert outcomes <= {Outcome.CHANGED, Outcome.DAMAGED, Outcome.PARTIAL, Outcome.NO_PDF}


def test_the_spelling_of_the_digits_counts():
    first, second = _value()
    lower = a_signed_file()[first:second].lower()

    assert _told(a_signed_file()[:first] + lower + a_signed_file()[second:]).outcome is Outcome.REWRITTEN


def test_a_changed_glyph_is_a_changed_file():
    def other_figure(pdf):
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b"Tj", b"TJ"))

    at = a_signed_file().find(b"stream") + 40

    assert _told(_changed(at)).outcome is Outcome.CHANGED
    assert _told(_saved(a_signed_file(), other_figure)).outcome in (Outcome.CHANGED, Outcome.DAMAGED)


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "compress_streams": False},
        {"qdf": True},
    ],
    ids=["saved", "linearised", "packed", "unpacked", "qdf"],
)
def test_a_copy_that_was_saved_anew_is_told(kwargs):
    content = _saved(a_signed_file(), **kwargs)

    assert _told(content).outcome in (Outcome.CHANGED, Outcome.DAMAGED)


def test_a_removed_page_is_told():
    def without_the_second(pdf):
        del pdf.pages[1]

    assert _told(_saved(a_signed_file(), without_the_second)).outcome in (Outcome.CHANGED, Outcome.DAMAGED)


def test_a_signature_that_was_taken_out_leaves_no_genuine_file():
    def without_signature(pdf):
        del pdf.Root.AcroForm
        del pdf.Root.Perms
        for page in pdf.pages:
            if Name.Annots in page:
                del page.Annots

    assert _told(_saved(a_signed_file(), without_signature)).outcome is Outcome.UNSIGNED
    assert _told(a_signed_file()[: len(a_file())]).outcome is Outcome.UNSIGNED


@pytest.mark.parametrize("more", [b"\n", b"\r\n", b" ", b"%", b"x" * 500])
def test_a_single_byte_at_the_end_is_told_with_its_number(more):
    found = _told(a_signed_file() + more)

    assert found.outcome is Outcome.APPENDED
    assert (found.signature.appended, found.signature.covered) == (len(more), len(a_signed_file()))
    assert found.signature.is_intact


@cache
def _harmless():
    """An update that changes nothing to be seen: pyHanko's validator calls such ones permitted without our demand."""
    writer = IncrementalPdfFileWriter(BytesIO(a_signed_file()))
    written = BytesIO()
    writer.mark_update(writer.root_ref)
    writer.write(written)
    return written.getvalue()


def test_an_appended_update_is_told_however_harmless():
    found = _told(_harmless())

    assert _harmless().startswith(a_signed_file())
    assert found.outcome is Outcome.APPENDED
    assert found.signature.appended == len(_harmless()) - len(a_signed_file())


def test_an_appended_update_that_hides_a_page_is_told():
    writer = IncrementalPdfFileWriter(BytesIO(a_signed_file()))
    pages = writer.root["/Pages"]
    pages["/Count"] = NumberObject(1)
    pages["/Kids"] = ArrayObject([pages["/Kids"].raw_get(0)])
    writer.update_container(pages)
    written = BytesIO()
    writer.write(written)

    assert _told(written.getvalue()).outcome is Outcome.APPENDED


def _signed_again(pair):
    """The signed file with another signature after ours, by a program that is not ours."""
    certificates = [Certificate.load(pem.unarmor(each.encode())[2]) for each in (pair.certificate, *pair.chain)]
    key = opened_key(pair.private_key, PASSPHRASE)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(certificates)
    other = signers.SimpleSigner(certificates[0], PrivateKeyInfo.load(plain), store)
    writer = IncrementalPdfFileWriter(BytesIO(a_signed_file()))
    steps = PdfCMSEmbedder(SigFieldSpec("Second")).write_cms("Second", writer)
    next(steps)
    steps.send(SigObjSetup(SignatureObject(subfilter=SigSeedSubFilter.PADES, bytes_reserved=20_000)))
    prepared, output = steps.send(SigIOSetup("sha256"))
    steps.send(asyncio.run(other.async_sign(prepared.document_digest, "sha256", use_pades=True)).dump())
    return output.getvalue()


def test_a_second_signature_by_a_stranger_of_the_same_name_is_told():
    found = _told(_signed_again(a_school(number=1, root_number=1)))

    assert found.outcome is Outcome.APPENDED
    assert [each.fault for each in found.signatures] == [None, ChainFault.SAME_NAME]
    assert found.signature == found.signatures[0]


def test_a_file_signed_anew_by_a_stranger_of_the_same_name_is_told():
    stranger = a_signer(a_school(number=1, root_number=1))

    found = _told(signed(a_file(), stranger, SIGNED, REASON))

    assert found.outcome is Outcome.UNTRUSTED
    assert (found.signature.fault, found.signature.is_intact) == (ChainFault.SAME_NAME, True)
    assert (found.signature.trusted_root, found.signature.signer) == (None, "苏州虚构职业技术学院")


def test_the_same_stranger_is_trusted_where_its_root_is_given():
    stranger = a_signer(a_school(number=1, root_number=1))
    content = signed(a_file(), stranger, SIGNED, REASON)

    assert examined(content, roots(number=1), (), LOOKED).outcome is Outcome.GENUINE


def _with_range(numbers, own=None):
    """The file with other numbers in its range, signed anew over them where `own` is a signer that can."""
    content = a_signed_file()
    match = RANGE.search(content)
    spelt = b"/ByteRange [%d %d %d %d]" % numbers
    room = match.end() - match.start()
    content = content[: match.start()] + spelt.ljust(room) + content[match.end() :]
    if own is None:
        return content
    start, first, second, length = numbers
    from hashlib import sha256

    digest = sha256(content[start : start + first] + content[second : second + length]).digest()
    gap = _value()
    written = b"<" + own.maker.signed_data(digest).hex().upper().encode() + b">"
    return content[: gap[0]] + written + content[gap[1] :]


def test_a_range_made_smaller_breaks_the_signature():
    first, second = _value()
    rest = len(a_signed_file()) - second

    assert _told(_with_range((0, first, second, rest - 100))).outcome is Outcome.CHANGED
    assert _told(_with_range((0, first - 50, second, rest))).outcome in (Outcome.CHANGED, Outcome.DAMAGED)


def test_a_range_that_leaves_a_part_uncovered_is_told_even_under_the_right_key():
    first, second = _value()
    rest = len(a_signed_file()) - second
    own = a_signer()

    assert _told(_with_range((0, first, second, rest), own)).outcome is Outcome.GENUINE
    assert _told(_with_range((0, first, second, rest - 100), own)).outcome is Outcome.PARTIAL
    assert _told(_with_range((0, first - 50, second, rest), own)).outcome is Outcome.PARTIAL
    assert _told(_with_range((9, first - 9, second, rest), own)).outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    "numbers", [(0, 0, 0, 0), (0, 1, 1, 1), (9, 9, 9, 9), (0, 10**11, 10**11, 10**11), (5, 10, 3, 10)]
)
def test_a_range_of_nonsense_is_damage(numbers):
    assert _told(_with_range(numbers)).outcome is Outcome.DAMAGED


def test_the_genuine_value_on_another_file_is_a_changed_file():
    other = a_signed_file().replace(b"%PDF-1.7", b"%PDF-1.6")

    assert _told(other).outcome is Outcome.CHANGED


def test_more_signatures_than_anyone_needs_keep_no_machine_busy():
    content = a_signed_file() + RANGE.search(a_signed_file())[0] * 5000

    found = _told(content)

    assert len(found.signatures) <= MOST_SIGNATURES
    assert found.outcome is Outcome.APPENDED


NESTED, ZEROS = b"<" + b"3080" * 1000 + b">", b"<" + b"00" * 99 + b">"


@pytest.mark.parametrize("junk", [b"<>", b"<0>", b"<zz>", b"<30>", NESTED, ZEROS])
def test_a_value_of_junk_is_damage(junk):
    first, second = _value()
    content = a_signed_file()
    swapped = content[:first] + junk.ljust(second - first) + content[second:]

    assert _told(swapped).outcome is Outcome.DAMAGED


def test_junk_of_every_kind_ends_in_an_outcome():
    random = Random(11)
    for _ in range(300):
        content = bytearray(a_signed_file())
        for _ in range(random.randrange(1, 40)):
            content[random.randrange(8, len(content))] = random.randrange(256)
        cut = content[: random.randrange(8, len(content) + 1)]

        assert _told(bytes(cut)).outcome is not Outcome.GENUINE


def test_pyhanko_finds_what_we_find():
    """Its own validator refuses the same alterations, as far as it can read the file at all."""
    in_reason = a_signed_file().find(b"/Reason (") + 18
    in_page = a_signed_file().find(b"stream") + 40
    for content in (_changed(in_reason), _changed(in_page), _harmless()):
        status = validate_pdf_signature(
            PdfFileReader(BytesIO(content), strict=False).embedded_signatures[0],
            ValidationContext(trust_roots=[], moment=LOOKED),
        )

        assert not (status.intact and status.coverage.name == "ENTIRE_FILE")
        assert _told(content).outcome is not Outcome.GENUINE


def test_a_file_is_signed_once():
    with pytest.raises(BadInput, match="已有签名"):
        signed(a_signed_file(), a_signer(), SIGNED, REASON)


def test_a_field_that_only_speaks_of_a_signature_is_damage():
    def with_a_word(pdf):
        pdf.Root.Note = pdf.make_indirect(Dictionary(SubFilter=Name("/ETSI.CAdES.detached")))

    packed = _saved(a_file(), with_a_word, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert _told(packed).outcome is Outcome.DAMAGED
