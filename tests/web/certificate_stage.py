"""The staged school with a certificate of its teacher, as its office issued it, and its file."""

from dataclasses import dataclass
from uuid import uuid4

from registry.audit.process import open_process
from registry.certificates.model import (
    Certificate,
    CertificateAsk,
    CertificateKind,
    IssueCertificate,
    ReplaceCertificate,
    RevokeCertificate,
    Wording,
)
from registry.certificates.service.issuing import issue_certificate, replace_certificate
from registry.certificates.service.paperwork import paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.institutions.model.signing_keys import MakeRoot, MakeSchoolKey
from registry.institutions.service.signing_keys import make_root, make_school_key
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from tests.institutions.staging import did
from tests.practice.staging import officer, reading_of
from tests.web.practice_stage import Stage, staged
from tests.web.site import Site

VERIFIED = PlacementState.VERIFIED
PRACTICE = CertificateKind.PRACTICE


@dataclass(frozen=True)
class Certified:
    """The stage, and a certificate that holds."""

    stage: Stage
    certificate: Certificate

    @property
    def site(self) -> Site:
        """The application."""
        return self.stage.site

    @property
    def path(self) -> str:
        """The certificate's page."""
        return f"/certificates/{self.certificate.id}"

    @property
    def verify_path(self) -> str:
        """The page of verification."""
        return f"/verify/{self.certificate.code}"


async def certified(site: Site) -> Certified:
    """A teacher with verified practice, and a certificate of it with its file."""
    stage = await staged(site, VERIFIED, PlacementState.SUBMITTED)
    return Certified(stage, await a_certificate(stage))


async def a_certificate(stage: Stage) -> Certificate:
    """Issued by the office today, its file made."""
    ask = CertificateAsk(PRACTICE, stage.person.id, stage.site.reading().today)
    command = IssueCertificate(uuid4(), stage.school.id, ask)
    paper, scope = paperwork_from(stage.site.settings), Scope.school(stage.school.id)
    made = await _did(stage, issue_certificate, command, scope, paper)
    return await print_certificate(stage.site.reading(), made.id, paper)


async def replaced(given: Certified, reason: str = "姓名写错", wording: Wording | None = None) -> Certificate:
    """What was issued in the place of the certificate."""
    old = given.certificate
    command = ReplaceCertificate(uuid4(), old.id, old.revision, reason, wording=wording)
    paper, scope = paperwork_from(given.site.settings), Scope.school(given.stage.school.id)
    made = await _did(given.stage, replace_certificate, command, scope, paper)
    return await print_certificate(given.site.reading(), made.id, paper)


async def revoked(given: Certified, reason: str = "实践不属实") -> Certificate:
    """The certificate, ended."""
    command = RevokeCertificate(given.certificate.id, given.certificate.revision, reason)
    return await _did(given.stage, revoke_certificate, command, Scope.school(given.stage.school.id))


async def with_key_that_cannot_sign(school) -> None:
    """The school gets a key, whose passphrase the installation does not have."""
    passphrase = "the passphrase of nobody here"
    await did(make_root, MakeRoot("测试根证书"), passphrase)
    await did(make_school_key, MakeSchoolKey(school.id), passphrase)


async def _did(stage: Stage, use_case, *parts):
    async with open_process(use_case.__name__, reading_of(officer(stage.school))) as process:
        return await use_case(process, *parts)
