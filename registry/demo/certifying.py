"""The certificates of the demo's stories: issued, replaced, revoked by the office, and a batch for the worker.

Only the records are written here; the files are made by the jobs that every issue asks for, once the demo is served.
"""

from functools import cache
from uuid import uuid4

from registry.certificates.model import (
    Certificate,
    CertificateAsk,
    CertificateKind,
    IssueBatch,
    IssueCertificate,
    ReplaceCertificate,
    RevokeCertificate,
    Wording,
)
from registry.certificates.service.batches import begin_batch
from registry.certificates.service.issuing import issue_certificate, replace_certificate
from registry.certificates.service.paperwork import Paperwork
from registry.certificates.service.revoking import revoke_certificate
from registry.demo.cast import HOME
from registry.demo.telling import OFFICE
from registry.demo.world import By, World
from registry.platform.pdf.fonts import Fonts, fonts_of

IN_A_BATCH = ("lin", "tian", "feng", "meng", "luo")
"""The last one has no verified practice, so that the batch shows a refusal."""


async def certify(
    world: World, key: str, days_ago: int, wording: Wording = Wording.CHINESE, kind: CertificateKind | None = None
) -> Certificate:
    """A certificate of that day, of practice where no kind is said."""
    ask = CertificateAsk(kind or CertificateKind.PRACTICE, world.people[key], world.day(days_ago), None, wording)
    command = IssueCertificate(uuid4(), world.schools[HOME.code].id, ask)
    scope = world.of_school(HOME.code)
    return await world.do(By(OFFICE, days_ago), issue_certificate, command, scope, _paper(world))


async def certify_anew(world: World, certificate: Certificate, days_ago: int, reason: str) -> Certificate:
    """Another one in its place."""
    command = ReplaceCertificate(uuid4(), certificate.id, certificate.revision, reason)
    scope = world.of_school(HOME.code)
    return await world.do(By(OFFICE, days_ago), replace_certificate, command, scope, _paper(world))


async def revoke(world: World, certificate: Certificate, days_ago: int, reason: str) -> None:
    """It ends, for everybody to see."""
    command = RevokeCertificate(certificate.id, certificate.revision, reason)
    await world.do(By(OFFICE, days_ago), revoke_certificate, command, world.of_school(HOME.code))


async def chen_issues_certificates(world: World) -> None:
    """陈慧:给林晓梅出具中英文的企业实践证明,给田雨出具情况证明;又为参评职称的几人批量出具,一人没有已认定的实践。"""
    await certify(world, "lin", 30, Wording.BOTH)
    await certify(world, "tian", 20, kind=CertificateKind.COMPLIANCE)
    people = tuple(world.people[key] for key in IN_A_BATCH)
    school_id = world.schools[HOME.code].id
    command = IssueBatch(uuid4(), school_id, CertificateKind.PRACTICE, people, world.day(1))
    await world.do(By(OFFICE, 1), begin_batch, command, world.of_school(HOME.code))


def _paper(world: World) -> Paperwork:
    return Paperwork(store=world.files, fonts=_fonts())


@cache
def _fonts() -> Fonts:
    return fonts_of(None)
