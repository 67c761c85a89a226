"""Issuing and replacing: a number, the facts frozen, what they rest on noted, the file asked for; in one transaction.

Nothing is rendered here: the counter of numbers is locked. `registry.certificates.service.printing` makes the file.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from registry.audit.model import Reliance
from registry.audit.process import Process
from registry.audit.reliances import release, rely
from registry.certificates import tables
from registry.certificates.constraints import REFUSALS
from registry.certificates.model import (
    Certificate,
    CertificateAsk,
    CertificateIssued,
    CertificateReplaced,
    CertificateState,
    Drafted,
    IssueCertificate,
    ReplaceCertificate,
    RestsOn,
)
from registry.certificates.queries.certificates import certificate
from registry.certificates.queries.rows import (
    certificates_from,
    code_place,
    content_place,
    select_certificates,
)
from registry.certificates.queries.verifying import code_text
from registry.certificates.rules.acts import day_faults, may_end, may_issue, reason_faults, words_of
from registry.certificates.rules.facts_json import Heading, content_text, digest_of, facts_json
from registry.certificates.service.acting import parts_of
from registry.certificates.service.numbering import Given, check_digits_of, next_number
from registry.certificates.service.paperwork import Paperwork
from registry.institutions.model.events import change
from registry.institutions.queries.schools import school
from registry.institutions.writing import require_fresh, require_valid, save
from registry.kernel.errors import InvalidFields
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people.queries.reach import reached
from registry.people.service.loading import locked_person
from registry.platform.jobs import defer
from registry.platform.refusals import in_plain_words

PRINT_JOB = "print_certificate"
RELEASED_REPLACED = "已换发为 {}"


@dataclass(frozen=True, slots=True)
class Issue:
    """What is issued to whom, in which batch and in the place of which one."""

    certificate_id: UUID
    school_id: UUID
    ask: CertificateAsk
    batch_id: UUID | None = None
    replaces_id: UUID | None = None


async def issue_certificate(
    process: Process, command: IssueCertificate, scope: Scope, paper: Paperwork
) -> Certificate:
    """Issue one; the same ask twice issues one. Its file is made next, or by the job that is asked for here.

    Raises NotFound, NotPermitted, InvalidFields, BadInput where there is nothing to certify, CharactersLacking,
    CannotSign. Nothing is issued, then, and no number taken.
    """
    return await issued(process, Issue(command.certificate_id, command.school_id, command.ask), scope, paper)


async def issued(process: Process, wanted: Issue, scope: Scope, paper: Paperwork) -> Certificate:
    """The same for one of a batch, whose worker makes the files. Raises as above."""
    await school(process.reading, wanted.school_id, scope)
    await reached(process.reading, [wanted.ask.person_id], scope)
    await locked_person(process, wanted.ask.person_id)
    require(may_issue(parts_of(process.actor, wanted.school_id, wanted.ask.person_id, scope)))
    if there := await _there(process, wanted):
        return there
    after = await _written(process, wanted, scope, paper)
    if wanted.batch_id is None:
        await _ask_for_file(after)
    return after


async def replace_certificate(
    process: Process, command: ReplaceCertificate, scope: Scope, paper: Paperwork
) -> Certificate:
    """Issue a new one in the place of another, with the facts as they are known today; both name each other.

    The same ask twice issues one. Raises as above, and StaleEdit.
    """
    first = await certificate(process.reading, command.replaced_id, scope)
    await locked_person(process, first.person_id)
    before = await certificate(process.reading, command.replaced_id, scope)
    parts = parts_of(process.actor, before.school_id, before.person_id, scope)
    require(may_issue(parts))
    wanted = _replacement(command, before)
    if there := await _there(process, wanted):
        return there
    require(may_end(before, parts))
    require_fresh(command.revision, before.revision)
    require_valid(reason_faults(command.reason))
    after = await _written(process, wanted, scope, paper)
    await _end_replaced(process, before, after, command.reason.strip())
    await _ask_for_file(after)
    return after


def _replacement(command: ReplaceCertificate, before: Certificate) -> Issue:
    ask = CertificateAsk(
        kind=before.kind,
        person_id=before.person_id,
        on=command.on or before.as_of,
        period=before.period,
        wording=command.wording or before.wording,
    )
    return Issue(command.certificate_id, before.school_id, ask, None, before.id)


async def _there(process: Process, wanted: Issue) -> Certificate | None:
    """What the same ask issued before. Raises InvalidFields where that key belongs to something else."""
    asked = select_certificates().where(tables.Certificate.id == wanted.certificate_id)
    found = await certificates_from(process.reading, asked)
    if not found:
        return None
    there, ask = found[0], wanted.ask
    is_same = (there.school_id, there.person_id, there.kind, there.replaces_id) == (
        *(wanted.school_id, ask.person_id, ask.kind),
        wanted.replaces_id,
    )
    if not is_same:
        raise InvalidFields(dict([REFUSALS["certificate_pkey"]]))
    return there


async def _written(process: Process, wanted: Issue, scope: Scope, paper: Paperwork) -> Certificate:
    """Draft, take a number, keep and record. The person is locked, so what is drafted stays so until the end."""
    require_valid(day_faults(wanted.ask.on, process.today))
    drafted = await paper.drafted(process.reading, wanted.school_id, wanted.ask, scope)
    paper.require_characters(drafted.content)
    await paper.require_key(process.reading, wanted.school_id)
    given = await next_number(process, await school(process.reading, wanted.school_id, EVERYWHERE), wanted.ask.kind)
    after = _certificate(process, wanted, drafted, given)
    with in_plain_words(REFUSALS):
        await tables.Certificate.insert(tables.Certificate(**_row(process, after, drafted, given)))
    words = words_of(after.kind, after.number)
    await rely(process, *(_reliance(each, after.id, words) for each in drafted.rests_on))
    process.record(change(CertificateIssued, None, after))
    return after


def _certificate(process: Process, wanted: Issue, drafted: Drafted, given: Given) -> Certificate:
    facts = facts_json(Heading(given.number, given.code, process.today), drafted.content)
    digest = digest_of(facts)
    return Certificate(
        id=wanted.certificate_id,
        number=given.number,
        code=given.code,
        check_digits=check_digits_of(process, given.number, digest),
        kind=wanted.ask.kind,
        wording=wanted.ask.wording,
        school_id=wanted.school_id,
        person_id=wanted.ask.person_id,
        as_of=drafted.content.as_of,
        period=wanted.ask.period,
        state=CertificateState.VALID,
        facts_digest=digest,
        issued_at=process.now,
        issued_by=process.actor.account_id,
        issued_by_name=process.actor.name,
        batch_id=wanted.batch_id,
        replaces_id=wanted.replaces_id,
    )


def _row(process: Process, after: Certificate, drafted: Drafted, given: Given) -> dict[str, Any]:
    vault = process.reading.house.vault
    plain = ("id", "number", "check_digits", "as_of", "facts_digest", "issued_at", "issued_by", "issued_by_name")
    words = {"kind": after.kind.value, "wording": after.wording.value, "state": after.state.value}
    keys = {"school": after.school_id, "person": after.person_id, "batch": after.batch_id}
    period = after.period
    return {
        **{name: getattr(after, name) for name in plain},
        **words,
        **keys,
        "replaces": after.replaces_id,
        "year": given.year,
        "serial": given.serial,
        "code_sealed": vault.seal(after.code, code_place(after.id)),
        "code_index": vault.index(code_text(after.code)),
        "content_sealed": vault.seal(content_text(drafted.content), content_place(after.id)),
        "period_from": period.started_on if period else None,
        "period_to": period.finished_on if period else None,
        "revision": after.revision,
    }


def _reliance(fact: RestsOn, certificate_id: UUID, words: str) -> Reliance:
    about = (fact.subject, fact.subject_id, fact.revision)
    return Reliance(*about, Certificate.SUBJECT, str(certificate_id), words)


async def _end_replaced(process: Process, before: Certificate, new: Certificate, reason: str) -> None:
    after = replace(
        before,
        state=CertificateState.REPLACED,
        replaced_by_id=new.id,
        replaced_reason=reason,
        revision=before.revision + 1,
    )
    changes = {"state": after.state.value, "replaced_by": new.id, "replaced_reason": reason}
    await save(tables.Certificate, before.id, before.revision, changes)
    await release(process, Certificate.SUBJECT, str(before.id), RELEASED_REPLACED.format(new.number))
    process.record(change(CertificateReplaced, before, after))


async def _ask_for_file(after: Certificate) -> None:
    await defer(PRINT_JOB, {"certificate_id": str(after.id)})
