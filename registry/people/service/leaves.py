"""Approved leave: recorded, or voided with a reason and recorded anew; never deleted."""

from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.commands import RecordLeave, VoidLeave
from registry.people.model.facts import Leave
from registry.people.rules import leave_fault
from registry.people.service.loading import changeable_leave, changeable_person


async def record_leave(process: Process, command: RecordLeave, scope: Scope = EVERYWHERE) -> Leave:
    """Enter approved leave; it may touch another, not overlap it. Raises NotFound, NotPermitted, InvalidFields."""
    person = await changeable_person(process, command.person_id, scope)
    days = command.started_on, command.finished_on
    require_valid(order_fault(*days), leave_fault(*days, process.today))
    after = Leave(
        uuid4(),
        person.id,
        command.kind,
        command.started_on,
        command.finished_on,
        approved_by=process.actor.name,
        approved_at=process.now,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    with in_plain_words(REFUSALS):
        await tables.Leave.insert(tables.Leave(**as_row(after)))
    process.record(change(events.LeaveRecorded, None, after))
    return after


async def void_leave(process: Process, command: VoidLeave, scope: Scope = EVERYWHERE) -> Leave:
    """Take back a leave. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = await changeable_leave(process, command.leave_id, scope)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason))
    reason = command.reason.strip()
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    await save(tables.Leave, before.id, before.revision, {"voided_at": process.now, "voided_reason": reason})
    process.record(change(events.LeaveVoided, before, after))
    return after
