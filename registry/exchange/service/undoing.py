"""A whole import taken back as one unit: what it made is voided with the reason, what it changed is as it was before.

Nothing is deleted: firms stay known, people whom it entered stay without an employment. Refused with a list while
anything that came later rests on it.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.audit.process import Process
from registry.audit.recorded import Recorded
from registry.exchange.model.imports import ImportRun, ImportState, ImportUndone, Resting, UndoImport
from registry.exchange.queries.imports import found_run
from registry.exchange.queries.resting import resting_on, written_by
from registry.exchange.service.imports import close_run
from registry.institutions.model.facts import Unit
from registry.institutions.rules import empty_fields
from registry.institutions.service.bulk import close_units
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import require_fresh, require_valid
from registry.kernel.errors import NotFound, NotPermitted
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.people.model.facts import Employment, PersonRecord
from registry.people.service.loading import locked_persons
from registry.people.service.taking_back import take_back_people
from registry.practice.records import Placement
from registry.practice.service.taking_back import take_back_placements

NAMED_IN_WORDS = 3
"""Things that rest on an import that its refusal names; the whole list goes with it."""


class ImportRestedOn(NotPermitted):
    """Something that came later rests on the import: `resting` lists it all."""

    def __init__(self, resting: Sequence[Resting]) -> None:
        first = ";".join(f"{each.fact}:{each.words}" for each in resting[:NAMED_IN_WORDS])
        super().__init__(f"导入之后有 {len(resting)} 项记录以它为基础,不能撤销:{first}")
        self.resting = tuple(resting)


async def undo_import(process: Process, command: UndoImport, scope: Scope = EVERYWHERE) -> ImportRun:
    """Take a whole import back. Raises NotFound, StaleEdit, InvalidFields without a reason, ImportRestedOn."""
    await changeable_school((await found_run(process.reading, command.run_id, scope)).school_id, scope)
    before = await found_run(process.reading, command.run_id, scope, locked=True)
    require_fresh(command.revision, before.revision)
    require(_may_undo(before))
    require_valid(empty_fields(reason=command.reason))
    reason = command.reason.strip()
    recorded = await _free_to_go(process, before)
    words = f"撤销导入“{before.file_name}”:{reason}"
    await take_back_placements(process, recorded, words)
    await take_back_people(process, recorded, words)
    opened = [UUID(each.subject_id) for each in recorded if each.subject == Unit.SUBJECT and each.before is None]
    await close_units(process, opened)
    undone = replace(
        before,
        state=ImportState.UNDONE,
        undone_by_name=process.actor.name,
        undone_at=process.now,
        undone_reason=reason,
    )
    return await close_run(process, before, undone, ImportUndone)


async def _free_to_go(process: Process, run: ImportRun) -> tuple[Recorded, ...]:
    """What the import did, as it stands, its people locked. Raises ImportRestedOn, also for people merged since."""
    written = await written_by(process.reading, run)
    gone: NotFound | None = None
    try:
        await locked_persons(process, _persons_in(written.present))
    except NotFound as merged:
        gone = merged
    if resting := await resting_on(process.reading, written):
        raise ImportRestedOn(resting)
    if gone is not None:
        raise gone
    return written.present


def _may_undo(run: ImportRun) -> Verdict:
    if run.state is ImportState.COMMITTED:
        return Verdict.yes()
    return Verdict.no("该次导入已经撤销" if run.state is ImportState.UNDONE else "只有已导入的文件可以撤销")


def _persons_in(recorded: Sequence[Recorded]) -> set[UUID]:
    """Everybody whom the import touched."""
    found = set()
    for each in recorded:
        told = each.after or {}
        if each.subject in (Placement.SUBJECT, Employment.SUBJECT):
            found.add(UUID(told["person_id"]))
        elif each.subject == PersonRecord.SUBJECT:
            found.add(UUID(each.subject_id))
    return found
