"""The calendar of breaks: recorded, or voided with a reason and recorded anew."""

from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import RecordBreak, VoidBreak
from registry.institutions.model.facts import Break
from registry.institutions.queries.belongings import select_breaks
from registry.institutions.rules import empty_fields, order_fault, void_fault
from registry.institutions.service.schools import changeable_part, changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope


async def record_break(process: Process, command: RecordBreak, scope: Scope = EVERYWHERE) -> Break:
    """Enter a break. Raises NotFound, NotPermitted, InvalidFields, also where it overlaps another."""
    school = await changeable_school(command.school_id, scope)
    require_valid(empty_fields(name=command.name), order_fault(command.started_on, command.finished_on))
    name = command.name.strip()
    after = Break(uuid4(), school.id, name, command.started_on, command.finished_on, None, None, revision=1)
    with in_plain_words(REFUSALS):
        await tables.SchoolBreak.insert(tables.SchoolBreak(**as_row(after)))
    process.record(events.change(events.BreakRecorded, None, after))
    return after


async def void_break(process: Process, command: VoidBreak, scope: Scope = EVERYWHERE) -> Break:
    """Take a break out of the calendar. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    table = tables.SchoolBreak
    asked = select_breaks().where(table.id == command.break_id)
    before = Break(**await changeable_part(asked, table.school, "假期", scope))
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason), void_fault(before.voided_at))
    reason = command.reason.strip()
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    await save(table, before.id, before.revision, {"voided_at": process.now, "voided_reason": reason})
    process.record(events.change(events.BreakVoided, before, after))
    return after
