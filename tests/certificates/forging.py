"""Certificates signed by the school they name, and what a forger makes of them. No database."""

import re
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import AttachedFileSpec
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from registry.certificates.documents.finished import finished
from registry.certificates.examining.judging import Means, findings_of
from registry.certificates.model import CertificateKind, Wording
from registry.platform.signing.keys import (
    Revoked,
    Subject,
    certificates_in,
    new_root,
    new_school_certificate,
    particulars,
    revocation_list,
    revocation_list_in,
)
from registry.platform.signing.signer import open_signer, signed
from tests.certificates.samples import ADDRESS, ISSUED_AT, a_certificate, a_content, a_usual_file, the_fonts

PASSPHRASE = "一把够长的密钥口令 2026"
SCHOOL, OTHER_SCHOOL = "盘锦职业技术学院", "盘锦虚构中等职业学校"
ROOT_NAME = "盘锦市职业教育证明根证书"
MADE = ISSUED_AT - timedelta(days=30)
SIGNED = ISSUED_AT + timedelta(minutes=1)
LOOKED = ISSUED_AT + timedelta(days=400)
COMPLIANCE, BOTH = CertificateKind.COMPLIANCE, Wording.BOTH
RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")


def a_root(number=0):
    """Another number is another key under the same name."""
    return _root(number)


@cache
def _root(number):
    return new_root(ROOT_NAME, MADE, PASSPHRASE)


def a_key(name=SCHOOL, code="13957", root_number=0):
    return _key(name, code, root_number)


@cache
def _key(name, code, root_number):
    return new_school_certificate(a_root(root_number), PASSPHRASE, Subject(name, code), MADE)


def roots(number=0):
    return certificates_in(a_root(number).certificate.encode())


def root_file(number=0):
    return a_root(number).certificate.encode()


def a_list(*keys, cause="key_compromise", root_number=0, at=SIGNED, number=2):
    """A revocation list of these keys, as text."""
    lines = [Revoked(particulars(key.certificate).serial, at, cause) for key in keys]
    return revocation_list(a_root(root_number), PASSPHRASE, lines, number, LOOKED - timedelta(days=1))


@cache
def unsigned(name="林晓", address=ADDRESS, school_name=SCHOOL, **asked):
    file = a_usual_file(name=name, school_name=school_name)
    content = a_content(file, **asked)
    return finished(a_certificate(content), content, the_fonts(), address)


@cache
def genuine(key_name=SCHOOL, root_number=0, **asked):
    key = a_key(key_name, root_number=root_number)
    return signing(unsigned(**asked), key)


def signing(content, key, at=SIGNED):
    return signed(content, open_signer(key.certificate, key.private_key, PASSPHRASE, key.chain), at, "签发证明")


def judged(content, given=None, lists=(), at=LOOKED):
    """The findings under the right root, or those given."""
    known = roots() if given is None else given
    return findings_of(
        content, Means(tuple(known), tuple(revocation_list_in(each.encode()) for each in lists), None, at)
    )


def verdict(content, *given, **more):
    return judged(content, *given, **more).verdict.value


def saved(content, change=lambda pdf: None, **kwargs):
    """The same file written anew by pikepdf, changed on the way."""
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(written, **kwargs)
    return written.getvalue()


def with_other_glyph(content, page=0, line=2):
    """One letter of a line exchanged for another one of the same font."""

    def change(pdf):
        told = pikepdf.parse_content_stream(pdf.pages[page])
        shown = [each for each in told if str(each.operator) == "Tj"][line]
        old = bytes(shown.operands[0])
        new = bytes([old[0] + 1 if old[0] < 100 else old[0] - 1]) + old[1:]
        changed = [
            pikepdf.ContentStreamInstruction([pikepdf.String(new)], each.operator) if each is shown else each
            for each in told
        ]
        pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))

    return saved(content, change)


def with_facts(content, text):
    """The same pages with other facts attached."""
    return with_attached(content, "facts.json", text.encode())


def with_attached(content, name, attached):
    """The same pages with another file under a name."""

    def change(pdf):
        pdf.attachments[name] = AttachedFileSpec(pdf, attached, mime_type="application/json")

    return saved(content, change)


def without_page(content):
    def change(pdf):
        del pdf.pages[-1]

    return saved(content, change)


def appended(content):
    """An update at the end that leaves everything above as it was."""
    writer = IncrementalPdfFileWriter(BytesIO(content), strict=False)
    writer.root["/Note"] = TextStringObject("harmless")
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def with_signature_of(content, other):
    """The value of one file's signature put in the place of another's."""
    (_, first, second, _), (_, begins, ends, _) = (map(int, RANGE.search(each).groups()) for each in (content, other))
    assert second - first == ends - begins
    return content[:first] + other[begins:ends] + content[second:]


def without_signature(content):
    """What stood before the signature was added."""
    head, mark, _ = content.partition(b"%%EOF\n")
    return head + mark
