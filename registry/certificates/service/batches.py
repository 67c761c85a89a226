"""Certificates for many: asked for at once, issued one by one by a worker that may be killed and goes on.

Each person is a line; a line ends with a certificate or with the words why there is none, in one transaction, so that
nobody gets two numbers and no number is lost. Who asked must still hold the office when a line is issued.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process, Reading, open_process
from registry.certificates import tables
from registry.certificates.constraints import REFUSALS
from registry.certificates.model import (
    Batch,
    BatchBegun,
    BatchEnded,
    BatchState,
    CertificateAsk,
    IssueBatch,
)
from registry.certificates.queries.batches import batch
from registry.certificates.queries.rows import refusal_place
from registry.certificates.rules.acts import NOT_YOURS, batch_faults, day_faults
from registry.certificates.service.acting import acting, office_of
from registry.certificates.service.issuing import Issue, issued
from registry.certificates.service.paperwork import Paperwork
from registry.certificates.service.printing import print_certificate
from registry.identity.model.principals import Principal, installation
from registry.identity.queries.principals import standing_of
from registry.institutions.model.events import change
from registry.institutions.model.signing_keys import CannotSign
from registry.institutions.queries.schools import school
from registry.institutions.writing import require_valid
from registry.kernel.errors import InvalidFields, RegistryError
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.people.queries.reach import reached
from registry.platform.copying import copy_rows
from registry.platform.jobs import defer
from registry.platform.refusals import in_plain_words

BATCH_JOB = "issue_certificate_batch"
OpenReading = Callable[[], Awaitable[Reading]]


class _Line(NamedTuple):
    """A person whose turn it is."""

    id: UUID
    person_id: UUID


async def begin_batch(process: Process, command: IssueBatch, scope: Scope = EVERYWHERE) -> Batch:
    """Note who is to get one, in this order, and have a worker issue them. The same ask twice is one batch.

    Whoever may not be issued for by the asker is refused when the turn comes. Raises NotFound, NotPermitted,
    InvalidFields.
    """
    await school(process.reading, command.school_id, scope)
    is_office = office_of(process.actor, command.school_id, scope) is not None
    require(Verdict.yes() if is_office else Verdict.no(NOT_YOURS))
    require_valid(batch_faults(command.person_ids), day_faults(command.on, process.today))
    await reached(process.reading, command.person_ids, scope)
    if await tables.CertificateBatch.exists().where(tables.CertificateBatch.id == command.batch_id):
        return await batch(process.reading, command.batch_id, [Scope.school(command.school_id)])
    await _write(process, command)
    begun = await batch(process.reading, command.batch_id, [EVERYWHERE])
    process.record(change(BatchBegun, None, begun))
    await ask_for_work(begun.id)
    return begun


async def ask_for_work(batch_id: UUID) -> None:
    """Have a worker go on with a batch; of one batch one works at a time."""
    await defer(BATCH_JOB, {"batch_id": str(batch_id)}, f"certificate_batch:{batch_id}")


async def work_batch(open_reading: OpenReading, batch_id: UUID, paper: Paperwork) -> Batch:
    """Issue and print for everybody of a batch whose turn has not come; a batch that is done stays as it is.

    May be killed at any instant and begun again. Raises what a file that cannot be made raises, when all others are;
    CannotSign at once: everybody else then waits for the school's key, and nobody is refused for it.
    """
    found = await batch(await open_reading(), batch_id, [EVERYWHERE])
    if found.state is BatchState.DONE:
        return found
    while line := await _next_line(batch_id):
        await _settle(await open_reading(), found, line, paper)
        await _print(await open_reading(), line.id, paper)
    faults = [await _print(await open_reading(), each, paper) for each in await _without_file(batch_id)]
    for fault in faults:
        if fault:
            raise fault
    async with open_process("end_certificate_batch", await open_reading()) as process:
        return await _end(process, batch_id)


async def _write(process: Process, command: IssueBatch) -> None:
    period = command.period
    row = tables.CertificateBatch(
        id=command.batch_id,
        school=command.school_id,
        kind=command.kind.value,
        wording=command.wording.value,
        as_of=command.on,
        period_from=period.started_on if period else None,
        period_to=period.finished_on if period else None,
        state=BatchState.RUNNING.value,
        begun_at=process.now,
        begun_by=process.actor.account_id,
        begun_by_name=process.actor.name,
    )
    lines = [
        {"id": uuid4(), "batch": command.batch_id, "place": place, "person": person_id}
        for place, person_id in enumerate(command.person_ids, start=1)
    ]
    with in_plain_words(REFUSALS):
        await tables.CertificateBatch.insert(row)
    await copy_rows(tables.CertificateBatchLine, lines)


async def _settle(reading: Reading, found: Batch, line: _Line, paper: Paperwork) -> None:
    """End a line with a certificate, or with why there is none. What is no refusal is raised."""
    try:
        own = replace(reading, actor=await _asker(reading, found))
        async with open_process("issue_certificate", own) as process:
            await _issue(process, found, line, paper)
    except CannotSign:
        raise
    except RegistryError as refusal:
        async with open_process("refuse_certificate", reading) as process:
            await _refuse(process, line, refusal)


async def _asker(reading: Reading, found: Batch) -> Principal:
    """Whoever asked for the batch, with the roles that are held now."""
    if found.begun_by is None:
        return installation("job")
    return acting(await standing_of(reading, found.begun_by), "job")


async def _issue(process: Process, found: Batch, line: _Line, paper: Paperwork) -> None:
    if not await _lock(line):
        return
    scope = EVERYWHERE if found.begun_by is None else Scope.school(found.school_id)
    ask = CertificateAsk(found.kind, line.person_id, found.on, found.period, found.wording)
    after = await issued(process, Issue(line.id, found.school_id, ask, found.id), scope, paper)
    table = tables.CertificateBatchLine
    await table.update({table.certificate: after.id}).where(table.id == line.id)


async def _refuse(process: Process, line: _Line, refusal: RegistryError) -> None:
    if not await _lock(line):
        return
    words = ";".join(refusal.faults.values()) if isinstance(refusal, InvalidFields) else str(refusal)
    table = tables.CertificateBatchLine
    sealed = process.reading.house.vault.seal(words, refusal_place(line.id))
    await table.update({table.refusal_sealed: sealed}).where(table.id == line.id)


async def _lock(line: _Line) -> bool:
    """Hold a line until the process ends; whether it is still its turn."""
    table = tables.CertificateBatchLine
    standing = (table.id == line.id) & table.certificate.is_null() & table.refusal_sealed.is_null()
    return bool(await table.select(table.id).where(standing).lock_rows("UPDATE"))


async def _next_line(batch_id: UUID) -> _Line | None:
    table = tables.CertificateBatchLine
    standing = (table.batch == batch_id) & table.certificate.is_null() & table.refusal_sealed.is_null()
    rows = await table.select(table.id, table.person).where(standing).order_by(table.place).limit(1)
    return _Line(rows[0]["id"], rows[0]["person"]) if rows else None


async def _without_file(batch_id: UUID) -> list[UUID]:
    table = tables.Certificate
    rows = await table.select(table.id).where(table.batch == batch_id, table.file_digest.is_null())
    return [row["id"] for row in rows]


async def _print(reading: Reading, certificate_id: UUID, paper: Paperwork) -> RegistryError | None:
    """Make the file where a certificate was issued; what stood in the way."""
    if not await tables.Certificate.exists().where(tables.Certificate.id == certificate_id):
        return None
    try:
        await print_certificate(reading, certificate_id, paper)
    except RegistryError as fault:
        return fault
    return None


async def _end(process: Process, batch_id: UUID) -> Batch:
    table = tables.CertificateBatch
    standing = (table.id == batch_id) & (table.state == BatchState.RUNNING.value)
    before = await batch(process.reading, batch_id, [EVERYWHERE])
    if await table.update({table.state: BatchState.DONE.value}).where(standing).returning(table.id):
        after = replace(before, state=BatchState.DONE)
        process.record(change(BatchEnded, before, after))
        return after
    return await batch(process.reading, batch_id, [EVERYWHERE])
