"""A fresh certificate with a signature: pyHanko, pdfsig, qpdf and the check of the archive agree that it is sound."""

import shutil
import subprocess
from io import BytesIO

import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from registry.certificates.service.paperwork import paperwork_from
from registry.institutions.model.signing_keys import MakeRoot, MakeSchoolKey
from registry.institutions.queries.signing_keys import root_certificates
from registry.institutions.service.signing_keys import make_root, make_school_key
from registry.platform.pdf.archive import archive_faults
from registry.platform.settings import Settings
from registry.platform.signing.archive_rules import signed_archive_faults
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import COMPLIANCE, PRACTICE, a_school_that_certifies, issued, printed
from tests.institutions.staging import did

ADDRESS = "https://registry.pjzy.edu.cn"
PASSPHRASE = "正月里来是新春-2026"


@pytest.fixture
async def fresh(database, tmp_path, request):
    """The file of a certificate that was just issued, as the school hands it out."""
    school, person = await a_school_that_certifies()
    await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)
    await did(make_school_key, MakeSchoolKey(school.id, public_url=ADDRESS), PASSPHRASE)
    paper = paperwork_from(Settings(tmp_path, public_url=ADDRESS, key_passphrase=PASSPHRASE))
    made = await printed(await issued(school, person, paper, kind=request.param), paper)
    return paper.store.path(made.file_digest).read_bytes()


async def _pyhanko(content):
    (root,) = await root_certificates(a_reading())
    roots = [Certificate.load(pem.unarmor(root.encode())[2])]
    context = ValidationContext(trust_roots=roots, moment=NOW, allow_fetching=False)
    return await async_validate_pdf_signature(PdfFileReader(BytesIO(content)).embedded_signatures[0], context)


def _run(tmp_path, content, *command):
    assert shutil.which(command[0]), f"{command[0]} is needed for this test"
    (tmp_path / "fresh.pdf").write_bytes(content)
    return subprocess.run([*command, "fresh.pdf"], capture_output=True, text=True, check=False, cwd=tmp_path)


@pytest.mark.parametrize("fresh", [PRACTICE, COMPLIANCE], indirect=True)
async def test_four_programs_agree_on_a_fresh_certificate(fresh, tmp_path):
    status = await _pyhanko(fresh)
    pdfsig, qpdf = _run(tmp_path, fresh, "pdfsig"), _run(tmp_path, fresh, "qpdf", "--check")

    assert (status.bottom_line, status.coverage, status.modification_level) == (
        True,
        SignatureCoverageLevel.ENTIRE_FILE,
        ModificationLevel.NONE,
    )
    assert "Signature Validation: Signature is Valid." in pdfsig.stdout
    assert "Total document signed" in pdfsig.stdout
    assert (qpdf.returncode, qpdf.stderr) == (0, "")
    assert "No syntax or stream encoding errors found" in qpdf.stdout
    assert signed_archive_faults(fresh) == ()
    assert archive_faults(fresh[: fresh.index(b"%%EOF") + len(b"%%EOF\n")]) == ()
