"""Revoking: a certificate ends with a reason that everybody may read. Its file and its page stay."""

from dataclasses import replace

from registry.audit.process import Process
from registry.audit.reliances import release
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateRevoked, CertificateState, RevokeCertificate
from registry.certificates.queries.certificates import certificate
from registry.certificates.rules.acts import may_end, reason_faults
from registry.certificates.service.acting import parts_of
from registry.institutions.model.events import change
from registry.institutions.writing import require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people.service.loading import locked_person


async def revoke_certificate(process: Process, command: RevokeCertificate, scope: Scope = EVERYWHERE) -> Certificate:
    """End a certificate. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    first = await certificate(process.reading, command.certificate_id, scope)
    await locked_person(process, first.person_id)
    before = await certificate(process.reading, command.certificate_id, scope)
    require(may_end(before, parts_of(process.actor, before.school_id, before.person_id, scope)))
    require_fresh(command.revision, before.revision)
    require_valid(reason_faults(command.reason))
    after = replace(
        before,
        state=CertificateState.REVOKED,
        revoked_at=process.now,
        revoked_by_name=process.actor.name,
        revoked_reason=command.reason.strip(),
        revision=before.revision + 1,
    )
    changed = ("revoked_at", "revoked_by_name", "revoked_reason")
    changes = {"state": after.state.value, **{name: getattr(after, name) for name in changed}}
    await save(tables.Certificate, before.id, before.revision, changes)
    await release(process, Certificate.SUBJECT, str(before.id), command.reason)
    process.record(change(CertificateRevoked, before, after))
    return after
