"""Signing: what was there stays, the archive stays one, others' validators agree, and it is quick."""

import subprocess
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pikepdf import pdfa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from registry.kernel.errors import BadInput
from registry.platform.signing.cms import SignedDataMaker
from registry.platform.signing.keys import DAYS_OF_YEAR, SCHOOL_YEARS
from registry.platform.signing.signer import open_signer, signed
from tests.platform.signing.authority import (
    LOOKED,
    MADE,
    PASSPHRASE,
    REASON,
    SIGNED,
    a_file,
    a_list,
    a_root,
    a_school,
    a_signed_file,
    a_signer,
    rsa_key,
)


def _judged(content):
    """What pyHanko's own validator says, offline, with our root."""
    reader = PdfFileReader(BytesIO(content))
    root = Certificate.load(pem.unarmor(a_root().certificate.encode())[2])
    context = ValidationContext(trust_roots=[root], moment=LOOKED, allow_fetching=False)
    return validate_pdf_signature(reader.embedded_signatures[0], context)


def test_what_was_there_stays_byte_for_byte():
    content = a_signed_file()

    assert content.startswith(a_file())
    assert len(content) - len(a_file()) < 12_000


@pytest.mark.parametrize("is_listed", [False, True])
def test_pyhankos_validator_agrees(is_listed):
    status = _judged(a_signed_file(a_list() if is_listed else None))

    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.signer_reported_dt == SIGNED
    assert status.signing_cert.subject.native["common_name"] == "苏州虚构职业技术学院"
    assert status.docmdp_ok


def test_pdfsig_agrees(tmp_path):
    (tmp_path / "signed.pdf").write_bytes(a_signed_file(a_list()))

    told = subprocess.run(["pdfsig", "signed.pdf"], capture_output=True, text=True, check=False, cwd=tmp_path).stdout

    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Signer Certificate Common Name: 苏州虚构职业技术学院" in told


@pytest.mark.parametrize("is_listed", [False, True])
def test_the_file_stays_an_archive(is_listed):
    """pikepdf knows no signatures: it calls the three entries unsupported, and finds nothing wrong with the rest."""
    before = pdfa.validate_written(BytesIO(a_file()), "3b").findings
    after = pdfa.validate_written(BytesIO(a_signed_file(a_list() if is_listed else None)), "3b").findings

    assert before == []
    assert {finding.kind for finding in after} == {"unsupported"}
    assert {finding.where.partition(") ")[2] for finding in after} <= {"/AcroForm", "/Perms", ""}
    assert all("/DSS" in finding.message for finding in after if finding.where.endswith(")"))


def test_version_metadata_and_attachment_stay_as_they_were():
    with pikepdf.open(BytesIO(a_file())) as before, pikepdf.open(BytesIO(a_signed_file())) as after:
        assert after.pdf_version == before.pdf_version == "1.7"
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.attachments["facts.json"].get_file().read_bytes() == b'{"months":6}'
        assert after.check_pdf_syntax() == []


def test_the_signature_is_seen_on_no_page():
    with pikepdf.open(BytesIO(a_signed_file())) as pdf:
        field = pdf.Root.AcroForm.Fields[0]

        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]
        assert str(field.V.Reason) == REASON
        assert str(field.V.Name) == "苏州虚构职业技术学院"
        assert str(field.V.M) == "D:20261223090000+08'00'"


def test_a_key_is_opened_once():
    assert a_signer() is a_signer()


def test_only_its_passphrase_opens_a_key():
    with pytest.raises(BadInput, match="密钥口令不对"):
        open_signer(a_school().certificate, a_school().private_key, "another passphrase")


def test_a_key_signs_only_under_its_own_certificate():
    with pytest.raises(BadInput, match="不是一对"):
        open_signer(a_school(number=1).certificate, a_school().private_key, PASSPHRASE)


FINISHED = MADE + timedelta(days=SCHOOL_YEARS * DAYS_OF_YEAR)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("at", [MADE - A_SECOND, FINISHED + A_SECOND])
def test_nothing_is_signed_outside_the_certificates_days(at):
    with pytest.raises(BadInput, match="不在有效期内"):
        signed(a_file(), a_signer(), at, REASON)


@pytest.mark.parametrize("at", [MADE, FINISHED])
def test_the_first_and_the_last_second_count(at):
    assert signed(a_file(), a_signer(), at, REASON)


@pytest.mark.parametrize("content", [b"", b"junk", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000, None])
def test_what_is_no_sound_pdf_is_not_signed(content):
    if content is None:
        content = a_file()[:3000]

    with pytest.raises(BadInput, match="不能签名"):
        signed(content, a_signer(), SIGNED, REASON)


def test_what_is_encrypted_or_newer_is_not_signed():
    for kwargs in ({"encryption": pikepdf.Encryption(owner="a", user="")}, {"force_version": "2.0"}):
        written = BytesIO()
        with pikepdf.open(BytesIO(a_file())) as pdf:
            pdf.save(written, **kwargs)

        with pytest.raises(BadInput, match="只能给未加密的"):
            signed(written.getvalue(), a_signer(), SIGNED, REASON)


def test_the_key_is_not_printed():
    assert "RSAPrivateKey" not in repr(SignedDataMaker(rsa_key(), a_signer().maker.parts))
    assert "maker" not in repr(a_signer())
