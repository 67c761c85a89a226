"""Bureaus and schools: enter them, change them, say since when a school's records are complete."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import ForeignKey
from piccolo.query.methods.select import Select

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import ChangeSchool, OpenBureau, OpenSchool, StateSchoolRecordsFrom
from registry.institutions.model.facts import Bureau, School
from registry.institutions.queries.schools import Row, in_schools, only, school_of, select_schools
from registry.institutions.rules import (
    empty_fields,
    jurisdiction_fault,
    may_change_school,
    may_enter_institutions,
)
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require


async def open_bureau(process: Process, command: OpenBureau, scope: Scope = EVERYWHERE) -> Bureau:
    """Enter an education bureau. Raises NotPermitted, InvalidFields."""
    require(may_enter_institutions(scope))
    require_valid(
        empty_fields(code=command.code, name=command.name),
        jurisdiction_fault(command.jurisdiction, process.reading.book.jurisdictions()),
    )
    after = Bureau(uuid4(), command.code.strip(), command.name.strip(), command.jurisdiction, revision=1)
    with in_plain_words(REFUSALS):
        await tables.Bureau.insert(tables.Bureau(**as_row(after)))
    process.record(events.change(events.BureauOpened, None, after))
    return after


async def open_school(process: Process, command: OpenSchool, scope: Scope = EVERYWHERE) -> School:
    """Enter a school. Raises NotPermitted, InvalidFields."""
    require(may_enter_institutions(scope))
    require_valid(empty_fields(code=command.code), _faults(process, command))
    after = School(
        uuid4(),
        command.code.strip(),
        command.name.strip(),
        command.short_name.strip(),
        command.level,
        command.jurisdiction,
        command.bureau_id,
        command.records_from,
        revision=1,
    )
    with in_plain_words(REFUSALS):
        await tables.School.insert(tables.School(**as_row(after)))
    process.record(events.change(events.SchoolOpened, None, after))
    return after


async def change_school(process: Process, command: ChangeSchool, scope: Scope = EVERYWHERE) -> School:
    """Change a school's names, level, jurisdiction or bureau.

    Another jurisdiction judges its teachers by other rules, also for days past.
    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await changeable_school(command.school_id, scope)
    require_fresh(command.revision, before.revision)
    require(may_enter_institutions(scope) if _moves(before, command) else may_change_school(scope))
    require_valid(_faults(process, command))
    after = replace(
        before,
        name=command.name.strip(),
        short_name=command.short_name.strip(),
        level=command.level,
        jurisdiction=command.jurisdiction,
        bureau_id=command.bureau_id,
    )
    return await _saved(process, before, after, events.SchoolChanged)


async def state_school_records_from(
    process: Process, command: StateSchoolRecordsFrom, scope: Scope = EVERYWHERE
) -> School:
    """Say since when the school's records are complete. Raises NotFound, NotPermitted, StaleEdit."""
    before = await changeable_school(command.school_id, scope)
    require_fresh(command.revision, before.revision)
    after = replace(before, records_from=command.records_from)
    return await _saved(process, before, after, events.SchoolRecordsFromStated)


async def changeable_school(school_id: UUID, scope: Scope) -> School:
    """A school that the scope may change, locked: what is entered into one school at once waits in line.

    Without the lock overlapping entries can end in a deadlock inside the exclusion constraint
    (tests/people/test_employments.py, forty at once). Raises NotFound, NotPermitted.
    """
    rows = await select_schools(scope).where(tables.School.id == school_id).lock_rows("NO KEY UPDATE")
    found = school_of(only(rows, "学校"))
    require(may_change_school(scope))
    return found


async def changeable_part(select: Select[Any], school: ForeignKey[Any], what: str, scope: Scope) -> Row:
    """The one row of a select of what belongs to a school, when the scope may change that school, which is locked.

    Raises NotFound, NotPermitted.
    """
    row = only(await in_schools(select, school, scope), what)
    await changeable_school(row["school_id"], scope)
    return row


def _moves(before: School, command: ChangeSchool) -> bool:
    """Whether the change is the installation's to make: under whose rules and whose bureau a school stands."""
    return (before.jurisdiction, before.bureau_id, before.level) != (
        command.jurisdiction,
        command.bureau_id,
        command.level,
    )


def _faults(process: Process, command: OpenSchool | ChangeSchool) -> dict[str, str]:
    return {
        **empty_fields(name=command.name, short_name=command.short_name),
        **jurisdiction_fault(command.jurisdiction, process.reading.book.jurisdictions()),
    }


async def _saved(process: Process, before: School, after: School, kind: type[Event]) -> School:
    saved = replace(after, revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.School, before.id, before.revision, as_row(after))
    process.record(events.change(kind, before, saved))
    return saved
