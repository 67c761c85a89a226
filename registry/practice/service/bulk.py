"""Many placements entered at once from a school's own file, in the states that the file gives them.

What the file calls recognised is verified by whoever brings it, with the file as proof; nobody verifies their own.
A placement that stands already, the same to the day, is not entered twice and stays as it is. A file that is to
change what stands is compared first: `registry.practice.service.filing`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from registry.audit.process import Process
from registry.institutions.writing import in_plain_words, require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.constraints import REFUSALS
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placements_of
from registry.practice.records.bulk import FiledPlacement, FiledRecorded, RecordFiled
from registry.practice.rules.entry import content_faults
from registry.practice.service.filed_rows import write_new
from registry.practice.service.filing import permitted
from registry.practice.service.loading import lock_persons


async def record_filed(process: Process, command: RecordFiled, scope: Scope = EVERYWHERE) -> FiledRecorded:
    """Enter these placements, all or none; the office that keeps them does, for teachers whom it employs.

    Raises NotFound, NotPermitted, InvalidFields with each one's fault by its reference.
    """
    persons = {each.person_id for each in command.placements}
    may_verify = await permitted(process, command.school_id, (persons, set()), scope)
    require_valid(*(_faults(each) for each in command.placements))
    await lock_persons(process, persons)
    new = await _unknown(process, command.placements, scope)
    with in_plain_words(REFUSALS):
        entries = [(each, may_verify[each.person_id]) for each in new]
        written = await write_new(process, command.school_id, entries, command.proof)
    asked = sum(1 for each in new if each.state is PlacementState.VERIFIED)
    known = len(command.placements) - len(new)
    return FiledRecorded(written.placements, written.verified, known, asked - written.verified)


def _faults(each: FiledPlacement) -> dict[str, str]:
    faults = content_faults(each.content)
    return {each.reference: ";".join(faults.values())} if faults else {}


async def _unknown(process: Process, filed: Sequence[FiledPlacement], scope: Scope) -> list[FiledPlacement]:
    """Those that do not stand yet; a file that lists one twice has it twice, however often the file is brought."""
    stand: Counter[Any] = Counter()
    for placements in (await placements_of(process.reading, {each.person_id for each in filed}, scope)).values():
        stand.update(_same(placement.person_id, placement) for placement in placements)
    new = []
    for each in filed:
        key = _same(each.person_id, each.content)
        if stand[key]:
            stand[key] -= 1
        else:
            new.append(each)
    return new


def _same(person_id: UUID, told: Any) -> tuple[Any, ...]:
    """What makes two placements one: whose, where, when, how much, of which kind."""
    attended = None if told.attended is None else tuple(sorted(told.attended))
    share = told.share_percent if attended is None else None
    return (person_id, told.enterprise_name.strip(), told.started_on, told.finished_on, share, attended, told.form)
