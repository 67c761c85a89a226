"""A certificate and a batch for somebody, as the office of the school asked for them."""

from typing import Any
from uuid import uuid4

from registry.audit.process import open_process
from registry.certificates.model import (
    Bilingual,
    CertificateAsk,
    CertificateKind,
    Content,
    Drafted,
    IssueBatch,
    IssueCertificate,
)
from registry.certificates.service.batches import begin_batch
from registry.certificates.service.issuing import issue_certificate
from registry.certificates.service.printing import print_certificate
from registry.kernel.scopes import Scope
from tests.certificates.staging import a_paperwork
from tests.practice.staging import officer, reading_of
from tests.web.site import Site

KIND = CertificateKind.COMPLIANCE


async def certified(site: Site, school: Any, person: Any) -> dict[str, str]:
    """What addresses name: a certificate with its code and its file, a batch that waits for the worker."""
    scope, clerk = Scope.school(school.id), reading_of(officer(school))
    paper = a_paperwork(site.settings.data_folder, drafted=_drafted)
    ask = CertificateAsk(KIND, person.id, clerk.today)
    async with open_process("issue_certificate", clerk) as process:
        made = await issue_certificate(process, IssueCertificate(uuid4(), school.id, ask), scope, paper)
    await print_certificate(site.reading(), made.id, paper)
    async with open_process("begin_batch", clerk) as process:
        asked = IssueBatch(uuid4(), school.id, KIND, (person.id,), clerk.today)
        batch = await begin_batch(process, asked, scope)
    return {"certificate_id": str(made.id), "certificate_batch_id": str(batch.id), "code": made.code}


async def _drafted(reading: Any, school_id: Any, ask: CertificateAsk, scope: Scope) -> Drafted:
    title, statement = Bilingual("企业实践情况证明"), Bilingual("兹证明")
    return Drafted(Content(KIND, ask.wording, title, "学校", "教师", statement, (), (), (), ask.on), ())
