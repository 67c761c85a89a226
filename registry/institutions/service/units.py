"""A school's offices and departments: opened, and closed when they end; never deleted."""

from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import CloseUnit, OpenUnit
from registry.institutions.model.facts import Unit
from registry.institutions.queries.belongings import select_units, unit_of
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.service.schools import changeable_part, changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope


async def open_unit(process: Process, command: OpenUnit, scope: Scope = EVERYWHERE) -> Unit:
    """Enter an office or department. Raises NotFound, NotPermitted, InvalidFields."""
    school = await changeable_school(command.school_id, scope)
    require_valid(empty_fields(name=command.name))
    after = Unit(uuid4(), school.id, command.kind, command.name.strip(), command.started_on, None, revision=1)
    with in_plain_words(REFUSALS):
        await tables.SchoolUnit.insert(tables.SchoolUnit(**as_row(after)))
    process.record(events.change(events.UnitOpened, None, after))
    return after


async def close_unit(process: Process, command: CloseUnit, scope: Scope = EVERYWHERE) -> Unit:
    """Give a unit its last day. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    table = tables.SchoolUnit
    asked = select_units().where(table.id == command.unit_id)
    before = unit_of(await changeable_part(asked, table.school, "处室或系部", scope))
    require_fresh(command.revision, before.revision)
    require_valid(order_fault(before.started_on, command.finished_on))
    after = replace(before, finished_on=command.finished_on, revision=before.revision + 1)
    await save(tables.SchoolUnit, before.id, before.revision, {"finished_on": after.finished_on})
    process.record(events.change(events.UnitClosed, before, after))
    return after
